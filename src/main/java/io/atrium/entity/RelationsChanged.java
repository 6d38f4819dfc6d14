package io.atrium.entity;

import java.util.UUID;

/** Relations of a tenant were drawn or removed, so that what walks find may differ. */
public record RelationsChanged(UUID tenantId) {}

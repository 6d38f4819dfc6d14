package io.atrium.entity;

import java.util.UUID;

/** Somebody's rights in a tenant may have changed: a grant, role, membership or owner. */
public record AccessChanged(UUID tenantId) {}

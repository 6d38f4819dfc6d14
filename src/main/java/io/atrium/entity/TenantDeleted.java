package io.atrium.entity;

import java.util.UUID;

/** A tenant and all its rows are gone; whoever keeps more of it, such as series or files, erases that now. */
public record TenantDeleted(UUID tenantId) {}

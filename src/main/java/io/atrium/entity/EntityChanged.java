package io.atrium.entity;

import java.util.UUID;

/** An entity was made, or its header, owner or own fields changed. */
public record EntityChanged(UUID tenantId, Entry entity) {}

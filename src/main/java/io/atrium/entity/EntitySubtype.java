package io.atrium.entity;

import io.atrium.base.Ref;

/** A type that visible entities of a kind have. */
public record EntitySubtype(Ref tenantId, String entityType, String type) {}

package io.atrium.entity;

import io.atrium.base.Ref;
import java.util.UUID;

/** An entity is gone, and everything that hangs on it must go, too. */
public record EntityDeleted(UUID tenantId, Ref entity) {}

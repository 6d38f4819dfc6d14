package io.atrium.entity;

import java.util.UUID;

/** How many entities of a kind a tenant may have. */
@FunctionalInterface
public interface EntityLimits {

    /** Any number of everything. */
    EntityLimits NONE = (tenant, kind) -> 0;

    /** The most entities of a kind; 0 for any number. Asked inside changes, so that the answer must come quickly. */
    long most(UUID tenant, String kind);
}

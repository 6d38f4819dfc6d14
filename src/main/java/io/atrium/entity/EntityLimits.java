package io.atrium.entity;

import java.util.UUID;

/** How many entities of a kind, relations and grants a tenant may have. */
@FunctionalInterface
public interface EntityLimits {

    /** Stands for a kind where relations are counted. */
    String RELATIONS = "relations";

    /** Stands for a kind where grants are counted. */
    String GRANTS = "grants";

    /** Any number of everything. */
    EntityLimits NONE = (tenant, kind) -> 0;

    /** The most entities of a kind; 0 for any number. Asked inside changes, so that the answer must come quickly. */
    long most(UUID tenant, String kind);
}

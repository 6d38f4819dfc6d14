package io.atrium.access;

import java.util.UUID;

/**
 * Gives a role to a subject, for everything the subject's owner holds (generic role), for one entity group, or for one
 * entity. On the wire a {@code GroupPermission} (access-model 2.5), but for grants on one entity.
 *
 * @param subject ordinal of a user group, or of one user
 * @param role ordinal of the role
 * @param target ordinal of the entity group or entity, {@link #NONE} for a generic role
 * @param from first millisecond in which the grant counts; 0 for always
 * @param until first millisecond in which it does not count any more; {@link Long#MAX_VALUE} for never
 * @param publisher of the fixed row that makes a group public, which is all that a visitor has: ordinal of the user who
 *     made it, {@link AccessModel#TENANT} for the platform, {@link #GONE} for somebody who is gone; else {@link #NONE}
 * @param under on whose behalf it was made, if not the tenant's: ordinal of a customer, or of a user who alone held what he
 *     gave; {@link #GONE} for somebody who is gone. Where that is not the target's owner or one above, the grant was passed
 *     on and counts as far as they still hold what it gives ({@link PassedOn}); for a generic role it is of no matter
 */
public record Grant(UUID id, int subject, int role, int target, long from, long until, int publisher, int under) {

    /** Stands for "no ordinal". */
    public static final int NONE = -1;

    /** Stands for somebody who is there no more. */
    public static final int GONE = -2;

    /** A grant of the tenant's side that is not a public one. */
    public Grant(UUID id, int subject, int role, int target, long from, long until) {
        this(id, subject, role, target, from, until, NONE, AccessModel.TENANT);
    }

    /** True if it may have been passed on: whether it was, the owners at the moment say. */
    boolean isBound() {
        return under != AccessModel.TENANT && target != NONE && !publicLink();
    }

    /** True for the fixed row that makes a group public. */
    public boolean publicLink() {
        return publisher != NONE;
    }

    public boolean isActive(long now) {
        return from <= now && now < until;
    }

    /** True if the target suits the role; a grant of the wrong form gives nothing, rather than everything. */
    boolean fits(RoleDefinition role) {
        return role instanceof RoleDefinition.Generic == (target == NONE);
    }

    /** The next moment after now at which this grant starts or ends, {@link Long#MAX_VALUE} for never. */
    long nextChange(long now) {
        if (now < from) {
            return from;
        }
        return now < until ? until : Long.MAX_VALUE;
    }
}

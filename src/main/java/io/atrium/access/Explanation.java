package io.atrium.access;

import org.jspecify.annotations.Nullable;

/**
 * Why a caller may or may not do something (design.md section 5).
 *
 * @param reason the rule that decided
 * @param grant the grant that gave a yes, or that came nearest to one; null where none was involved
 * @param group the entity group the grant acts on, {@link Grant#NONE} where none was involved
 */
public record Explanation(
        boolean allowed, Reason reason, @Nullable Grant grant, int group) {

    /** The rules of access-model 2.6 that can decide, the refusals in the order of how near they come to a yes. */
    public enum Reason {
        /** A generic role of a user group, on a thing at or below the user's owner. */
        GENERIC_ROLE,
        /** A group role on a group that contains the thing, or on the thing itself if it is a group. */
        GROUP_ROLE,
        /** A grant on just this thing. */
        ENTITY_GRANT,
        /** The user's own account. */
        OWN_ACCOUNT,
        /** The customer that the user belongs to. */
        OWN_CUSTOMER,
        /** A catalogue entry, such as a profile, of something that the user can read. */
        USED_BY_VISIBLE,
        /** A role that is attached to a user group at or below the user's owner. */
        ROLE_IN_USE,
        /** A system administrator acting on a tenant and its administrators. */
        SYSTEM,
        /** The authority cannot reach this resource at all, whatever the roles say. */
        AUTHORITY,
        /** The operation is kept for users of an owner above the thing. */
        OWNER_ONLY,
        /** The thing is in a group that the user has a role on, but the role lacks the operation. */
        GROUP_ROLE_LACKS_OPERATION,
        /** The thing is at or below the user's owner, but no generic role has the operation. */
        GENERIC_ROLE_LACKS_OPERATION,
        /** A grant would allow it, but it has not started or is over. */
        GRANT_NOT_ACTIVE,
        /** A passed-on grant would allow it, but those who passed it on do not hold it any more, or may not share it. */
        NOT_HELD_ANY_MORE,
        /** The thing belongs to somebody else and nothing connects the user with it. */
        NOT_SHARED
    }

    static Explanation yes(Reason reason, @Nullable Grant grant, int group) {
        return new Explanation(true, reason, grant, group);
    }

    static Explanation no(Reason reason) {
        return new Explanation(false, reason, null, Grant.NONE);
    }
}

package io.atrium.sharing;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the access of several things should become: another owner, a share, or both.
 *
 * @param entities the things; a group of entities may be among them if they are only shared
 * @param includeContained true to take along the things that they contain, as far as they have the same owner, the owners'
 *     sides have drawn the relations {@code Contains} to them, and the caller may
 * @param ownerId the new owner; owners stay if absent
 * @param groupIds groups of the new owner that things of their kind join
 * @param newGroups names of such groups by kind, made if the new owner has none of that name
 * @param receivers whom to share with: tenant or customer (all its users), user group or user
 * @param readElseWrite the read-only (default) or the write role of the platform; not looked at if there are roles
 * @param roleIds roles of type GROUP to use instead
 * @param from first millisecond in which the share counts; now if absent
 * @param until first millisecond in which it no longer counts; never if absent
 * @param newCredentials true to give devices that get another owner a new access token, so that nobody who read the former
 *     credentials goes on sending in their names; takes WRITE_CREDENTIALS
 */
public record AccessChange(
        @Nullable List<Ref> entities,
        @Nullable Boolean includeContained,
        @Nullable Ref ownerId,
        @Nullable List<Ref> groupIds,
        @Nullable Map<String, String> newGroups,
        @Nullable List<Ref> receivers,
        @Nullable Boolean readElseWrite,
        @Nullable List<Ref> roleIds,
        @Nullable Long from,
        @Nullable Long until,
        @Nullable Boolean newCredentials) {

    /** Most things or receivers that one change names. */
    static final int MAX_NAMED = 1_000;

    /** Most roles or groups that one change names. */
    static final int MAX_CHOSEN = 100;

    /** Most grants that one change makes: things times receivers times roles. */
    static final int MAX_GRANTS = 5_000;

    /** Most memberships that one change makes: things times groups. */
    static final int MAX_JOINS = 20_000;

    /** Refuses a change whose lists are short, but whose grants are too many. */
    void requireFewGrants(long things) {
        refuseMany(things * (receivers == null ? 0 : receivers.size()) * roles(roleIds));
    }

    static void refuseMany(long grants) {
        if (grants > MAX_GRANTS) {
            throw Problem.badRequest("The change would make " + grants + " grants: things times receivers times roles"
                    + " must be at most " + MAX_GRANTS + "; share a group, or do it in parts");
        }
    }

    /** How many roles a share gives: those that it names, or the platform's one. */
    static int roles(@Nullable List<Ref> roleIds) {
        return roleIds == null || roleIds.isEmpty() ? 1 : roleIds.size();
    }

    static void requireAtMost(String field, @Nullable Collection<?> list, int limit) {
        if (list != null && list.size() > limit) {
            throw Problem.badRequest("Field '" + field + "' has more than " + limit + " elements");
        }
    }

    boolean moves() {
        return !Ref.isNone(ownerId);
    }

    boolean shares() {
        return receivers != null && !receivers.isEmpty();
    }

    /** The share of one thing with one receiver that this is made of. */
    ShareRequest share(Ref entity, Ref receiver) {
        return new ShareRequest(entity, receiver, readElseWrite, roleIds, from, until);
    }
}

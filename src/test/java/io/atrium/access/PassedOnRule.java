package io.atrium.access;

import io.atrium.access.NaiveFacts.GrantFact;
import io.atrium.access.NaiveFacts.RoleFact;
import io.atrium.access.NaiveFacts.Thing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Once more in plain words, and slowly: a grant made on behalf of somebody who is not the owner of its target or above gives an
 * operation only if they have it, and may share, by grants other than those that rest on this one.
 */
final class PassedOnRule {

    private PassedOnRule() {}

    static boolean gives(NaiveRights world, GrantFact grant, String operation) {
        return gives(world, grant, operation, Set.of());
    }

    private static boolean gives(NaiveRights world, GrantFact grant, String operation, Set<GrantFact> above) {
        RoleFact role = world.roleOf(grant);
        if (role.generic() || grant.target() == null || !NaiveRights.gives(role.operations(), operation)) {
            return false;
        }
        if (grant.publisher() != null || grant.under() == NaiveRights.TENANT || isOwner(world, grant)) {
            return true;
        }
        if (above.contains(grant) || !isWithin(world, grant)) {
            return false;
        }
        Set<GrantFact> path = new HashSet<>(above);
        path.add(grant);
        return holds(world, grant.under(), operation, grant.target(), path)
                && holds(world, grant.under(), "SHARE_GROUP", grant.target(), path);
    }

    private static boolean isOwner(NaiveRights world, GrantFact grant) {
        Thing party = world.things.get(grant.under());
        return party != null
                && party.type.equals("CUSTOMER")
                && grant.target() != null
                && world.isAbove(grant.under(), grant.target());
    }

    /** Receivers are people of the party, or of customers below it. */
    private static boolean isWithin(NaiveRights world, GrantFact grant) {
        Thing party = world.things.get(grant.under());
        if (party == null) {
            return false;
        }
        return world.isAbove(party.type.equals("USER") ? party.owner : grant.under(), grant.subject());
    }

    /**
     * Ends what grants that end by themselves take along, at each of their ends in turn: what was passed on of the same thing, of
     * one in the same group, or by roles of the time; at the last of them everything that gives nothing then. Accounts that are
     * off count as if they were on.
     */
    static Set<UUID> endedByTime(NaiveRights world, long after, long until) {
        Set<UUID> gone = new TreeSet<>();
        long now = world.now;
        List<Thing> sleepers =
                world.things.values().stream().filter(thing -> thing.off).toList();
        sleepers.forEach(thing -> thing.off = false);
        List<Long> ends = world.grants.values().stream()
                .map(GrantFact::until)
                .filter(end -> after < end && end <= until)
                .distinct()
                .sorted()
                .toList();
        for (long end : ends) {
            world.now = end;
            List<GrantFact> over = world.grants.values().stream()
                    .filter(grant -> grant.until() == end)
                    .toList();
            boolean last = end == ends.getLast();
            Set<UUID> lapsed = new HashSet<>();
            world.grants.forEach((id, grant) -> {
                if (end < grant.until() && (last || isTouched(world, grant, over)) && givesNothing(world, grant)) {
                    lapsed.add(id);
                }
            });
            world.grants.keySet().removeAll(lapsed);
            gone.addAll(lapsed);
        }
        world.now = now;
        sleepers.forEach(thing -> thing.off = true);
        return gone;
    }

    private static boolean isTouched(NaiveRights world, GrantFact grant, List<GrantFact> over) {
        Integer target = grant.target();
        return over.stream()
                .anyMatch(other -> other.target() == null || target != null && reaches(world, other, target));
    }

    /** True for what was passed on and counts for nothing; of what has yet to begin, if nothing would let it begin now. */
    private static boolean givesNothing(NaiveRights world, GrantFact grant) {
        Integer target = grant.target();
        if (target == null
                || grant.publisher() != null
                || grant.under() == NaiveRights.TENANT
                || isOwner(world, grant)
                || world.roleOf(grant).generic()) {
            return false;
        }
        boolean begun = grant.from() <= world.now;
        return !begun && !holds(world, grant.under(), "SHARE_GROUP", target, Set.of())
                || Stream.of(Operation.values())
                        .map(Operation::name)
                        .noneMatch(operation -> begun
                                ? gives(world, grant, operation)
                                : NaiveRights.gives(world.roleOf(grant).operations(), operation)
                                        && holds(world, grant.under(), operation, target, Set.of()));
    }

    /** May a customer pass on what it was given of a target? */
    static boolean mayShare(NaiveRights world, int party, int target) {
        return holds(world, party, "SHARE_GROUP", target, Set.of());
    }

    private static boolean holds(NaiveRights world, int party, String operation, int target, Set<GrantFact> path) {
        Thing who = world.things.get(party);
        if (who == null || who.off) {
            return false;
        }
        if (who.type.equals("USER") && byGenericRoles(world, party, who.owner, operation, target)) {
            return true;
        }
        return world.grants.values().stream()
                .filter(other -> other.publisher() == null && other.from() <= world.now && world.now < other.until())
                .filter(other -> isFor(world, other, party, who) && reaches(world, other, target))
                .anyMatch(other -> gives(world, other, operation, path));
    }

    private static boolean isFor(NaiveRights world, GrantFact grant, int party, Thing who) {
        if (who.type.equals("USER")) {
            return grant.subject() == party || world.contains(grant.subject(), party);
        }
        Thing group = world.things.get(grant.subject());
        return group != null && group.memberType != null && group.owner == party;
    }

    private static boolean reaches(NaiveRights world, GrantFact grant, int target) {
        return grant.target() != null
                && (grant.target() == target
                        || world.thing(target).memberType == null && world.contains(grant.target(), target));
    }

    private static boolean byGenericRoles(NaiveRights world, int user, int owner, String operation, int target) {
        if (!world.isAbove(owner, target)) {
            return false;
        }
        List<GrantFact> own = world.grants.values().stream()
                .filter(grant -> grant.from() <= world.now && world.now < grant.until())
                .filter(grant -> grant.subject() == user || world.contains(grant.subject(), user))
                .toList();
        Thing thing = world.thing(target);
        String resource = NaiveRights.resource(thing);
        if (!operation.equals("SHARE_GROUP")) {
            return world.generic(own, thing.memberType == null ? resource : thing.memberType, operation);
        }
        return world.generic(own, resource, "WRITE")
                || thing.memberType != null && world.generic(own, resource, "SHARE_GROUP");
    }
}

package io.atrium.access;

import io.atrium.access.NaiveFacts.GrantFact;
import io.atrium.access.NaiveFacts.RoleFact;
import io.atrium.access.NaiveFacts.Thing;
import io.atrium.access.NaiveFacts.Who;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of access-model 2.6 once more, slowly and in plain words, as the measure of the engine. Shares nothing with
 * it: facts are maps of strings and numbers, and every question is answered from them afresh.
 */
final class NaiveRights {

    static final int TENANT = 0;

    /** What a user of a customer can reach at all, whatever the roles say (access-model 2.4, last paragraph). */
    private static final Set<String> WITHIN_REACH_OF_CUSTOMERS = Set.of(
            ("PROFILE ALARM DEVICE ASSET CUSTOMER DASHBOARD ENTITY_VIEW EDGE USER ROLE GROUP_PERMISSION CUSTOMER_GROUP"
                            + " DEVICE_GROUP ASSET_GROUP USER_GROUP ENTITY_VIEW_GROUP EDGE_GROUP DASHBOARD_GROUP"
                            + " WIDGETS_BUNDLE WIDGET_TYPE SCHEDULER_EVENT BLOB_ENTITY WHITE_LABELING AUDIT_LOG"
                            + " DEVICE_PROFILE ASSET_PROFILE NOTIFICATION TB_RESOURCE REPORT REPORT_TEMPLATE API_KEY"
                            + " CUSTOM_MENU ALL")
                    .split(" "));

    private static final Set<String> SYSTEM_ONLY = Set.of("TENANT_PROFILE", "OAUTH2_CONFIGURATION_TEMPLATE");
    private static final Set<String> READINGS = Set.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY");
    private static final Set<String> NEVER_BY_GROUP_ROLE =
            Set.of("ALL", "IMPERSONATE", "CLAIM_DEVICES", "ASSIGN_TO_TENANT");
    private static final Set<String> MEMBERS_BY_OWNER_ONLY = Set.of("DELETE", "CHANGE_OWNER");
    private static final Set<String> GROUP_BY_GENERIC_ROLE_ONLY =
            Set.of("CREATE", "DELETE", "ADD_TO_GROUP", "REMOVE_FROM_GROUP", "SHARE_GROUP");
    private static final Set<String> CATALOGUE = Set.of("DEVICE_PROFILE", "ASSET_PROFILE");

    private static final Set<String> ADMINISTRATION =
            Set.of(("CREATE READ WRITE DELETE CHANGE_OWNER RPC_CALL READ_CREDENTIALS WRITE_CREDENTIALS READ_ATTRIBUTES"
                            + " WRITE_ATTRIBUTES READ_TELEMETRY WRITE_TELEMETRY")
                    .split(" "));

    /** An owner may do everything to what it owns, and what it was given as an owner to the rest. */
    private static final int EVERYTHING = -1;

    final Map<Integer, Thing> things = new TreeMap<>();
    final Map<Integer, RoleFact> roles = new HashMap<>();
    final Map<UUID, GrantFact> grants = new HashMap<>();
    long now;

    // ---- the question --------------------------------------------------------------------------------------------

    boolean allowed(Who who, String operation, int id) {
        return allowed(who, operation, id, held(who));
    }

    /** The answer if the asker held nothing but this one grant. */
    boolean allowedBy(UUID grant, Who who, String operation, int id) {
        GrantFact fact = grants.get(grant);
        return fact != null && held(who).contains(fact) && allowed(who, operation, id, List.of(fact));
    }

    private boolean allowed(Who who, String operation, int id, List<GrantFact> held) {
        Thing thing = things.get(id);
        if (thing == null) {
            return false;
        }
        if (who.isSystem()) {
            return id == TENANT || thing.type.equals("USER") && thing.owner == TENANT;
        }
        Integer home = home(who);
        if (home == null || !isWithinReach(home, resource(thing))) {
            return false;
        }
        boolean asksForSelf = who.user() != null && who.user() == id;
        if (asksForSelf && (operation.equals("READ") || operation.equals("WRITE"))) {
            return generic(held, "PROFILE", operation);
        }
        if (isAbove(home, id) && generic(held, resource(thing), operation)) {
            return true;
        }
        return byGroupRole(held, home, operation, id) || readableAnyway(who, held, home, operation, id);
    }

    private boolean byGroupRole(List<GrantFact> held, int home, String operation, int id) {
        for (GrantFact grant : held) {
            RoleFact role = roleOf(grant);
            if (role.generic() || grant.target() == null || !PassedOnRule.gives(this, grant, operation)) {
                continue;
            }
            if (NEVER_BY_GROUP_ROLE.contains(operation)) {
                continue;
            }
            boolean groupItself = grant.target() == id && thing(id).type.equals("ENTITY_GROUP");
            if (groupItself && !GROUP_BY_GENERIC_ROLE_ONLY.contains(operation)) {
                return true;
            }
            boolean meant = grant.target() == id || contains(grant.target(), id);
            if (!groupItself && meant && (isAbove(home, id) || !MEMBERS_BY_OWNER_ONLY.contains(operation))) {
                return true;
            }
        }
        return false;
    }

    /** The own customer, profiles of visible things, and roles that are attached at or below the own owner. */
    private boolean readableAnyway(Who who, List<GrantFact> held, int home, String operation, int id) {
        String type = thing(id).type;
        if (type.equals("CUSTOMER") && id == home) {
            boolean data = operation.equals("READ_ATTRIBUTES") || operation.equals("READ_TELEMETRY");
            return operation.equals("READ") || data && generic(held, "CUSTOMER", operation);
        }
        if (!operation.equals("READ") || !generic(held, type, "READ")) {
            return false;
        }
        if (CATALOGUE.contains(type)) {
            return things.entrySet().stream()
                    .filter(entry -> Integer.valueOf(id).equals(entry.getValue().profile))
                    .anyMatch(entry -> allowed(who, "READ", entry.getKey(), held));
        }
        return type.equals("ROLE")
                && grants.values().stream().anyMatch(grant -> grant.role() == id && isAbove(home, grant.subject()));
    }

    /**
     * What somebody sees through a view: he may read the view, the view's owner may read the target, and it is his own side's, or
     * the owner's to pass on, or he may read the target himself.
     */
    boolean seesThrough(Who who, String operation, int view, int target) {
        Who owner = new Who(null, null, thing(view).owner);
        return allowed(who, operation, view)
                && allowed(owner, "READ", target)
                && allowed(owner, operation, target)
                && (isOfSide(who, view) || mayPassOn(thing(view).owner, target) || allowed(who, operation, target));
    }

    private boolean isOfSide(Who who, int view) {
        Integer home = home(who);
        int owner = thing(view).owner;
        return who.visitorOf() == null && home != null && (home == owner || home == TENANT || isAbove(home, owner));
    }

    private boolean mayPassOn(int owner, int target) {
        return isAbove(owner, target) || PassedOnRule.mayShare(this, owner, target);
    }

    // ---- questions without an entity -----------------------------------------------------------------------------

    /** Rule A: a generic role allows it, with no object at hand. */
    boolean allowedAtAll(Who who, String operation, String resource) {
        if (who.isSystem()) {
            return Set.of("USER", "TENANT", "AUDIT_LOG").contains(resource);
        }
        Integer home = home(who);
        if (resource.equals("QUEUE") && !READINGS.contains(operation)) {
            return false;
        }
        return home != null && isWithinReach(home, resource) && generic(held(who), resource, operation);
    }

    /** Has somebody, on everything and in general, no less than somebody else? */
    boolean coversAll(Who who, Who other) {
        List<GrantFact> own = held(who);
        List<GrantFact> theirs = held(other);
        Integer home = home(other);
        for (String resource : Vocabulary.operationsByResource().keySet()) {
            for (Operation operation : Operation.values()) {
                // What a role gives on ALL is asked for on every resource: a role may leave one of them out.
                if (home != null
                        && !resource.equals("ALL")
                        && isWithinReach(home, resource)
                        && generic(theirs, resource, operation.name())
                        && !generic(own, resource, operation.name())) {
                    return false;
                }
            }
        }
        for (int id : things.keySet()) {
            for (Operation operation : Operation.values()) {
                boolean one = operation != Operation.ALL && allowed(other, operation.name(), id, theirs);
                if (one && !allowed(who, operation.name(), id, own)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** May it be done to things of a resource that an owner will hold? */
    boolean allowedAtOwner(Who who, String operation, String resource, int owner) {
        Integer home = home(who);
        return home != null
                && things.containsKey(owner)
                && (home == owner || isAbove(home, owner))
                && allowedAtAll(who, operation, resource);
    }

    /** Rule B for members as a class. */
    boolean allowedOnMembers(Who who, String operation, int group) {
        Thing thing = things.get(group);
        Integer home = home(who);
        if (thing == null || home == null || thing.memberType == null) {
            return false;
        }
        if (!isWithinReach(home, thing.memberType)) {
            return false;
        }
        if (isAbove(home, group) && generic(held(who), thing.memberType, operation)) {
            return true;
        }
        return held(who).stream()
                .filter(grant -> Integer.valueOf(group).equals(grant.target())
                        && !roleOf(grant).generic())
                .filter(grant -> PassedOnRule.gives(this, grant, operation))
                .anyMatch(grant -> !NEVER_BY_GROUP_ROLE.contains(operation)
                        && (isAbove(home, group) || !MEMBERS_BY_OWNER_ONLY.contains(operation)));
    }

    // ---- facts ---------------------------------------------------------------------------------------------------

    private static boolean isWithinReach(int home, String resource) {
        return home == TENANT ? !SYSTEM_ONLY.contains(resource) : WITHIN_REACH_OF_CUSTOMERS.contains(resource);
    }

    /** The owner that the asker belongs to; null if the asker is gone. */
    private @Nullable Integer home(Who who) {
        if (who.user() != null) {
            Thing user = things.get(who.user());
            return user == null ? null : user.owner;
        }
        Integer owner = who.party() == null ? who.visitorOf() : who.party();
        return owner != null && things.containsKey(owner) ? owner : null;
    }

    /** The grants that count now, of the user and of the user's groups. */
    private List<GrantFact> held(Who who) {
        List<GrantFact> held = new ArrayList<>();
        if (who.party() != null) {
            roles.put(EVERYTHING, new RoleFact(true, Map.of("ALL", Set.of("ALL")), Map.of(), Set.of()));
            held.add(new GrantFact(who.party(), EVERYTHING, null, 0, Long.MAX_VALUE, null, TENANT));
        }
        for (GrantFact grant : grants.values()) {
            boolean started = grant.from() <= now;
            boolean over = grant.until() <= now;
            if (started && !over && isHolder(who, grant) && isPublishedStill(grant)) {
                held.add(grant);
            }
        }
        return held;
    }

    /** What somebody made public is public while he might do it again: by roles of its owner or of one above. */
    private boolean isPublishedStill(GrantFact grant) {
        Integer publisher = grant.publisher();
        if (publisher == null || publisher == TENANT) {
            return true;
        }
        Thing who = things.get(publisher);
        if (who == null || who.off) {
            return false;
        }
        return mayPublish(new Who(publisher, null), grant.target());
    }

    /** May somebody show a group to everybody? What was made public for him himself does not help. */
    boolean mayPublish(Who who, @Nullable Integer target) {
        Integer home = home(who);
        if (home == null || target == null) {
            return false;
        }
        Thing group = things.get(target);
        if (group == null || group.memberType == null) {
            return false;
        }
        String groups = group.memberType + "_GROUP";
        List<GrantFact> own = grants.values().stream()
                .filter(other -> !other.publicLink() && other.from() <= now && now < other.until())
                .filter(other -> isHolder(who, other))
                .toList();
        return isWithinReach(home, groups)
                && isAbove(home, target)
                && Stream.of("WRITE", "SHARE_GROUP").allMatch(operation -> generic(own, groups, operation))
                && Stream.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY")
                        .allMatch(operation -> generic(own, String.valueOf(group.memberType), operation));
    }

    /** May somebody make gateways out of an owner's devices, and say what they speak for? */
    boolean administers(Who who, String type, int owner) {
        Integer home = home(who);
        return home != null
                && things.containsKey(owner)
                && isWithinReach(home, type)
                && (home == owner || isAbove(home, owner))
                && ADMINISTRATION.stream().allMatch(operation -> generic(held(who), type, operation));
    }

    /** A visitor has what was made public, and nothing else that somebody may have given to the public customer. */
    private boolean isHolder(Who who, GrantFact grant) {
        int subject = grant.subject();
        if (who.user() != null) {
            return things.containsKey(who.user()) && (subject == who.user() || contains(subject, who.user()));
        }
        Thing group = things.get(subject);
        if (who.party() != null) {
            return group != null
                    && "USER".equals(group.memberType)
                    && group.owner == who.party()
                    && grant.target() != null;
        }
        return who.visitorOf() != null
                && group != null
                && "USER".equals(group.memberType)
                && group.owner == who.visitorOf()
                && grant.publicLink()
                && grant.target() != null;
    }

    /** Any one of the generic roles gives it; what a role excludes is taken from that role alone. */
    boolean generic(List<GrantFact> held, String resource, String operation) {
        return held.stream()
                .filter(grant -> grant.target() == null && roleOf(grant).generic())
                .anyMatch(grant -> given(roleOf(grant), resource, operation));
    }

    private static boolean given(RoleFact role, String resource, String operation) {
        boolean allowed = gives(role.permissions().getOrDefault(resource, Set.of()), operation)
                || gives(role.permissions().getOrDefault("ALL", Set.of()), operation);
        Set<String> excluded = new HashSet<>(role.excluded().getOrDefault(resource, Set.of()));
        excluded.addAll(role.excluded().getOrDefault("ALL", Set.of()));
        boolean refused = operation.equals("ALL") ? !excluded.isEmpty() : gives(excluded, operation);
        return allowed && !refused;
    }

    static boolean gives(Set<String> operations, String operation) {
        return operations.contains("ALL") || operations.contains(operation);
    }

    boolean contains(int group, int id) {
        Thing holder = things.get(group);
        Thing thing = things.get(id);
        if (holder == null || thing == null || !thing.type.equals(holder.memberType)) {
            return false;
        }
        return holder.computed ? thing.owner == holder.owner : holder.members.contains(id);
    }

    /** True if the owner owns the thing, or owns its owner, and so on upwards. */
    boolean isAbove(int owner, int id) {
        if (id == TENANT) {
            return owner == TENANT;
        }
        int above = thing(id).owner;
        while (above != owner && above != TENANT) {
            above = thing(above).owner;
        }
        return above == owner;
    }

    static String resource(Thing thing) {
        return thing.memberType == null ? thing.type : thing.memberType + "_GROUP";
    }

    RoleFact roleOf(GrantFact grant) {
        RoleFact role = roles.get(grant.role());
        if (role == null) {
            throw new AssertionError("The world grants a role that is gone: " + grant);
        }
        return role;
    }

    Thing thing(int id) {
        Thing thing = things.get(id);
        if (thing == null) {
            throw new AssertionError("The world points to a thing that is gone: " + id);
        }
        return thing;
    }
}

package io.atrium.access;

import io.atrium.access.NaiveFacts.RoleFact;
import io.atrium.access.NaiveFacts.Thing;
import io.atrium.access.NaiveFacts.Who;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One tenant that grows and changes at random, told in step to the engine's model and to the naive evaluator. */
final class RandomTenant {

    private static final List<String> GROUPABLE =
            List.of("CUSTOMER", "USER", "DEVICE", "ASSET", "ENTITY_VIEW", "DASHBOARD");
    private static final List<String> PLAIN =
            List.of("DEVICE", "DEVICE", "DEVICE", "ASSET", "ASSET", "ENTITY_VIEW", "DASHBOARD");
    private static final List<String> TENANT_OWNED = List.of("DEVICE_PROFILE", "ASSET_PROFILE", "RULE_CHAIN");
    static final TypeTable TYPES = new TypeTable(
            List.of(
                    "TENANT",
                    "CUSTOMER",
                    "USER",
                    "ROLE",
                    "ENTITY_GROUP",
                    "DEVICE_PROFILE",
                    "DEVICE",
                    "ASSET_PROFILE",
                    "ASSET",
                    "ENTITY_VIEW",
                    "DASHBOARD",
                    "RULE_CHAIN"),
            List.of("DEVICE_PROFILE", "ASSET_PROFILE"));

    private static final int DEPTH = 4;
    static final long HOUR = 3_600_000;

    final AccessModel model = new AccessModel(TYPES);
    final NaiveRights naive = new NaiveRights();
    final AccessEngine engine;
    final List<Who> leavers = new ArrayList<>();
    private final Random random;
    private final RandomGrants grants;
    private int next;
    /** Grants that were passed on and ended with the time of what they rested on. */
    int ended;

    RandomTenant(Random random) {
        this.random = random;
        naive.now = 1_000 * HOUR;
        InstantSource clock = () -> Instant.ofEpochMilli(naive.now);
        engine = new AccessEngine(model, clock);
        grants = new RandomGrants(this, random);
        addOwner("TENANT", Grant.NONE);
        for (int i = 0; i < 100; i++) {
            grow();
        }
    }

    private void grow() {
        switch (random.nextInt(12)) {
            case 0 -> addCustomer();
            case 1, 2 -> addUser();
            case 3 -> addGroup();
            case 4 -> addRole();
            case 5, 6 -> grants.add();
            case 7 -> addCatalogueEntry();
            default -> addEntity();
        }
    }

    /** One change of any sort; what is made and what is removed are about even. */
    void change() {
        switch (random.nextInt(27)) {
            case 0, 1, 2 -> grow();
            case 3, 4, 5, 8 -> grants.add();
            case 6 -> grants.change();
            case 7 -> pick(naive.grants.keySet()).ifPresent(grants::remove);
            case 9, 10 -> addMember();
            case 11 -> removeMember();
            case 12, 13 -> moveEntity();
            case 14 -> moveCustomer();
            case 15 -> changeRole();
            case 16, 17 ->
                delete(thing(t -> Set.of("USER", "ROLE", "RULE_CHAIN").contains(t.type) || isPlain(t)));
            case 18 -> delete(thing(t -> t.type.equals("ENTITY_GROUP") && !t.computed));
            case 19 -> deleteCustomer();
            case 20 -> changeProfile();
            case 21, 22 -> grants.passOn();
            case 23 -> switchAccount();
            default -> passTime();
        }
    }

    private void switchAccount() {
        thing(t -> t.type.equals("USER")).ifPresent(user -> {
            Thing facts = naive.thing(user);
            facts.off = !facts.off;
            model.setAway(user, facts.off);
        });
    }

    /** What rests on grants that end meanwhile ends with them. */
    private void passTime() {
        long before = naive.now;
        naive.now += (1 + random.nextInt(4)) * HOUR;
        Set<UUID> actual = new TreeSet<>();
        engine.lapsed(before, naive.now).forEach(grant -> actual.add(grant.id()));
        Set<UUID> expected = PassedOnRule.endedByTime(naive, before, naive.now);
        if (!actual.equals(expected)) {
            throw new AssertionError("By the rules " + expected + " ended with the time, by the engine " + actual);
        }
        ended += actual.size();
        actual.forEach(model::removeGrant);
    }

    /** Everybody who may ask: users, the visitors of some customers, a system administrator, and some who have left. */
    List<Who> askers() {
        List<Who> askers = new ArrayList<>(List.of(new Who(null, null)));
        naive.things.forEach((id, thing) -> {
            if (thing.type.equals("USER")) {
                askers.add(new Who(id, null));
            } else if (thing.type.equals("CUSTOMER") && id % 2 == 0) {
                askers.add(new Who(null, id));
            }
        });
        askers.addAll(leavers.subList(Math.max(0, leavers.size() - 3), leavers.size()));
        return askers;
    }

    int ordinals() {
        return next;
    }

    /** Something to ask about: mostly a thing that is there, now and then one that is gone. */
    int target() {
        return random.nextInt(20) == 0 ? random.nextInt(next) : thing(t -> true).orElse(NaiveRights.TENANT);
    }

    // ---- growing -------------------------------------------------------------------------------------------------

    private int add(String type, int owner, @Nullable String memberType, boolean computed) {
        int id = next++;
        naive.things.put(id, new Thing(type, Math.max(owner, 0), memberType, computed));
        model.add(id, TYPES.number(type), owner);
        if (memberType != null) {
            model.addGroup(id, TYPES.number(memberType), owner, computed);
        }
        return id;
    }

    private void addOwner(String type, int owner) {
        int id = add(type, owner, null, false);
        GROUPABLE.forEach(member -> add("ENTITY_GROUP", id, member, true));
    }

    private void addCustomer() {
        int parent = owner();
        if (depth(parent) < DEPTH && count("CUSTOMER") < 12) {
            addOwner("CUSTOMER", parent);
        }
    }

    private void addUser() {
        if (count("USER") < 16) {
            int user = add("USER", owner(), null, false);
            join(user);
            join(user);
        }
    }

    private void addGroup() {
        if (count("ENTITY_GROUP") < 110) {
            add("ENTITY_GROUP", owner(), random.nextBoolean() ? "USER" : any(GROUPABLE), false);
        }
    }

    private void addEntity() {
        if (naive.things.size() < 260) {
            int id = add(any(PLAIN), owner(), null, false);
            join(id);
            use(id);
        }
    }

    private void addCatalogueEntry() {
        if (TENANT_OWNED.stream().mapToInt(this::count).sum() < 12) {
            add(any(TENANT_OWNED), NaiveRights.TENANT, null, false);
        }
    }

    private void addRole() {
        if (count("ROLE") < 20) {
            int id = add("ROLE", owner(), null, false);
            define(id, random.nextInt(5) < 2);
        }
    }

    private void changeRole() {
        thing(t -> t.type.equals("ROLE")).ifPresent(id -> define(id, role(id).generic()));
    }

    private void define(int id, boolean generic) {
        RoleFact role = RandomRole.any(random, generic);
        naive.roles.put(id, role);
        model.putRole(id, RandomRole.definition(role));
    }

    // ---- groups and owners ---------------------------------------------------------------------------------------

    private void addMember() {
        thing(t -> GROUPABLE.contains(t.type)).ifPresent(this::join);
    }

    private void join(int id) {
        Thing thing = naive.thing(id);
        thing(g -> thing.type.equals(g.memberType) && g.owner == thing.owner).ifPresent(group -> {
            if (!naive.thing(group).computed) {
                naive.thing(group).members.add(id);
            }
            model.addMember(group, id);
        });
    }

    private void removeMember() {
        thing(t -> !t.members.isEmpty())
                .ifPresent(group -> pick(naive.thing(group).members).ifPresent(member -> {
                    naive.thing(group).members.remove(member);
                    model.removeMember(group, member);
                }));
    }

    private void moveEntity() {
        thing(t -> isPlain(t) || t.type.equals("USER") || t.type.equals("ROLE")).ifPresent(id -> move(id, owner()));
    }

    private void moveCustomer() {
        int target = owner();
        thing(t -> t.type.equals("CUSTOMER"))
                .filter(id -> id != target && !naive.isAbove(id, target) && depth(target) < DEPTH)
                .ifPresent(id -> move(id, target));
    }

    private void move(int id, int owner) {
        naive.thing(id).owner = owner;
        leaveGroups(id);
        endDirectGrants(id);
        model.changeOwner(id, owner);
    }

    private void endDirectGrants(int id) {
        boolean alone = naive.thing(id).type.equals("USER");
        naive.grants
                .values()
                .removeIf(grant -> grant.subject() == id
                        || Integer.valueOf(id).equals(grant.target())
                        || alone && grant.under() == id);
    }

    private void leaveGroups(int id) {
        naive.things.values().forEach(group -> group.members.remove(id));
    }

    private void changeProfile() {
        thing(this::isPlain).ifPresent(this::use);
    }

    private void use(int id) {
        Thing thing = naive.thing(id);
        Integer former = thing.profile;
        thing.profile = thing(t -> t.type.equals(thing.type + "_PROFILE")).orElse(null);
        model.setUse(id, former == null ? Grant.NONE : former, thing.profile == null ? Grant.NONE : thing.profile);
    }

    // ---- deleting ------------------------------------------------------------------------------------------------

    private void deleteCustomer() {
        if (count("CUSTOMER") > 4) {
            thing(t -> t.type.equals("CUSTOMER")).ifPresent(this::deleteSubtree);
        }
    }

    private void deleteSubtree(int owner) {
        List<Integer> owned = naive.things.entrySet().stream()
                .filter(entry -> entry.getKey() != NaiveRights.TENANT && entry.getValue().owner == owner)
                .map(Map.Entry::getKey)
                .toList();
        owned.forEach(this::deleteSubtree);
        delete(Optional.of(owner));
        if (naive.things.containsKey(owner)) {
            throw new AssertionError();
        }
    }

    private void delete(Optional<Integer> chosen) {
        chosen.ifPresent(id -> {
            Thing thing = naive.thing(id);
            if (thing.type.equals("USER")) {
                leavers.add(new Who(id, null));
            } else if (thing.type.equals("CUSTOMER")) {
                leavers.add(new Who(null, id));
            }
            if (thing.profile != null) {
                model.setUse(id, thing.profile, Grant.NONE);
            }
            leaveGroups(id);
            endDirectGrants(id);
            naive.grants.values().removeIf(grant -> grant.role() == id || grant.under() == id);
            naive.roles.remove(id);
            naive.things.remove(id);
            model.remove(id);
        });
    }

    // ---- choosing ------------------------------------------------------------------------------------------------

    private boolean isPlain(Thing thing) {
        return PLAIN.contains(thing.type);
    }

    private int owner() {
        return random.nextInt(4) == 0
                ? NaiveRights.TENANT
                : thing(t -> t.type.equals("CUSTOMER")).orElse(NaiveRights.TENANT);
    }

    private int depth(int owner) {
        return owner == NaiveRights.TENANT ? 0 : 1 + depth(naive.thing(owner).owner);
    }

    RoleFact role(int id) {
        RoleFact role = naive.roles.get(id);
        if (role == null) {
            throw new AssertionError("No role " + id);
        }
        return role;
    }

    private int count(String type) {
        return (int)
                naive.things.values().stream().filter(t -> t.type.equals(type)).count();
    }

    Optional<Integer> thing(Predicate<Thing> wanted) {
        return pick(naive.things.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList());
    }

    /** A group, mostly one that is not empty. */
    Optional<Integer> group(Predicate<Thing> wanted) {
        boolean filled = random.nextInt(8) > 0;
        return thing(t -> t.memberType != null && wanted.test(t) && (!filled || isFilled(t)));
    }

    private boolean isFilled(Thing group) {
        return group.computed
                ? naive.things.values().stream()
                        .anyMatch(t -> t.owner == group.owner && t.type.equals(group.memberType))
                : !group.members.isEmpty();
    }

    <T> Optional<T> pick(Collection<T> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(any(sorted(items)));
    }

    /** Sets have no order of their own, and a seed must always tell the same story. */
    static <T> List<T> sorted(Collection<T> items) {
        return items instanceof List<T> list
                ? list
                : items.stream().sorted(Comparator.comparing(Object::toString)).toList();
    }

    <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}

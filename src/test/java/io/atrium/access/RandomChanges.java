package io.atrium.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Mark;
import io.atrium.entity.Relation;
import io.atrium.entity.RoleBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Changes of every sort, at random, through the gate of a real server over a real database. */
final class RandomChanges {

    private static final List<String> THINGS = List.of("DEVICE", "ASSET", "DASHBOARD", "ENTITY_VIEW");
    private static final List<String> GROUPABLE = List.of("DEVICE", "ASSET", "DASHBOARD", "USER", "CUSTOMER");
    /** Roles of people may be called like the platform's, and are none of them. */
    private static final List<String> OF_THE_PLATFORM = List.of(
            "Entity Group Read-only User", "Entity Group Write User", "Entity Group Public User", "Customer User");

    /** Marks that only the platform gives, to roles that give just what it says. */
    private static final Set<Mark> SHARE_ROLES = Set.of(Mark.READ_SHARE_ROLE, Mark.WRITE_SHARE_ROLE, Mark.PUBLIC_ROLE);

    private static final List<String> KEYS = List.of("serial", "floor", "limit");
    private static final long HOUR = 3_600_000;

    /** Thrown in the middle of a change, which must then leave no trace. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final TestWorld world;
    private final Random random;
    private final Runnable timePasses;
    private int names;

    RandomChanges(TestWorld world, Random random, Runnable timePasses) {
        this.world = world;
        this.random = random;
        this.timePasses = timePasses;
        gate(change -> {
            insert(change, "DEVICE_PROFILE", change.directory().tenant());
            insert(change, "DEVICE_PROFILE", change.directory().tenant());
            insert(change, "ASSET_PROFILE", change.directory().tenant());
        });
    }

    void run() {
        switch (random.nextInt(22)) {
            case 0 -> newCustomer();
            case 1, 2 -> newUser();
            case 3, 4, 5 -> gate(this::newThing);
            case 6 -> gate(change -> DefaultGroups.newGroup(change, owner(), name(), any(GROUPABLE)));
            case 7 -> gate(this::newRole);
            case 8 -> gate(this::updateRole);
            case 9, 10 -> gate(this::putGrant);
            case 11 -> gate(this::removeGrantOrMember);
            case 12 -> gate(this::addMember);
            case 13 -> gate(this::move);
            case 14 -> gate(this::relate);
            case 15 -> gate(this::attribute);
            case 16 -> gate(this::update);
            case 17 -> gate(this::delete);
            case 18 -> severalAtOnce();
            case 19 -> gate(this::mark);
            case 20 -> gate(this::attach);
            default -> {
                timePasses.run();
                // What ended by time is followed before the next change, and so before anything is compared.
                gate(change -> {});
            }
        }
    }

    private Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    /** Runs a change; one that is refused, for instance since a name is taken, must leave no trace. */
    private void gate(Consumer<Change> work) {
        try {
            world.platform.gate().change(world.admin, world.tenant, change -> {
                work.accept(change);
                return true;
            });
        } catch (Problem refused) {
            if (refused.kind() != Problem.Kind.BAD_REQUEST) {
                throw refused;
            }
        }
    }

    /** Many steps in one transaction; half the time the last of them fails. */
    private void severalAtOnce() {
        boolean fails = random.nextBoolean();
        try {
            gate(change -> {
                Entry thing = insert(change, "ASSET", owner());
                Entry group = DefaultGroups.newGroup(change, directory().tenant(), name(), "ASSET");
                Entry moved = change.changeOwner(thing, directory().tenant());
                change.addMember(group, moved);
                change.putAttributes(moved, KeyScope.SERVER_SCOPE, Map.of("made", Value.TRUE));
                Entry doomed = insert(change, "DEVICE", owner());
                change.delete(doomed);
                newRole(change);
                if (fails) {
                    throw new Undone();
                }
            });
        } catch (Undone undone) {
            if (!fails) {
                throw undone;
            }
        }
    }

    private void newCustomer() {
        if (directory().ofKind("CUSTOMER").getCardinality() < 8) {
            Entry owner = owner();
            world.newCustomer(world.tenant, customer(owner), name());
        }
    }

    private void newUser() {
        Entry owner = owner();
        UUID customer = customer(owner);
        String group = customer == null ? DefaultGroups.TENANT_USERS : DefaultGroups.CUSTOMER_USERS;
        boolean there = one(
                        "ENTITY_GROUP",
                        e -> e.owner() == owner.ordinal() && e.name().equals(group))
                .isPresent();
        String[] groups = there && random.nextBoolean() ? new String[] {group} : new String[0];
        world.newUser(world.tenant, customer, name() + "@x.example", groups);
    }

    private void newThing(Change change) {
        insert(change, any(THINGS), owner());
    }

    private Entry insert(Change change, String kindName, Entry owner) {
        Kind<?> kind = directory().kinds().require(kindName);
        return change.insert(kind, draft(kind), owner, profile(kind));
    }

    private Draft draft(Kind<?> kind) {
        JsonNode info = Json.object().put("description", name());
        return new Draft(
                name(), "default", random.nextBoolean() ? null : name(), kind.body(Map.of("additionalInfo", info)));
    }

    private @Nullable Entry profile(Kind<?> kind) {
        String profileKind = kind.traits().profileKind();
        return profileKind.isEmpty() ? null : one(profileKind, e -> true).orElse(null);
    }

    private void newRole(Change change) {
        boolean generic = random.nextBoolean();
        String name = random.nextInt(4) == 0 ? any(OF_THE_PLATFORM) : name();
        DefaultGroups.newRole(
                change, owner(), name, generic ? RoleBody.GENERIC : RoleBody.GROUP, generic ? table() : operations());
    }

    private void updateRole(Change change) {
        one("ROLE", e -> e.name().startsWith("n")).ifPresent(role -> {
            Kind<?> kind = directory().kinds().require("ROLE");
            boolean generic = RoleBody.GENERIC.equals(role.subtype());
            Map<String, JsonNode> body = generic
                    ? Map.of("permissions", table(), "excludedPermissions", table())
                    : Map.of("permissions", operations());
            change.update(kind, role, new Draft(role.name(), role.subtype(), null, kind.body(body)), null);
        });
    }

    private void mark(Change change) {
        if (random.nextInt(3) == 0) {
            one("USER", e -> !isAdmin(e)).ifPresent(user -> {
                if (directory().marks().has(Mark.ACCOUNT_OFF, user.ordinal())) {
                    change.facts().unmark(user, Mark.ACCOUNT_OFF);
                } else {
                    change.facts().mark(user, Mark.ACCOUNT_OFF);
                }
            });
            return;
        }
        one(any(List.of("DEVICE", "ROLE")), e -> true).ifPresent(entry -> {
            Mark mark = any(List.of(Mark.values()));
            if (SHARE_ROLES.contains(mark)) {
                return;
            }
            if (random.nextInt(3) == 0) {
                change.facts().unmark(entry, mark);
            } else {
                change.facts().mark(entry, mark);
            }
        });
    }

    private void attach(Change change) {
        one("DEVICE", e -> true).ifPresent(gateway -> one("DEVICE", e -> true).ifPresent(device -> {
            Entry by = one("USER", e -> true).orElseThrow();
            change.facts().attach(gateway, device, random.nextBoolean() ? by : null);
        }));
    }

    private JsonNode table() {
        String resource = any(List.of("ALL", "DEVICE", "ASSET", "PROFILE", "DEVICE_GROUP"));
        return Json.object().set(resource, operations());
    }

    private JsonNode operations() {
        return Json.tree(any(List.of(
                List.of("READ"),
                List.of("ALL"),
                List.of("READ", "WRITE", "READ_ATTRIBUTES"),
                List.of("READ", "WRITE", "READ_ATTRIBUTES", "SHARE_GROUP"),
                List.of("WRITE", "DELETE"))));
    }

    private void putGrant(Change change) {
        Entry subject = one("ENTITY_GROUP", e -> "USER".equals(e.subtype()))
                .filter(e -> random.nextInt(5) > 0)
                .orElseGet(() -> one("USER", e -> true).orElseThrow());
        Entry role = one("ROLE", e -> true).orElseThrow();
        String targetKind = random.nextInt(3) == 0 ? any(THINGS) : "ENTITY_GROUP";
        Entry target = RoleBody.GENERIC.equals(role.subtype())
                ? null
                : one(targetKind, e -> true).orElse(null);
        int wanted = target == null ? Grant.NONE : target.ordinal();
        boolean there = directory().model().grantsOfSubject(subject.ordinal()).stream()
                .anyMatch(grant -> grant.role() == role.ordinal() && grant.target() == wanted);
        if (!there) {
            Entry under = random.nextInt(3) > 0
                    ? null
                    : one(random.nextBoolean() ? "CUSTOMER" : "USER", e -> true).orElse(null);
            long from = random.nextInt(3) > 0 ? 0 : change.now() + random.nextLong(2 * HOUR) - HOUR;
            long until = random.nextInt(3) > 0 ? Long.MAX_VALUE : change.now() + random.nextLong(2 * HOUR);
            change.putGrant(new GrantRow(
                    change.newId(),
                    subject,
                    role,
                    target,
                    from,
                    until,
                    random.nextBoolean(),
                    world.admin.userId(),
                    under));
        }
    }

    private void removeGrantOrMember(Change change) {
        List<Grant> grants = List.copyOf(directory().model().grants());
        if (random.nextBoolean()) {
            change.removeGrant(any(grants).id());
            return;
        }
        one("ENTITY_GROUP", e -> !e.name().equals("All") && !members(e).isEmpty())
                .ifPresent(group -> change.removeMember(group, directory().entry(any(members(group)))));
    }

    private List<Integer> members(Entry group) {
        AccessModel.Group facts = directory().model().group(group.ordinal());
        return facts == null ? List.of() : facts.members().stream().boxed().toList();
    }

    private void addMember(Change change) {
        one("ENTITY_GROUP", e -> !e.name().equals("All"))
                .ifPresent(group -> one(String.valueOf(group.subtype()), e -> e.owner() == group.owner())
                        .ifPresent(member -> change.addMember(group, member)));
    }

    private void move(Change change) {
        String kind = any(List.of("DEVICE", "DEVICE", "ASSET", "DASHBOARD", "USER", "CUSTOMER", "ROLE"));
        Entry owner = owner();
        // The public customer stays the tenant's: the routes refuse its move.
        one(kind, e -> e.ordinal() != owner.ordinal() && !isAdmin(e))
                .filter(e -> !directory().marks().has(Mark.PUBLIC_CUSTOMER, e.ordinal()))
                .filter(e -> !directory().model().isInChain(e.ordinal(), owner.ordinal()))
                .ifPresent(e -> change.changeOwner(e, owner));
    }

    private void relate(Change change) {
        Entry from = one("ASSET", e -> true).orElse(directory().tenant());
        List<Relation> there = directory().relations().from(from.ordinal());
        if (!there.isEmpty() && random.nextInt(3) == 0) {
            change.removeRelation(any(there));
            return;
        }
        one("DEVICE", e -> true)
                .ifPresent(to -> change.putRelation(new Relation(
                        from.ordinal(),
                        to.ordinal(),
                        any(List.of("Contains", "Manages")),
                        Relation.COMMON,
                        random.nextBoolean() ? null : "{\"a\":1}",
                        change.now(),
                        random.nextBoolean() ? Grant.NONE : owner().ordinal())));
    }

    private void attribute(Change change) {
        Entry entry = one(any(List.of("DEVICE", "ASSET", "CUSTOMER")), e -> true)
                .orElse(directory().tenant());
        KeyScope scope = any(List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.CLIENT_SCOPE));
        if (random.nextInt(3) == 0) {
            change.removeAttributes(entry, scope, List.of(any(KEYS)));
        } else {
            change.putAttributes(entry, scope, Map.of(any(KEYS), random.nextBoolean() ? Value.TRUE : Value.FALSE));
        }
    }

    private void update(Change change) {
        one(any(List.of("DEVICE", "ASSET", "DASHBOARD", "CUSTOMER", "ENTITY_GROUP")), e -> !isDefault(e))
                .ifPresent(e -> {
                    Kind<?> kind = directory().kind(e);
                    Draft draft = kind.name().equals("ENTITY_GROUP")
                            ? new Draft(name(), e.subtype(), null, draft(kind).body())
                            : draft(kind);
                    change.update(kind, e, draft, profile(kind));
                });
    }

    private void delete(Change change) {
        String kind = any(List.of("DEVICE", "ASSET", "DASHBOARD", "USER", "ENTITY_GROUP", "ROLE", "CUSTOMER"));
        one(kind, e -> !isAdmin(e) && !isDefault(e)).ifPresent(e -> deleteSubtree(change, e));
    }

    private void deleteSubtree(Change change, Entry entry) {
        for (Kind<?> kind : directory().kinds().all()) {
            int type = directory().kinds().number(kind);
            for (int owned : directory().model().ownedBy(entry.ordinal(), type).toArray()) {
                AccessModel.Group group = directory().model().group(owned);
                if (entry.ordinal() != AccessModel.TENANT && (group == null || !group.computed())) {
                    deleteSubtree(change, directory().entry(owned));
                }
            }
        }
        change.delete(entry);
    }

    private boolean isAdmin(Entry entry) {
        return entry.id().equals(world.admin.userId()) || entry.name().equals("Tenant Administrator");
    }

    /** The groups and roles that must stay for users to be made. */
    private static boolean isDefault(Entry entry) {
        return entry.name().equals("All") || entry.name().startsWith("Tenant ");
    }

    private Entry owner() {
        return random.nextInt(3) == 0
                ? directory().tenant()
                : one("CUSTOMER", e -> true).orElse(directory().tenant());
    }

    private @Nullable UUID customer(Entry owner) {
        return owner.ordinal() == AccessModel.TENANT ? null : owner.id();
    }

    private Optional<Entry> one(String kind, Predicate<Entry> wanted) {
        List<Entry> found = directory().ofKind(kind).stream()
                .mapToObj(directory()::entry)
                .filter(wanted)
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(any(found));
    }

    private String name() {
        return "n" + names++;
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}

package io.atrium.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.WorldFile.GrantFact;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.Kind;
import io.atrium.entity.Relation;
import io.atrium.entity.RoleBody;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file's world, built through the change gate of a whole server. */
final class FileWorld implements AutoCloseable {

    private static final long START = 1_900_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final Map<String, List<String>> SHARES = Map.of(
            "read",
            List.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY"),
            "write",
            List.of(
                    "READ",
                    "READ_ATTRIBUTES",
                    "READ_TELEMETRY",
                    "WRITE",
                    "WRITE_CREDENTIALS",
                    "WRITE_ATTRIBUTES",
                    "WRITE_TELEMETRY"));

    final TestWorld world;
    /** Everything that the file names, by name. */
    final Map<String, UUID> named = new LinkedHashMap<>();

    private final WorldFile file;
    private final AtomicLong now = new AtomicLong(START);
    private final Map<String, UUID> grants = new HashMap<>();

    FileWorld(WorldFile file) {
        this.file = file;
        world = new TestWorld(() -> Instant.ofEpochMilli(now.get()));
        named.put("tenant", world.tenant);
        named.put("admin", world.admin.userId());
        if (file.customers() != null) {
            customers(null, file.customers());
        }
        gate(this::roles);
        each(
                file.groups(),
                (name, group) -> gate(change -> named.put(
                        name,
                        DefaultGroups.newGroup(change, entry(group.owner()), name, group.of())
                                .id())));
        each(file.things(), (name, thing) -> gate(change -> add(change, name, thing)));
        each(file.users(), (name, user) -> gate(change -> addUser(change, name, user)));
        each(file.grants(), (name, grant) -> gate(change -> grant(change, name, grant)));
        if (file.relations() != null) {
            file.relations().forEach(link -> gate(change -> change.putRelation(relation(link))));
        }
    }

    Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    Entry entry(String name) {
        UUID id = named.get(name);
        if (id == null) {
            throw new IllegalArgumentException("The world has no " + name);
        }
        return directory().find(id).orElseThrow();
    }

    /** Everybody who may ask, as the caller that he is now. */
    Map<String, Actor> askers() {
        Map<String, Actor> askers = new LinkedHashMap<>(Map.of("admin", world.admin));
        each(file.users(), (name, user) -> {
            if (directory().find(required(name)).isPresent()) {
                Entry entry = entry(name);
                UUID customer = entry.owner() == AccessModel.TENANT
                        ? null
                        : directory().entry(entry.owner()).id();
                Authority authority = customer == null ? Authority.TENANT_ADMIN : Authority.CUSTOMER_USER;
                askers.put(name, new Actor(authority, world.tenant, customer, entry.id(), name, null, false));
            }
        });
        each(
                file.visitors(),
                (name, customer) -> askers.put(
                        name,
                        new Actor(
                                Authority.CUSTOMER_USER,
                                world.tenant,
                                required(customer),
                                required(customer),
                                name,
                                null,
                                true)));
        return askers;
    }

    // ---- building ------------------------------------------------------------------------------------------------

    private void gate(Consumer<Change> work) {
        world.platform.gate().change(world.admin, world.tenant, change -> {
            work.accept(change);
            return true;
        });
    }

    private void customers(@Nullable UUID parent, JsonNode names) {
        names.properties().forEach(customer -> {
            boolean visited = file.visitors() != null && file.visitors().containsValue(customer.getKey());
            UUID id = visited
                    ? publicCustomer(customer.getKey())
                    : world.newCustomer(world.tenant, parent, customer.getKey());
            named.put(customer.getKey(), id);
            customers(id, customer.getValue());
        });
    }

    /** As the platform makes the public customer: without the groups that others start with. */
    private UUID publicCustomer(String title) {
        return world.platform.gate().change(world.admin, world.tenant, change -> {
            Kind<?> kind = directory().kinds().require("CUSTOMER");
            Draft draft = new Draft(title, null, null, kind.body(Map.of("additionalInfo", Json.object())));
            return change.insert(kind, draft, entry("tenant"), null).id();
        });
    }

    private void roles(Change change) {
        SHARES.forEach((name, operations) -> named.put(
                "share " + name,
                DefaultGroups.newRole(change, entry("tenant"), "Share " + name, RoleBody.GROUP, Json.tree(operations))
                        .id()));
        each(file.roles(), (name, role) -> {
            Kind<?> kind = directory().kinds().require("ROLE");
            Map<String, JsonNode> body = new HashMap<>(Map.of("permissions", role.permissions()));
            if (role.excluded() != null) {
                body.put("excludedPermissions", role.excluded());
            }
            Draft draft = new Draft(name, role.type(), null, kind.body(body));
            named.put(
                    name, change.insert(kind, draft, owner(role.owner()), null).id());
        });
    }

    private void add(Change change, String name, WorldFile.ThingFact thing) {
        Kind<?> kind = directory().kinds().require(thing.kind());
        Entry profile = thing.profile() == null ? null : entry(thing.profile());
        Draft draft = new Draft(name, "default", null, kind.body(Map.of("additionalInfo", Json.object())));
        Entry entry = change.insert(kind, draft, owner(thing.owner()), profile);
        named.put(name, entry.id());
        if (thing.in() != null) {
            thing.in().forEach(group -> change.addMember(entry(group), entry));
        }
    }

    private void addUser(Change change, String name, WorldFile.UserFact user) {
        Kind<?> kind = directory().kinds().require("USER");
        Draft draft = new Draft(name + "@x.example", null, null, kind.body(Map.of("additionalInfo", Json.object())));
        Entry entry = change.insert(kind, draft, owner(user.of()), null);
        named.put(name, entry.id());
        if (user.in() != null) {
            user.in().forEach(group -> change.addMember(group(user.of(), group), entry));
        }
    }

    private void grant(Change change, String name, GrantFact grant) {
        Entry role = entry(grant.share() != null ? "share " + grant.share() : String.valueOf(grant.role()));
        long from = grant.from() == null ? 0 : START + grant.from() * HOUR;
        long until = grant.until() == null ? Long.MAX_VALUE : START + grant.until() * HOUR;
        Entry target = grant.on() == null ? null : place(grant.on());
        UUID id = change.newId();
        UUID by = world.admin.userId();
        change.putGrant(new GrantRow(id, place(grant.to()), role, target, from, until, grant.publicLink(), by));
        grants.put(name, id);
    }

    private Relation relation(List<String> link) {
        int from = entry(link.get(0)).ordinal();
        return new Relation(from, entry(link.get(2)).ordinal(), link.get(1), Relation.COMMON, null, 1);
    }

    // ---- events --------------------------------------------------------------------------------------------------

    /** Makes one thing happen: the first key says what. */
    void happen(Map<String, String> event) {
        String what = event.keySet().iterator().next();
        String whom = String.valueOf(event.get(what));
        switch (what) {
            case "move" -> gate(change -> change.changeOwner(entry(whom), entry(String.valueOf(event.get("to")))));
            case "revoke" -> gate(change -> change.removeGrant(grants.getOrDefault(whom, world.tenant)));
            case "join" -> gate(change -> change.addMember(place(String.valueOf(event.get("group"))), entry(whom)));
            case "leave" -> gate(change -> change.removeMember(place(String.valueOf(event.get("group"))), entry(whom)));
            case "delete" -> gate(change -> change.delete(entry(whom)));
            case "hours" -> now.addAndGet(Integer.parseInt(whom) * HOUR);
            default -> throw new IllegalArgumentException("Nothing is known about " + event);
        }
    }

    // ---- names ---------------------------------------------------------------------------------------------------

    private Entry owner(@Nullable String name) {
        return entry(name == null ? "tenant" : name);
    }

    /** {@code owner/group}, {@code owner/All KIND}, or the name of anything. */
    private Entry place(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? entry(name) : group(name.substring(0, slash), name.substring(slash + 1));
    }

    private Entry group(String owner, String name) {
        if (named.containsKey(name)) {
            return entry(name);
        }
        int type = directory().kinds().types().number("ENTITY_GROUP");
        String subtype = name.startsWith("All ") ? name.substring(4) : "USER";
        String title = name.startsWith("All ") ? "All" : name;
        return directory().model().ownedBy(entry(owner).ordinal(), type).stream()
                .mapToObj(directory()::entry)
                .filter(group -> group.name().equals(title) && subtype.equals(group.subtype()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No group " + owner + "/" + name));
    }

    private UUID required(String name) {
        UUID id = named.get(name);
        if (id == null) {
            throw new IllegalArgumentException("The world has no " + name);
        }
        return id;
    }

    private static <T> void each(@Nullable Map<String, T> facts, BiConsumer<String, T> work) {
        if (facts != null) {
            facts.forEach(work);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}

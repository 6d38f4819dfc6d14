package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Relation;
import io.atrium.http.TestApi;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tutorial's world: two buildings, two offices of two customers, four devices, and people who see parts of it. */
final class Buildings implements AutoCloseable {

    final TestWorld world = new TestWorld();
    final UUID customerA = world.newCustomer(world.tenant, null, "Customer A");
    final UUID customerB = world.newCustomer(world.tenant, null, "Customer B");
    final Actor admin = world.admin;
    final Actor emma = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
    final Actor jack = world.newUser(world.tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_USERS);
    final Map<String, Entry> byName = new HashMap<>();

    Buildings() {
        add("ASSET", "Building A", "building", null);
        add("ASSET", "Building B", "building", null);
        add("ASSET", "Office A", "office", customerA);
        add("ASSET", "Office B", "office", customerB);
        add("DEVICE", "SD-001", "air-sensor", customerA);
        add("DEVICE", "EM-002", "energy-sensor", customerA);
        add("DEVICE", "WM-003", "water-sensor", customerA);
        add("DEVICE", "AM-307", "air-sensor", customerB);
        relate("Building A", "Contains", "Office A");
        relate("Building A", "Contains", "Office B");
        relate("Office A", "Contains", "SD-001");
        relate("Office A", "Contains", "EM-002");
        relate("Office A", "Contains", "WM-003");
        relate("Office B", "Contains", "AM-307");
    }

    /** Adds an entity of the tenant, or of a customer. */
    Entry add(String kind, String name, @Nullable String subtype, @Nullable UUID customer) {
        return add(kind, new Draft(name, subtype, null, ""), customer);
    }

    Entry add(String kind, Draft draft, @Nullable UUID customer) {
        Entry entry = world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> {
            Entry owner = owner(change, customer);
            Entry made = change.insert(change.directory().kinds().require(kind), draft, owner, null);
            if (kind.equals("ENTITY_GROUP")) {
                throw new IllegalArgumentException("Use group");
            }
            return made;
        });
        byName.put(draft.name(), entry);
        return entry;
    }

    /** Makes a group with members of one owner. */
    Entry group(String name, String kind, @Nullable UUID customer, String... members) {
        Entry group = world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> {
            Entry made = DefaultGroups.newGroup(change, owner(change, customer), name, kind);
            for (String member : members) {
                change.addMember(made, entry(member));
            }
            return made;
        });
        byName.put(name, group);
        return group;
    }

    /** Grants operations on a group to the users of a customer. */
    void share(Entry group, UUID customer, String... operations) {
        Entry users = world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> change.owned(
                        owner(change, customer), "ENTITY_GROUP")
                .filter(candidate -> candidate.name().equals(DefaultGroups.CUSTOMER_USERS))
                .findFirst()
                .orElseThrow());
        share(group, users, operations);
    }

    /** Grants operations on a group to a group of users. */
    void share(Entry group, Entry users, String... operations) {
        world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> {
            Entry role = DefaultGroups.newRole(
                    change,
                    change.directory().tenant(),
                    String.join("+", operations) + " on " + group.name(),
                    "GROUP",
                    Json.tree(List.of(operations)));
            change.putGrant(new GrantRow(change.newId(), users, role, group, 0, Long.MAX_VALUE, false, null));
            return users.id();
        });
    }

    void relate(String from, String type, String to) {
        world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> {
            change.putRelation(
                    new Relation(entry(from).ordinal(), entry(to).ordinal(), type, Relation.COMMON, null, 1));
            return from;
        });
    }

    void put(KeyScope scope, String name, String key, long ts, Value value) {
        directory().latest().put(scope, key, entry(name).ordinal(), ts, value);
    }

    void series(String name, String key, Value value) {
        put(KeyScope.TIME_SERIES, name, key, 1_000, value);
    }

    void attribute(String name, String key, Value value) {
        put(KeyScope.SERVER_SCOPE, name, key, 1_000, value);
    }

    Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    Entry entry(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    String id(String name) {
        return entry(name).id().toString();
    }

    /** An alias of a made entity, as JSON. */
    String alias(String name) {
        return "{\"entityType\":\"%s\",\"id\":\"%s\"}".formatted(directory().kindName(entry(name)), id(name));
    }

    private static Entry owner(Change change, @Nullable UUID customer) {
        return customer == null
                ? change.directory().tenant()
                : change.find(customer).orElseThrow();
    }

    // ---- queries -----------------------------------------------------------------------------------------------

    /** The names that a filter finds, in the order of names; the count must say the same. */
    List<String> names(Actor actor, String filter) {
        return names(actor, filter, "");
    }

    /** As the other, with further members of the query. */
    List<String> names(Actor actor, String filter, String more) {
        String members = more.isEmpty() ? "" : "," + more;
        List<String> names = names(find(actor, """
                {"entityFilter":%s,"pageLink":{"pageSize":100,"page":0,"sortOrder":{"key":{"type":"ENTITY_FIELD",
                 "key":"name"},"direction":"ASC"}},"entityFields":[{"type":"ENTITY_FIELD","key":"name"}]%s}
                """.formatted(filter, members)));
        TestApi.Answer count =
                world.api.post(actor, "/api/entitiesQuery/count", "{\"entityFilter\":%s%s}".formatted(filter, members));
        assertThat(count.text()).isEqualTo(Integer.toString(names.size()));
        return names;
    }

    JsonNode find(Actor actor, String query) {
        TestApi.Answer answer = world.api.post(actor, "/api/entitiesQuery/find", query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.path("data")
                .forEach(row ->
                        names.add(row.at("/latest/ENTITY_FIELD/name/value").asText()));
        return names;
    }

    @Override
    public void close() {
        world.close();
    }
}

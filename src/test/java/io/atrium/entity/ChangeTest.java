package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.Grant;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a change does beyond its first line: the database and the directory must end up the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChangeTest {

    private final TestWorld world = new TestWorld();

    @AfterAll
    void close() {
        world.close();
    }

    private Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    private Entry entry(UUID id) {
        return directory().find(id).orElseThrow();
    }

    private void gate(Consumer<Change> work) {
        world.platform.gate().change(world.admin, world.tenant, change -> {
            work.accept(change);
            return true;
        });
    }

    private UUID insert(String kindName, String name, UUID owner) {
        return world.platform.gate().change(world.admin, world.tenant, change -> {
            Kind<?> kind = directory().kinds().require(kindName);
            return change.insert(kind, new Draft(name, null, null, "\"additionalInfo\":{}"), entry(owner), null)
                    .id();
        });
    }

    private UUID group(String name, String memberKind, UUID owner) {
        return world.platform.gate().change(world.admin, world.tenant, change -> DefaultGroups.newGroup(
                        change, entry(owner), name, memberKind)
                .id());
    }

    private UUID grant(UUID subject, @Nullable UUID target) {
        return world.platform.gate().change(world.admin, world.tenant, change -> {
            Entry role = DefaultGroups.newRole(
                    change,
                    change.directory().tenant(),
                    (target == null ? "All reading " : "Reading ") + change.newId(),
                    target == null ? RoleBody.GENERIC : RoleBody.GROUP,
                    target == null ? Json.object().set("ALL", Json.tree(List.of("READ"))) : Json.tree(List.of("READ")));
            Entry on = target == null ? null : entry(target);
            UUID id = change.newId();
            change.putGrant(new GrantRow(id, entry(subject), role, on, 0, Long.MAX_VALUE, false, null));
            return id;
        });
    }

    private long rows(String table, String column, UUID id) {
        return world.database.read(sql -> sql.createQuery("select count(*) from <table> where <column> = :id")
                .define("table", table)
                .define("column", column)
                .bind("id", id)
                .mapTo(Long.class)
                .one());
    }

    private @Nullable Grant inMemory(UUID grant) {
        return directory().model().grant(grant);
    }

    @Test
    void anUnchangedOwnerChangesNothing() {
        UUID customer = world.newCustomer(world.tenant, null, "Stays");
        UUID device = insert("DEVICE", "staying", customer);
        UUID group = group("Stayers", "DEVICE", customer);
        gate(change -> change.addMember(entry(group), entry(device)));
        UUID user = world.newUser(world.tenant, customer, "stays@x.example").userId();
        UUID grant = grant(user, device);
        long version = entry(device).version();

        gate(change ->
                assertThat(change.changeOwner(entry(device), entry(customer))).isEqualTo(entry(device)));

        assertThat(entry(device).version()).isEqualTo(version);
        assertThat(rows("group_member", "entity_id", device)).isEqualTo(1);
        assertThat(directory().model().groupsOf(entry(device).ordinal()))
                .containsExactly(entry(group).ordinal());
        assertThat(rows("access_grant", "id", grant)).isEqualTo(1);
        assertThat(inMemory(grant)).isNotNull();
    }

    @Test
    void aNewOwnerEndsTheGrantsOnTheThingAndToTheUser() {
        UUID from = world.newCustomer(world.tenant, null, "From");
        UUID to = world.newCustomer(world.tenant, null, "To");
        UUID device = insert("DEVICE", "moving", from);
        UUID user = world.newUser(world.tenant, from, "moves@x.example").userId();
        UUID keeper = world.newUser(world.tenant, from, "keeps@x.example").userId();
        UUID onDevice = grant(keeper, device);
        UUID ofUser = grant(user, null);
        UUID ofKeeper = grant(keeper, null);

        gate(change -> {
            change.changeOwner(entry(device), entry(to));
            change.changeOwner(entry(user), entry(to));
        });

        for (UUID ended : List.of(onDevice, ofUser)) {
            assertThat(rows("access_grant", "id", ended)).isZero();
            assertThat(inMemory(ended)).isNull();
            assertThat(rows("audit_log", "entity_id", ended)).isEqualTo(1);
        }
        assertThat(inMemory(ofKeeper)).isNotNull();
        assertThat(rows("access_grant", "id", ofKeeper)).isEqualTo(1);
    }

    @Test
    void grantsMadeAndEndedByAMoveInOneChangeLeaveNoRow() {
        UUID from = world.newCustomer(world.tenant, null, "Within");
        UUID device = insert("DEVICE", "in one change", from);
        UUID user = world.newUser(world.tenant, from, "within@x.example").userId();
        Grant before = Objects.requireNonNull(inMemory(grant(user, device)));
        UUID role = directory().ref(before.role()).id();
        gate(change -> {
            change.putGrant(new GrantRow(
                    change.newId(),
                    entry(world.admin.userId()),
                    entry(role),
                    entry(device),
                    0,
                    Long.MAX_VALUE,
                    false,
                    null));
            change.changeOwner(entry(device), change.directory().tenant());
        });

        assertThat(rows("access_grant", "target_id", device)).isZero();
        assertThat(directory().model().grantsOnTarget(entry(device).ordinal())).isEmpty();
    }

    @Test
    void aDeletedCustomerLeavesNothingOfItsGroupsAll() {
        UUID customer = world.newCustomer(world.tenant, null, "Going");
        UUID staying = world.newUser(world.tenant, null, "staying@x.example").userId();
        UUID tenantDevices = group("Shared with the one who goes", "DEVICE", world.tenant);
        UUID allUsers = AllGroups.id(customer, "USER");
        UUID allDevices = AllGroups.id(customer, "DEVICE");
        UUID toAll = grant(allUsers, tenantDevices);
        UUID onAll = grant(staying, allDevices);
        storeSettings(allDevices, "{\"a\":1}");
        assertThat(rows("entity", "id", allDevices)).isEqualTo(1);

        world.changes.delete(world.admin, directory().kinds().require("CUSTOMER"), customer);

        assertThat(rows("entity", "owner_id", customer)).isZero();
        assertThat(rows("entity", "id", customer)).isZero();
        for (UUID grant : List.of(toAll, onAll)) {
            assertThat(rows("access_grant", "id", grant)).isZero();
            assertThat(inMemory(grant)).isNull();
        }
    }

    private void storeSettings(UUID allGroup, String info) {
        gate(change -> {
            Entry group = entry(allGroup);
            Draft draft = new Draft(
                    group.name(), group.subtype(), null, "\"additionalInfo\":" + info + ",\"configuration\":{}");
            change.update(directory().kind(group), group, draft, null);
        });
    }

    @Test
    void newSettingsOfAGroupAllKeepItsAttributesAndRelations() {
        UUID group = AllGroups.id(world.tenant, "ASSET");
        UUID asset = insert("ASSET", "related", world.tenant);
        storeSettings(group, "{\"a\":1}");
        gate(change -> {
            change.putAttributes(entry(group), KeyScope.SERVER_SCOPE, Map.of("color", Value.of("red")));
            change.putRelation(
                    new Relation(entry(asset).ordinal(), entry(group).ordinal(), "Contains", Relation.COMMON, null, 1));
        });

        storeSettings(group, "{\"a\":2}");

        assertThat(rows("attribute", "entity_id", group)).isEqualTo(1);
        assertThat(rows("relation", "to_id", group)).isEqualTo(1);
        assertThat(rows("entity", "id", group)).isEqualTo(1);
        String body = world.database.read(sql -> EntityStore.body(sql, group));
        assertThat(body).contains("\"a\":2");
        assertThat(entry(group).version()).isEqualTo(3);
        assertThat(entry(group).body()).isEqualTo(body);
    }

    @Test
    void oneChangeTellsOnceThatAccessChanged() {
        List<Object> events = new ArrayList<>();
        world.platform.bus().on(AccessChanged.class, events::add);
        UUID group = group("Crowd", "DEVICE", world.tenant);
        events.clear();
        List<UUID> devices = List.of(insert("DEVICE", "c1", world.tenant), insert("DEVICE", "c2", world.tenant));
        gate(change -> devices.forEach(device -> change.addMember(entry(group), entry(device))));
        assertThat(events).containsExactly(new AccessChanged(world.tenant));
    }
}

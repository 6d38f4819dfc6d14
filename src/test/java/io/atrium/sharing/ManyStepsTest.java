package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.AccessModel;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directories;
import io.atrium.entity.Directory;
import io.atrium.http.TestApi.Answer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Changes that name a thing twice, and changes of customers that reach what is below and beside them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyStepsTest {

    private SharingWorld world;
    private ShareCalls calls;
    private UUID reading;

    @BeforeAll
    void world() {
        world = new SharingWorld();
        calls = new ShareCalls(world);
        reading = calls.role("Reads only", "READ");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private static Map<String, Object> ref(String kind, Object id) {
        return Map.of("entityType", kind, "id", id);
    }

    private void newAsset() {
        calls.asset = world.asset("Twice " + calls.names++, "TENANT", world.tenant);
    }

    private Answer undo(Object document) {
        return world.api.post(world.admin, "/api/access/change/undo", Json.write(document));
    }

    // ---- twice in one document -------------------------------------------------------------------------------------

    @Test
    void theSameShareThreeTimesIsOneShare() {
        newAsset();
        Map<String, Object> given = Map.of(
                "subject", ref("ENTITY_GROUP", calls.allUsers(world.customerB)),
                "role", ref("ROLE", reading),
                "target", ref("ASSET", calls.asset));
        Answer answer = undo(Map.of("grants", List.of(given, given, given)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(calls.shares()).hasSize(1);
    }

    @Test
    void theSameShareForTwoTimesIsRefused() {
        newAsset();
        long later = world.platform.clock().millis() + 3_600_000;
        String receiver = calls.allUsers(world.customerB);
        Map<String, Object> given = Map.of(
                "subject",
                ref("ENTITY_GROUP", receiver),
                "role",
                ref("ROLE", reading),
                "target",
                ref("ASSET", calls.asset));
        Map<String, Object> other = Map.of(
                "subject", ref("ENTITY_GROUP", receiver),
                "role", ref("ROLE", reading),
                "target", ref("ASSET", calls.asset),
                "until", later);
        Answer answer = undo(Map.of("grants", List.of(given, other)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("named twice");
    }

    @Test
    void receiversThingsAndRolesThatAreNamedTwiceCountOnce() {
        newAsset();
        Answer answer = world.api.post(
                world.admin,
                "/api/access/change",
                Json.write(Map.of(
                        "entities", List.of(ref("ASSET", calls.asset), ref("ASSET", calls.asset)),
                        "receivers", List.of(ref("CUSTOMER", world.customerB), ref("CUSTOMER", world.customerB)),
                        "roleIds", List.of(ref("ROLE", reading), ref("ROLE", reading)))));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(calls.shares()).hasSize(1);
    }

    @Test
    void aShareThatIsEndedAndGivenInOneDocumentIsThere() {
        newAsset();
        UUID grant = calls.shared(world.admin, "CUSTOMER", world.customerB, reading);
        Map<String, Object> given = Map.of(
                "subject", ref("ENTITY_GROUP", calls.allUsers(world.customerB)),
                "role", ref("ROLE", reading),
                "target", ref("ASSET", calls.asset));
        Answer answer = undo(Map.of("revoke", List.of(grant, grant), "grants", List.of(given)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(calls.shares()).hasSize(1);
        assertThat(world.may(world.jack, "READ", calls.asset)).isTrue();
    }

    @Test
    void aThingIsNotMovedTwiceInOneDocument() {
        newAsset();
        Map<String, Object> toA = Map.of(
                "entity",
                ref("ASSET", calls.asset),
                "ownerId",
                ref("CUSTOMER", world.customerA),
                "groupIds",
                List.of());
        Map<String, Object> toB = Map.of(
                "entity",
                ref("ASSET", calls.asset),
                "ownerId",
                ref("CUSTOMER", world.customerB),
                "groupIds",
                List.of());
        Answer answer = undo(Map.of("moves", List.of(toA, toB)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("'moves'").contains(calls.asset.toString());
    }

    @Test
    void groupsAndThingsThatAreNamedTwiceCountOnce() {
        newAsset();
        UUID group = world.group(world.admin, "ASSET", "Double " + calls.names, "TENANT", world.tenant);
        UUID made = world.group(world.admin, "ASSET", "Made " + calls.names, "TENANT", world.tenant);
        for (Answer answer : List.of(
                world.api.post(
                        world.admin,
                        "/api/entityGroup/" + group + "/addEntities",
                        SharingWorld.ids(calls.asset, calls.asset)),
                world.api.post(
                        world.admin,
                        "/api/access/change",
                        Json.write(Map.of(
                                "entities", List.of(ref("ASSET", calls.asset)),
                                "ownerId", ref("TENANT", world.tenant),
                                "groupIds", List.of(ref("ENTITY_GROUP", made), ref("ENTITY_GROUP", made))))),
                world.api.post(
                        world.admin,
                        "/api/entityGroup/" + group + "/deleteEntities",
                        SharingWorld.ids(calls.asset, calls.asset)),
                undo(Map.of("created", List.of(ref("ENTITY_GROUP", group), ref("ENTITY_GROUP", group)))))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
    }

    // ---- customers -------------------------------------------------------------------------------------------------

    private UUID customer(Actor by, String title) {
        return world.save(by, "/api/customer", Map.of("title", title));
    }

    /** Somebody of the tenant who may do everything to customers, and nothing else. */
    private Actor onlyCustomers() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of(
                        "name",
                        "Customers " + calls.names++,
                        "type",
                        "GENERIC",
                        "permissions",
                        Map.of("CUSTOMER", List.of("ALL"))));
        String name = "Helpers " + calls.names;
        UUID group = world.group(world.admin, "USER", name, "TENANT", world.tenant);
        world.save(
                world.admin,
                "/api/groupPermission",
                Map.of("userGroupId", ref("ENTITY_GROUP", group), "roleId", ref("ROLE", role)));
        return world.newUser(null, "helper" + calls.names + "@t.example", name);
    }

    @Test
    void movingACustomerAsksWhatMovingAllBelowItAsks() {
        UUID moved = customer(world.admin, "Moved whole");
        UUID empty = customer(world.admin, "Empty");
        UUID asset = world.asset("Below", "CUSTOMER", moved);
        Actor helper = onlyCustomers();
        String to = "/api/owner/CUSTOMER/" + world.customerA + "/CUSTOMER/";
        Answer refused = world.api.post(helper, to + moved, "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).doesNotContain("ASSET").contains("hands over all");
        Map<String, Object> change =
                Map.of("entities", List.of(ref("CUSTOMER", moved)), "ownerId", ref("CUSTOMER", world.customerA));
        for (String path : List.of("/api/access/change", "/api/access/change/preview")) {
            assertThat(world.api.post(helper, path, Json.write(change)).status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(world.may(world.anna, "READ", asset)).isFalse();
        assertThat(world.api.post(helper, to + empty, "").status()).isEqualTo(200);
        assertThat(world.api.post(world.admin, to + moved, "").status()).isEqualTo(200);
        assertThat(world.may(world.anna, "READ", asset)).isTrue();
    }

    @Test
    void whoMayNotReadWhatACustomerOwnsIsNotToldHowMuchItIs() {
        UUID kept = customer(world.admin, "Keeps things");
        world.asset("Kept", "CUSTOMER", kept);
        Answer refused = world.api.delete(onlyCustomers(), "/api/customer/" + kept);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("still owns something").doesNotContain("ASSET");
        assertThat(world.api.delete(world.admin, "/api/customer/" + kept).text())
                .contains("still owns 1 ASSET;");
    }

    @Test
    void aCustomerWhoseRolePeopleOfOthersHoldStays() {
        UUID parent = customer(world.admin, "Former parent");
        Actor chief = world.newUser(parent, "chief@p.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID child = customer(chief, "Moved child");
        Actor left = world.newUser(child, "left@p.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        String below = "/api/customer/" + parent + "?cascade=true";
        assertThat(world.api
                        .post(world.admin, "/api/owner/CUSTOMER/" + world.customerB + "/CUSTOMER/" + child, "")
                        .status())
                .isEqualTo(200);
        Answer refused = world.api.delete(world.admin, below);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.text()).contains("'Customer Administrators' of 'Moved child'");
        assertThat(world.api.get(left, "/api/permissions/allowedPermissions").text())
                .contains("\"ALL\"");
        assertThat(world.api
                        .post(world.admin, "/api/owner/CUSTOMER/" + parent + "/CUSTOMER/" + child, "")
                        .status())
                .isEqualTo(200);
        assertThat(world.api.delete(world.admin, below).status()).isEqualTo(200);
    }

    // ---- what was stored before ------------------------------------------------------------------------------------

    @Test
    void aCircleOfOwnersThatIsStoredIsCutWhenTheTenantIsLoaded() {
        UUID one = customer(world.admin, "Round one");
        UUID two = customer(world.admin, "Round two");
        UUID three = customer(world.admin, "Round three");
        Map.of(one, two, two, three, three, one).forEach((customer, owner) -> world.platform
                .database()
                .transaction(sql -> sql.execute("update entity set owner_id = ? where id = ?", owner, customer)));
        Directory loaded = loaded();
        AccessModel model = loaded.model();
        for (UUID customer : List.of(one, two, three)) {
            int ordinal = loaded.find(customer).orElseThrow().ordinal();
            assertThat(model.isInChain(AccessModel.TENANT, ordinal)).isTrue();
            assertThat(model.isInChain(ordinal, ordinal)).isFalse();
        }
        JsonNode owners = Json.tree(List.of(one, two, three).stream()
                .map(id -> loaded().ownerRef(loaded().find(id).orElseThrow()).kind())
                .toList());
        assertThat(owners)
                .as("stays cut")
                .filteredOn(kind -> kind.asText().equals("TENANT"))
                .hasSize(1);
    }

    private Directory loaded() {
        return new Directories(
                        world.platform.database(),
                        world.platform.directories().kinds(),
                        Ids.system(),
                        InstantSource.system())
                .of(world.tenant);
    }
}

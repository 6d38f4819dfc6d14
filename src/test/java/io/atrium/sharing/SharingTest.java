package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Groups, shares, owners and explanations over the routes, in a world with two customers and their users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharingTest {

    private TestWorld world;
    private UUID customerA;
    private UUID customerB;
    private UUID customerA1;
    private Actor emma;
    private Actor jack;
    private Actor anna;

    @BeforeAll
    void world() {
        world = new TestWorld();
        customerA = world.newCustomer(world.tenant, null, "Customer A");
        customerB = world.newCustomer(world.tenant, null, "Customer B");
        customerA1 = world.newCustomer(world.tenant, customerA, "Customer A1");
        emma = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        anna = world.newUser(world.tenant, customerA, "anna@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        jack = world.newUser(world.tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_USERS);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID group(Actor actor, String type, String name, String ownerKind, UUID owner) {
        return world.save(
                actor,
                "/api/entityGroup",
                Map.of("type", type, "name", name, "ownerId", Map.of("entityType", ownerKind, "id", owner)));
    }

    private UUID asset(String name, String ownerKind, UUID owner) {
        var kind = world.platform.directories().kinds().require("ASSET");
        var document = Json.object().put("name", name).put("type", "building");
        if (ownerKind.equals("CUSTOMER")) {
            document.set("customerId", Json.tree(Map.of("entityType", ownerKind, "id", owner)));
        }
        return world.changes
                .save(world.admin, world.tenant, kind, document, io.atrium.entity.SaveOptions.PLAIN)
                .id();
    }

    private boolean may(Actor actor, String operation, UUID asset) {
        return world.api
                .get(actor, "/api/permission/ASSET/" + asset + "/" + operation)
                .json()
                .asBoolean();
    }

    private static String ids(UUID... ids) {
        return Json.write(List.of(ids));
    }

    private static String shareWith(UUID customer, boolean read) {
        return Json.write(Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", customer),
                "allUserGroup",
                true,
                "readElseWrite",
                read));
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    @Test
    void sharedGroupIsReadUntilTheGrantIsDeleted() {
        UUID building = asset("Shared building", "TENANT", world.tenant);
        UUID group = group(world.admin, "ASSET", "Shared buildings", "TENANT", world.tenant);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building))
                        .status())
                .isEqualTo(200);
        assertThat(may(emma, "READ", building)).isFalse();
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(customerA, true))
                        .status())
                .isEqualTo(200);
        assertThat(may(emma, "READ", building)).isTrue();
        assertThat(may(emma, "READ_ATTRIBUTES", building)).isTrue();
        assertThat(may(emma, "WRITE", building)).isFalse();
        assertThat(may(jack, "READ", building)).isFalse();
        assertThat(names(world.api
                        .get(emma, "/api/entityGroups/ASSET/shared/all")
                        .json()))
                .contains("Shared buildings");
        Answer rows = world.api.get(world.admin, "/api/entityGroup/" + group + "/groupPermissions");
        assertThat(rows.json()).hasSize(1);
        JsonNode row = rows.json().get(0);
        assertThat(row.path("userGroupName").asText()).isEqualTo("All");
        assertThat(row.path("userGroupOwnerName").asText()).isEqualTo("Customer A");
        assertThat(row.at("/role/name").asText()).isEqualTo("Entity Group Read-only User");
        assertThat(row.at("/role/permissions").toString())
                .doesNotContain("READ_CREDENTIALS")
                .doesNotContain("RPC_CALL");
        String grant = row.at("/id/id").asText();
        assertThat(world.api.delete(emma, "/api/groupPermission/" + grant).status())
                .isEqualTo(403);
        assertThat(world.api.delete(jack, "/api/groupPermission/" + grant).status())
                .isEqualTo(404);
        assertThat(world.api
                        .delete(world.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
        assertThat(may(emma, "READ", building)).isFalse();
        assertThat(world.api.get(emma, "/api/entityGroup/" + group).status()).isEqualTo(404);
    }

    @Test
    void sharingTwiceIsSharingOnce() {
        UUID group = group(world.admin, "ASSET", "Twice", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(customerA, true));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(customerA, true));
        assertThat(world.api
                        .get(world.admin, "/api/entityGroup/" + group + "/groupPermissions")
                        .json())
                .hasSize(1);
    }

    @Test
    void writeShareWritesButNeverDeletesOrMoves() {
        UUID building = asset("Written building", "TENANT", world.tenant);
        UUID group = group(world.admin, "ASSET", "Written", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(customerB, false));
        assertThat(may(jack, "WRITE", building)).isTrue();
        assertThat(may(jack, "DELETE", building)).isFalse();
        assertThat(may(jack, "CHANGE_OWNER", building)).isFalse();
    }

    @Test
    void newOwnerTakesTheThingOutOfEveryFormerShare() {
        UUID building = asset("Moving building", "TENANT", world.tenant);
        UUID group = group(world.admin, "ASSET", "Moving", "TENANT", world.tenant);
        UUID offices = group(world.admin, "ASSET", "Customer A offices", "CUSTOMER", customerA);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(customerB, true));
        assertThat(may(jack, "READ", building)).isTrue();
        String path = "/api/owner/CUSTOMER/" + customerA + "/ASSET/" + building;
        assertThat(world.api.post(jack, path, "").status()).isEqualTo(403);
        assertThat(world.api.post(emma, path, "").status()).isEqualTo(404);
        assertThat(world.api.post(world.admin, path, ids(offices)).status()).isEqualTo(200);
        assertThat(may(jack, "READ", building)).isFalse();
        assertThat(may(emma, "READ", building)).isTrue();
        assertThat(names(world.api
                        .get(world.admin, "/api/entityGroup/" + offices + "/entities?pageSize=10&page=0")
                        .json()
                        .path("data")))
                .containsExactly("Moving building");
        assertThat(world.api
                        .get(world.admin, "/api/entityGroups/ASSET/" + building)
                        .json())
                .hasSize(2);
    }

    @Test
    void sameOwnerAgainMakesTheGroupsExactlyTheGivenOnes() {
        UUID building = asset("Grouped building", "TENANT", world.tenant);
        UUID one = group(world.admin, "ASSET", "One", "TENANT", world.tenant);
        UUID two = group(world.admin, "ASSET", "Two", "TENANT", world.tenant);
        String path = "/api/owner/TENANT/" + world.tenant + "/ASSET/" + building;
        assertThat(world.api.post(world.admin, path, ids(one)).status()).isEqualTo(200);
        assertThat(world.api.post(world.admin, path, ids(two)).status()).isEqualTo(200);
        assertThat(world.api
                        .get(world.admin, "/api/entityGroups/ASSET/" + building)
                        .json()
                        .toString())
                .contains(two.toString())
                .doesNotContain(one.toString());
    }

    @Test
    void groupsOfAnotherOwnerAreRefusedWhole() {
        UUID own = asset("Own building", "CUSTOMER", customerA);
        UUID group = group(world.admin, "ASSET", "Strict", "TENANT", world.tenant);
        Answer answer = world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(own));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(world.api
                        .get(world.admin, "/api/entityGroup/" + group + "/entities?pageSize=10&page=0")
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
    }

    @Test
    void customersCannotMakeCyclesOrReachUpwards() {
        assertThat(world.api
                        .post(world.admin, "/api/owner/CUSTOMER/" + customerA1 + "/CUSTOMER/" + customerA, "")
                        .status())
                .isEqualTo(400);
        assertThat(world.api
                        .post(anna, "/api/owner/CUSTOMER/" + customerB + "/CUSTOMER/" + customerA1, "")
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .post(anna, "/api/owner/TENANT/" + world.tenant + "/CUSTOMER/" + customerA1, "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyGrantsMoreThanTheOwnRights() {
        UUID users = group(world.admin, "USER", "Operators", "CUSTOMER", customerA);
        UUID strong = world.save(
                world.admin,
                "/api/role",
                Map.of(
                        "name",
                        "Half",
                        "type",
                        "GENERIC",
                        "permissions",
                        Map.of(
                                "GROUP_PERMISSION",
                                List.of("ALL"),
                                "USER_GROUP",
                                List.of("ALL"),
                                "ROLE",
                                List.of("ALL"),
                                "USER",
                                List.of("ALL"))));
        UUID everything = world.save(
                anna,
                "/api/role",
                Map.of("name", "Everything", "type", "GENERIC", "permissions", Map.of("ALL", List.of("ALL"))));
        String row = Json.write(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", strong)));
        assertThat(world.api.post(world.admin, "/api/groupPermission", row).status())
                .isEqualTo(200);
        Actor otto = world.newUser(world.tenant, customerA, "otto@a.example", "Operators");
        String more = Json.write(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", everything)));
        assertThat(world.api.post(otto, "/api/groupPermission", more).status()).isEqualTo(403);
        String administrators = world.api
                .get(world.admin, "/api/entityGroup/CUSTOMER/" + customerA + "/USER/Customer%20Administrators")
                .json()
                .at("/id/id")
                .asText();
        assertThat(world.api
                        .post(otto, "/api/entityGroup/" + administrators + "/addEntities", ids(emma.userId()))
                        .status())
                .isEqualTo(403);
        JsonNode role = world.api.get(otto, "/api/role/" + everything).json();
        assertThat(world.api.post(otto, "/api/role", role.toString()).status()).isEqualTo(200);
    }

    @Test
    void oneThingIsSharedWithoutAGroupAndUntilItsEnd() {
        UUID building = asset("Lone building", "TENANT", world.tenant);
        long until = world.platform.clock().millis() + 3_600_000;
        String body = Json.write(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", building),
                "receiver", Map.of("entityType", "CUSTOMER", "id", customerA),
                "until", until));
        assertThat(world.api.post(emma, "/api/access/share", body).status()).isEqualTo(404);
        Answer shared = world.api.post(world.admin, "/api/access/share", body);
        assertThat(shared.status()).isEqualTo(200);
        assertThat(may(emma, "READ", building)).isTrue();
        assertThat(may(jack, "READ", building)).isFalse();
        assertThat(world.api
                        .get(emma, "/api/entityGroups/ASSET/shared/all")
                        .json()
                        .toString())
                .doesNotContain("Lone");
        Answer who = world.api.get(
                world.admin,
                "/api/access/who?entityType=ASSET&entityId=" + building + "&pageSize=10&page=0&textSearch=emma");
        assertThat(who.json().at("/data/0/reason").asText()).isEqualTo("ENTITY_GRANT");
        assertThat(who.json().at("/data/0/until").asLong()).isEqualTo(until);
        assertThat(who.json().at("/data/0/by").asText()).isEqualTo("admin@acme.example");
        String grant = shared.json().at("/grantIds/0").asText();
        assertThat(world.api
                        .delete(world.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
        assertThat(may(emma, "READ", building)).isFalse();
    }

    @Test
    void explainsBothAnswers() {
        UUID own = asset("Explained", "CUSTOMER", customerA);
        Answer yes = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + emma.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=READ");
        assertThat(yes.json().path("allowed").asBoolean()).isTrue();
        assertThat(yes.json().path("reason").asText()).isEqualTo("GENERIC_ROLE");
        Answer no = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + jack.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=READ");
        assertThat(no.json().path("reason").asText()).isEqualTo("NOT_SHARED");
        Answer lacking = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + emma.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=WRITE");
        assertThat(lacking.json().path("reason").asText()).isEqualTo("GENERIC_ROLE_LACKS_OPERATION");
        assertThat(world.api
                        .get(
                                jack,
                                "/api/access/explain?userId=" + emma.userId() + "&entityType=ASSET&entityId=" + own
                                        + "&operation=READ")
                        .status())
                .isEqualTo(404);
        Answer what = world.api.get(
                world.admin, "/api/access/what?userId=" + emma.userId() + "&entityType=ASSET&pageSize=100&page=0");
        assertThat(names(what.json().path("data"))).contains("Explained");
    }

    @Test
    void previewTellsWhoGainsAndLosesAndChangesNothing() {
        UUID building = asset("Previewed", "CUSTOMER", customerA);
        String body = Json.write(Map.of(
                "owner",
                Map.of(
                        "entities", List.of(Map.of("entityType", "ASSET", "id", building)),
                        "ownerId", Map.of("entityType", "CUSTOMER", "id", customerB))));
        JsonNode preview =
                world.api.post(world.admin, "/api/access/preview", body).json();
        assertThat(preview.path("affectedUsers").asInt())
                .isEqualTo(world.api
                                .get(
                                        world.admin,
                                        "/api/access/who?entityType=ASSET&entityId=" + building
                                                + "&pageSize=100&page=0&textSearch=a.example")
                                .json()
                                .path("totalElements")
                                .asInt()
                        + 1);
        assertThat(preview.toString()).contains("jack@b.example").contains("emma@a.example");
        assertThat(may(jack, "READ", building)).isFalse();
        assertThat(may(emma, "READ", building)).isTrue();
        assertThat(world.api.post(jack, "/api/access/preview", body).status()).isEqualTo(404);
    }

    @Test
    void publicGroupIsReadByVisitorsOnlyWhilePublic() {
        UUID building = asset("Public building", "TENANT", world.tenant);
        UUID group = group(world.admin, "ASSET", "Public ones", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        assertThat(world.api
                        .post(emma, "/api/entityGroup/" + group + "/makePublic", "")
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/makePublic", "")
                        .status())
                .isEqualTo(200);
        JsonNode shown = world.api.get(world.admin, "/api/entityGroup/" + group).json();
        assertThat(shown.at("/additionalInfo/isPublic").asBoolean()).isTrue();
        UUID publicCustomer =
                UUID.fromString(shown.at("/additionalInfo/publicCustomerId").asText());
        Actor visitor = new Actor(
                io.atrium.base.Authority.CUSTOMER_USER,
                world.tenant,
                publicCustomer,
                io.atrium.base.Ref.NULL_ID,
                "public",
                null,
                true);
        assertThat(may(visitor, "READ", building)).isTrue();
        assertThat(may(visitor, "WRITE", building)).isFalse();
        assertThat(may(emma, "READ", building)).isFalse();
        JsonNode row = world.api
                .get(world.admin, "/api/entityGroup/" + group + "/groupPermissions")
                .json()
                .get(0);
        assertThat(row.path("public").asBoolean()).isTrue();
        assertThat(row.path("readOnly").asBoolean()).isTrue();
        assertThat(world.api
                        .delete(
                                world.admin,
                                "/api/groupPermission/" + row.at("/id/id").asText())
                        .status())
                .isEqualTo(403);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/makePrivate", "")
                        .status())
                .isEqualTo(200);
        assertThat(may(visitor, "READ", building)).isFalse();
    }

    @Test
    void allowedPermissionsHaveEveryFieldThatClientsRead() {
        JsonNode own =
                world.api.get(emma, "/api/permissions/allowedPermissions").json();
        for (String field : List.of(
                "operationsByResource",
                "allowedForGroupRoleOperations",
                "allowedForGroupOwnerOnlyOperations",
                "allowedForGroupOwnerOnlyGroupOperations",
                "allowedResources",
                "userPermissions",
                "userOwnerId")) {
            assertThat(own.has(field)).as(field).isTrue();
        }
        for (String field : List.of(
                "genericPermissions",
                "groupPermissions",
                "readGroupPermissions",
                "readEntityPermissions",
                "readAttrPermissions",
                "readTsPermissions")) {
            assertThat(own.path("userPermissions").path(field).isObject())
                    .as(field)
                    .isTrue();
        }
        assertThat(own.at("/userPermissions/readEntityPermissions/DEVICE/hasGenericRead")
                        .asBoolean())
                .isTrue();
        assertThat(own.at("/userOwnerId/id").asText()).isEqualTo(customerA.toString());
    }

    @Test
    void groupAllCannotBeTouched() {
        String all = world.api
                .get(world.admin, "/api/entityGroup/all/TENANT/" + world.tenant + "/ASSET")
                .json()
                .at("/id/id")
                .asText();
        UUID building = asset("In all", "TENANT", world.tenant);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + all + "/addEntities", ids(building))
                        .status())
                .isEqualTo(400);
        assertThat(world.api.delete(world.admin, "/api/entityGroup/" + all).status())
                .isEqualTo(400);
        assertThat(world.api
                        .get(world.admin, "/api/entityGroups/TENANT/" + world.tenant + "/ASSET?pageSize=100&page=0")
                        .json()
                        .toString())
                .contains(all);
        assertThat(world.api
                        .get(emma, "/api/entityGroup/all/CUSTOMER/" + customerB + "/ASSET")
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .get(emma, "/api/entityGroup/all/CUSTOMER/" + customerA + "/ASSET")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void roleInUseStaysAndKeepsItsType() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Lobby viewer", "type", "GROUP", "permissions", List.of("READ")));
        UUID group = group(world.admin, "ASSET", "Lobby", "TENANT", world.tenant);
        String share = Json.write(Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", customerA),
                "allUserGroup",
                true,
                "roleIds",
                List.of(Map.of("entityType", "ROLE", "id", role))));
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/share", share)
                        .status())
                .isEqualTo(200);
        Answer refused = world.api.delete(world.admin, "/api/role/" + role);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Customer A");
        assertThat(world.api.get(jack, "/api/role/" + role).status()).isEqualTo(404);
        assertThat(world.api.get(emma, "/api/role/" + role).status()).isEqualTo(200);
    }
}

package io.atrium.sharing;

import static io.atrium.sharing.SharingWorld.ids;
import static io.atrium.sharing.SharingWorld.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.http.TestApi.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may hand out what, and how the server explains rights, in the world of {@link SharingTest}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharingRightsTest {

    private SharingWorld world;

    @BeforeAll
    void world() {
        world = new SharingWorld();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void customersCannotMakeCyclesOrReachUpwards() {
        assertThat(world.api
                        .post(
                                world.admin,
                                "/api/owner/CUSTOMER/" + world.customerA1 + "/CUSTOMER/" + world.customerA,
                                "")
                        .status())
                .isEqualTo(400);
        assertThat(world.api
                        .post(
                                world.anna,
                                "/api/owner/CUSTOMER/" + world.customerB + "/CUSTOMER/" + world.customerA1,
                                "")
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .post(world.anna, "/api/owner/TENANT/" + world.tenant + "/CUSTOMER/" + world.customerA1, "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyGrantsMoreThanTheOwnRights() {
        UUID users = world.group(world.admin, "USER", "Operators", "CUSTOMER", world.customerA);
        UUID strong = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Half", "type", "GENERIC", "permissions", TestWorld.LOOKS_AFTER_PEOPLE));
        UUID everything = world.save(
                world.anna,
                "/api/role",
                Map.of("name", "Everything", "type", "GENERIC", "permissions", Map.of("ALL", List.of("ALL"))));
        String row = Json.write(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", strong)));
        assertThat(world.api.post(world.admin, "/api/groupPermission", row).status())
                .isEqualTo(200);
        Actor otto = world.newUser(world.customerA, "otto@a.example", "Operators");
        String more = Json.write(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", everything)));
        assertThat(world.api.post(otto, "/api/groupPermission", more).status()).isEqualTo(403);
        String administrators = world.api
                .get(world.admin, "/api/entityGroup/CUSTOMER/" + world.customerA + "/USER/Customer%20Administrators")
                .json()
                .at("/id/id")
                .asText();
        assertThat(world.api
                        .post(otto, "/api/entityGroup/" + administrators + "/addEntities", ids(world.emma.userId()))
                        .status())
                .isEqualTo(403);
        JsonNode role = world.api.get(otto, "/api/role/" + everything).json();
        assertThat(world.api.post(otto, "/api/role", role.toString()).status()).isEqualTo(200);
    }

    /** Else whoever may put things into groups gives himself and others what the group gives. */
    @Test
    void whoPutsAThingIntoAGroupHoldsOnItWhatTheGroupGives() {
        UUID clerks = world.group(world.admin, "USER", "Clerks", "TENANT", world.tenant);
        Actor clerk = world.newUser(null, "clerk@acme.example", "Clerks");
        give(
                clerks,
                "Sorts devices",
                "GENERIC",
                Map.of("DEVICE_GROUP", List.of("READ", "ADD_TO_GROUP"), "DEVICE", List.of("READ")),
                null);
        UUID device = world.save(world.admin, "/api/device", Map.of("name", "Boiler"));
        UUID kept = world.group(world.admin, "DEVICE", "Kept by clerks", "TENANT", world.tenant);
        give(clerks, "Keeps", "GROUP", List.of("READ", "READ_CREDENTIALS"), kept);
        UUID written = world.group(world.admin, "DEVICE", "Written by A", "TENANT", world.tenant);
        UUID usersOfA = UUID.fromString(world.api
                .get(world.admin, "/api/entityGroup/CUSTOMER/" + world.customerA + "/USER/All")
                .json()
                .at("/id/id")
                .asText());
        give(usersOfA, "Writes", "GROUP", List.of("READ", "WRITE"), written);
        UUID seen = world.group(world.admin, "DEVICE", "Seen by A", "TENANT", world.tenant);
        give(usersOfA, "Sees", "GROUP", List.of("READ"), seen);
        for (UUID group : List.of(kept, written)) {
            TestApi.Answer refused = world.api.post(clerk, "/api/entityGroup/" + group + "/addEntities", ids(device));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("'Boiler'");
        }
        assertThat(world.api
                        .post(clerk, "/api/entityGroup/" + seen + "/addEntities", ids(device))
                        .status())
                .isEqualTo(200);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + kept + "/addEntities", ids(device))
                        .status())
                .isEqualTo(200);
    }

    private void give(UUID users, String name, String type, Object permissions, @Nullable UUID group) {
        UUID role =
                world.save(world.admin, "/api/role", Map.of("name", name, "type", type, "permissions", permissions));
        Map<String, Object> row = new HashMap<>(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", role)));
        if (group != null) {
            row.put("entityGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group));
            row.put("entityGroupType", "DEVICE");
        }
        TestApi.Answer given = world.api.post(world.admin, "/api/groupPermission", Json.write(row));
        assertThat(given.status()).as(given.text()).isEqualTo(200);
    }

    @Test
    void aRoleIsChangedOnlyByWhoIsAboveAllItsHolders() {
        UUID group = world.group(world.admin, "USER", "Night shift", "CUSTOMER", world.customerB);
        UUID role = world.save(
                world.anna,
                "/api/role",
                Map.of("name", "Of A", "type", "GENERIC", "permissions", Map.of("DEVICE", List.of("READ"))));
        Answer granted = world.api.post(
                world.admin,
                "/api/groupPermission",
                Json.write(Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role))));
        assertThat(granted.status()).as(granted.text()).isEqualTo(200);
        ObjectNode document =
                (ObjectNode) world.api.get(world.anna, "/api/role/" + role).json();
        document.putObject("permissions").putArray("ALL").add("ALL");
        assertThat(world.api.post(world.anna, "/api/role", document.toString()).status())
                .isEqualTo(403);
        document.putObject("permissions").putArray("ASSET").add("READ");
        assertThat(world.api.post(world.anna, "/api/role", document.toString()).status())
                .isEqualTo(403);
        Answer deleted = world.api.delete(world.anna, "/api/role/" + role);
        assertThat(deleted.status()).isEqualTo(400);
        assertThat(deleted.text()).doesNotContain("Night shift").doesNotContain("Customer B");
        assertThat(world.api.post(world.admin, "/api/role", document.toString()).status())
                .isEqualTo(200);
    }

    @Test
    void explainsBothAnswers() {
        UUID own = world.asset("Explained", "CUSTOMER", world.customerA);
        Answer yes = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + world.emma.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=READ");
        assertThat(yes.json().path("allowed").asBoolean()).isTrue();
        assertThat(yes.json().path("reason").asText()).isEqualTo("GENERIC_ROLE");
        Answer no = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + world.jack.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=READ");
        assertThat(no.json().path("reason").asText()).isEqualTo("NOT_SHARED");
        Answer lacking = world.api.get(
                world.admin,
                "/api/access/explain?userId=" + world.emma.userId() + "&entityType=ASSET&entityId=" + own
                        + "&operation=WRITE");
        assertThat(lacking.json().path("reason").asText()).isEqualTo("GENERIC_ROLE_LACKS_OPERATION");
        assertThat(world.api
                        .get(
                                world.jack,
                                "/api/access/explain?userId=" + world.emma.userId() + "&entityType=ASSET&entityId="
                                        + own + "&operation=READ")
                        .status())
                .isEqualTo(404);
        Answer what = world.api.get(
                world.admin,
                "/api/access/what?userId=" + world.emma.userId() + "&entityType=ASSET&pageSize=100&page=0");
        assertThat(names(what.json().path("data"))).contains("Explained");
    }

    @Test
    void previewTellsWhoGainsAndLosesAndChangesNothing() {
        UUID building = world.asset("Previewed", "CUSTOMER", world.customerA);
        String body = Json.write(Map.of(
                "owner",
                Map.of(
                        "entities", List.of(Map.of("entityType", "ASSET", "id", building)),
                        "ownerId", Map.of("entityType", "CUSTOMER", "id", world.customerB))));
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
        assertThat(world.may(world.jack, "READ", building)).isFalse();
        assertThat(world.may(world.emma, "READ", building)).isTrue();
        assertThat(world.api.post(world.jack, "/api/access/preview", body).status())
                .isEqualTo(404);
    }

    @Test
    void allowedPermissionsHaveEveryFieldThatClientsRead() {
        JsonNode own =
                world.api.get(world.emma, "/api/permissions/allowedPermissions").json();
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
        assertThat(own.at("/userOwnerId/id").asText()).isEqualTo(world.customerA.toString());
    }

    @Test
    void roleInUseStaysAndKeepsItsType() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Lobby viewer", "type", "GROUP", "permissions", List.of("READ")));
        UUID group = world.group(world.admin, "ASSET", "Lobby", "TENANT", world.tenant);
        new ShareCalls(world).shareGroup(group, role);
        Answer refused = world.api.delete(world.admin, "/api/role/" + role);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("Customer A");
        assertThat(world.api.get(world.jack, "/api/role/" + role).status()).isEqualTo(404);
        assertThat(world.api.get(world.emma, "/api/role/" + role).status()).isEqualTo(200);
    }
}

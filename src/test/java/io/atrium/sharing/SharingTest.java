package io.atrium.sharing;

import static io.atrium.sharing.SharingWorld.ids;
import static io.atrium.sharing.SharingWorld.names;
import static io.atrium.sharing.SharingWorld.shareWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Shares, groups and owners over the routes, in a world with two customers and their users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SharingTest {

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
    void sharedGroupIsReadUntilTheGrantIsDeleted() {
        UUID building = world.asset("Shared building", "TENANT", world.tenant);
        UUID group = world.group(world.admin, "ASSET", "Shared buildings", "TENANT", world.tenant);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building))
                        .status())
                .isEqualTo(200);
        assertThat(world.may(world.emma, "READ", building)).isFalse();
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerA, true))
                        .status())
                .isEqualTo(200);
        assertThat(world.may(world.emma, "READ", building)).isTrue();
        assertThat(world.may(world.emma, "READ_ATTRIBUTES", building)).isTrue();
        assertThat(world.may(world.emma, "WRITE", building)).isFalse();
        assertThat(world.may(world.jack, "READ", building)).isFalse();
        assertThat(names(world.api
                        .get(world.emma, "/api/entityGroups/ASSET/shared/all")
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
        assertThat(world.api.delete(world.emma, "/api/groupPermission/" + grant).status())
                .isEqualTo(403);
        assertThat(world.api.delete(world.jack, "/api/groupPermission/" + grant).status())
                .isEqualTo(404);
        assertThat(world.api
                        .delete(world.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
        assertThat(world.may(world.emma, "READ", building)).isFalse();
        assertThat(world.api.get(world.emma, "/api/entityGroup/" + group).status())
                .isEqualTo(404);
    }

    @Test
    void sharingTwiceIsSharingOnce() {
        UUID group = world.group(world.admin, "ASSET", "Twice", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerA, true));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerA, true));
        assertThat(world.api
                        .get(world.admin, "/api/entityGroup/" + group + "/groupPermissions")
                        .json())
                .hasSize(1);
    }

    @Test
    void writeShareWritesButNeverDeletesOrMoves() {
        UUID building = world.asset("Written building", "TENANT", world.tenant);
        UUID group = world.group(world.admin, "ASSET", "Written", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerB, false));
        assertThat(world.may(world.jack, "WRITE", building)).isTrue();
        assertThat(world.may(world.jack, "DELETE", building)).isFalse();
        assertThat(world.may(world.jack, "CHANGE_OWNER", building)).isFalse();
    }

    @Test
    void newOwnerTakesTheThingOutOfEveryFormerShare() {
        UUID building = world.asset("Moving building", "TENANT", world.tenant);
        UUID group = world.group(world.admin, "ASSET", "Moving", "TENANT", world.tenant);
        UUID offices = world.group(world.admin, "ASSET", "Customer A offices", "CUSTOMER", world.customerA);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerB, true));
        assertThat(world.may(world.jack, "READ", building)).isTrue();
        String path = "/api/owner/CUSTOMER/" + world.customerA + "/ASSET/" + building;
        assertThat(world.api.post(world.jack, path, "").status()).isEqualTo(403);
        assertThat(world.api.post(world.emma, path, "").status()).isEqualTo(404);
        assertThat(world.api.post(world.admin, path, ids(offices)).status()).isEqualTo(200);
        assertThat(world.may(world.jack, "READ", building)).isFalse();
        assertThat(world.may(world.emma, "READ", building)).isTrue();
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
        UUID building = world.asset("Grouped building", "TENANT", world.tenant);
        UUID one = world.group(world.admin, "ASSET", "One", "TENANT", world.tenant);
        UUID two = world.group(world.admin, "ASSET", "Two", "TENANT", world.tenant);
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
        UUID own = world.asset("Own building", "CUSTOMER", world.customerA);
        UUID group = world.group(world.admin, "ASSET", "Strict", "TENANT", world.tenant);
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
    void oneThingIsSharedWithoutAGroupAndUntilItsEnd() {
        UUID building = world.asset("Lone building", "TENANT", world.tenant);
        long until = world.platform.clock().millis() + 3_600_000;
        String body = Json.write(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", building),
                "receiver", Map.of("entityType", "CUSTOMER", "id", world.customerA),
                "until", until));
        assertThat(world.api.post(world.emma, "/api/access/share", body).status())
                .isEqualTo(404);
        Answer shared = world.api.post(world.admin, "/api/access/share", body);
        assertThat(shared.status()).isEqualTo(200);
        assertThat(world.may(world.emma, "READ", building)).isTrue();
        assertThat(world.may(world.jack, "READ", building)).isFalse();
        assertThat(world.api
                        .get(world.emma, "/api/entityGroups/ASSET/shared/all")
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
        assertThat(world.may(world.emma, "READ", building)).isFalse();
    }

    @Test
    void publicGroupIsReadByVisitorsOnlyWhilePublic() {
        UUID building = world.asset("Public building", "TENANT", world.tenant);
        UUID group = world.group(world.admin, "ASSET", "Public ones", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        assertThat(world.api
                        .post(world.emma, "/api/entityGroup/" + group + "/makePublic", "")
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
        assertThat(world.may(visitor, "READ", building)).isTrue();
        assertThat(world.may(visitor, "WRITE", building)).isFalse();
        assertThat(world.may(world.emma, "READ", building)).isFalse();
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
        assertThat(world.may(visitor, "READ", building)).isFalse();
    }

    @Test
    void groupAllCannotBeTouched() {
        String all = world.api
                .get(world.admin, "/api/entityGroup/all/TENANT/" + world.tenant + "/ASSET")
                .json()
                .at("/id/id")
                .asText();
        UUID building = world.asset("In all", "TENANT", world.tenant);
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
                        .get(world.emma, "/api/entityGroup/all/CUSTOMER/" + world.customerB + "/ASSET")
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .get(world.emma, "/api/entityGroup/all/CUSTOMER/" + world.customerA + "/ASSET")
                        .status())
                .isEqualTo(200);
    }
}

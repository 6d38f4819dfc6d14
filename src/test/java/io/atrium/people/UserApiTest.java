package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.user;
import static io.atrium.people.PeopleWorld.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.GrantRow;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserApiTest {

    private final PeopleWorld people;
    private int count;

    UserApiTest() {
        people = new PeopleWorld();
    }

    @BeforeAll
    void hasPeople() {
        assertThat(people.admin.authority()).isEqualTo(Authority.TENANT_ADMIN);
    }

    @AfterAll
    void close() {
        people.close();
    }

    private String fresh() {
        return "user" + count++ + "@acme.example";
    }

    private ObjectNode ofA(ObjectNode document) {
        return with(document, "customerId", "CUSTOMER", people.customerA);
    }

    @Test
    void administratorsMakeUsersAtOrBelowTheirOwner() {
        JsonNode ofTenant = ok(people.post(people.admin, "/api/user?sendActivationMail=false", user(fresh())));
        assertThat(ofTenant.path("authority").asText()).isEqualTo("TENANT_ADMIN");
        JsonNode ofCustomer = ok(people.post(people.admin, "/api/user?sendActivationMail=false", ofA(user(fresh()))));
        assertThat(ofCustomer.path("authority").asText()).isEqualTo("CUSTOMER_USER");
        assertThat(ofCustomer.at("/ownerId/id").asText()).isEqualTo(people.customerA.toString());
        JsonNode own = ok(people.post(people.adminOfA, "/api/user?sendActivationMail=false", user(fresh())));
        assertThat(own.at("/customerId/id").asText()).isEqualTo(people.customerA.toString());

        refused(people.post(people.emma, "/api/user", user(fresh())), 403, "CREATE");
        refused(
                people.post(
                        people.adminOfA, "/api/user", with(user(fresh()), "customerId", "CUSTOMER", people.customerB)),
                404,
                "wasn't found");
    }

    @Test
    void groupsOfAnotherOwnerOrOutOfReachAreRefused() {
        UUID usersOfA = people.group(people.admin, people.customerA, DefaultGroups.CUSTOMER_USERS);
        UUID usersOfB = people.group(people.admin, people.customerB, DefaultGroups.CUSTOMER_USERS);
        String path = "/api/user?sendActivationMail=false&entityGroupIds=";

        JsonNode made = ok(people.post(people.admin, path + usersOfA, user(fresh())));
        assertThat(made.at("/customerId/id").asText()).isEqualTo(people.customerA.toString());
        JsonNode info = ok(
                people.get(people.admin, "/api/user/info/" + made.at("/id/id").asText()));
        assertThat(info.at("/groups/0/name").asText()).isEqualTo(DefaultGroups.CUSTOMER_USERS);
        refused(people.post(people.admin, path + usersOfB, ofA(user(fresh()))), 400, "another owner");
        refused(people.post(people.adminOfA, path + usersOfB, user(fresh())), 404, "wasn't found");
    }

    @Test
    void nobodyChoosesTenantAuthorityOrOwnerInTheBody() {
        UUID otherTenant = people.world.newTenant("Other");
        String path = "/api/user?sendActivationMail=false";
        refused(
                people.post(people.admin, path, with(user(fresh()), "tenantId", "TENANT", otherTenant)),
                400,
                "Field 'tenantId'");
        refused(people.post(people.admin, path, user(fresh()).put("authority", "SYS_ADMIN")), 400, "Field 'authority'");
        refused(
                people.post(people.adminOfA, path, user(fresh()).put("authority", "TENANT_ADMIN")),
                400,
                "Field 'authority'");

        ObjectNode self = (ObjectNode) ok(people.get(people.emma, "/api/auth/user"));
        refused(people.post(people.emma, path, self.deepCopy().put("authority", "TENANT_ADMIN")), 400, "authority");
        refused(
                people.post(people.emma, path, with(self.deepCopy(), "customerId", "CUSTOMER", people.customerB)),
                400,
                "customerId");
        refused(
                people.post(people.emma, path, with(self.deepCopy(), "tenantId", "TENANT", otherTenant)),
                400,
                "tenantId");
        refused(
                people.post(people.emma, path, with(self.deepCopy(), "id", "USER", people.jack.userId())),
                404,
                "wasn't found");
        JsonNode saved = ok(people.post(people.emma, path, self.deepCopy().put("firstName", "Emma")));
        assertThat(saved.path("firstName").asText()).isEqualTo("Emma");
        assertThat(saved.path("additionalInfo").has("userActivated")).isFalse();
    }

    @Test
    void emailsAreValidAndTakenOnce() {
        String taken = fresh();
        people.newUser(people.admin, user(taken));
        for (String bad : List.of("", "x", "a@b\r\nBcc: c@d", "a b@c", "a@", "<a@b>", "x".repeat(250) + "@a.example")) {
            assertThat(people.post(people.admin, "/api/user", user(bad)).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        refused(
                people.post(people.adminOfA, "/api/user", user(taken.toUpperCase(Locale.ROOT))),
                400,
                "already present in database!");
        UUID other = people.newUser(people.admin, user(fresh()));
        refused(
                people.post(people.admin, "/api/user", with(user(taken), "id", "USER", other)),
                400,
                "already present in database!");
        String renamed = fresh();
        ok(people.post(people.admin, "/api/user", with(user(renamed), "id", "USER", other)));
        people.world.people.bootstrap().setPassword(other, PASSWORD);
        ok(people.login(renamed, PASSWORD));
    }

    @Test
    void whatIsOutOfReachLooksLikeNothing() {
        String unknown = people.get(people.jack, "/api/user/" + UUID.fromString("00000000-0000-7000-8000-000000000001"))
                .text();
        for (String path : List.of("", "/activationLink", "/activationLinkInfo")) {
            refused(people.get(people.jack, "/api/user/" + people.emma.userId() + path), 404, "wasn't found");
        }
        assertThat(people.get(people.jack, "/api/user/" + people.emma.userId()).text())
                .isEqualTo(unknown);
        refused(people.get(people.jack, "/api/user/info/" + people.emma.userId()), 404, "wasn't found");
        refused(people.world.api.delete(people.jack, "/api/user/" + people.emma.userId()), 404, "wasn't found");
        refused(
                people.world.api.post(people.jack, "/api/user/" + people.emma.userId() + "/userCredentialsEnabled", ""),
                404,
                "wasn't found");
        refused(
                people.get(people.jack, "/api/customer/" + people.customerA + "/users?pageSize=9&page=0"),
                404,
                "found");
        refused(people.get(people.jack, "/api/apiKeys/" + people.emma.userId() + "?pageSize=9&page=0"), 404, "found");
        String ids = people.emma.userId() + "," + people.jack.userId();
        for (String path : List.of("/api/users/list?userIds=", "/api/users?userIds=")) {
            assertThat(ok(people.get(people.jack, path + ids))).hasSize(1);
        }
        for (String path : List.of("/api/user/users", "/api/userInfos/all", "/api/customer/users", "/api/users/info")) {
            JsonNode page = ok(people.get(people.jack, path + "?pageSize=100&page=0"));
            assertThat(page.path("totalElements").asInt()).as(path).isEqualTo(1);
            assertThat(page.at("/data/0/email").asText()).isEqualTo("jack@b.example");
        }
    }

    @Test
    void picksUsersByAnyPartOfTheirNames() {
        UUID id = people.newUser(
                people.admin, user(fresh()).put("firstName", "Zacharias").put("lastName", "Quill"));
        for (String part : List.of("zachar", "QUILL")) {
            JsonNode page = ok(people.get(people.admin, "/api/users/info?pageSize=9&page=0&textSearch=" + part));
            assertThat(page.at("/data/0/id/id").asText()).isEqualTo(id.toString());
            assertThat(page.path("totalElements").asInt()).isEqualTo(1);
        }
    }

    @Test
    void theLastAdministratorAndOneselfStay() {
        UUID tenant = people.world.newTenant("Small");
        Actor only = people.world.newUser(tenant, null, "only@small.example", DefaultGroups.TENANT_ADMINISTRATORS);
        Actor system = systemAdministrator();
        refused(people.world.api.delete(system, "/api/user/" + only.userId()), 400, "last administrator");
        refused(people.world.api.delete(only, "/api/user/" + only.userId()), 400, "own account");
        refused(
                people.world.api.post(
                        only,
                        "/api/user/" + only.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false",
                        ""),
                400,
                "own account");
    }

    private Actor systemAdministrator() {
        people.world.people.bootstrap().ensureSystemAdministrator("root@atrium.local", PASSWORD);
        people.clock.advance(Duration.ofMinutes(1));
        return people.world.caller(
                people.world.login("root@atrium.local", PASSWORD).path("token").asText());
    }

    @Test
    void systemAdministratorsMakeAdministratorsOnly() {
        Actor system = systemAdministrator();
        assertThat(system.authority()).isEqualTo(Authority.SYS_ADMIN);
        UUID tenant = people.world.newTenant("Fresh");
        String path = "/api/user?sendActivationMail=false";
        ObjectNode first = with(user(fresh()).put("authority", "TENANT_ADMIN"), "tenantId", "TENANT", tenant);
        JsonNode made = ok(people.post(system, path, first));
        UUID id = UUID.fromString(made.at("/id/id").asText());
        assertThat(made.at("/tenantId/id").asText()).isEqualTo(tenant.toString());
        assertThat(ok(people.get(system, "/api/user/info/" + id))
                        .path("ownerName")
                        .asText())
                .isEqualTo("Fresh");
        assertThat(ok(people.get(system, "/api/tenant/" + tenant + "/users?pageSize=9&page=0"))
                        .at("/data/0/id/id")
                        .asText())
                .isEqualTo(id.toString());

        people.world.people.bootstrap().setPassword(id, PASSWORD);
        Actor admin = people.world.caller(people.world
                .login(first.path("email").asText(), PASSWORD)
                .path("token")
                .asText());
        ok(people.post(admin, path, user(fresh())));

        ok(people.post(system, path, user(fresh()).put("authority", "SYS_ADMIN")));
        refused(people.post(system, path, user(fresh()).put("authority", "CUSTOMER_USER")), 400, "authority");
        refused(people.post(system, path, user(fresh()).put("authority", "TENANT_ADMIN")), 400, "tenantId");
        refused(people.get(system, "/api/user/" + people.emma.userId()), 404, "wasn't found");
        refused(people.get(admin, "/api/user/" + people.admin.userId()), 404, "wasn't found");
    }

    @Test
    void administratorsActAsUsersButNeverAsMightierOnes() {
        assertThat(people.get(people.admin, "/api/user/tokenAccessEnabled").text())
                .isEqualTo("true");
        people.clock.advance(Duration.ofMinutes(1));
        JsonNode pair = ok(people.get(
                people.world.caller(people.token(people.admin)), "/api/user/" + people.emma.userId() + "/token"));
        Actor acting = people.world.caller(pair.path("token").asText());
        assertThat(acting.userId()).isEqualTo(people.emma.userId());
        assertThat(acting.userName()).isEqualTo("emma@a.example (by admin@acme.example)");

        UUID tenantUsers = people.group(people.admin, people.world.tenant, DefaultGroups.TENANT_USERS);
        String email = fresh();
        UUID reader = people.newUser(people.admin, user(email));
        people.world.platform.gate().change(TestWorld.SYSTEM, people.world.tenant, change -> {
            change.addMember(
                    change.find(tenantUsers).orElseThrow(), change.find(reader).orElseThrow());
            var role = DefaultGroups.newRole(
                    change,
                    change.directory().tenant(),
                    "User desk",
                    "GENERIC",
                    Json.tree(Map.of("USER", List.of("ALL"))));
            change.putGrant(new GrantRow(
                    change.newId(),
                    change.find(tenantUsers).orElseThrow(),
                    role,
                    null,
                    0,
                    Long.MAX_VALUE,
                    false,
                    null));
            return reader;
        });
        Actor desk = new Actor(Authority.TENANT_ADMIN, people.world.tenant, null, reader, email, null, false);
        refused(people.get(desk, "/api/user/" + people.admin.userId() + "/token"), 403, "rights that you do not have");
        UUID mightier = people.newUser(people.admin, user(fresh()));
        UUID administrators = people.group(people.admin, people.world.tenant, DefaultGroups.TENANT_ADMINISTRATORS);
        people.world.platform.gate().change(TestWorld.SYSTEM, people.world.tenant, change -> {
            change.addMember(
                    change.find(administrators).orElseThrow(),
                    change.find(mightier).orElseThrow());
            return mightier;
        });
        refused(people.get(desk, "/api/user/" + mightier + "/activationLink"), 403, "rights that you do not have");
        refused(
                people.post(desk, "/api/user", with(user(fresh()), "id", "USER", mightier)),
                403,
                "rights that you do not have");
        refused(people.post(desk, "/api/user?entityGroupIds=" + administrators, user(fresh())), 403, "ADD_TO_GROUP");
        refused(
                people.post(desk, "/api/apiKey", Map.of("userId", new Ref("USER", mightier), "description", "x")),
                403,
                "rights that you do not have");

        people.clock.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> people.world.caller(pair.path("token").asText()))
                .hasMessage("Token has expired");
        refused(
                people.get(people.adminOfA, "/api/user/" + people.emma.userId() + "/token"),
                403,
                "don't have permission");
    }

    @Test
    void aUserWithoutRightsStillSeesItself() {
        Actor lonely = people.world.newUser(people.world.tenant, people.customerA, "lonely@a.example");
        assertThat(ok(people.get(lonely, "/api/auth/user")).path("email").asText())
                .isEqualTo("lonely@a.example");
        assertThat(ok(people.get(lonely, "/api/user/" + lonely.userId()))
                        .path("email")
                        .asText())
                .isEqualTo("lonely@a.example");
        refused(people.get(lonely, "/api/user/" + people.emma.userId()), 404, "wasn't found");
    }
}

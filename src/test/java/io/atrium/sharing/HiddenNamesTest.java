package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** No answer names somebody or something that its reader may not read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HiddenNamesTest {

    private static final String PAGE = "pageSize=100&page=0";

    private final TestWorld world = new TestWorld();
    private final UUID customerA = world.newCustomer(world.tenant, null, "Customer A");
    private final UUID customerA1 = world.newCustomer(world.tenant, customerA, "Customer A1");
    private final Actor boss =
            world.newUser(world.tenant, customerA, "boss@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    private final Actor emma = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);

    @AfterAll
    void close() {
        world.close();
    }

    private JsonNode get(Actor actor, String path) {
        Answer answer = world.api.get(actor, path);
        assertThat(answer.status()).as(path + answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Map<String, Object> customer(UUID id) {
        return Map.of("entityType", "CUSTOMER", "id", id);
    }

    @Test
    void ownerThatMayNotBeReadHasNoName() {
        Actor tim = world.newUser(world.tenant, customerA, "tim@a.example");
        UUID devicesOnly = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Devices only", "type", "GENERIC", "permissions", Map.of("DEVICE", List.of("ALL"))));
        world.platform.gate().change(world.admin, world.tenant, change -> {
            Entry role = change.find(devicesOnly).orElseThrow();
            Entry subject = change.find(tim.userId()).orElseThrow();
            change.putGrant(new GrantRow(change.newId(), subject, role, null, 0, Long.MAX_VALUE, false, null));
            return true;
        });
        assertThat(get(boss, "/api/ownerInfo/CUSTOMER/" + customerA1)
                        .path("name")
                        .asText())
                .isEqualTo("Customer A1");
        assertThat(get(tim, "/api/ownerInfo/CUSTOMER/" + customerA).path("name").asText())
                .isEqualTo("Customer A");
        for (String path : List.of("/api/ownerInfo/CUSTOMER/%s", "/api/entityGroups/CUSTOMER/%s/DEVICE?" + PAGE)) {
            Answer hidden = world.api.get(tim, path.formatted(customerA1));
            Answer never = world.api.get(tim, path.formatted(new UUID(7, 7)));
            assertThat(hidden.status()).as(path).isEqualTo(404);
            assertThat(hidden.json().path("message")).isEqualTo(never.json().path("message"));
        }
    }

    @Test
    void dashboardThatMayNotBeReadIsNobodysLandingPage() {
        UUID dashboard = world.save(world.admin, "/api/dashboard", Map.of("title", "Hidden"));
        ObjectNode user = (ObjectNode) get(world.admin, "/api/user/" + emma.userId());
        user.putObject("additionalInfo").put("defaultDashboardId", dashboard.toString());
        world.save(world.admin, "/api/user", user);
        UUID profile = world.save(
                world.admin,
                "/api/deviceProfile",
                Map.of(
                        "name",
                        "With a dashboard",
                        "type",
                        "DEFAULT",
                        "transportType",
                        "DEFAULT",
                        "defaultDashboardId",
                        new Ref("DASHBOARD", dashboard)));
        world.save(
                world.admin,
                "/api/device",
                Map.of(
                        "name",
                        "d",
                        "customerId",
                        customer(customerA),
                        "deviceProfileId",
                        new Ref("DEVICE_PROFILE", profile)));
        String group = get(world.admin, "/api/entityGroups/CUSTOMER/" + customerA + "/USER?" + PAGE)
                .path("data")
                .findParents("groupAll")
                .stream()
                .filter(node -> node.path("groupAll").asBoolean())
                .findFirst()
                .orElseThrow()
                .at("/id/id")
                .asText();
        for (String path : List.of(
                "/api/user/" + emma.userId(),
                "/api/user/info/" + emma.userId(),
                "/api/user/users?" + PAGE,
                "/api/userInfos/all?" + PAGE,
                "/api/customer/users?" + PAGE,
                "/api/customer/" + customerA + "/users?" + PAGE,
                "/api/customer/" + customerA + "/userInfos?" + PAGE,
                "/api/users/list?userIds=" + emma.userId(),
                "/api/entityGroup/" + group + "/users?" + PAGE,
                "/api/deviceProfileInfo/" + profile,
                "/api/deviceProfileInfos?" + PAGE)) {
            assertThat(get(boss, path).toString()).as(path).doesNotContain(dashboard.toString());
        }
        // Saved by somebody who was not shown it, the link stays.
        ObjectNode seen = (ObjectNode) get(boss, "/api/user/" + emma.userId());
        world.save(boss, "/api/user", seen.put("firstName", "Emma M."));
        assertThat(get(world.admin, "/api/user/users?" + PAGE).toString()).contains(dashboard.toString());
        assertThat(get(world.admin, "/api/deviceProfile/" + profile).toString()).contains(dashboard.toString());
    }

    @Test
    void customersLearnThatAnAdministratorSharedAndNotWho() {
        UUID device = world.save(world.admin, "/api/device", Map.of("name", "Shared"));
        Map<String, Object> share =
                Map.of("entity", new Ref("DEVICE", device), "receiver", customer(customerA), "readElseWrite", true);
        assertThat(world.api
                        .post(world.admin, "/api/access/share", Json.write(share))
                        .status())
                .isEqualTo(200);
        String of = "entityType=DEVICE&entityId=" + device;
        JsonNode who = get(boss, "/api/access/who?" + of + "&" + PAGE + "&textSearch=emma");
        assertThat(who.at("/data/0/by").asText()).isEqualTo("the tenant's administrators");
        JsonNode why = get(boss, "/api/access/explain?" + of + "&operation=READ&userId=" + emma.userId());
        assertThat(why.toString()).contains("the tenant's administrators").doesNotContain(world.admin.userName());
        JsonNode own = get(world.admin, "/api/access/who?" + of + "&" + PAGE + "&textSearch=emma");
        assertThat(own.at("/data/0/by").asText()).isEqualTo(world.admin.userName());
    }

    @Test
    void auditLogOfACustomerHidesTheTenantsAdministrators() {
        world.save(world.admin, "/api/device", Map.of("name", "Audited", "customerId", customer(customerA)));
        String rows = "/api/audit/logs?" + PAGE;
        JsonNode seen = get(boss, rows);
        assertThat(seen.toString())
                .contains("the tenant's administrators")
                .contains("Audited")
                .doesNotContain(world.admin.userName())
                .doesNotContain(world.admin.userId().toString());
        assertThat(get(boss, rows + "&textSearch=" + world.admin.userName())
                        .path("totalElements")
                        .asInt())
                .isZero();
        assertThat(get(world.admin, rows).toString()).contains(world.admin.userName());
    }
}

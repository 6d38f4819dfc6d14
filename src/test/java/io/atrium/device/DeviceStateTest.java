package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Value;
import io.atrium.entity.KeyScope;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whether a device is active is an attribute of it, and so shown to who may read its attributes. */
final class DeviceStateTest {

    @Test
    void theStateIsShownToWhoMayReadAttributes() {
        try (TestWorld world = new TestWorld()) {
            UUID customer = world.newCustomer(world.tenant, null, "Customer A");
            UUID group = world.save(
                    world.admin,
                    "/api/entityGroup",
                    Map.of(
                            "type",
                            "USER",
                            "name",
                            "Readers",
                            "ownerId",
                            Map.of("entityType", "CUSTOMER", "id", customer)));
            Actor emma = world.newUser(world.tenant, customer, "emma@a.example", "Readers");
            UUID device = world.save(
                    world.admin,
                    "/api/device",
                    Map.of("name", "Pump", "customerId", Map.of("entityType", "CUSTOMER", "id", customer)));
            world.platform.gate().change(world.admin, world.tenant, change -> {
                change.putAttributes(
                        change.find(device).orElseThrow(), KeyScope.SERVER_SCOPE, Map.of("active", Value.TRUE));
                return true;
            });
            give(world, group, "READ");
            assertThat(infoOf(world, emma, device).path("active").isNull()).isTrue();
            assertThat(names(world, emma, "")).containsExactly("Pump");
            assertThat(names(world, emma, "&active=true")).isEmpty();
            assertThat(names(world, emma, "&active=false")).isEmpty();
            give(world, group, "READ_ATTRIBUTES");
            assertThat(infoOf(world, emma, device).path("active").asBoolean()).isTrue();
            assertThat(names(world, emma, "&active=true")).containsExactly("Pump");
        }
    }

    private static void give(TestWorld world, UUID group, String operation) {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of("name", operation, "type", "GENERIC", "permissions", Map.of("DEVICE", List.of(operation))));
        world.save(
                world.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
    }

    private static JsonNode infoOf(TestWorld world, Actor actor, UUID device) {
        return world.api.get(actor, "/api/device/info/" + device).json();
    }

    private static List<String> names(TestWorld world, Actor actor, String filter) {
        return world.api
                .get(actor, "/api/deviceInfos/all?pageSize=9&page=0" + filter)
                .json()
                .at("/data")
                .findValuesAsText("name");
    }
}

package io.atrium.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.RoleBody;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A view shows data of another thing, so that only those may point it there who may read that data themselves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ViewRightsTest {

    private final TestWorld world = new TestWorld();
    private final UUID customer = world.newCustomer(world.tenant, null, "Customer A");
    /** May do everything to views and read devices, but the data of some of them only. */
    private final Actor tim = world.newUser(world.tenant, customer, "tim@a.example");

    private final UUID open = device("open");
    private final UUID withoutTelemetry = device("without telemetry");
    private final UUID withoutAttributes = device("without attributes");
    private final UUID hidden = world.save(world.admin, "/api/device", Map.of("name", "hidden"));

    @BeforeAll
    void rights() {
        world.platform.gate().change(world.admin, world.tenant, change -> {
            ObjectNode table = Json.object();
            table.putArray("ENTITY_VIEW").add("ALL");
            table.putArray("DEVICE").add("READ");
            grant(change, DefaultGroups.role(change, tenant(change), "Views", RoleBody.GENERIC, table), null);
            give(change, open, "READ_TELEMETRY", "READ_ATTRIBUTES");
            give(change, withoutTelemetry, "READ_ATTRIBUTES");
            give(change, withoutAttributes, "READ_TELEMETRY");
            return true;
        });
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID device(String name) {
        Map<String, Object> owner = Map.of("entityType", "CUSTOMER", "id", customer);
        return world.save(world.admin, "/api/device", Map.of("name", name, "customerId", owner));
    }

    private static Entry tenant(Change change) {
        return change.directory().tenant();
    }

    private void give(Change change, UUID device, String... operations) {
        String name = String.join(" and ", operations);
        Entry role = DefaultGroups.role(change, tenant(change), name, RoleBody.GROUP, Json.tree(List.of(operations)));
        grant(change, role, change.find(device).orElseThrow());
    }

    private void grant(Change change, Entry role, @Nullable Entry target) {
        Entry subject = change.find(tim.userId()).orElseThrow();
        change.putGrant(new GrantRow(change.newId(), subject, role, target, 0, Long.MAX_VALUE, false, null));
    }

    private static ObjectNode view(String name, UUID device) {
        ObjectNode view = Json.object().put("name", name).put("type", "window");
        return target(view, device);
    }

    private static ObjectNode target(ObjectNode view, UUID device) {
        view.putObject("entityId").put("entityType", "DEVICE").put("id", device.toString());
        return view;
    }

    private Answer save(ObjectNode view) {
        return world.api.post(tim, "/api/entityView", view.toString());
    }

    @Test
    void newViewNeedsTelemetryAndAttributesOfItsTarget() {
        assertThat(save(view("v1", open)).status()).isEqualTo(200);
        Answer telemetry = save(view("v2", withoutTelemetry));
        assertThat(telemetry.status()).as(telemetry.text()).isEqualTo(403);
        assertThat(telemetry.text()).contains("READ_TELEMETRY");
        Answer attributes = save(view("v3", withoutAttributes));
        assertThat(attributes.status()).as(attributes.text()).isEqualTo(403);
        assertThat(attributes.text()).contains("READ_ATTRIBUTES");
        assertThat(save(view("v4", hidden)).status()).isEqualTo(400);
    }

    @Test
    void viewCannotBeTurnedToAnotherTargetWithoutItsData() {
        ObjectNode saved = (ObjectNode) save(view("turned", open)).json();
        assertThat(save(target(saved.deepCopy(), withoutTelemetry)).status()).isEqualTo(403);
        assertThat(save(target(saved.deepCopy(), withoutAttributes)).status()).isEqualTo(403);
        assertThat(save(target(saved.deepCopy(), hidden)).status()).isEqualTo(400);
        Answer renamed = save(saved.deepCopy().put("name", "renamed"));
        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    }
}

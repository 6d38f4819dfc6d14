package io.atrium.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
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
            grant(change, DefaultGroups.newRole(change, tenant(change), "Views", RoleBody.GENERIC, table), null);
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
        Entry role =
                DefaultGroups.newRole(change, tenant(change), name, RoleBody.GROUP, Json.tree(List.of(operations)));
        grant(change, role, change.find(device).orElseThrow());
    }

    private void grant(Change change, Entry role, @Nullable Entry target) {
        Entry subject = change.find(tim.userId()).orElseThrow();
        change.putGrant(new GrantRow(change.newId(), subject, role, target, 0, Long.MAX_VALUE, false, null));
    }

    private static ObjectNode view(String name, UUID device) {
        ObjectNode view = Json.object().put("name", name).put("type", "window");
        return keys(target(view, device), List.of("temperature"), List.of("serial"));
    }

    private static ObjectNode keys(ObjectNode view, List<String> series, List<String> attributes) {
        ObjectNode keys = view.putObject("keys");
        keys.set("timeseries", Json.tree(series));
        keys.putObject("attributes").set("ss", Json.tree(attributes));
        return view;
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
        assertThat(save(keys(target(saved.deepCopy(), hidden), List.of(), List.of()))
                        .status())
                .isEqualTo(400);
        Answer renamed = save(saved.deepCopy().put("name", "renamed"));
        assertThat(renamed.status()).as(renamed.text()).isEqualTo(200);
    }

    /** The tenant's view of two series and one attribute from 1000 until 2000, which Tim has a write share of. */
    private ObjectNode saved(String name, UUID device) {
        ObjectNode view = keys(view(name, device), List.of("temperature", "humidity"), List.of("serial"));
        view.put("startTimeMs", 1000).put("endTimeMs", 2000);
        UUID id = world.save(world.admin, "/api/entityView", view);
        Map<String, Object> share = Map.of(
                "entity",
                new Ref("ENTITY_VIEW", id),
                "receiver",
                new Ref("USER", tim.userId()),
                "readElseWrite",
                false);
        Answer shared = world.api.post(world.admin, "/api/access/share", Json.write(share));
        assertThat(shared.status()).as(shared.text()).isEqualTo(200);
        return (ObjectNode) world.api.get(world.admin, "/api/entityView/" + id).json();
    }

    private void assertRefused(ObjectNode view, String permission) {
        Answer answer = save(view.remove(List.of("version")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains(permission);
    }

    private ObjectNode narrowed(ObjectNode view) {
        Answer answer = save(view.remove(List.of("version")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return (ObjectNode) answer.json();
    }

    @Test
    void writerOfAViewNeedsItsTargetToShowMore() {
        ObjectNode view = saved("shared", hidden);
        String permission = "READ on the entity that it shows";
        List<String> two = List.of("temperature", "humidity");
        assertRefused(keys(view.deepCopy(), List.of("temperature", "pressure"), List.of("serial")), permission);
        assertRefused(keys(view.deepCopy(), two, List.of("serial", "owner")), permission);
        assertRefused(view.deepCopy().put("startTimeMs", 999), permission);
        assertRefused(view.deepCopy().put("startTimeMs", 0), permission);
        assertRefused(view.deepCopy().put("endTimeMs", 2001), permission);
        assertRefused(view.deepCopy().put("endTimeMs", 0), permission);
        assertRefused(view.deepCopy().putNull("endTimeMs"), permission);
        assertRefused(view.deepCopy().remove(List.of("endTimeMs")), permission);
        assertThat(world.api
                        .get(world.admin, "/api/entityView/" + view.at("/id/id").asText())
                        .json())
                .isEqualTo(view);
    }

    @Test
    void narrowingNeedsNothingOfTheTargetAndCannotBeUndone() {
        ObjectNode view = saved("narrowed", hidden);
        ObjectNode fewer = narrowed(keys(view.deepCopy(), List.of("temperature"), List.of()));
        ObjectNode shorter = narrowed(fewer.deepCopy().put("startTimeMs", 1500).put("endTimeMs", 1600));
        assertRefused(shorter.deepCopy().put("startTimeMs", 1000), "READ on the entity");
        assertRefused(keys(shorter.deepCopy(), List.of("temperature", "humidity"), List.of()), "READ on the entity");
        ObjectNode none = narrowed(shorter.deepCopy().putNull("keys"));
        // With no keys at all the time shows nothing, and may be anything.
        narrowed(none.put("startTimeMs", 0).put("endTimeMs", 0));
    }

    @Test
    void attributesOfAnotherScopeAreMore() {
        ObjectNode view = saved("scopes", hidden);
        ObjectNode attributes = (ObjectNode) view.at("/keys/attributes");
        attributes.set("sh", attributes.get("ss"));
        assertRefused(view, "READ on the entity");
    }

    @Test
    void onlyThePermissionsThatFitAreAsked() {
        ObjectNode view = saved("fits", withoutTelemetry);
        List<String> two = List.of("temperature", "humidity");
        assertRefused(keys(view.deepCopy(), List.of("pressure"), List.of("serial")), "READ_TELEMETRY");
        ObjectNode more = narrowed(keys(view.deepCopy(), two, List.of("serial", "owner")));
        assertRefused(more.deepCopy().put("endTimeMs", 2001), "READ_TELEMETRY");
        ObjectNode attributesOnly = narrowed(keys(more.deepCopy(), List.of(), List.of("serial")));
        narrowed(attributesOnly.put("endTimeMs", 3000));
        assertRefused(saved("fits too", withoutAttributes).put("endTimeMs", 2001), "READ_ATTRIBUTES");
    }

    @Test
    void keysMustBeListsOfTexts() {
        ObjectNode view = view("odd keys", open);
        assertThat(save(view.deepCopy().put("keys", "temperature")).status()).isEqualTo(400);
        ObjectNode odd = view.deepCopy();
        ((ObjectNode) odd.get("keys")).putObject("timeseries").put("a", "temperature");
        assertThat(save(odd).status()).isEqualTo(400);
        ObjectNode holed = view.deepCopy();
        ((ObjectNode) holed.get("keys")).putArray("timeseries").addNull();
        assertThat(save(holed).status()).isEqualTo(400);
    }
}

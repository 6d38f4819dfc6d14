package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.http.TestApi.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A view shows what its owner as a party may read of the target now, on every channel, whoever looks through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ViewOwnerTest {

    private final LiveServer server = new LiveServer();
    private int cases;

    @AfterAll
    void close() {
        server.close();
    }

    /** A device of B that A may read by a share, and A's view of it. */
    private final class Case {
        final Entry device;
        final String grant;
        final UUID view;

        Case(Map<String, Object> receiver) {
            cases++;
            device = server.device("Device " + cases, server.customerB);
            server.store(device, "t", 41);
            server.attribute(device, KeyScope.SERVER_SCOPE, "model", "secret-model");
            grant = share(device, receiver, true);
            view = server.world.save(server.mia, "/api/entityView", view("View " + cases, device));
        }

        String base() {
            return "/api/plugins/telemetry/ENTITY_VIEW/" + view;
        }

        Map<String, String> shown(Actor actor) {
            Map<String, String> shown = new LinkedHashMap<>();
            for (String path : List.of(
                    base() + "/values/timeseries",
                    base() + "/values/timeseries?keys=t&startTs=0&endTs=9999999999999",
                    base() + "/keys/timeseries",
                    base() + "/values/attributes",
                    base() + "/keys/attributes/SERVER_SCOPE",
                    "/api/telemetry/export/ENTITY_VIEW/" + view + "?keys=t&startTs=0&endTs=9999999999999")) {
                Answer answer = server.ok(server.world.api.get(actor, path));
                shown.put(path, answer.text());
            }
            return shown;
        }
    }

    private Map<String, Object> view(String name, Entry device) {
        return Map.of(
                "name",
                name,
                "type",
                "window",
                "entityId",
                new Ref("DEVICE", device.id()),
                "keys",
                Map.of("timeseries", List.of("t"), "attributes", Map.of("ss", List.of("model"))));
    }

    private String share(Entry device, Map<String, Object> receiver, boolean read) {
        Map<String, Object> share =
                Map.of("entity", new Ref("DEVICE", device.id()), "receiver", receiver, "readElseWrite", read);
        return server.ok(server.world.api.post(server.world.admin, "/api/access/share", Json.write(share)))
                .json()
                .at("/grantIds/0")
                .asText();
    }

    /** Shares a device so that the receiver may pass on what he reads. */
    private String shareToPassOn(Entry device) {
        UUID role = server.world.save(
                server.world.admin,
                "/api/role",
                RevokedStream.role(++cases, null, "READ", "READ_TELEMETRY", "READ_ATTRIBUTES", "SHARE_GROUP"));
        Map<String, Object> share = Map.of(
                "entity", new Ref("DEVICE", device.id()),
                "receiver", customerA(),
                "roleIds", List.of(new Ref("ROLE", role)));
        return server.ok(server.world.api.post(server.world.admin, "/api/access/share", Json.write(share)))
                .json()
                .at("/grantIds/0")
                .asText();
    }

    private static void assertShows(Map<String, String> shown) {
        shown.forEach((path, text) -> assertThat(text).as(path).containsAnyOf("41", "\"t\"", "model"));
    }

    private static void assertEmpty(Map<String, String> shown) {
        shown.forEach((path, text) -> assertThat(text)
                .as(path)
                .doesNotContain("41")
                .doesNotContain("\"t\"")
                .doesNotContain("model"));
    }

    private Map<String, Object> customerA() {
        return RevokedStream.customer(server.customerA);
    }

    @Test
    void viewShowsNothingAfterTheShareIsRevokedAndAgainAfterANewOne() {
        Case own = new Case(customerA());
        assertShows(own.shown(server.mia));
        assertShows(own.shown(server.emma));
        server.unshare(own.grant);
        assertEmpty(own.shown(server.mia));
        assertEmpty(own.shown(server.emma));
        // Also the tenant's administrators look through the owner's eyes: the view is A's.
        assertEmpty(own.shown(server.world.admin));
        share(own.device, customerA(), true);
        assertShows(own.shown(server.mia));
    }

    @Test
    void viewShowsNothingOfADeviceThatWentToAnotherCustomer() {
        Case own = new Case(customerA());
        move(own.device, server.customerA);
        assertShows(own.shown(server.emma));
        move(own.device, server.customerB);
        assertEmpty(own.shown(server.emma));
    }

    @Test
    void viewInAPublicGroupShowsWhatItsOwnerMayPassOn() {
        Case own = new Case(customerA());
        UUID group = server.world.save(
                server.world.admin,
                "/api/entityGroup",
                Map.of("type", "ENTITY_VIEW", "name", "Views " + cases, "ownerId", customerA()));
        post("/api/entityGroup/" + group + "/addEntities", Json.write(List.of(own.view)));
        post("/api/entityGroup/" + group + "/makePublic", "");
        String publicId = server.ok(server.world.api.get(server.world.admin, "/api/entityGroup/" + group))
                .json()
                .at("/additionalInfo/publicCustomerId")
                .asText();
        JsonNode pair = server.ok(
                        server.world.api.post(null, "/api/auth/login/public", Json.write(Map.of("publicId", publicId))))
                .json();
        Actor visitor = server.world.caller(pair.path("token").asText());
        assertEmpty(own.shown(visitor));
        String toPassOn = shareToPassOn(own.device);
        assertShows(own.shown(visitor));
        server.unshare(toPassOn);
        assertEmpty(own.shown(visitor));
        assertShows(own.shown(server.emma));
    }

    @Test
    void viewThatAnotherGotByAShareShowsWhatItsOwnerMayPassOn() {
        Case own = new Case(customerA());
        Map<String, Object> share = Map.of(
                "entity",
                new Ref("ENTITY_VIEW", own.view),
                "receiver",
                RevokedStream.customer(server.customerA1),
                "readElseWrite",
                true);
        server.ok(server.world.api.post(server.world.admin, "/api/access/share", Json.write(share)));
        assertEmpty(own.shown(server.sub));
        String toPassOn = shareToPassOn(own.device);
        assertShows(own.shown(server.sub));
        server.unshare(toPassOn);
        assertEmpty(own.shown(server.sub));
        assertShows(own.shown(server.emma));
    }

    @Test
    void whatOneUserHoldsAloneIsNotTheOwners() {
        Case own = new Case(Map.of("entityType", "USER", "id", server.mia.userId()));
        assertThat(server.world
                        .api
                        .get(server.mia, "/api/device/" + own.device.id())
                        .status())
                .isEqualTo(200);
        assertEmpty(own.shown(server.mia));
    }

    @Test
    void subscriptionsEndWithTheShare() {
        endsOnTheWire(own -> server.unshare(own.grant));
    }

    @Test
    void subscriptionsEndWithTheMoveOfTheTarget() {
        endsOnTheWire(own -> post("/api/owner/TENANT/" + server.world.tenant + "/DEVICE/" + own.device.id(), ""));
    }

    private void endsOnTheWire(Consumer<Case> end) {
        Case own = new Case(customerA());
        String of = "\"entityType\":\"ENTITY_VIEW\",\"entityId\":\"" + own.view + "\"";
        LiveClient client = server.client(server.emma);
        client.commands(
                "{\"type\":\"TIMESERIES\",\"cmdId\":1," + of + ",\"keys\":\"t\"}",
                "{\"type\":\"ATTRIBUTES\",\"cmdId\":2," + of + "}",
                "{\"type\":\"ENTITY_DATA\",\"cmdId\":3,\"query\":{\"entityFilter\":{\"type\":\"singleEntity\","
                        + "\"singleEntity\":{\"entityType\":\"ENTITY_VIEW\",\"id\":\"" + own.view + "\"}},"
                        + "\"pageLink\":{\"pageSize\":10,\"page\":0}}"
                        + Commands.latest("TIME_SERIES:t", "ATTRIBUTE:model")
                        + Commands.ts("t", server.world.platform.clock().millis() - 60_000, 60_000) + "}");
        assertThat(client.next(1).toString()).contains("\"41\"");
        assertThat(client.next(2).toString()).contains("secret-model");
        assertThat(client.next(3).toString()).contains("secret-model").contains("\"41\"");
        end.accept(own);
        assertThat(client.next(frame -> LiveClient.id(frame) == 1)
                        .path("errorCode")
                        .asInt())
                .isEqualTo(3);
        JsonNode blank = client.next(frame -> LiveClient.id(frame) == 3);
        assertThat(blank.toString()).doesNotContain("secret-model").doesNotContain("\"41\"");
        server.store(own.device, "t", 42);
        server.attribute(own.device, KeyScope.SERVER_SCOPE, "model", "newer-model");
        client.settled()
                .forEach(frame ->
                        assertThat(frame.toString()).doesNotContain("42").doesNotContain("-model"));
        share(own.device, customerA(), true);
        client.next(frame -> LiveClient.id(frame) == 3 && frame.toString().contains("newer-model"));
        client.close();
    }

    private void move(Entry device, UUID customer) {
        post("/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device.id(), "");
    }

    private void post(String path, String body) {
        server.ok(server.world.api.post(server.world.admin, path, body));
    }
}

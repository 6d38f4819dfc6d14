package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import io.atrium.ingest.DeviceGateway;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who learnt a device's secret under a share knows it after the share; the owner's side is told, and can end it. */
final class SharedCredentialsTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final UUID NORTH = WORLD.newCustomer(WORLD.tenant, null, "North");
    private static final UUID SOUTH = WORLD.newCustomer(WORLD.tenant, null, "South");
    private static final Actor NORTHS =
            WORLD.newUser(WORLD.tenant, NORTH, "n@secrets.example", DefaultGroups.CUSTOMER_USERS);
    private static final Actor SOUTHS =
            WORLD.newUser(WORLD.tenant, SOUTH, "s@secrets.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device", Map.of("name", name));
    }

    private static String share(UUID device, UUID customer, boolean readElseWrite, String more) {
        Answer answer =
                WORLD.api.post(WORLD.admin, "/api/access/share", """
                {"entity":{"entityType":"DEVICE","id":"%s"},"receiver":{"entityType":"CUSTOMER","id":"%s"},
                 "readElseWrite":%s%s}
                """.formatted(device, customer, readElseWrite, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at("/grantIds/0").asText();
    }

    private static void revoke(String grant) {
        assertThat(WORLD.api
                        .delete(WORLD.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
    }

    private static Answer read(Actor actor, UUID device) {
        return WORLD.api.get(actor, "/api/device/" + device + "/credentials");
    }

    private static boolean told(Actor actor, UUID device) {
        return WORLD.api
                .get(actor, "/api/device/info/" + device)
                .json()
                .get("credentialsOfFormerReceiver")
                .booleanValue();
    }

    @Test
    void theTenantIsToldWhenTheShareUnderWhichTheyWereReadHasEnded() {
        UUID device = device("read");
        String grant = share(device, NORTH, false, "");
        assertThat(read(NORTHS, device).status()).isEqualTo(200);
        assertThat(told(WORLD.admin, device)).as("while the share lasts").isFalse();
        revoke(grant);
        assertThat(told(WORLD.admin, device)).isTrue();
        WORLD.platform.gate().forget(WORLD.tenant);
        assertThat(told(WORLD.admin, device)).as("after a restart").isTrue();
        assertThat(WORLD.api
                        .post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "")
                        .status())
                .isEqualTo(200);
        assertThat(told(WORLD.admin, device)).isFalse();
    }

    @Test
    void theTenantIsToldOfATokenThatAReceiverSet() {
        UUID device = device("set");
        String grant = share(device, NORTH, false, "");
        Answer set = WORLD.api.post(
                NORTHS,
                "/api/device?accessToken=norths-own",
                "{\"id\":{\"entityType\":\"DEVICE\",\"id\":\"" + device + "\"},\"name\":\"set\"}");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        revoke(grant);
        assertThat(told(WORLD.admin, device)).isTrue();
    }

    @Test
    void theTenantIsToldWhenTheTimeOfTheShareIsOver() {
        UUID device = device("timed");
        share(device, NORTH, false, ",\"until\":" + (CLOCK.millis() + 60_000));
        assertThat(read(NORTHS, device).status()).isEqualTo(200);
        CLOCK.advance(Duration.ofMinutes(2));
        assertThat(told(WORLD.admin, device)).isTrue();
    }

    @Test
    void theTenantIsToldWhenTheReceiversPersonIsGone() {
        UUID device = device("gone");
        share(device, NORTH, false, "");
        Actor leaver = WORLD.newUser(WORLD.tenant, NORTH, "l@secrets.example", DefaultGroups.CUSTOMER_USERS);
        assertThat(read(leaver, device).status()).isEqualTo(200);
        assertThat(WORLD.api.delete(WORLD.admin, "/api/user/" + leaver.userId()).status())
                .isEqualTo(200);
        assertThat(told(WORLD.admin, device)).isTrue();
    }

    @Test
    void receiversAreNotToldOfEachOther() {
        UUID device = device("both");
        String grant = share(device, NORTH, false, "");
        share(device, SOUTH, false, "");
        assertThat(read(NORTHS, device).status()).isEqualTo(200);
        revoke(grant);
        assertThat(told(WORLD.admin, device)).isTrue();
        assertThat(told(SOUTHS, device)).isFalse();
    }

    @Test
    void anOwnersOwnPeopleAreItsOwnMatter() {
        UUID device = device("own");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + SOUTH + "/DEVICE/" + device, "");
        Actor leaver = WORLD.newUser(WORLD.tenant, SOUTH, "o@secrets.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        assertThat(read(leaver, device).status()).isEqualTo(200);
        WORLD.api.delete(WORLD.admin, "/api/user/" + leaver.userId());
        assertThat(told(WORLD.admin, device)).isFalse();
    }

    @Test
    void aReaderOfAShareIsShownNoCredentials() {
        UUID device = device("closed");
        share(device, NORTH, true, "");
        assertThat(read(NORTHS, device).status()).isEqualTo(403);
    }

    @Test
    void aShareOfAGatewayIsNoShareOfItsSecret() {
        Map<String, Object> gateway = Map.of("name", "gateway", "additionalInfo", Map.of("gateway", true));
        UUID device = WORLD.save(WORLD.admin, "/api/device", gateway);
        share(device, NORTH, false, "");
        String base = "/api/device/" + device + "/credentials";
        String id = "{\"id\":{\"entityType\":\"DEVICE\",\"id\":\"" + device + "\"},\"name\":\"gateway\"}";
        Map<String, Answer> ways = Map.of(
                "read", read(NORTHS, device),
                "renew", WORLD.api.post(NORTHS, base + "/renew", ""),
                "set with a save", WORLD.api.post(NORTHS, "/api/device?accessToken=norths-gateway", id),
                "read the lines", WORLD.api.get(NORTHS, "/api/device-connectivity/" + device));
        ways.forEach((way, answer) ->
                assertThat(answer.status()).as(way + " " + answer.text()).isEqualTo(403));
        assertThat(read(WORLD.admin, device).status()).isEqualTo(200);
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + SOUTH + "/DEVICE/" + device, "");
        assertThat(read(SOUTHS, device).status()).isEqualTo(200);
    }

    private static Answer makeGateway(Actor actor, UUID device, String name) {
        return WORLD.api.post(actor, "/api/device", """
                {"id":{"entityType":"DEVICE","id":"%s"},"name":"%s","additionalInfo":{"gateway":true}}
                """.formatted(device, name));
    }

    @Test
    void aDeviceWhoseSecretAnotherSideKnowsBecomesAGatewayWithANewOneOnly() {
        UUID device = device("becomes a gateway");
        String grant = share(device, NORTH, false, "");
        assertThat(read(NORTHS, device).status()).isEqualTo(200);
        assertThat(makeGateway(WORLD.admin, device, "becomes a gateway").text())
                .contains("People of another side know the credentials");
        revoke(grant);
        assertThat(makeGateway(WORLD.admin, device, "becomes a gateway").status())
                .as("what was learnt outlives the share")
                .isEqualTo(400);
        WORLD.api.post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "");
        assertThat(makeGateway(WORLD.admin, device, "becomes a gateway").status())
                .isEqualTo(200);
    }

    @Test
    void peopleOfTheOwnersSideMayKnowTheSecretOfItsGateway() {
        UUID device = device("own gateway");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + SOUTH + "/DEVICE/" + device, "");
        assertThat(read(SOUTHS, device).status()).isEqualTo(200);
        assertThat(read(WORLD.admin, device).status()).isEqualTo(200);
        assertThat(makeGateway(SOUTHS, device, "own gateway").status()).isEqualTo(200);
    }

    private static String token(UUID device) {
        return read(WORLD.admin, device).json().path("credentialsId").asText();
    }

    private static void post(Actor actor, String path, Object body) {
        Answer answer = WORLD.api.post(actor, path, Json.write(body));
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
    }

    private static Map<String, Object> credentials(UUID device, String type, String field, Object value) {
        return Map.of("deviceId", Map.of("entityType", "DEVICE", "id", device), "credentialsType", type, field, value);
    }

    /** A device whose credentials somebody read under a share that has ended. */
    private static UUID learnt(String name, Map<String, Object> first) {
        UUID device = device(name);
        if (!first.isEmpty()) {
            post(
                    WORLD.admin,
                    "/api/device/credentials",
                    credentials(device, "MQTT_BASIC", "credentialsValue", Json.write(first)));
        }
        String grant = share(device, NORTH, false, "");
        assertThat(read(NORTHS, device).status()).isEqualTo(200);
        revoke(grant);
        assertThat(told(WORLD.admin, device)).isTrue();
        return device;
    }

    @Test
    void savingTheSameTokenAgainMakesItNoSecret() {
        UUID device = learnt("same", Map.of());
        String token = token(device);
        Map<String, Object> document = Map.of("id", Map.of("entityType", "DEVICE", "id", device), "name", "same");
        Map<String, Object> same = credentials(device, "ACCESS_TOKEN", "credentialsId", token);
        post(WORLD.admin, "/api/device/credentials", same);
        assertThat(told(WORLD.admin, device)).as("unchanged").isTrue();
        Map<String, Object> withValue = new HashMap<>(same);
        withValue.put("credentialsValue", "of no use");
        post(WORLD.admin, "/api/device/credentials", withValue);
        assertThat(told(WORLD.admin, device)).as("only the value").isTrue();
        post(WORLD.admin, "/api/device-with-credentials", Map.of("device", document, "credentials", same));
        assertThat(told(WORLD.admin, device)).as("with the device").isTrue();
        post(WORLD.admin, "/api/device?accessToken=" + token, document);
        assertThat(told(WORLD.admin, device)).as("as a parameter").isTrue();
        post(
                WORLD.admin,
                "/api/device/bulk_import",
                Map.of(
                        "file",
                        "n,t\nsame," + token,
                        "mapping",
                        Map.of(
                                "columns",
                                List.of(Map.of("type", "NAME"), Map.of("type", "ACCESS_TOKEN")),
                                "delimiter",
                                ",",
                                "header",
                                true,
                                "update",
                                true)));
        assertThat(told(WORLD.admin, device)).as("from a file").isTrue();
        assertThatThrownBy(() -> INGEST.claim(INGEST.byToken(token).orElseThrow(), new byte[0])
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("may know its credentials");
        post(WORLD.admin, "/api/device/credentials", credentials(device, "ACCESS_TOKEN", "credentialsId", "another"));
        assertThat(told(WORLD.admin, device)).isFalse();
    }

    @Test
    void aPasswordThatStaysIsKnownUnderAnyName() {
        UUID device = learnt("fleet", Map.of("clientId", "c1", "userName", "u1", "password", "p1"));
        for (Map<String, Object> value : List.<Map<String, Object>>of(
                Map.of("userName", "u2", "password", "p1"), Map.of("clientId", "c3", "userName", "p1"))) {
            post(
                    WORLD.admin,
                    "/api/device/credentials",
                    credentials(device, "MQTT_BASIC", "credentialsValue", Json.write(value)));
            assertThat(told(WORLD.admin, device)).as(value.toString()).isTrue();
        }
        post(
                WORLD.admin,
                "/api/device/credentials",
                credentials(
                        device,
                        "MQTT_BASIC",
                        "credentialsValue",
                        Json.write(Map.of("clientId", "c3", "userName", "u2", "password", "p2"))));
        assertThat(told(WORLD.admin, device)).isFalse();
    }

    @Test
    void aFormerSecretThatIsSetAgainIsAsKnownAsItWas() {
        UUID device = learnt("and back", Map.of());
        String token = token(device);
        WORLD.api.post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "");
        assertThat(told(WORLD.admin, device)).isFalse();
        post(WORLD.admin, "/api/device/credentials", credentials(device, "ACCESS_TOKEN", "credentialsId", token));
        assertThat(told(WORLD.admin, device)).as("its own of before").isTrue();
        assertThat(WORLD.api.delete(WORLD.admin, "/api/device/" + device).status())
                .isEqualTo(200);
        UUID next = WORLD.save(WORLD.admin, "/api/device?accessToken=" + token, Map.of("name", "its successor"));
        assertThat(told(WORLD.admin, next)).as("that of a device that is gone").isTrue();
    }

    @Test
    void whatSomebodyKnowsGoesWithHimToAnotherSide() {
        UUID device = device("employee");
        Actor mover = WORLD.newUser(WORLD.tenant, null, "m@secrets.example", DefaultGroups.TENANT_ADMINISTRATORS);
        String token = read(mover, device).json().path("credentialsId").asText();
        assertThat(told(WORLD.admin, device)).isFalse();
        post(WORLD.admin, "/api/owner/CUSTOMER/" + SOUTH + "/USER/" + mover.userId(), List.of());
        assertThat(told(WORLD.admin, device)).isTrue();
        assertThatThrownBy(() -> INGEST.claim(INGEST.byToken(token).orElseThrow(), new byte[0])
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("may know its credentials");
    }

    @Test
    void whoRenewsIsShownWhatHeSetAndNotWhatOthersSetAfterHim() {
        UUID device = device("overtaken");
        share(device, NORTH, false, "");
        AtomicBoolean isFirst = new AtomicBoolean(true);
        WORLD.platform.bus().on(DeviceCredentialsChanged.class, event -> {
            if (event.deviceId().equals(device) && isFirst.getAndSet(false)) {
                WORLD.api.post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "");
            }
        });
        Answer renewed = WORLD.api.post(NORTHS, "/api/device/" + device + "/credentials/renew", "");
        assertThat(renewed.json().path("credentialsId").asText()).isNotEmpty().isNotEqualTo(token(device));
    }
}

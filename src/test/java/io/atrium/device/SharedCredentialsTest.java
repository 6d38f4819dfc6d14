package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who learnt a device's secret under a share knows it after the share; the owner's side is told, and can end it. */
final class SharedCredentialsTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
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
}

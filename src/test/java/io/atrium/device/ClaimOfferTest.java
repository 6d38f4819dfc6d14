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
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.GatewaySession;
import io.atrium.ingest.RecordingLink;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A device's offer to be claimed counts as long as the credentials and the owner stay under which it was made. */
final class ClaimOfferTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final UUID CUSTOMER = WORLD.newCustomer(WORLD.tenant, null, "Offers");
    private static final Actor CLAIMER =
            WORLD.newUser(WORLD.tenant, CUSTOMER, "c@offers.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    private static final byte[] OFFER = "{\"secretKey\":\"s\"}".getBytes(StandardCharsets.UTF_8);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name, boolean isGateway) {
        return WORLD.save(
                WORLD.admin,
                "/api/device?accessToken=o-" + name,
                Map.of("name", name, "additionalInfo", Map.of("gateway", isGateway)));
    }

    private static DeviceSession session(String name) {
        return INGEST.byToken("o-" + name).orElseThrow();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Answer claim(String name) {
        return WORLD.api.post(CLAIMER, "/api/customer/device/" + name + "/claim", "{\"secretKey\":\"s\"}");
    }

    private static void post(String path) {
        Answer answer = WORLD.api.post(WORLD.admin, path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void renew(UUID device) {
        post("/api/device/" + device + "/credentials/renew");
    }

    private static String owner(UUID device) {
        return WORLD.api
                .get(WORLD.admin, "/api/device/" + device)
                .json()
                .at("/ownerId/id")
                .asText();
    }

    @Test
    void anOfferThatWasMadeWithAFormerTokenIsTakenAwayWithIt() {
        UUID device = device("offered-before", false);
        done(INGEST.claim(session("offered-before"), OFFER));
        renew(device);
        assertThat(claim("offered-before").status()).isEqualTo(404);
        assertThat(owner(device)).isEqualTo(WORLD.tenant.toString());
    }

    @Test
    void aSessionOfAFormerTokenMakesNoOffer() {
        UUID device = device("offered-late", false);
        DeviceSession stale = session("offered-late");
        renew(device);
        assertThatThrownBy(() -> done(INGEST.claim(stale, OFFER))).hasMessageContaining("other credentials");
        assertThat(claim("offered-late").status()).isEqualTo(404);
    }

    @Test
    void aSessionOfBeforeAChangeOfOwnerWithNewCredentialsMakesNoOffer() {
        UUID device = device("taken-back", false);
        post("/api/owner/CUSTOMER/" + CUSTOMER + "/DEVICE/" + device);
        DeviceSession stale = session("taken-back");
        post("/api/owner/TENANT/" + WORLD.tenant + "/DEVICE/" + device + "?newCredentials=true");
        assertThatThrownBy(() -> done(INGEST.claim(stale, OFFER))).hasMessageContaining("other credentials");
        assertThat(claim("taken-back").status()).isEqualTo(404);
        assertThat(owner(device)).isEqualTo(WORLD.tenant.toString());
    }

    @Test
    void anOfferThroughAGatewayEndsWithTheGatewaysCredentials() {
        UUID gateway = device("bringer", true);
        device("brought", false);
        GatewaySession behind =
                INGEST.openGateway(session("bringer"), DeviceTransport.MQTT, name -> new RecordingLink());
        byte[] offer = Json.bytes(Json.object().set("brought", Json.object().put("secretKey", "s")));
        done(behind.claim(offer));
        renew(gateway);
        assertThat(claim("brought").status()).isEqualTo(404);
        assertThatThrownBy(() -> done(behind.claim(offer))).hasMessageContaining("other credentials");
        assertThat(claim("brought").status()).isEqualTo(404);
    }

    @Test
    void aGatewayOfFormerCredentialsMakesNoDevices() {
        UUID gateway = device("maker", true);
        GatewaySession stale = INGEST.openGateway(session("maker"), DeviceTransport.MQTT, name -> new RecordingLink());
        renew(gateway);
        assertThatThrownBy(() -> done(stale.connect("made-late", null))).hasMessageContaining("other credentials");
        assertThat(WORLD.api
                        .get(WORLD.admin, "/api/tenant/devices?deviceName=made-late")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anOfferByAGatewayThatMaySpeakForTheDeviceNoMoreDoesNotCount() {
        UUID gateway = device("dismissed", true);
        device("left-behind", false);
        GatewaySession behind =
                INGEST.openGateway(session("dismissed"), DeviceTransport.MQTT, name -> new RecordingLink());
        done(behind.claim(
                Json.bytes(Json.object().set("left-behind", Json.object().put("secretKey", "s")))));
        Answer plain = WORLD.api.post(WORLD.admin, "/api/device", """
                {"id":{"entityType":"DEVICE","id":"%s"},"name":"dismissed","additionalInfo":{"gateway":false}}
                """.formatted(gateway));
        assertThat(plain.status()).as(plain.text()).isEqualTo(200);
        assertThat(claim("left-behind").status()).isEqualTo(404);
    }

    @Test
    void anAdministratorsOfferEndsWithHisRightToMakeIt() {
        UUID device = device("promised", false);
        Actor mover = WORLD.newUser(WORLD.tenant, null, "m@offers.example", DefaultGroups.TENANT_ADMINISTRATORS);
        Answer offered = WORLD.api.post(
                mover,
                "/api/plugins/telemetry/DEVICE/" + device + "/attributes/SERVER_SCOPE",
                Json.write(
                        Map.of("claimingData", Map.of("secretKey", "s", "expirationTime", CLOCK.millis() + 60_000))));
        assertThat(offered.status()).as(offered.text()).isEqualTo(200);
        Answer moved = WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + CUSTOMER + "/USER/" + mover.userId(), "[]");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(claim("promised").status()).isEqualTo(404);
    }
}

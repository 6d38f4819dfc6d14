package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import io.atrium.ingest.DeviceGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A device goes to the customer who knows its secret, once, and to nobody else (device-data-api 7.3). */
final class ClaimApiTest {

    private static final HandClock CLOCK = new HandClock();
    private static final TestWorld WORLD = new TestWorld(CLOCK);
    private static final DeviceGateway INGEST = WORLD.ingest.gateway();
    private static final UUID CUSTOMER = WORLD.newCustomer(WORLD.tenant, null, "Claimers");
    private static final Actor CLAIMER =
            WORLD.newUser(WORLD.tenant, CUSTOMER, "c@claimers.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.save(WORLD.admin, "/api/device?accessToken=t-" + name, Map.of("name", name));
    }

    private static void offer(String name, String body) {
        INGEST.claim(INGEST.byToken("t-" + name).orElseThrow(), body.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }

    private static Answer claim(Actor actor, String name, String secret) {
        return WORLD.api.post(
                actor, "/api/customer/device/" + name + "/claim", Json.write(Map.of("secretKey", secret)));
    }

    @Test
    void readsADurationHoweverItIsWritten() {
        device("text");
        for (String duration : new String[] {"\"60000\"", "60000.0", "6e4"}) {
            offer("text", "{\"secretKey\":\"s\",\"durationMs\":" + duration + "}");
            CLOCK.advance(Duration.ofSeconds(60));
            assertThat(claim(CLAIMER, "text", "s").status()).as(duration).isEqualTo(404);
        }
        assertThatThrownBy(() -> offer("text", "{\"durationMs\":\"soon\"}")).hasMessageContaining("'durationMs'");
    }

    /** Else an offer would stand open to everybody who knows the name. */
    @Test
    void aSecretOfAWrongTypeOrUnderAnotherNameIsNoOfferWithoutSecret() {
        UUID device = device("careful");
        for (String secret : new String[] {"[\"a\"]", "[]", "{\"a\":1}", "true", "1.5"}) {
            assertThatThrownBy(() -> offer("careful", "{\"secretKey\":" + secret + "}"))
                    .as(secret)
                    .hasMessageContaining("Field 'secretKey' must be a text");
            Map<String, Object> data = Map.of("secretKey", Json.read(secret, JsonNode.class));
            Map<String, Object> attribute = new HashMap<>(data);
            attribute.put("expirationTime", CLOCK.millis() + 1000);
            assertThat(attribute(WORLD.admin, device, Map.of("claimingData", attribute))
                            .status())
                    .as(secret)
                    .isEqualTo(400);
        }
        assertThatThrownBy(() -> offer("careful", "{\"secretkey\":\"k\"}")).hasMessageContaining("'secretKey'");
        assertThatThrownBy(() -> offer("careful", "{\"secretKey\":\"k\",\"secretKey\":null}"))
                .hasMessageContaining("not valid JSON");
        assertThat(claim(CLAIMER, "careful", "").status()).isEqualTo(404);
        offer("careful", "{\"secretKey\":\"null\"}");
        assertThat(claim(CLAIMER, "careful", "null").status()).isEqualTo(200);
    }

    @Test
    void theRightSecretBringsTheDeviceAndTheCustomerCanGiveItBack() {
        UUID device = device("wanted");
        assertThat(WORLD.api.get(CLAIMER, "/api/device/" + device).status()).isEqualTo(404);
        offer("wanted", "{\"secretKey\":\"s1\",\"durationMs\":60000}");
        offer("wanted", "{\"secretKey\":\"s2\",\"durationMs\":60000}");
        Answer answer = claim(CLAIMER, "wanted", "s1");
        assertThat(answer.status()).as("the first offer stands").isEqualTo(200);
        assertThat(answer.json().path("response").asText()).isEqualTo("SUCCESS");
        assertThat(answer.json().at("/device/id/id").asText()).isEqualTo(device.toString());
        assertThat(answer.json().at("/device/customerId/id").asText()).isEqualTo(CUSTOMER.toString());
        assertThat(claim(CLAIMER, "wanted", "s1").text()).isEqualTo("\"CLAIMED\"");
        assertThat(WORLD.api
                        .delete(CLAIMER, "/api/customer/device/wanted/claim")
                        .status())
                .isEqualTo(200);
        assertThat(WORLD.api.get(CLAIMER, "/api/device/" + device).status()).isEqualTo(404);
    }

    @Test
    void aWrongSecretUsesTheOfferUp() {
        device("guessed");
        offer("guessed", "{\"secretKey\":\"right\"}");
        Answer wrong = claim(CLAIMER, "guessed", "wrong");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).isEqualTo("\"FAILURE\"");
        Answer late = claim(CLAIMER, "guessed", "right");
        Answer never = claim(CLAIMER, "never-was", "right");
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.text()).as("as if it never was").isEqualTo(never.text());
    }

    @Test
    void anOfferEndsWithItsTime() {
        device("slow");
        offer("slow", "{\"secretKey\":\"s\",\"durationMs\":60000}");
        CLOCK.advance(Duration.ofSeconds(60));
        assertThat(claim(CLAIMER, "slow", "s").status()).isEqualTo(404);
        offer("slow", "");
        assertThat(claim(CLAIMER, "slow", "").status())
                .as("no secret was asked for")
                .isEqualTo(200);
    }

    private static Answer attribute(Actor actor, UUID device, Object attributes) {
        return WORLD.api.post(
                actor, "/api/plugins/telemetry/DEVICE/" + device + "/attributes/SERVER_SCOPE", Json.write(attributes));
    }

    private static Map<String, Object> claimingData(String secret) {
        return Map.of("claimingData", Map.of("secretKey", secret, "expirationTime", CLOCK.millis() + 1000));
    }

    private static void share(UUID device) {
        Answer answer = WORLD.api.post(
                WORLD.admin,
                "/api/access/share",
                Json.write(Map.of(
                        "entity", Map.of("entityType", "DEVICE", "id", device),
                        "receiver", Map.of("entityType", "CUSTOMER", "id", CUSTOMER),
                        "readElseWrite", false)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void anAdministratorOffersByAnAttributeThatNobodyReads() {
        UUID device = device("by-attribute");
        assertThat(attribute(WORLD.admin, device, claimingData("hush-hush")).status())
                .isEqualTo(200);
        assertThat(WORLD.api
                        .get(WORLD.admin, "/api/plugins/telemetry/DEVICE/" + device + "/values/attributes")
                        .text())
                .doesNotContain("claimingData");
        assertThat(WORLD.api
                        .get(WORLD.admin, "/api/audit/logs/entity/DEVICE/" + device + "?pageSize=100&page=0")
                        .text())
                .contains("claimingData")
                .doesNotContain("hush-hush");
        assertThat(claim(CLAIMER, "by-attribute", "hush-hush").status()).isEqualTo(200);
    }

    @Test
    void aWriteShareDoesNotOfferADevice() {
        UUID device = device("lent");
        share(device);
        for (Map<String, ?> attributes : List.of(
                claimingData("mine"),
                Map.of("claimingAllowed", true),
                Map.of("provisionState", ""),
                Map.of("active", true))) {
            Answer refused = attribute(CLAIMER, device, attributes);
            assertThat(refused.status()).as(attributes.toString()).isEqualTo(403);
        }
        assertThat(attribute(CLAIMER, device, Map.of("floor", 3)).status()).isEqualTo(200);
        assertThat(WORLD.api
                        .delete(
                                CLAIMER,
                                "/api/plugins/telemetry/DEVICE/" + device + "/SERVER_SCOPE?keys=provisionState")
                        .status())
                .isEqualTo(403);
        assertThat(claim(CLAIMER, "lent", "mine").json().asText()).isEqualTo("FAILURE");
        assertThat(owner(device)).isEqualTo(WORLD.tenant.toString());
    }

    private static String owner(UUID device) {
        return WORLD.api
                .get(WORLD.admin, "/api/device/" + device)
                .json()
                .at("/ownerId/id")
                .asText();
    }

    @Test
    void whoLearntADevicesTokenDoesNotOfferItInItsName() {
        UUID device = device("overheard");
        share(device);
        assertThat(WORLD.api
                        .get(CLAIMER, "/api/device/" + device + "/credentials")
                        .json()
                        .path("credentialsId")
                        .asText())
                .isEqualTo("t-overheard");
        assertThatThrownBy(() -> offer("overheard", "{\"secretKey\":\"s\"}"))
                .hasMessageContaining("may know its credentials");
        assertThat(claim(CLAIMER, "overheard", "s").json().asText()).isEqualTo("FAILURE");
        Answer renewed = WORLD.api.post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "");
        String token = renewed.json().path("credentialsId").asText();
        INGEST.claim(INGEST.byToken(token).orElseThrow(), "{\"secretKey\":\"s\"}".getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
        assertThat(claim(CLAIMER, "overheard", "s").status()).isEqualTo(200);
    }

    @Test
    void anOfferOfOneOwnerDoesNotStandUnderTheNext() {
        UUID device = device("returned");
        offer("returned", "{\"secretKey\":\"early\"}");
        WORLD.api.post(WORLD.admin, "/api/owner/CUSTOMER/" + CUSTOMER + "/DEVICE/" + device, "");
        assertThat(attribute(CLAIMER, device, claimingData("kept")).status())
                .as("a customer has nothing to offer")
                .isEqualTo(400);
        WORLD.api.post(WORLD.admin, "/api/owner/TENANT/" + WORLD.tenant + "/DEVICE/" + device, "");
        assertThat(claim(CLAIMER, "returned", "early").status()).isEqualTo(404);
        assertThat(owner(device)).isEqualTo(WORLD.tenant.toString());
    }

    @Test
    void onlyWhoMayClaimDevicesClaims() {
        UUID other = WORLD.newCustomer(WORLD.tenant, null, "Others");
        Actor reader = WORLD.newUser(WORLD.tenant, CUSTOMER, "r@claimers.example", DefaultGroups.CUSTOMER_USERS);
        Actor stranger = WORLD.newUser(WORLD.tenant, other, "o@others.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        device("theirs");
        offer("theirs", "{\"secretKey\":\"s\"}");
        assertThat(claim(reader, "theirs", "s").status()).isEqualTo(403);
        assertThat(claim(CLAIMER, "theirs", "s").status()).isEqualTo(200);
        assertThat(claim(stranger, "theirs", "s").status()).isEqualTo(404);
        assertThat(WORLD.api
                        .delete(stranger, "/api/customer/device/theirs/claim")
                        .status())
                .isEqualTo(404);
        UUID foreignTenant = WORLD.newTenant("Far");
        UUID far = WORLD.newCustomer(foreignTenant, null, "Far customer");
        Actor outsider = WORLD.newUser(foreignTenant, far, "f@far.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        device("near");
        offer("near", "{\"secretKey\":\"s\"}");
        assertThat(claim(outsider, "near", "s").status()).isEqualTo(404);
        assertThat(WORLD.api
                        .post(
                                CLAIMER,
                                "/api/customer/device/near/claim?subCustomerId=" + other,
                                "{\"secretKey\":\"s\"}")
                        .status())
                .as("for a customer beside the own one")
                .isEqualTo(404);
        assertThat(claim(CLAIMER, "near", "s").status()).isEqualTo(200);
    }
}

package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whatever ends a device's right to its connection, or a gateway's to a device, is told within a second. */
final class LostAccessTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final MqttWorld WORLD = new MqttWorld();

    static {
        WORLD.world.ingest.start();
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    /** The next packet, which has to be there within the limit after the change was made. */
    private static Packet soon(RawClient client, Runnable change) {
        change.run();
        long done = System.nanoTime();
        Packet packet = client.read();
        assertThat(Duration.ofNanos(System.nanoTime() - done)).isLessThan(LIMIT);
        return packet;
    }

    private static void ends(RawClient client, int reason, Runnable change) {
        Packet packet = soon(client, change);
        assertThat(packet.type()).isEqualTo(RawClient.DISCONNECT);
        assertThat(packet.code()).isEqualTo(reason);
        assertThat(client.isClosed()).isTrue();
    }

    private static void loses(RawClient client, String device, int reason, Runnable change) {
        Packet packet = soon(client, change);
        assertThat(packet.topic()).isEqualTo("v1/gateway/disconnect");
        assertThat(Json.read(packet.payload(RawClient.V5), JsonNode.class))
                .isEqualTo(Json.object().put("device", device).put("reason", reason));
        client.ack(packet.publishId());
    }

    private static void brings(RawClient client, String device) {
        client.publish("v1/gateway/connect", 1, 1, "{\"device\":\"" + device + "\"}");
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.reason()).isZero();
    }

    private static void isRefused(RawClient client, String device) {
        client.publish("v1/gateway/telemetry", 1, 2, "{\"" + device + "\":[{\"after\":1}]}");
        assertThat(client.read().reason()).isEqualTo(Reason.NOT_AUTHORIZED.code);
        assertThat(client.answersPing()).isTrue();
    }

    private static void giveTo(UUID customer, UUID device) {
        WORLD.ok(WORLD.world.api.post(WORLD.world.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, ""));
    }

    private static UUID customer(String name) {
        return WORLD.world.newCustomer(WORLD.world.tenant, null, name);
    }

    private static RawClient connected(Device device) {
        return RawClient.connected(WORLD.port, RawClient.V5, device.token());
    }

    @Test
    void newCredentials() {
        Device device = WORLD.device("credentials");
        try (RawClient client = connected(device)) {
            ends(client, 0x98, () -> WORLD.setCredentials(device.id(), "ACCESS_TOKEN", "another one", null));
        }
    }

    @Test
    void aDeletedDevice() {
        Device device = WORLD.device("deleted");
        try (RawClient client = connected(device)) {
            ends(client, 0x98, () -> WORLD.ok(WORLD.world.api.delete(WORLD.world.admin, "/api/device/" + device.id())));
        }
    }

    @Test
    void aDeletedCustomerWithAllThatIsItsOwn() {
        UUID customer = customer("Gone");
        Device device = WORLD.device("of a customer");
        giveTo(customer, device.id());
        try (RawClient client = connected(device)) {
            ends(
                    client,
                    0x98,
                    () -> WORLD.ok(
                            WORLD.world.api.delete(WORLD.world.admin, "/api/customer/" + customer + "?cascade=true")));
        }
    }

    @Test
    void anotherProfileWithAnotherTransport() {
        WORLD.post("/api/deviceProfile", Map.of("name", "coap only", "type", "DEFAULT", "transportType", "COAP"));
        Device device = WORLD.device("moves");
        try (RawClient client = connected(device)) {
            ends(client, 0x98, () -> {
                ObjectNode document = (ObjectNode) WORLD.get("/api/device/" + device.id());
                document.remove("deviceProfileId");
                WORLD.post("/api/device", document.put("type", "coap only"));
            });
        }
    }

    @Test
    void theProfileWithAnotherTransport() {
        Device device = WORLD.device(
                WORLD.world.admin, Json.object().put("name", "moved").put("type", "moving"));
        String profile = "/api/deviceProfile/"
                + WORLD.get("/api/device/" + device.id())
                        .at("/deviceProfileId/id")
                        .asText();
        try (RawClient client = connected(device)) {
            ends(
                    client,
                    0x98,
                    () -> WORLD.post(
                            "/api/deviceProfile", ((ObjectNode) WORLD.get(profile)).put("transportType", "COAP")));
        }
    }

    @Test
    void aDeviceThatLeavesItsGatewaysOwner() {
        Device gateway = WORLD.gateway("gateway 1");
        Device device = WORLD.device("given away");
        try (RawClient client = connected(gateway)) {
            brings(client, "given away");
            loses(client, "given away", 0x87, () -> giveTo(customer("Taker"), device.id()));
            isRefused(client, "given away");
            WORLD.share(device.id(), Map.of("secret", 1));
            assertThat(client.answersPing()).as("nothing came before").isTrue();
        }
    }

    @Test
    void aGatewayThatLeavesItsDevicesOwner() {
        Device gateway = WORLD.gateway("gateway 2");
        WORLD.device("stays");
        try (RawClient client = connected(gateway)) {
            brings(client, "stays");
            loses(client, "stays", 0x87, () -> giveTo(customer("Gateway's"), gateway.id()));
            isRefused(client, "stays");
        }
    }

    @Test
    void aRelationThatIsTakenBack() {
        Device gateway = WORLD.gateway("gateway 3");
        try (RawClient client = connected(gateway)) {
            brings(client, "made");
            UUID made = WORLD.idOf("made");
            giveTo(customer("Buyer"), made);
            Packet told = client.read();
            assertThat(told.holds("\"reason\":135")).isTrue();
            client.ack(told.publishId());
            isRefused(client, "made");
            // Somebody who administers both gives it back.
            WORLD.ok(WORLD.world.api.post(
                    WORLD.world.admin,
                    "/api/relation",
                    "{\"from\":{\"entityType\":\"DEVICE\",\"id\":\"" + gateway.id()
                            + "\"},\"to\":{\"entityType\":\"DEVICE\",\"id\":\"" + made
                            + "\"},\"type\":\"Created\"}"));
            brings(client, "made");
            loses(
                    client,
                    "made",
                    0x87,
                    () -> WORLD.ok(WORLD.world.api.delete(
                            WORLD.world.admin,
                            "/api/relation?fromType=DEVICE&toType=DEVICE&relationType=Created&fromId=" + gateway.id()
                                    + "&toId=" + made)));
            isRefused(client, "made");
        }
    }

    @Test
    void aDeletedDeviceBehindAGateway() {
        Device gateway = WORLD.gateway("gateway 4");
        Device device = WORLD.device("thrown away");
        try (RawClient client = connected(gateway)) {
            brings(client, "thrown away");
            loses(
                    client,
                    "thrown away",
                    0x98,
                    () -> WORLD.ok(WORLD.world.api.delete(WORLD.world.admin, "/api/device/" + device.id())));
        }
    }

    @Test
    void aGatewayThatIsNoneAnyMore() {
        Device gateway = WORLD.gateway("gateway 5");
        Device device = WORLD.device("orphan");
        try (RawClient client = connected(gateway)) {
            brings(client, "orphan");
            ObjectNode document = (ObjectNode) WORLD.get("/api/device/" + gateway.id());
            ((ObjectNode) document.path("additionalInfo")).put("gateway", false);
            WORLD.post("/api/device", document);
            WORLD.share(device.id(), Map.of("secret", 1));
            client.publish("v1/gateway/telemetry", 1, 2, "{\"orphan\":[{\"after\":1}]}");
            RawClient.Packet refusal = client.read();
            assertThat(refusal.packetId()).isEqualTo(2);
            assertThat(refusal.reason()).isEqualTo(0x87);
            assertThat(client.answersPing()).as("nothing else came").isTrue();
        }
        assertThat(WORLD.latest(device.id(), "after")).isEmpty();
    }
}

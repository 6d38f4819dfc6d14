package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a device sends and is sent (device-data-api 1.3 to 1.5), packet by packet. */
final class MessagesTest {

    private static final MqttWorld WORLD = new MqttWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static void acknowledged(RawClient client, int packetId) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.packetId()).isEqualTo(packetId);
        assertThat(answer.reason()).isZero();
    }

    private static Packet published(RawClient client, String topic, String payload) {
        Packet packet = client.read();
        assertThat(packet.type()).isEqualTo(RawClient.PUBLISH);
        assertThat(packet.topic()).isEqualTo(topic);
        assertThat(Json.read(packet.payload(client.version), JsonNode.class))
                .isEqualTo(Json.read(payload, JsonNode.class));
        return packet;
    }

    @Test
    void storesTelemetryBeforeItAcknowledges() {
        Device device = WORLD.device("telemetry");
        int packetId = 0;
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.connected(WORLD.port, version, device.token())) {
                for (String topic : new String[] {"v1/devices/me/telemetry", "v2/t", "v2/t/j"}) {
                    packetId++;
                    client.publish(topic, 1, packetId, "{\"ts\":" + packetId + ",\"values\":{\"a\":" + packetId + "}}");
                    acknowledged(client, packetId);
                    assertThat(WORLD.latest(device.id(), "a")).isEqualTo(Integer.toString(packetId));
                }
            }
        }
    }

    @Test
    void storesWhatComesWithoutAcknowledgement() {
        Device device = WORLD.device("quality 0");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
            client.publish("v1/devices/me/telemetry", 0, 0, "{\"a\":1}");
            MqttWorld.awaitEqual("1", () -> WORLD.latest(device.id(), "a"));
        }
    }

    @Test
    void takesQualityTwoToItsEnd() {
        Device device = WORLD.device("quality 2");
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.connected(WORLD.port, version, device.token())) {
                client.publish("v1/devices/me/telemetry", 2, 9, "{\"a\":" + version + "}");
                Packet received = client.read();
                assertThat(received.type()).isEqualTo(RawClient.PUBREC);
                assertThat(received.packetId()).isEqualTo(9);
                assertThat(WORLD.latest(device.id(), "a")).isEqualTo(Integer.toString(version));
                // Sent again it is the same message, whatever it says.
                client.publish("v1/devices/me/telemetry", 2, 9, "{\"a\":77}");
                assertThat(client.read().type()).isEqualTo(RawClient.PUBREC);
                client.send(0x62, new byte[] {0, 9});
                Packet complete = client.read();
                assertThat(complete.type()).isEqualTo(RawClient.PUBCOMP);
                assertThat(complete.packetId()).isEqualTo(9);
                assertThat(WORLD.latest(device.id(), "a")).isEqualTo(Integer.toString(version));
            }
        }
    }

    @Test
    void storesAttributesAndAnswersRequests() {
        Device device = WORLD.device("attributes");
        WORLD.share(device.id(), Map.of("rate", 5, "mode", "eco"));
        for (Form form : new Form[] {Form.V1, Form.SHORT, Form.JSON}) {
            try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
                client.publish(form.attributes, 1, 1, "{\"fw\":\"1.0-a\",\"n\":2}");
                acknowledged(client, 1);
                client.publish(
                        form.attributeRequest + 17, 1, 2, "{\"clientKeys\":\"fw,none\",\"sharedKeys\":\"rate\"}");
                acknowledged(client, 2);
                Packet unasked = published(
                        client, form.attributeResponse + 17, "{\"client\":{\"fw\":\"1.0-a\"},\"shared\":{\"rate\":5}}");
                assertThat(unasked.flags()).as("QoS 1 without a subscription").isEqualTo(2);
                client.ack(unasked.publishId());
                assertThat(RawClient.codes(client.subscribe(3, 0, form.attributeResponse + '+'), client.version))
                        .containsExactly(0);
                client.publish(form.attributeRequest + 18, 1, 4, "{}");
                acknowledged(client, 4);
                Packet all = published(
                        client,
                        form.attributeResponse + 18,
                        "{\"client\":{\"fw\":\"1.0-a\",\"n\":2},\"shared\":{\"rate\":5,\"mode\":\"eco\"}}");
                assertThat(all.flags()).as("QoS of the subscription").isZero();
            }
        }
    }

    @Test
    void pushesSharedAttributesToThoseWhoSubscribed() {
        Device device = WORLD.device("pushes");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
            WORLD.share(device.id(), Map.of("before", 1));
            assertThat(RawClient.codes(client.subscribe(1, 2, "v1/devices/me/attributes"), client.version))
                    .containsExactly(1);
            WORLD.share(device.id(), Map.of("rate", 5));
            Packet push = published(client, "v1/devices/me/attributes", "{\"rate\":5}");
            assertThat(push.flags()).isEqualTo(2);
            client.ack(push.publishId());
            WORLD.ok(WORLD.world.api.delete(
                    WORLD.world.admin, "/api/plugins/telemetry/DEVICE/" + device.id() + "/SHARED_SCOPE?keys=rate"));
            client.ack(published(client, "v1/devices/me/attributes", "{\"deleted\":[\"rate\"]}")
                    .publishId());
            // The format follows the family that was subscribed to last.
            client.subscribe(2, 0, "v2/a/j");
            WORLD.share(device.id(), Map.of("rate", 6));
            assertThat(published(client, "v2/a/j", "{\"rate\":6}").flags()).isZero();
            assertThat(client.unsubscribe(3, "v2/a/j").type()).isEqualTo(RawClient.UNSUBACK);
            WORLD.share(device.id(), Map.of("rate", 7));
            assertThat(client.answersPing()).isTrue();
        }
    }

    @Test
    void grantsKnownFiltersOnly() {
        Device device = WORLD.device("filters");
        String[] filters = {
            "v1/devices/me/attributes",
            "v1/devices/me/rpc/request/+",
            "v2/fw/response/+/chunk/+",
            "#",
            "v1/devices/me/rpc/request/1",
            "v2/fw/response/+",
            "/provision/response",
            "$share/g/v1/devices/me/attributes"
        };
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
            assertThat(RawClient.codes(client.subscribe(1, 1, filters), client.version))
                    .containsExactly(1, 1, 1, 0x80, 0x80, 0x80, 0x80, 0x80);
            assertThat(client.unsubscribe(2, "v1/devices/me/attributes", "#").body())
                    .containsExactly(0, 2);
        }
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            assertThat(RawClient.codes(client.subscribe(1, 1, filters), client.version))
                    .containsExactly(1, 1, 1, 0x8F, 0x8F, 0x8F, 0x8F, 0x8F);
            assertThat(RawClient.codes(
                            client.unsubscribe(2, "v1/devices/me/attributes", "v1/devices/me/attributes", "#"),
                            client.version))
                    .containsExactly(0, 0x11, 0x11);
        }
    }

    @Test
    void carriesCommandsAndTheirReplies() {
        Device device = WORLD.device("commands");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
            client.subscribe(1, 1, "v1/devices/me/rpc/request/+");
            CompletableFuture<TestApi.Answer> twoway = CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                    WORLD.world.admin,
                    "/api/rpc/twoway/" + device.id(),
                    "{\"method\":\"setGpio\",\"params\":{\"pin\":7},\"timeout\":9000}"));
            Packet command =
                    published(client, "v1/devices/me/rpc/request/0", "{\"method\":\"setGpio\",\"params\":{\"pin\":7}}");
            client.ack(command.publishId());
            client.publish("v1/devices/me/rpc/response/0", 1, 2, "{\"done\":true}");
            acknowledged(client, 2);
            assertThat(twoway.join().status()).as(twoway.join().text()).isEqualTo(200);
            assertThat(twoway.join().text()).isEqualTo("{\"done\":true}");
            CompletableFuture<TestApi.Answer> oneway = CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                    WORLD.world.admin,
                    "/api/rpc/oneway/" + device.id(),
                    "{\"method\":\"reboot\",\"params\":1,\"timeout\":9000}"));
            client.ack(published(client, "v1/devices/me/rpc/request/1", "{\"method\":\"reboot\",\"params\":1}")
                    .publishId());
            assertThat(oneway.join().status()).isEqualTo(200);
        }
    }

    @Test
    void answersTheLimitsOfASessionAtOnce() {
        Device device = WORLD.device("limits");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.subscribe(1, 1, "v1/devices/me/rpc/response/+");
            client.publish(
                    "v1/devices/me/rpc/request/3",
                    1,
                    2,
                    "{\"method\":\"getSessionLimits\",\"params\":{\"timeout\":5000}}");
            acknowledged(client, 2);
            Packet answer = client.read();
            assertThat(answer.topic()).isEqualTo("v1/devices/me/rpc/response/3");
            JsonNode limits = Json.read(answer.payload(client.version), JsonNode.class);
            assertThat(limits.path("maxPayloadSize").asInt()).isEqualTo(65_536);
            assertThat(limits.path("maxInflightMessages").asInt()).isEqualTo(100);
            assertThat(limits.path("rateLimits").isObject()).isTrue();
        }
    }

    @Test
    void tellsThatThereIsNoFirmware() {
        Device device = WORLD.device("firmware");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token())) {
            client.publish("v2/fw/request/1/chunk/0", 1, 1, "");
            acknowledged(client, 1);
            Packet error = client.read();
            assertThat(error.topic()).isEqualTo("v2/fw/error");
            assertThat(error.payload(client.version)).isEqualTo("NOT_FOUND");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void servesTheTopicsOfAProfile() {
        WORLD.post("/api/deviceProfile", Json.read("""
                        {"name":"Own topics","type":"DEFAULT","transportType":"MQTT",
                         "profileData":{"configuration":{"type":"DEFAULT"},
                          "transportConfiguration":{"type":"MQTT","deviceTelemetryTopic":"own/+/t",
                           "deviceAttributesTopic":"own/a/#","deviceAttributesSubscribeTopic":"own/a/down"}}}
                        """, JsonNode.class));
        Device device = WORLD.device(
                WORLD.world.admin, Json.object().put("name", "own topics").put("type", "Own topics"));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.publish("own/x/t", 1, 1, "{\"a\":1}");
            acknowledged(client, 1);
            client.publish("own/a/b/c", 1, 2, "{\"b\":2}");
            acknowledged(client, 2);
            client.publish("v1/devices/me/telemetry", 1, 3, "{\"c\":3}");
            acknowledged(client, 3);
            assertThat(WORLD.latest(device.id(), "a")).isEqualTo("1");
            assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "b")).isEqualTo("2");
            assertThat(RawClient.codes(client.subscribe(4, 0, "own/a/down", "own/#"), client.version))
                    .containsExactly(0, 0x8F);
            WORLD.share(device.id(), Map.of("rate", 5));
            published(client, "v1/devices/me/attributes", "{\"rate\":5}");
        }
    }

    @Test
    void replaysTheStartOfThePythonSdk() {
        Device device = WORLD.device("python");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            String[] filters = {
                "v1/devices/me/attributes",
                "v1/devices/me/attributes/response/+",
                "v1/devices/me/rpc/request/+",
                "v1/devices/me/rpc/response/+"
            };
            for (int i = 0; i < filters.length; i++) {
                assertThat(RawClient.codes(client.subscribe(i + 1, 1, filters[i]), client.version))
                        .containsExactly(1);
            }
            client.publish(
                    "v1/devices/me/rpc/request/1",
                    1,
                    5,
                    "{\"method\":\"getSessionLimits\",\"params\":{\"timeout\":5000}}");
            acknowledged(client, 5);
            Packet limits = client.read();
            client.ack(limits.publishId());
            assertThat(limits.payload(client.version)).contains("rateLimits");
            // Firmware: a filter that is refused, a report, and a question for what is assigned.
            assertThat(RawClient.codes(client.subscribe(6, 1, "v2/fw/response/+"), client.version))
                    .containsExactly(0x8F);
            client.publish(
                    "v1/devices/me/telemetry", 1, 7, "{\"current_fw_title\":\"Initial\",\"fw_state\":\"UPDATED\"}");
            acknowledged(client, 7);
            client.publish("v1/devices/me/attributes/request/2", 1, 8, "{\"sharedKeys\":\"fw_title,fw_version\"}");
            acknowledged(client, 8);
            published(client, "v1/devices/me/attributes/response/2", "{}");
        }
    }
}

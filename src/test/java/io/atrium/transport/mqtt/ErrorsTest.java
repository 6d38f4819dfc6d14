package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The table of device-data-api 1.6 row by row. */
final class ErrorsTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final Device DEVICE = WORLD.device("errors");
    private static final String TELEMETRY = "v1/devices/me/telemetry";

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static RawClient old() {
        return RawClient.connected(WORLD.port, RawClient.V311, DEVICE.token());
    }

    private static RawClient five() {
        return RawClient.connected(WORLD.port, RawClient.V5, DEVICE.token());
    }

    private static void acknowledges(RawClient client, int packetId, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).as(answer.toString()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.packetId()).isEqualTo(packetId);
        assertThat(answer.reason()).isEqualTo(reason);
    }

    private static void disconnects(RawClient client, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.DISCONNECT);
        assertThat(answer.code()).isEqualTo(reason);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void badPayloadWithQualityOne() {
        for (String bad : new String[] {"", "{", "x", "[1]", "\"text\"", "{\"a\":}", "\u0000"}) {
            try (RawClient client = old()) {
                client.publish(TELEMETRY, 1, 1, bad);
                assertThat(client.isClosed()).isTrue();
            }
            try (RawClient client = five()) {
                client.publish(TELEMETRY, 1, 7, bad);
                acknowledges(client, 7, 0x99);
                assertThat(client.answersPing()).isTrue();
            }
        }
    }

    @Test
    void badPayloadWithQualityZero() {
        try (RawClient client = old()) {
            client.publish(TELEMETRY, 0, 0, "{");
            assertThat(client.isClosed()).isTrue();
        }
        try (RawClient client = five()) {
            client.publish(TELEMETRY, 0, 0, "{");
            disconnects(client, 0x99);
        }
    }

    @Test
    void badPayloadWithAProfileThatAcknowledgesIt() {
        WORLD.post("/api/deviceProfile", Json.read("""
                        {"name":"Forgiving","type":"DEFAULT","transportType":"MQTT",
                         "profileData":{"configuration":{"type":"DEFAULT"},
                          "transportConfiguration":{"type":"MQTT","sendAckOnValidationException":true}}}
                        """, JsonNode.class));
        Device device = WORLD.device(
                WORLD.world.admin, Json.object().put("name", "forgiving").put("type", "Forgiving"));
        for (int version : new int[] {RawClient.V31, RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                assertThat(client.connect("id", device.token(), null).code()).isZero();
                client.publish(TELEMETRY, 1, 3, "{");
                acknowledges(client, 3, 0);
                assertThat(client.answersPing()).isTrue();
            }
        }
    }

    @Test
    void unknownTopic() {
        for (String topic : new String[] {"a", "v1/devices/me/nonsense", "/", "a/".repeat(1_000)}) {
            try (RawClient client = old()) {
                client.publish(topic, 1, 5, "{}");
                acknowledges(client, 5, 0);
                client.publish(topic, 0, 0, "{}");
                assertThat(client.answersPing()).isTrue();
            }
            try (RawClient client = five()) {
                client.publish(topic, 1, 5, "{}");
                acknowledges(client, 5, 0x90);
                client.publish(topic, 0, 0, "{}");
                assertThat(client.answersPing()).isTrue();
            }
        }
    }

    @Test
    void topicsOfGatewaysFromADeviceThatIsNone() {
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            RawClient client = RawClient.connected(WORLD.port, version, DEVICE.token());
            int refusal = version == RawClient.V5 ? 0x87 : 0;
            client.publish("v1/gateway/telemetry", 1, 5, "{\"other\":[{\"a\":1}]}");
            acknowledges(client, 5, refusal);
            client.publish("v1/gateway/connect", 1, 6, "{\"device\":\"other\"}");
            acknowledges(client, 6, refusal);
            client.publish("v1/gateway/nonsense", 0, 0, "x");
            assertThat(client.answersPing()).isTrue();
            client.publish(TELEMETRY, 1, 7, "{\"a\":1}");
            acknowledges(client, 7, 0);
            client.close();
        }
        assertThat(WORLD.get("/api/telemetry/counters/DEVICE/" + DEVICE.id())
                        .at("/refused/forbidden")
                        .asInt())
                .isEqualTo(6);
        assertThat(WORLD.get("/api/tenant/devices?pageSize=10&page=0&textSearch=other")
                        .path("totalElements")
                        .asInt())
                .isZero();
    }

    @Test
    void sensorsThatFailedCostNeitherTheOtherValuesNorTheConnection() {
        Device device = WORLD.device("failing");
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.connected(WORLD.port, version, device.token())) {
                client.publish(TELEMETRY, 1, 1, "{\"temperature\":nan,\"humidity\":" + (40 + version) + ",\"n\":null}");
                Packet answer = client.read();
                assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
                assertThat(answer.reason()).isZero();
                assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)
                                .contains("Value of key 'temperature' is not a number"))
                        .isEqualTo(version == RawClient.V5);
                assertThat(WORLD.latest(device.id(), "humidity")).isEqualTo(Integer.toString(40 + version));
                client.publish(TELEMETRY, 1, 2, "{\"temperature\":-inf}");
                acknowledges(client, 2, 0);
                client.publish("v1/devices/me/attributes", 1, 3, "{'fw':1.50,'x':NAN}");
                acknowledges(client, 3, 0);
                client.publish(TELEMETRY, 0, 0, "{\"temperature\":1.#QNAN}");
                assertThat(client.answersPing()).isTrue();
            }
        }
        assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "fw")).isEqualTo("1.5");
        assertThat(WORLD.latest(device.id(), "temperature")).isEmpty();
        assertThat(WORLD.get("/api/telemetry/counters/DEVICE/" + device.id())
                        .path("leftOut")
                        .toString())
                .isEqualTo("{\"null\":2,\"not_a_number\":8,\"invalid\":0,\"future\":0,\"keys\":0}");
    }

    @Test
    void keysThatAreListedAreReadAndOthersRefusedNeverAll() {
        Device device = WORLD.device("asking");
        WORLD.share(device.id(), java.util.Map.of("one", 1, "two", 2, "three", 3));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.publish("v1/devices/me/attributes/request/1", 0, 0, "{\"sharedKeys\":[\"one\",\"three\"]}");
            assertThat(Json.read(client.read().payload(client.version), JsonNode.class))
                    .isEqualTo(Json.read("{\"shared\":{\"one\":1,\"three\":3}}", JsonNode.class));
            client.publish("v1/devices/me/attributes/request/2", 1, 4, "{\"sharedKeys\":{\"one\":true}}");
            acknowledges(client, 4, 0x99);
            client.publish("v1/devices/me/attributes/request/3", 1, 5, "{\"clientKeys\":[1]}");
            acknowledges(client, 5, 0x99);
        }
    }

    @Test
    void timesAndRequestsThatAreNoNumbers() {
        String[][] all = {
            {TELEMETRY, "{\"ts\":\"soon\",\"values\":{\"a\":1}}"},
            {"v1/devices/me/attributes/request/x", "{}"},
            {"v1/devices/me/rpc/request/", "{\"method\":\"m\"}"},
            {"v2/r/res/99999999999", "{}"}
        };
        for (String[] each : all) {
            try (RawClient client = old()) {
                client.publish(each[0], 1, 5, each[1]);
                assertThat(client.isClosed()).as(each[0]).isTrue();
            }
            try (RawClient client = five()) {
                client.publish(each[0], 1, 5, each[1]);
                acknowledges(client, 5, 0x99);
                disconnects(client, 0x99);
            }
        }
    }

    @Test
    void tellsMqtt5ClientsWhy() {
        try (RawClient client = five()) {
            client.publish(TELEMETRY, 1, 5, "{\"\":1}");
            assertThat(client.read().holds("Key cannot be blank")).isTrue();
        }
    }

    @Test
    void acknowledgesInTheOrderOfTheMessages() {
        try (RawClient client = five()) {
            for (int i = 1; i <= 50; i++) {
                boolean isAttribute = i % 3 == 0;
                client.publish(
                        isAttribute ? "v1/devices/me/attributes" : TELEMETRY,
                        1,
                        i,
                        i % 10 == 0 ? "{" : "{\"o\":" + i + "}");
            }
            for (int i = 1; i <= 50; i++) {
                acknowledges(client, i, i % 10 == 0 ? 0x99 : 0);
            }
        }
    }

    @Test
    void whatCameBeforeABadMessageIsAcknowledgedFirst() {
        try (RawClient client = old()) {
            client.publish(TELEMETRY, 1, 1, "{\"before\":1}");
            client.publish("v1/devices/me/attributes", 1, 2, "{\"before\":2}");
            client.publish(TELEMETRY, 1, 3, "{");
            acknowledges(client, 1, 0);
            acknowledges(client, 2, 0);
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(WORLD.latest(DEVICE.id(), "before")).isEqualTo("1");
        assertThat(WORLD.attribute(DEVICE.id(), "CLIENT_SCOPE", "before")).isEqualTo("2");
    }
}

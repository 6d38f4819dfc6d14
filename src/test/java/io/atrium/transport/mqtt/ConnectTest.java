package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Bytes;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The table of device-data-api 1.2 row by row, and what goes with a CONNACK. */
final class ConnectTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final int[] VERSIONS = {RawClient.V31, RawClient.V311, RawClient.V5};

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static void refuses(
            int code3, int code5, String clientId, @Nullable String user, @Nullable String password) {
        for (int version : VERSIONS) {
            if (version == RawClient.V31 && clientId.isEmpty()) {
                continue;
            }
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                Packet answer = client.connect(clientId, user, password);
                assertThat(answer.type()).isEqualTo(RawClient.CONNACK);
                assertThat(answer.code())
                        .as("version %d, %s / %s / %s", version, clientId, user, password)
                        .isEqualTo(version == RawClient.V5 ? code5 : code3);
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    private static void accepts(String clientId, @Nullable String user, @Nullable String password) {
        for (int version : VERSIONS) {
            if (version == RawClient.V31 && clientId.isEmpty()) {
                continue;
            }
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                Packet answer = client.connect(clientId, user, password);
                assertThat(answer.code())
                        .as("version %d, %s / %s / %s", version, clientId, user, password)
                        .isZero();
                assertThat(answer.at(0)).as("no session is kept").isZero();
                assertThat(client.answersPing()).isTrue();
            }
        }
    }

    @Test
    void acceptsAnAccessTokenAndIgnoresThePassword() {
        Device device = WORLD.device("token");
        accepts("", device.token(), null);
        accepts("any", device.token(), "whatever");
    }

    @Test
    void refusesAnUnknownToken() {
        refuses(5, 0x86, "a client", "unknown token", null);
        refuses(5, 0x86, "", "unknown token", null);
    }

    @Test
    void refusesUnknownUserPasswordAndClientId() {
        refuses(5, 0x86, "a client", "a user", "a password");
        refuses(5, 0x86, "", "a user", "a password");
    }

    @Test
    void refusesAnUnknownClientIdAlone() {
        refuses(2, 0x85, "a client", null, null);
    }

    @Test
    void refusesWhoeverPresentsNothing() {
        refuses(5, 0x87, "", null, null);
    }

    @Test
    void comparesEveryPartOfBasicCredentialsThatIsSet() {
        Device device = WORLD.device("basic");
        basic(device, Map.of("clientId", "c", "userName", "u", "password", "p"));
        accepts("c", "u", "p");
        refuses(5, 0x86, "c", "u", "wrong");
        refuses(5, 0x86, "c", "u", null);
        refuses(5, 0x86, "other", "u", "p");
        basic(device, Map.of("clientId", "c"));
        accepts("c", null, null);
        refuses(2, 0x85, "C", null, null);
        basic(device, Map.of("userName", "u2"));
        accepts("any", "u2", "any");
    }

    private static void basic(Device device, Map<String, String> value) {
        WORLD.setCredentials(device.id(), "MQTT_BASIC", null, Json.write(value));
    }

    @Test
    void refusesADeviceWhoseProfileWantsAnotherTransport() {
        WORLD.post("/api/deviceProfile", Json.read("""
                        {"name":"CoAP only","type":"DEFAULT","transportType":"COAP",
                         "profileData":{"configuration":{"type":"DEFAULT"},"transportConfiguration":{"type":"COAP"}}}
                        """, com.fasterxml.jackson.databind.JsonNode.class));
        Device device = WORLD.device(
                WORLD.world.admin, Json.object().put("name", "coap").put("type", "CoAP only"));
        refuses(3, 0x88, "", device.token(), null);
    }

    @Test
    void takesStrangeNamesForNamesOnly() {
        Device device = WORLD.device("strange");
        for (String strange :
                new String[] {"#", "+", "%", "../", "$SYS", "a/#", "'", "\"", "\u4e2d", "x".repeat(5_000)}) {
            refuses(5, 0x86, "", strange, null);
            refuses(5, 0x86, strange, strange, strange);
            refuses(2, 0x85, strange, null, null);
            accepts(strange, device.token(), strange);
        }
        basic(device, Map.of("clientId", "+", "userName", "#", "password", "../"));
        accepts("+", "#", "../");
        refuses(5, 0x86, "any", "#", "../");
    }

    @Test
    void tellsMqtt5ClientsWhatTheyMayRelyOn() {
        Device device = WORLD.device("properties");
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V5)) {
            Packet answer = client.connect("", device.token(), null);
            byte[] body = answer.body();
            assertThat(body)
                    .containsSequence(new Bytes().put(0x21).number(100).all())
                    .containsSequence(new byte[] {0x27, 0, 1, 0, 0})
                    .containsSequence(new byte[] {0x2A, 0})
                    .containsSequence(new byte[] {0x29, 0})
                    .containsSequence(new byte[] {0x12, 0, 20});
        }
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V5)) {
            Packet answer = client.connect("own id", "unknown", null);
            assertThat(answer.holds("No device has these credentials")).isTrue();
        }
    }

    @Test
    void refusesOtherVersionsOfTheProtocol() {
        try (RawClient client = RawClient.open(WORLD.port, 6)) {
            assertThat(client.connect("a", null, null).code()).isEqualTo(1);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void refusesExtendedAuthentication() {
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V5)) {
            Bytes properties = new Bytes().put(0x15).text("SCRAM");
            client.send(
                    0x10,
                    new Bytes()
                            .text("MQTT")
                            .put(5)
                            .put(2)
                            .number(0)
                            .put(properties.all().length)
                            .bytes(properties.all())
                            .text("id")
                            .all());
            Packet answer = client.read();
            assertThat(answer.code()).isEqualTo(0x8C);
        }
    }

    @Test
    void aNewConnectionTakesOver() {
        Device device = WORLD.device("twice");
        for (int version : VERSIONS) {
            try (RawClient first = RawClient.open(WORLD.port, version);
                    RawClient second = RawClient.open(WORLD.port, version)) {
                assertThat(first.connect("a", device.token(), null).code()).isZero();
                assertThat(second.connect("b", device.token(), null).code()).isZero();
                ends(first, 0x8E);
                assertThat(second.answersPing()).isTrue();
            }
        }
    }

    @Test
    void newCredentialsAndDeletionEndTheConnection() {
        for (int version : VERSIONS) {
            Device device = WORLD.device("ends " + version);
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                assertThat(client.connect("a", device.token(), null).code()).isZero();
                WORLD.setCredentials(device.id(), "ACCESS_TOKEN", "new token " + version, null);
                ends(client, 0x98);
            }
            refuses(5, 0x86, "a", device.token(), null);
            try (RawClient client = RawClient.open(WORLD.port, version)) {
                assertThat(client.connect("a", "new token " + version, null).code())
                        .isZero();
                WORLD.ok(WORLD.world.api.delete(WORLD.world.admin, "/api/device/" + device.id()));
                ends(client, 0x98);
            }
            refuses(5, 0x86, "a", "new token " + version, null);
        }
    }

    private static void ends(RawClient client, int reason) {
        if (client.version == RawClient.V5) {
            Packet packet = client.read();
            assertThat(packet.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(packet.code()).isEqualTo(reason);
        }
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void keepsTheTimesOfConnections() {
        Device device = WORLD.device("times");
        RawClient client = RawClient.connected(WORLD.port, RawClient.V311, device.token());
        MqttWorld.await(() ->
                !WORLD.attribute(device.id(), "SERVER_SCOPE", "lastConnectTime").isEmpty());
        MqttWorld.awaitEqual("true", () -> WORLD.attribute(device.id(), "SERVER_SCOPE", "active"));
        assertThat(WORLD.attribute(device.id(), "SERVER_SCOPE", "lastDisconnectTime"))
                .isEmpty();
        client.close();
        MqttWorld.await(() -> !WORLD.attribute(device.id(), "SERVER_SCOPE", "lastDisconnectTime")
                .isEmpty());
    }
}

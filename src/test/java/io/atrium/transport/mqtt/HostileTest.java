package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.config.Bytes;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Clients that break the protocol, or take more than their share. */
final class HostileTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final Device DEVICE = WORLD.device("hostile");

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static MqttConfig limits(int connections, int inFlight, Duration connect) {
        return config(connections, inFlight, 1 << 20, 64 << 10, connect);
    }

    private static MqttConfig config(int connections, int inFlight, long pending, long outbound, Duration connect) {
        return new MqttConfig(
                new Bytes(4096),
                connections,
                inFlight,
                new Bytes(pending),
                new Bytes(outbound),
                connect,
                3,
                Duration.ofSeconds(600),
                3);
    }

    private static RawClient connected(int version) {
        return RawClient.connected(WORLD.port, version, DEVICE.token());
    }

    @Test
    void closesOnAFirstPacketThatIsNoConnect() {
        for (byte[] first : new byte[][] {
            {(byte) 0xC0, 0},
            {0x30, 3, 0, 1, 'a'},
            {(byte) 0xE0, 0},
            {0, 0},
            {(byte) 0xF0, 0},
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)
        }) {
            try (RawClient client = RawClient.open(WORLD.port, RawClient.V311)) {
                client.raw(first);
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void closesOnPacketsThatBreakTheProtocol() {
        for (byte[] broken : new byte[][] {
            // A second CONNECT, QoS 3, a wildcard in a topic, a lone surrogate, packet id 0, SUBSCRIBE with bad flags,
            // a length that never ends, packets that only servers send.
            {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0},
            {0x36, 5, 0, 1, 'a', 0, 1},
            {0x32, 5, 0, 1, '#', 0, 1},
            {0x32, 5, 0, 1, '+', 0, 1},
            {0x32, 5, 0, 1, 'a', 0, 0},
            {(byte) 0x80, 6, 0, 1, 0, 1, 'a', 0},
            {0x30, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1},
            {0x20, 2, 0, 0},
            {(byte) 0x90, 3, 0, 1, 0},
            {(byte) 0xD0, 0},
            {(byte) 0xF0, 0}
        }) {
            try (RawClient client = connected(RawClient.V311)) {
                client.raw(broken);
                assertThat(client.isClosed()).as("%x", broken[0]).isTrue();
            }
        }
    }

    @Test
    void tellsMqtt5ClientsThatAPacketIsTooLarge() {
        byte[] payload = new byte[70_000];
        try (RawClient client = connected(RawClient.V5)) {
            client.publish("v1/devices/me/telemetry", 1, 1, payload);
            Packet answer = client.read();
            assertThat(answer.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(answer.code()).isEqualTo(0x95);
            assertThat(answer.holds("65536")).isTrue();
        }
        try (RawClient client = connected(RawClient.V311)) {
            client.publish("v1/devices/me/telemetry", 1, 1, payload);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void takesThePacketThatJustFits() {
        String before = "{\"k\":\"";
        String after = "\"}";
        int topic = "v1/devices/me/telemetry".length();
        String value = "x".repeat(65_536 - 2 - topic - 2 - before.length() - after.length());
        try (RawClient client = connected(RawClient.V311)) {
            client.publish("v1/devices/me/telemetry", 1, 1, before + value + after);
            assertThat(client.read().type()).isEqualTo(RawClient.PUBACK);
        }
        assertThat(WORLD.latest(DEVICE.id(), "k")).isEqualTo(value);
    }

    @Test
    void refusesTopicAliasesThatItNeverOffered() {
        try (RawClient client = connected(RawClient.V5)) {
            client.send(
                    0x30,
                    new RawClient.Bytes().text("a").put(3).put(0x23).number(1).all());
            Packet answer = client.read();
            assertThat(answer.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(answer.code()).isEqualTo(0x94);
        }
    }

    @Test
    void survivesNoise() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            try (RawClient client = round % 2 == 0 ? RawClient.open(WORLD.port, 4) : connected(4 + round % 4 / 2)) {
                client.raw(noise);
            }
        }
        try (RawClient client = connected(RawClient.V5)) {
            client.publish("v1/devices/me/telemetry", 1, 1, "{\"alive\":1}");
            assertThat(client.read().reason()).isZero();
        }
        MqttWorld.awaitEqual(0, WORLD.server::connections);
    }

    @Test
    void closesWhoDoesNotConnectInTime() {
        MqttServer server = WORLD.server(limits(10, 10, Duration.ofMillis(200)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient silent = RawClient.open(port, 4);
                RawClient slow = RawClient.open(port, 4)) {
            slow.raw(new byte[] {0x10, 40, 0, 4, 'M'});
            assertThat(silent.isClosed()).isTrue();
            assertThat(slow.isClosed()).isTrue();
        }
        server.close();
    }

    @Test
    void closesMoreConnectionsThanItMayHave() {
        MqttServer server = WORLD.server(limits(5, 10, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(RawClient.open(port, 4));
        }
        MqttWorld.awaitEqual(5, server::connections);
        try (RawClient oneMore = RawClient.open(port, 4)) {
            assertThat(oneMore.isClosed()).isTrue();
        }
        clients.removeLast().close();
        MqttWorld.awaitEqual(4, server::connections);
        try (RawClient instead = RawClient.connected(port, 4, DEVICE.token())) {
            assertThat(instead.answersPing()).isTrue();
        }
        clients.forEach(RawClient::close);
        server.close();
    }

    @Test
    void doesNotReadFromWhoHasTooMuchOnItsWay() {
        Device device = WORLD.device("eager");
        MqttServer server = WORLD.server(limits(5, 2, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient client = RawClient.connected(port, 4, device.token())) {
            for (int i = 1; i <= 5_000; i++) {
                client.publish("v1/devices/me/telemetry", 1, i, "{\"ts\":" + i + ",\"values\":{\"e\":" + i + "}}");
            }
            for (int i = 1; i <= 5_000; i++) {
                assertThat(client.read().packetId()).isEqualTo(i);
            }
        }
        assertThat(WORLD.latest(device.id(), "e")).isEqualTo("5000");
        server.close();
    }

    @Test
    void doesNotReadFromAnybodyWhileTooMuchWaits() {
        MqttServer server = WORLD.server(config(5, 100, 10, 64 << 10, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        Device one = WORLD.device("one of many");
        Device other = WORLD.device("other of many");
        try (RawClient first = RawClient.connected(port, 4, one.token());
                RawClient second = RawClient.connected(port, 5, other.token())) {
            for (int i = 1; i <= 500; i++) {
                first.publish("v1/devices/me/telemetry", 1, i, "{\"m\":" + i + "}");
                second.publish("v1/devices/me/attributes", 1, i, "{\"m\":" + i + "}");
            }
            for (int i = 1; i <= 500; i++) {
                assertThat(first.read().packetId()).isEqualTo(i);
                assertThat(second.read().packetId()).isEqualTo(i);
            }
        }
        server.close();
    }

    @Test
    void waitsForTheEndOfAPacketNoLongerThanForAConnect() {
        MqttServer server = WORLD.server(limits(5, 10, Duration.ofMillis(300)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient client = RawClient.connected(port, 5, DEVICE.token())) {
            client.raw(new byte[] {0x30, 100, 0, 1, 'a'});
            Packet last = client.read();
            assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(last.code()).isEqualTo(0xA0);
            assertThat(client.isClosed()).isTrue();
        }
        server.close();
    }

    @Test
    void takesNoLongConnect() {
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V311)) {
            client.raw(new byte[] {0x10, (byte) 0xA0, (byte) 0x9C, 0x01});
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void disconnectsWhoDoesNotReadWhatItIsSent() {
        Device device = WORLD.device("slow reader");
        MqttServer server = WORLD.server(limits(5, 10, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient client = RawClient.connected(port, 4, device.token())) {
            client.subscribe(1, 0, "v1/devices/me/attributes");
            String large = "x".repeat(60_000);
            for (int i = 0; i < 2_000 && server.connections() > 0; i++) {
                WORLD.share(device.id(), java.util.Map.of("large", large + i));
            }
            MqttWorld.awaitEqual(0, server::connections);
        }
        server.close();
    }

    /** One alone may have much, but all together have only so much. */
    @Test
    void cutsOffForWhomMostWaitsIfTooMuchWaitsForAll() {
        Device device = WORLD.device("deaf");
        MqttServer server = WORLD.server(config(5, 10, 1 << 20, 256 << 20, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient deaf = RawClient.connected(port, 4, device.token());
                RawClient other = RawClient.connected(port, 4, DEVICE.token())) {
            deaf.subscribe(1, 0, "v1/devices/me/attributes");
            String large = "x".repeat(60_000);
            for (int i = 0; i < 1_000 && server.connections() > 1; i++) {
                WORLD.share(device.id(), java.util.Map.of("large", large + i));
            }
            MqttWorld.awaitEqual(1, server::connections);
            assertThat(other.answersPing()).isTrue();
        }
        server.close();
    }

    @Test
    void cutsOffWhoTakesNothingOfWhatItWasSent() {
        Device device = WORLD.device("mute");
        MqttServer server = WORLD.server(new MqttConfig(
                new Bytes(4096),
                5,
                10,
                new Bytes(1 << 30),
                new Bytes(256 << 20),
                Duration.ofSeconds(30),
                3,
                Duration.ofMillis(200),
                3));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient mute = RawClient.connected(port, 4, device.token());
                RawClient other = RawClient.connected(port, 4, DEVICE.token())) {
            mute.subscribe(1, 0, "v1/devices/me/attributes");
            String large = "x".repeat(60_000);
            for (int i = 0; i < 1_000 && server.connections() > 1; i++) {
                WORLD.share(device.id(), java.util.Map.of("large", large + i));
            }
            MqttWorld.awaitEqual(1, server::connections);
            assertThat(other.answersPing()).isTrue();
        }
        server.close();
    }

    /** What is not acknowledged has a limit by number, and what waits behind it by all that it takes. */
    @Test
    void sendsFewMessagesAheadOfTheirAcknowledgementsAndKeepsFew() {
        Device device = WORLD.device("silent");
        MqttServer server = WORLD.server(limits(5, 10, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient silent = RawClient.connected(port, 4, device.token())) {
            silent.subscribe(1, 1, "v1/devices/me/attributes");
            for (int i = 0; i < 5; i++) {
                WORLD.share(device.id(), java.util.Map.of("n", i));
            }
            Packet first = silent.read();
            silent.read();
            assertThat(silent.read().payload(4)).contains("2");
            assertThat(silent.answersPing()).as("the fourth waits").isTrue();
            silent.send(0x40, new byte[] {(byte) (first.publishId() >> 8), (byte) first.publishId()});
            assertThat(silent.read().payload(4)).contains("3");
            for (int i = 0; i < 1_000 && server.connections() > 0; i++) {
                WORLD.share(device.id(), java.util.Map.of("n", i));
            }
            MqttWorld.awaitEqual(0, server::connections);
        }
        server.close();
    }

    @Test
    void acknowledgesWhatItTookBeforeItStops() {
        Device device = WORLD.device("stopped");
        MqttServer server = WORLD.server(limits(5, 100, Duration.ofSeconds(30)));
        int port = server.listen("127.0.0.1", 0);
        try (RawClient client = RawClient.connected(port, 5, device.token())) {
            client.publish("v1/devices/me/telemetry", 1, 1, "{\"s\":1}");
            assertThat(client.read().type()).isEqualTo(RawClient.PUBACK);
            server.close();
            Packet last = client.read();
            assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(last.code()).isEqualTo(0x8B);
            assertThat(client.isClosed()).isTrue();
        }
    }
}

package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.transport.mqtt.RawClient.Bytes;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes become packets, however they are cut, and nothing else. */
final class PacketReaderTest {

    private static final int LIMIT = 1_000;

    private static byte[] packet(int first, byte[] body) {
        Bytes packet = new Bytes().put(first);
        if (body.length > 0x7F) {
            packet.put(body.length & 0x7F | 0x80).put(body.length >> 7);
        } else {
            packet.put(body.length);
        }
        return packet.bytes(body).all();
    }

    private static byte[] connect(int version) {
        Bytes body = new Bytes()
                .text(version == 3 ? "MQIsdp" : "MQTT")
                .put(version)
                .put(0xC6)
                .number(30);
        if (version == 5) {
            // Receive maximum, maximum packet size, a user property twice.
            body.put(23).put(0x21).number(7).put(0x27).number(0).number(2_000);
            body.put(0x26).text("a").text("b").put(0x26).text("a").text("");
            body.put(0x17).put(1);
        }
        body.text("client \u4e2d");
        if (version == 5) {
            body.put(0);
        }
        return packet(
                0x10, body.text("will").text("gone").text("user").text("pass").all());
    }

    private static byte[] publish(int version, int quality, String topic, byte[] payload) {
        Bytes body = new Bytes().text(topic);
        if (quality > 0) {
            body.number(258);
        }
        if (version == 5) {
            body.put(0);
        }
        return packet(0x30 | quality << 1, body.bytes(payload).all());
    }

    private static List<Object> read(byte[] bytes, int chunk) {
        EmbeddedChannel channel = new EmbeddedChannel(new PacketReader(LIMIT));
        for (int from = 0; from < bytes.length; from += chunk) {
            channel.writeInbound(
                    Unpooled.copiedBuffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
        }
        List<Object> packets = new ArrayList<>(channel.inboundMessages());
        channel.finishAndReleaseAll();
        return packets;
    }

    @Test
    void readsPacketsHoweverTheyAreCut() {
        for (int version : new int[] {3, 4, 5}) {
            Bytes all = new Bytes()
                    .bytes(connect(version))
                    .bytes(publish(
                            version,
                            1,
                            "v1/devices/me/telemetry",
                            "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                    .bytes(publish(version, 0, "v1/devices/me/telemetry", new byte[300]))
                    .bytes(publish(version, 2, "v1/devices/me/telemetrx", new byte[0]))
                    .bytes(new byte[] {(byte) 0xC0, 0, 0x40, 2, 0, 9, 0x62, 2, 0, 8})
                    .bytes(packet(
                            0x82,
                            properties(version, new Bytes().number(5))
                                    .text("a/+")
                                    .put(1)
                                    .text("#")
                                    .put(0)
                                    .all()))
                    .bytes(packet(
                            0xA2,
                            properties(version, new Bytes().number(6))
                                    .text("a/+")
                                    .all()))
                    .bytes(new byte[] {(byte) 0xE0, 0});
            List<Object> whole = read(all.all(), Integer.MAX_VALUE / 2);
            assertThat(whole).hasSize(10);
            assertThat(whole.getFirst()).isInstanceOfSatisfying(Packet.Connect.class, connect -> {
                assertThat(connect.version()).isEqualTo(version);
                assertThat(connect.keepAliveSeconds()).isEqualTo(30);
                assertThat(connect.clientId()).isEqualTo("client \u4e2d");
                assertThat(connect.userName()).isEqualTo("user");
                assertThat(connect.password()).isEqualTo("pass");
                assertThat(connect.numbers().getOrDefault(Field.RECEIVE_MAXIMUM, 0))
                        .isEqualTo(version == 5 ? 7 : 0);
                assertThat(connect.numbers().getOrDefault(Field.MAXIMUM_PACKET_SIZE, 0))
                        .isEqualTo(version == 5 ? 2_000 : 0);
            });
            assertThat(whole.get(1)).isInstanceOfSatisfying(Packet.Publish.class, publish -> {
                assertThat(publish.topic()).isEqualTo("v1/devices/me/telemetry");
                assertThat(publish.packetId()).isEqualTo(258);
                assertThat(new String(publish.payload(), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo("{\"a\":1}");
            });
            assertThat(whole.get(3)).isInstanceOfSatisfying(Packet.Publish.class, publish -> assertThat(publish.topic())
                    .isEqualTo("v1/devices/me/telemetrx"));
            assertThat(whole.get(7))
                    .isEqualTo(
                            new Packet.Subscribe(5, List.of(new Packet.Wanted("a/+", 1), new Packet.Wanted("#", 0))));
            assertThat(whole.get(8)).isEqualTo(new Packet.Unsubscribe(6, List.of("a/+")));
            for (int chunk = 1; chunk < 60; chunk++) {
                assertThat(read(all.all(), chunk))
                        .usingRecursiveFieldByFieldElementComparator()
                        .isEqualTo(whole);
            }
        }
    }

    private static Bytes properties(int version, Bytes bytes) {
        return version == 5 ? bytes.put(0) : bytes;
    }

    private static void breaks(Reason reason, byte[] after) {
        List<Object> packets = read(
                new Bytes()
                        .bytes(connect(4))
                        .bytes(after)
                        .bytes(new byte[] {(byte) 0xC0, 0})
                        .all(),
                7);
        assertThat(packets).hasSize(2);
        assertThat(packets.get(1)).isEqualTo(new Packet.Broken(reason));
    }

    @Test
    void noFieldReachesBeyondItsPacket() {
        // A topic longer than its packet, bytes after a PUBACK, a SUBSCRIBE cut short, a topic of broken UTF-8 or with
        // U+0000.
        breaks(Reason.MALFORMED_PACKET, packet(0x30, new byte[] {0, 9, 'a'}));
        breaks(Reason.MALFORMED_PACKET, packet(0x40, new byte[] {0, 9, 0}));
        breaks(Reason.MALFORMED_PACKET, packet(0x82, new byte[] {0, 9, 0, 1, 'a'}));
        breaks(Reason.MALFORMED_PACKET, packet(0x30, new byte[] {0, 1, (byte) 0xC3}));
        breaks(Reason.MALFORMED_PACKET, packet(0x30, new byte[] {0, 1, 0}));
        breaks(Reason.MALFORMED_PACKET, packet(0x32, new byte[] {0, 1, 'a', 0, 0}));
        breaks(Reason.PROTOCOL_ERROR, packet(0x82, new byte[] {0, 9}));
        breaks(Reason.PROTOCOL_ERROR, packet(0x20, new byte[] {0, 9}));
    }

    @Test
    void aTooLargePacketIsKnownByItsHeader() {
        breaks(Reason.PACKET_TOO_LARGE, new byte[] {0x30, (byte) 0xE9, 7});
        assertThat(read(
                        new Bytes()
                                .bytes(connect(4))
                                .bytes(publish(4, 0, "a", new byte[LIMIT - 3]))
                                .all(),
                        100))
                .hasSize(2);
    }

    @Test
    void noiseBecomesPacketsOrOneBrokenOne() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            byte[] bytes = round % 3 == 0
                    ? noise
                    : new Bytes().bytes(connect(4 + round % 2)).bytes(noise).all();
            List<Object> packets = read(bytes, 1 + random.nextInt(30));
            long broken =
                    packets.stream().filter(Packet.Broken.class::isInstance).count();
            assertThat(broken).isLessThanOrEqualTo(1);
            if (broken == 1) {
                assertThat(packets.getLast()).isInstanceOf(Packet.Broken.class);
            }
        }
    }
}

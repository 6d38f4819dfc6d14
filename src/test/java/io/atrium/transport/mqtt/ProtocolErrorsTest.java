package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Bytes;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What MQTT 5 calls an error is answered with the code that it names, before the connection ends. */
final class ProtocolErrorsTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final Device DEVICE = WORLD.device("strict");
    private static final int MALFORMED = 0x81;
    private static final int PROTOCOL_ERROR = 0x82;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Bytes with(Bytes before, Bytes properties) {
        byte[] all = properties.all();
        return before.put(all.length).bytes(all);
    }

    private static Bytes bytes(int... values) {
        Bytes bytes = new Bytes();
        for (int value : values) {
            bytes.put(value);
        }
        return bytes;
    }

    private static byte[] connect(Bytes properties) {
        return with(new Bytes().text("MQTT").put(5).put(0x82).number(60), properties)
                .text("")
                .text(DEVICE.token())
                .all();
    }

    private static byte[] connectWithWill(Bytes properties) {
        Bytes body = new Bytes().text("MQTT").put(5).put(0x86).number(60).put(0).text("");
        return with(body, properties)
                .text("will")
                .text("gone")
                .text(DEVICE.token())
                .all();
    }

    private static void answersConnect(int code, byte[] body) {
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V5)) {
            client.send(0x10, body);
            Packet answer = client.read();
            assertThat(answer.type()).isEqualTo(RawClient.CONNACK);
            assertThat(answer.code()).isEqualTo(code);
            if (code != 0) {
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    private static void answers(int code, int first, byte[] body) {
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, DEVICE.token())) {
            client.send(first, body);
            Packet answer = client.read();
            assertThat(answer.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(client.isClosed()).isTrue();
        }
    }

    private static byte[] publish(Bytes properties) {
        return with(new Bytes().text("v1/devices/me/telemetry").number(1), properties)
                .bytes(new byte[] {'{', '}'})
                .all();
    }

    @Test
    void answersPropertiesOfConnectWithoutAMeaning() {
        for (Bytes wrong : new Bytes[] {
            bytes(0x21, 0, 0),
            bytes(0x27, 0, 0, 0, 0),
            bytes(0x17, 2),
            bytes(0x19, 2),
            bytes(0x17, 1, 0x17, 1),
            bytes(0x16, 0, 1, 'a')
        }) {
            answersConnect(PROTOCOL_ERROR, connect(wrong));
        }
        answersConnect(MALFORMED, connect(bytes(0x23, 0, 1)));
        answersConnect(0x8C, connect(bytes(0x15, 0, 1, 'a', 0x16, 0, 1, 'a')));
        answersConnect(0, connect(bytes(0x21, 0, 1, 0x27, 0xFF, 0, 0, 0, 0x17, 0, 0x19, 1, 0x22, 0, 0)));
    }

    @Test
    void answersPropertiesOfAWillWithoutAMeaning() {
        answersConnect(PROTOCOL_ERROR, connectWithWill(bytes(0x01, 2)));
        answersConnect(PROTOCOL_ERROR, connectWithWill(bytes(0x08, 0, 1, '#')));
        answersConnect(PROTOCOL_ERROR, connectWithWill(bytes(0x18, 0, 0, 0, 1, 0x18, 0, 0, 0, 1)));
        answersConnect(MALFORMED, connectWithWill(bytes(0x21, 0, 1)));
        answersConnect(0, connectWithWill(bytes(0x18, 0, 0, 0, 1, 0x01, 1)));
    }

    @Test
    void answersPropertiesOfAMessageThatNoClientMaySend() {
        answers(PROTOCOL_ERROR, 0x32, publish(bytes(0x0B, 1)));
        answers(PROTOCOL_ERROR, 0x32, publish(bytes(0x08, 0, 3, 'a', '/', '+')));
        answers(PROTOCOL_ERROR, 0x32, publish(bytes(0x08, 0, 1, '#')));
        answers(PROTOCOL_ERROR, 0x32, publish(bytes(0x01, 2)));
        answers(PROTOCOL_ERROR, 0x32, publish(bytes(0x01, 1, 0x01, 1)));
        answers(MALFORMED, 0x32, publish(bytes(0x21, 0, 1)));
        answers(0x94, 0x32, publish(bytes(0x23, 0, 0)));
        answers(0x94, 0x32, publish(bytes(0x23, 0, 1)));
        answers(PROTOCOL_ERROR, 0x30, new Bytes().text("").put(0).all());
    }

    @Test
    void answersSubscriptionsThatItNeverOffered() {
        answers(
                0xA1,
                0x82,
                with(new Bytes().number(1), bytes(0x0B, 1)).text("a").put(0).all());
        answers(
                PROTOCOL_ERROR,
                0x82,
                with(new Bytes().number(1), bytes(0x0B, 0)).text("a").put(0).all());
        answers(
                PROTOCOL_ERROR,
                0x82,
                new Bytes().number(1).put(0).text("a").put(0x30).all());
        answers(
                MALFORMED,
                0xA2,
                with(new Bytes().number(1), bytes(0x0B, 1)).text("a").all());
    }

    @Test
    void answersAnAuthThatNobodyAskedFor() {
        answers(PROTOCOL_ERROR, 0xF0, bytes(0x18, 0).all());
    }

    @Test
    void answersAGoodbyeThatWouldMakeTheSessionLast() {
        answers(PROTOCOL_ERROR, 0xE0, bytes(0, 5, 0x11, 0, 0, 0, 9).all());
        try (RawClient client = RawClient.open(WORLD.port, RawClient.V5)) {
            client.send(0x10, connect(bytes(0x11, 0, 0, 0, 5)));
            assertThat(client.read().code()).isZero();
            client.send(0xE0, bytes(0, 5, 0x11, 0, 0, 0, 9).all());
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void answersPropertiesOfAnAcknowledgementThatDoNotBelongThere() {
        answers(MALFORMED, 0x40, bytes(0, 1, 0, 2, 0x01, 1).all());
        answers(PROTOCOL_ERROR, 0x62, bytes(0, 1, 0, 6, 0x1F, 0, 0, 0x1F, 0, 0).all());
    }

    /** Their libraries would refuse to send retained messages at all if the server said that it keeps none. */
    @Test
    void takesRetainedMessagesForItNeverSaysThatItDoesNot() {
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = RawClient.connected(WORLD.port, version, DEVICE.token())) {
                Bytes body = new Bytes().text("v1/devices/me/telemetry").number(1);
                if (version == RawClient.V5) {
                    body.put(0);
                }
                client.send(
                        0x33,
                        body.bytes(("{\"kept\":" + version + "}").getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                                .all());
                Packet answer = client.read();
                assertThat(Map.of(answer.type(), answer.reason())).isEqualTo(Map.of(RawClient.PUBACK, 0));
            }
            assertThat(WORLD.latest(DEVICE.id(), "kept")).isEqualTo(String.valueOf(version));
        }
    }
}

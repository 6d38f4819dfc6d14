package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.telemetry.TelemetryStored;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** History that is not to raise alarms: by a user property of MQTT 5, or by topics of our own. */
final class BackfillTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final Map<String, Boolean> TOLD = new ConcurrentHashMap<>();

    static {
        WORLD.world
                .platform
                .bus()
                .on(
                        TelemetryStored.class,
                        event -> TOLD.put(event.readings().getFirst().key(), event.backfill()));
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static String point(String key) {
        return "{\"ts\":1,\"values\":{\"" + key + "\":1}}";
    }

    private static void acknowledged(RawClient client) {
        RawClient.Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.reason()).isZero();
    }

    @Test
    void aUserPropertyMarksIt() {
        Device gateway = WORLD.gateway("properties");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            publish(client, "v1/devices/me/telemetry", point("p1"), "backfill", "true");
            publish(client, "v2/t/j", point("p2"), "site", "north", "backfill", "true", "line", "7");
            publish(client, "v1/gateway/telemetry", "{\"behind\":[" + point("p3") + "]}", "backfill", "true");
            publish(client, "v1/devices/me/telemetry", point("p4"), "backfill", "false");
            publish(client, "v1/devices/me/telemetry", point("p5"), "fill", "true");
            publish(client, "v1/devices/me/attributes", "{\"p6\":1}", "backfill", "true");
        }
        assertThat(TOLD)
                .containsEntry("p1", true)
                .containsEntry("p2", true)
                .containsEntry("p3", true)
                .containsEntry("p4", false)
                .containsEntry("p5", false);
        assertThat(WORLD.attribute(gateway.id(), "CLIENT_SCOPE", "p6")).isEqualTo("1");
    }

    /** Names and values by turns become user properties. */
    private static void publish(RawClient client, String topic, String payload, String... pairs) {
        Bytes properties = new Bytes();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(Field.USER_PROPERTY).text(pairs[i]).text(pairs[i + 1]);
        }
        byte[] all = properties.all();
        client.send(
                0x32,
                new Bytes()
                        .text(topic)
                        .number(1)
                        .put(all.length)
                        .bytes(all)
                        .bytes(payload.getBytes(StandardCharsets.UTF_8))
                        .all());
        acknowledged(client);
    }

    @Test
    void topicsMarkItForOlderClients() {
        Device gateway = WORLD.gateway("topics");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, gateway.token())) {
            client.publish("v1/devices/me/telemetry/backfill", 1, 1, point("t1"));
            acknowledged(client);
            client.publish("v1/gateway/telemetry/backfill", 1, 2, "{\"old\":[" + point("t2") + "]}");
            acknowledged(client);
            client.publish("v1/devices/me/telemetry", 1, 3, point("t3"));
            acknowledged(client);
        }
        assertThat(TOLD).containsEntry("t1", true).containsEntry("t2", true).containsEntry("t3", false);
        assertThat(WORLD.latest(gateway.id(), "t1")).isEqualTo("1");
        Device plain = WORLD.device("no gateway");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V311, plain.token())) {
            client.publish("v1/gateway/telemetry/backfill", 1, 1, "{\"x\":[{\"t4\":1}]}");
            assertThat(client.answersPing()).isTrue();
        }
        assertThat(TOLD).doesNotContainKey("t4");
    }
}

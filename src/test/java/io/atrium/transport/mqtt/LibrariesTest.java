package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import io.atrium.transport.mqtt.ClientWalk.Arrived;
import io.atrium.transport.mqtt.ClientWalk.Library;
import io.atrium.transport.mqtt.ClientWalk.Link;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real client libraries, each through the whole walk. */
final class LibrariesTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final long SECONDS = 10;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    /** The libraries and the versions of MQTT that they speak here. */
    enum Kind {
        PAHO_3(LibrariesTest::paho3),
        PAHO_5(LibrariesTest::paho5),
        HIVEMQ_3(LibrariesTest::hive3),
        HIVEMQ_5(LibrariesTest::hive5);

        private final Library library;

        Kind(Library library) {
            this.library = library;
        }

        ClientWalk walk() {
            return new ClientWalk(WORLD, library, name());
        }
    }

    @ParameterizedTest
    @EnumSource
    void telemetry(Kind kind) throws Exception {
        kind.walk().telemetry();
    }

    @ParameterizedTest
    @EnumSource
    void attributesBothWays(Kind kind) throws Exception {
        kind.walk().attributes();
    }

    @ParameterizedTest
    @EnumSource
    void commandsBothWays(Kind kind) throws Exception {
        kind.walk().commands();
    }

    @ParameterizedTest
    @EnumSource
    void gateway(Kind kind) throws Exception {
        kind.walk().gateway();
    }

    @ParameterizedTest
    @EnumSource
    void provisioning(Kind kind) throws Exception {
        kind.walk().provisioning();
    }

    private static Link paho3(int port, String user) throws Exception {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, "paho3-" + user, new MemoryPersistence());
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        client.setTimeToWait(TimeUnit.SECONDS.toMillis(SECONDS));
        client.connect(options);
        return new Link() {
            @Override
            public void publish(String topic, String payload) throws Exception {
                client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
            }

            @Override
            public void subscribe(String filter) throws Exception {
                client.subscribe(
                        filter,
                        1,
                        (topic, message) -> arrived.add(
                                new Arrived(topic, new String(message.getPayload(), StandardCharsets.UTF_8))));
            }

            @Override
            public BlockingQueue<Arrived> arrived() {
                return arrived;
            }

            @Override
            public void close() throws Exception {
                client.disconnect();
                client.close();
            }
        };
    }

    private static Link paho5(int port, String user) throws Exception {
        var client = new org.eclipse.paho.mqttv5.client.MqttAsyncClient(
                "tcp://127.0.0.1:" + port,
                "paho5-" + user,
                new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setAutomaticReconnect(false);
        wait(client.connect(options));
        return new Link() {
            @Override
            public void publish(String topic, String payload) throws Exception {
                LibrariesTest.wait(client.publish(
                        topic, new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, null)));
            }

            @Override
            public void subscribe(String filter) throws Exception {
                LibrariesTest.wait(client.subscribe(
                        new MqttSubscription[] {new MqttSubscription(filter, 1)},
                        null,
                        null,
                        (topic, message) -> arrived.add(
                                new Arrived(topic, new String(message.getPayload(), StandardCharsets.UTF_8))),
                        new org.eclipse.paho.mqttv5.common.packet.MqttProperties()));
            }

            @Override
            public BlockingQueue<Arrived> arrived() {
                return arrived;
            }

            @Override
            public void close() throws Exception {
                LibrariesTest.wait(client.disconnect());
                client.close();
            }
        };
    }

    private static void wait(IMqttToken token) throws Exception {
        token.waitForCompletion(TimeUnit.SECONDS.toMillis(SECONDS));
    }

    private static Link hive3(int port, String user) throws Exception {
        Mqtt3AsyncClient client = com.hivemq.client.mqtt.MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> arrived.add(new Arrived(
                        publish.getTopic().toString(),
                        new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))));
        client.connectWith()
                .simpleAuth()
                .username(user)
                .applySimpleAuth()
                .send()
                .get(SECONDS, TimeUnit.SECONDS);
        return new Link() {
            @Override
            public void publish(String topic, String payload) throws Exception {
                client.publishWith()
                        .topic(topic)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .get(SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public void subscribe(String filter) throws Exception {
                client.subscribeWith()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .get(SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public BlockingQueue<Arrived> arrived() {
                return arrived;
            }

            @Override
            public void close() throws Exception {
                client.disconnect().get(SECONDS, TimeUnit.SECONDS);
            }
        };
    }

    private static Link hive5(int port, String user) throws Exception {
        Mqtt5AsyncClient client = com.hivemq.client.mqtt.MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> arrived.add(new Arrived(
                        publish.getTopic().toString(),
                        new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8))));
        Mqtt5ConnAck accepted = client.connectWith()
                .simpleAuth()
                .username(user)
                .applySimpleAuth()
                .send()
                .get(SECONDS, TimeUnit.SECONDS);
        assertThat(accepted.getRestrictions().getReceiveMaximum()).isEqualTo(100);
        assertThat(accepted.getRestrictions().getMaximumPacketSize()).isEqualTo(65_536);
        assertThat(accepted.getAssignedClientIdentifier()).isPresent();
        return new Link() {
            @Override
            public void publish(String topic, String payload) throws Exception {
                client.publishWith()
                        .topic(topic)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .get(SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public void subscribe(String filter) throws Exception {
                client.subscribeWith()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send()
                        .get(SECONDS, TimeUnit.SECONDS);
            }

            @Override
            public BlockingQueue<Arrived> arrived() {
                return arrived;
            }

            @Override
            public void close() throws Exception {
                client.disconnect().get(SECONDS, TimeUnit.SECONDS);
            }
        };
    }
}

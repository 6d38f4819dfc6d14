package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.atrium.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers that tell requests apart are read alike on every channel: as a number, as text, with a fraction or exponent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestIdsSystemTest {

    private static final int SECONDS = 20;
    private static final int JSON = 50;
    private static final String BEHIND = "Behind";

    private enum Channel {
        HTTP,
        MQTT_3,
        MQTT_5,
        GATEWAY,
        COAP;

        /** Whether a device chooses the number of what it asks for. */
        boolean numbersAttributes() {
            return this == MQTT_3 || this == MQTT_5 || this == GATEWAY;
        }

        /** A number stands in an address or topic, which is text, or in a document. */
        List<String> spellings() {
            return this == GATEWAY
                    ? List.of("%d", "\"%d\"", "%d.0", "\"%d.0\"", "%de0")
                    : List.of("%d", "%d.0", "%de0");
        }
    }

    /** What a device hears; and how it answers. */
    private interface Line extends AutoCloseable {
        /** Topic and payload. */
        List<String> hear() throws Exception;

        void say(String topic, String payload) throws Exception;

        @Override
        void close();
    }

    private ChannelServer channels;
    private TestServer server;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        channels = new ChannelServer("Numbers");
        server = channels.server;
        admin = channels.admin;
        for (Channel channel : Channel.values()) {
            create(channel.name(), channel == Channel.GATEWAY);
        }
        create(BEHIND, false);
    }

    private void create(String name, boolean isGateway) {
        String id = channels.newDevice(name, "ids-" + name, isGateway);
        server.ok(server.post(admin, "/api/plugins/telemetry/DEVICE/" + id + "/SHARED_SCOPE", "{\"k\":17}"));
    }

    @AfterAll
    void stop() {
        channels.close();
    }

    static Stream<List<Object>> answers() {
        return Stream.of(Channel.values())
                .flatMap(channel -> channel.spellings().stream().map(spelling -> List.<Object>of(channel, spelling)));
    }

    static Stream<List<Object>> requests() {
        return answers().filter(one -> ((Channel) one.get(0)).numbersAttributes());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerFindsItsCommandHoweverItsNumberIsWritten(List<Object> one) throws Exception {
        Channel channel = (Channel) one.get(0);
        String device = channel == Channel.GATEWAY ? BEHIND : channel.name();
        String id = server.ok(server.get(admin, "/api/tenant/devices?deviceName=" + device))
                .id();
        try (Line line = open(channel)) {
            CompletableFuture<TestServer.Answer> asked = CompletableFuture.supplyAsync(() -> server.post(
                    admin, "/api/rpc/twoway/" + id, "{\"method\":\"open\",\"params\":{},\"timeout\":15000}"));
            answer(channel, line, String.valueOf(one.get(1)));
            TestServer.Answer told = asked.get(SECONDS, TimeUnit.SECONDS);
            assertThat(told.status()).as(one + " " + told.text()).isEqualTo(200);
            assertThat(told.json().path("done").asBoolean()).isTrue();
        }
    }

    private static void answer(Channel channel, Line line, String spelling) throws Exception {
        List<String> heard = line.hear();
        JsonNode command = Json.read(heard.get(1), JsonNode.class);
        String topic = heard.get(0);
        switch (channel) {
            case MQTT_3, MQTT_5 -> {
                int number = Integer.parseInt(topic.substring(topic.lastIndexOf('/') + 1));
                line.say("v1/devices/me/rpc/response/" + spelling.formatted(number), "{\"done\":true}");
            }
            case GATEWAY -> {
                String number = spelling.formatted(command.at("/data/id").asInt());
                line.say("v1/gateway/rpc", "{\"device\":\"Behind\",\"id\":" + number + ",\"data\":{\"done\":true}}");
            }
            case HTTP, COAP ->
                line.say("rpc/" + spelling.formatted(command.path("id").asInt()), "{\"done\":true}");
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestForAttributesIsAnsweredUnderItsNumberHoweverItIsWritten(List<Object> one) throws Exception {
        Channel channel = (Channel) one.get(0);
        String number = String.valueOf(one.get(1)).formatted(7);
        try (Line line = open(channel)) {
            if (channel == Channel.GATEWAY) {
                line.say(
                        "v1/gateway/attributes/request",
                        "{\"id\":" + number + ",\"device\":\"Behind\",\"client\":false,\"key\":\"k\"}");
                assertThat(Json.read(line.hear().get(1), JsonNode.class).path("id"))
                        .as(one.toString())
                        .isEqualTo(Json.tree(7));
            } else {
                line.say("v1/devices/me/attributes/request/" + number, "{\"sharedKeys\":\"k\"}");
                assertThat(line.hear())
                        .containsExactly("v1/devices/me/attributes/response/7", "{\"shared\":{\"k\":17}}");
            }
        }
    }

    // ---- channels ----------------------------------------------------------------------------------------------

    private Line open(Channel channel) throws Exception {
        return switch (channel) {
            case HTTP -> http();
            case COAP -> coap();
            case MQTT_5 -> mqtt5();
            case MQTT_3 -> mqtt3("ids-MQTT_3", "v1/devices/me/rpc/request/+", "v1/devices/me/attributes/response/+");
            case GATEWAY -> {
                Line line = mqtt3("ids-GATEWAY", "v1/gateway/rpc", "v1/gateway/attributes/response");
                line.say("v1/gateway/connect", "{\"device\":\"Behind\"}");
                yield line;
            }
        };
    }

    private Line http() {
        return new Line() {
            @Override
            public List<String> hear() {
                return List.of(
                        "",
                        server.ok(server.get("", "/api/v1/ids-HTTP/rpc?timeout=20000"))
                                .text());
            }

            @Override
            public void say(String path, String payload) {
                server.ok(server.post("", "/api/v1/ids-HTTP/" + path, payload));
            }

            @Override
            public void close() {}
        };
    }

    private Line coap() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        CoapClient observing = client("rpc");
        var relation = observing.observeAndWait(new CoapHandler() {
            @Override
            public void onLoad(CoapResponse response) {
                if (response.getResponseText().contains("method")) {
                    told.add(response.getResponseText());
                }
            }

            @Override
            public void onError() {
                told.add("{}");
            }
        });
        return new Line() {
            @Override
            public List<String> hear() throws Exception {
                return List.of("", String.valueOf(told.poll(SECONDS, TimeUnit.SECONDS)));
            }

            @Override
            public void say(String path, String payload) throws Exception {
                assertThat(client(path).post(payload, JSON).isSuccess()).isTrue();
            }

            @Override
            public void close() {
                relation.proactiveCancel();
            }
        };
    }

    private CoapClient client(String path) {
        return channels.coap("ids-COAP/" + path);
    }

    private Line mqtt3(String token, String... topics) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(channels.mqtt)
                .simpleAuth()
                .username(token)
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        var told = client.publishes(MqttGlobalPublishFilter.ALL);
        for (String topic : topics) {
            client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send();
        }
        return new Line() {
            @Override
            public List<String> hear() throws Exception {
                var message = told.receive(SECONDS, TimeUnit.SECONDS).orElseThrow();
                return List.of(message.getTopic().toString(), text(message.getPayloadAsBytes()));
            }

            @Override
            public void say(String topic, String payload) {
                client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .send();
            }

            @Override
            public void close() {
                told.close();
                client.disconnect();
            }
        };
    }

    private Line mqtt5() {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(channels.mqtt)
                .simpleAuth()
                .username("ids-MQTT_5")
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        var told = client.publishes(MqttGlobalPublishFilter.ALL);
        for (String topic : List.of("v1/devices/me/rpc/request/+", "v1/devices/me/attributes/response/+")) {
            client.subscribeWith().topicFilter(topic).qos(MqttQos.AT_LEAST_ONCE).send();
        }
        return new Line() {
            @Override
            public List<String> hear() throws Exception {
                var message = told.receive(SECONDS, TimeUnit.SECONDS).orElseThrow();
                return List.of(message.getTopic().toString(), text(message.getPayloadAsBytes()));
            }

            @Override
            public void say(String topic, String payload) {
                client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload.getBytes(StandardCharsets.UTF_8))
                        .send();
            }

            @Override
            public void close() {
                told.close();
                client.disconnect();
            }
        };
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}

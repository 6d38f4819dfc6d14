package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.atrium.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One format on every channel: what a message means does not depend on the way it takes. A number is its value, a text is a
 * text, what is no number is left out, what cannot be stored is refused by name, and the rest of the message counts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FormatsSystemTest {

    private static final int SECONDS = 20;
    private static final int JSON = 50;

    /** Keys and values of a message, and how they are read back with their types; null for what is left out. */
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        value("precise", "0.30000000000000004", "0.30000000000000004", "DOUBLE");
        value("tiny", "1e-20", "1.0E-20", "DOUBLE");
        value("huge", "1e308", "1.0E308", "DOUBLE");
        value("radian", "0.017453292519943295", "0.017453292519943295", "DOUBLE");
        value("real", "42.0", "42.0", "DOUBLE");
        value("exponent", "1E3", "1000.0", "DOUBLE");
        value("whole", "9007199254740993", "9007199254740993", "LONG");
        value("card", "89010303310033979663", "89010303310033979663", "STRING");
        value("serial", "\"241408E4\"", "241408E4", "STRING");
        value("hex", "\"0x1A\"", "0x1A", "STRING");
        value("grade", "\"12E5\"", "12E5", "STRING");
        value("spelled", "\"600000\"", "600000", "LONG");
        value("flag", "true", "true", "BOOLEAN");
        value("smile", "\"\\ud83d\\ude00\"", "\ud83d\ude00", "STRING");
        value(
                "tree",
                "{\"a\":[0.30000000000000004,9007199254740993]}",
                "{\"a\":[0.30000000000000004,9007199254740993]}",
                "JSON");
        value("none", "null", "", "");
        value("cold", "nan", "", "");
        value("never", "-Infinity", "", "");
        value("quoted", "\"NaN\"", "NaN", "STRING");
    }

    private static void value(String key, String sent, String read, String type) {
        VALUES.put(key, List.of(sent, read, type));
    }

    private static String message() {
        List<String> members = new ArrayList<>();
        VALUES.forEach((key, value) -> members.add("\"" + key + "\":" + value.getFirst()));
        return "{" + String.join(",", members) + "}";
    }

    private enum Channel {
        REST,
        HTTP,
        MQTT_3,
        MQTT_5,
        GATEWAY,
        COAP;

        /** Whether the sender of a message hears what was left out of it. */
        boolean tells() {
            return this != MQTT_3 && this != GATEWAY;
        }
    }

    private ChannelServer channels;
    private TestServer server;
    private String admin;

    @BeforeAll
    void start() throws Exception {
        channels = new ChannelServer("Formats");
        server = channels.server;
        admin = channels.admin;
        for (Channel channel : Channel.values()) {
            boolean isGateway = channel == Channel.GATEWAY;
            channels.newDevice(isGateway ? "Gateway" : channel.name(), "token-" + channel, isGateway);
        }
    }

    @AfterAll
    void stop() {
        channels.close();
    }

    /** Sends telemetry or attributes of a channel's device; what the sender is told. */
    private String send(Channel channel, boolean attributes, String message) throws Exception {
        String what = attributes ? "attributes" : "telemetry";
        return switch (channel) {
            case REST -> rest(attributes, message);
            case HTTP -> server.post("", "/api/v1/token-HTTP/" + what, message).text();
            case MQTT_3 -> mqtt3("token-MQTT_3", "v1/devices/me/" + what, message);
            case MQTT_5 -> mqtt5("v1/devices/me/" + what, message);
            case GATEWAY ->
                mqtt3(
                        "token-GATEWAY",
                        "v1/gateway/" + what,
                        attributes ? "{\"GATEWAY\":" + message + "}" : "{\"GATEWAY\":[" + message + "]}");
            case COAP -> coap(what, message);
        };
    }

    private String rest(boolean attributes, String message) {
        String path = "/api/plugins/telemetry/DEVICE/" + device("REST");
        return server.post(admin, path + (attributes ? "/attributes/SERVER_SCOPE" : "/timeseries/ANY"), message)
                .text();
    }

    private String mqtt3(String token, String topic, String message) {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(channels.mqtt)
                .simpleAuth()
                .username(token)
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        try {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(message.getBytes(StandardCharsets.UTF_8))
                    .send();
        } finally {
            client.disconnect();
        }
        return "";
    }

    private String mqtt5(String topic, String message) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(channels.mqtt)
                .simpleAuth()
                .username("token-MQTT_5")
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        try {
            Mqtt5PublishResult result = client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(message.getBytes(StandardCharsets.UTF_8))
                    .send();
            return ((Mqtt5PublishResult.Mqtt5Qos1Result) result)
                    .getPubAck()
                    .getReasonString()
                    .map(Object::toString)
                    .orElse("");
        } finally {
            client.disconnect();
        }
    }

    private String coap(String what, String message) throws Exception {
        CoapClient client = channels.coap("token-COAP/" + what);
        CoapResponse answer = client.post(message, JSON);
        assertThat(answer).isNotNull();
        return answer.getResponseText();
    }

    private String device(String name) {
        return server.ok(server.get(admin, "/api/tenant/devices?deviceName=" + name))
                .id();
    }

    private JsonNode points(String device) {
        return server.ok(server.get(
                        admin,
                        "/api/plugins/telemetry/DEVICE/" + device
                                + "/values/timeseries?startTs=0&endTs=9999999999999&useStrictDataTypes=true&keys="
                                + String.join(",", VALUES.keySet())))
                .json();
    }

    private String attribute(String device, String key) {
        JsonNode found = server.ok(
                        server.get(admin, "/api/plugins/telemetry/DEVICE/" + device + "/values/attributes?keys=" + key))
                .json();
        return found.isEmpty() ? "" : typed(found.at("/0/value"));
    }

    private static String typed(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        String type = value.isTextual()
                ? "STRING"
                : value.isContainerNode()
                        ? "JSON"
                        : value.isBoolean() ? "BOOLEAN" : value.isIntegralNumber() ? "LONG" : "DOUBLE";
        return type + " " + (type.equals("DOUBLE") ? Double.toString(value.doubleValue()) : text(value));
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static String expected(List<String> value) {
        return value.get(2).isEmpty() ? "" : value.get(2) + " " + value.get(1);
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreTheirValueTextsStayTextsAndNonNumbersAreLeftOut(Channel channel) throws Exception {
        String told = send(channel, false, "{\"ts\":\"1700000000000\",\"values\":" + message() + "}");
        if (channel.tells()) {
            assertThat(told).contains("cold", "never", "none").doesNotContain("quoted");
        }
        String device = device(channel.name());
        JsonNode points = points(device);
        VALUES.forEach((key, value) -> {
            assertThat(typed(points.at("/" + key + "/0/value")))
                    .as(channel + " " + key)
                    .isEqualTo(expected(value));
            if (!value.get(2).isEmpty()) {
                assertThat(points.at("/" + key + "/0/ts").asLong()).isEqualTo(1_700_000_000_000L);
            }
        });
        showsTypes(device, channel);
        exports(device, channel);
    }

    /** The same over a WebSocket, where each value is followed by its type. */
    private void showsTypes(String device, Channel channel) throws Exception {
        BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.port() + "/api/ws?token=" + admin), new Listener(frames))
                .join();
        socket.sendText(
                        "{\"cmds\":[{\"type\":\"TIMESERIES\",\"cmdId\":1,\"entityType\":\"DEVICE\",\"entityId\":\""
                                + device + "\",\"valueTypes\":true}]}",
                        true)
                .join();
        JsonNode frame = frames.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(frame).isNotNull();
        VALUES.forEach((key, value) -> {
            JsonNode point = frame.path("data").path(key).path(0);
            String shown = point.isMissingNode()
                    ? ""
                    : point.path(2).asText() + " " + point.path(1).asText();
            assertThat(shown).as(channel + " over a WebSocket " + key).isEqualTo(expected(value));
        });
        socket.abort();
    }

    private record Listener(BlockingQueue<JsonNode> frames) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frames.add(Json.read(data.toString(), JsonNode.class));
            socket.request(1);
            return null;
        }
    }

    private void exports(String device, Channel channel) {
        String csv = server.ok(server.get(
                        admin,
                        "/api/telemetry/export/DEVICE/" + device
                                + "?startTs=1700000000000&endTs=1700000000001&timeZone=UTC"))
                .text();
        for (String key : List.of("precise", "whole", "card", "serial", "flag")) {
            String value = VALUES.getOrDefault(key, List.of()).get(1);
            assertThat(csv).as(channel + " as CSV").containsPattern("," + key + ",\"?'?" + value + "\"?\\R");
        }
        assertThat(csv).doesNotContain(",cold,").doesNotContain(",none,");
    }

    @ParameterizedTest
    @EnumSource
    void attributesAreReadAsTelemetryIs(Channel channel) throws Exception {
        send(channel, true, message());
        String device = device(channel.name());
        VALUES.forEach((key, value) ->
                assertThat(attribute(device, key)).as(channel + " " + key).isEqualTo(expected(value)));
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeStoredIsRefusedByNameAndTheRestCounts(Channel channel) throws Exception {
        refuses(
                channel,
                "\"over\":1e400,\"half\":\"a\\ud800b\",\"inside\":{\"x\":\"\\udc00\"}",
                List.of("over", "half", "inside"));
    }

    @ParameterizedTest
    @EnumSource
    void theCharacterNulIsRefusedByNameAndTheRestCounts(Channel channel) throws Exception {
        refuses(
                channel,
                "\"nul\":\"a\\u0000b\",\"within\":[\"\\u0000\"],\"named\":{\"\\u0000\":1}",
                List.of("nul", "within", "named"));
        refuses(channel, "\"nulkey\\u0000\":1", List.of("Key"));
    }

    /** Sends bad members beside a good one, as telemetry and as attributes; the words are in what the sender is told. */
    private void refuses(Channel channel, String bad, List<String> words) throws Exception {
        for (boolean attributes : new boolean[] {false, true}) {
            String good = "good" + attributes + bad.length();
            String told = send(channel, attributes, "{\"" + good + "\":1," + bad + "}");
            if (channel.tells()) {
                assertThat(told).as(channel.toString()).contains(words);
            }
            String device = device(channel.name());
            String path =
                    "/api/plugins/telemetry/DEVICE/" + device + "/keys/" + (attributes ? "attributes" : "timeseries");
            List<String> keys = new ArrayList<>();
            server.ok(server.get(admin, path)).json().forEach(key -> keys.add(key.asText()));
            assertThat(keys).as(channel + " " + path).contains(good).doesNotContainAnyElementsOf(words);
            assertThat(keys).as(channel + " " + path).noneMatch(key -> key.startsWith("nulkey"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void wholeNumbersAreReadAlikeInEverySpelling(Channel channel) throws Exception {
        List<String> spellings = List.of("1700000001000", "\"1700000001000\"", "1700000001000.0", "1.700000001e12");
        for (int i = 0; i < spellings.size(); i++) {
            send(channel, false, "{\"ts\":" + spellings.get(i) + ",\"values\":{\"when" + i + "\":1}}");
        }
        String device = device(channel.name());
        JsonNode latest = server.ok(server.get(
                        admin,
                        "/api/plugins/telemetry/DEVICE/" + device + "/values/timeseries?keys=when0,when1,when2,when3"))
                .json();
        for (int i = 0; i < spellings.size(); i++) {
            assertThat(latest.at("/when" + i + "/0/ts").asLong())
                    .as(channel + " " + spellings.get(i))
                    .isEqualTo(1_700_000_001_000L);
        }
    }

    @Test
    void filesFollowTheSameRules() {
        List<String> keys = List.of("precise", "whole", "card", "serial", "hex", "grade", "spelled", "flag");
        List<String> cells = keys.stream()
                .map(key -> VALUES.getOrDefault(key, List.of()).get(1))
                .toList();
        List<String> columns = new ArrayList<>(List.of("{\"type\":\"NAME\"}"));
        keys.forEach(key -> columns.add("{\"type\":\"TIMESERIES\",\"key\":\"" + key + "\"}"));
        String file = "name," + String.join(",", keys) + "\\nFile," + String.join(",", cells) + "\\n";
        String mapping = "\"mapping\":{\"delimiter\":\",\",\"header\":true,\"update\":true,\"columns\":["
                + String.join(",", columns) + "]}}";
        server.ok(server.post(admin, "/api/device/bulk_import", "{\"file\":\"" + file + "\"," + mapping));
        JsonNode points = points(device("File"));
        for (String key : keys) {
            assertThat(typed(points.at("/" + key + "/0/value")))
                    .as(key)
                    .isEqualTo(expected(VALUES.getOrDefault(key, List.of())));
        }
        String half = file.replace("241408E4", "a\\ud800b");
        TestServer.Answer answer = server.post(
                admin, "/api/device/bulk_import", "{\"file\":\"" + half.replace("File", "Half") + "\"," + mapping);
        assertThat(answer.text()).containsIgnoringCase("surrogate");
        assertThat(server.get(admin, "/api/tenant/devices?deviceName=Half").status())
                .isEqualTo(404);
    }
}

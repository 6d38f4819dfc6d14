package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Devices that speak Protocol Buffers: by the schemas of their profile, or by the messages that all share. */
final class ProtobufTest {

    private static final MqttWorld WORLD = new MqttWorld();

    private static final String TELEMETRY = """
            syntax = "proto3";
            package telemetry;
            message Reading {
              message Values {
                optional double temperature = 1;
                optional int64 count = 2;
                optional string state = 3;
                optional bool open = 4;
                repeated int32 samples = 5;
              }
              optional int64 ts = 1;
              Values values = 2;
            }
            """;
    private static final String ATTRIBUTES =
            "syntax = \"proto3\"; message Attributes { optional string fw = 1; int32 level = 2; }";
    private static final String REQUEST = "syntax = \"proto3\"; message Request { optional string method = 1;"
            + " optional int32 requestId = 2; optional string params = 3; }";
    private static final String RESPONSE = "syntax = \"proto3\"; message Response { optional string payload = 1; }";

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static ObjectNode profile(String name, boolean alsoJson, boolean jsonDownlink) {
        ObjectNode profile =
                Json.object().put("name", name).put("type", "DEFAULT").put("transportType", "MQTT");
        profile.putObject("profileData")
                .putObject("transportConfiguration")
                .put("type", "MQTT")
                .put("deviceTelemetryTopic", "own/t")
                .putObject("transportPayloadTypeConfiguration")
                .put("transportPayloadType", "PROTOBUF")
                .put("deviceTelemetryProtoSchema", TELEMETRY)
                .put("deviceAttributesProtoSchema", ATTRIBUTES)
                .put("deviceRpcRequestProtoSchema", REQUEST)
                .put("deviceRpcResponseProtoSchema", RESPONSE)
                .put("enableCompatibilityWithJsonPayloadFormat", alsoJson)
                .put("useJsonPayloadFormatForDefaultDownlinkTopics", jsonDownlink);
        return profile;
    }

    private static ObjectNode payload(ObjectNode profile) {
        return (ObjectNode) profile.at("/profileData/transportConfiguration/transportPayloadTypeConfiguration");
    }

    private static Device device(String name, ObjectNode profile) {
        WORLD.post("/api/deviceProfile", profile);
        return device(name, profile.path("name").asText(), false);
    }

    private static Device device(String name, String type, boolean isGateway) {
        ObjectNode device = Json.object().put("name", name).put("type", type);
        device.putObject("additionalInfo").put("gateway", isGateway);
        return WORLD.device(WORLD.world.admin, device);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static void acknowledged(RawClient client, int reason) {
        Packet answer = client.read();
        assertThat(answer.type()).isEqualTo(RawClient.PUBACK);
        assertThat(answer.reason()).isEqualTo(reason);
    }

    private static void published(RawClient client, String topic, byte[] payload) {
        Packet packet = client.read();
        assertThat(packet.type()).isEqualTo(RawClient.PUBLISH);
        assertThat(packet.topic()).isEqualTo(topic);
        int from = packet.body().length - payload.length;
        assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(packet.body(), from, packet.body().length)))
                .isEqualTo(HexFormat.of().formatHex(payload));
        if (packet.flags() == 2) {
            client.ack(packet.publishId());
        }
    }

    /** {@code ts: 1000, values {temperature: 1E7, count: -3, state: "7", open: false, samples: [1, 300]}}. */
    private static final byte[] READING =
            hex("08 E8 07 12 1E 09 00000000D0126341 10 FDFFFFFFFFFFFFFFFF01 1A 01 37 20 00 2A 03 01 AC 02");

    @Test
    void storesTelemetryOfTheProfilesSchemaWithTheKindsOfItsFields() {
        Device device = device("telemetry", profile("p telemetry", false, false));
        for (String topic : new String[] {"v1/devices/me/telemetry", "v2/t", "v2/t/p", "own/t"}) {
            try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
                client.publish(topic, 1, 1, READING);
                acknowledged(client, 0);
            }
        }
        JsonNode latest = WORLD.get(
                "/api/plugins/telemetry/DEVICE/" + device.id() + "/values/timeseries?useStrictDataTypes=true");
        assertThat(latest)
                .isEqualTo(Json.read(
                        "{\"count\":[{\"ts\":1000,\"value\":-3}],\"open\":[{\"ts\":1000,\"value\":false}],"
                                + "\"samples\":[{\"ts\":1000,\"value\":[1,300]}],\"state\":[{\"ts\":1000,\"value\":7}],"
                                + "\"temperature\":[{\"ts\":1000,\"value\":1.0E7}]}",
                        JsonNode.class));
    }

    @Test
    void refusesWhatIsNotOfTheSchemaAndNamesTheField() {
        Device device = device("strict", profile("p strict", false, false));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.publish("v2/t", 1, 1, hex("12 02 08 01"));
            Packet answer = client.read();
            assertThat(answer.reason()).isEqualTo(0x99);
            assertThat(answer.holds("'values.temperature'")).isTrue();
            client.publish("v2/t", 1, 2, "{\"temperature\":1}");
            acknowledged(client, 0x99);
            client.publish("v2/t/j", 1, 3, "{\"temperature\":2}");
            acknowledged(client, 0);
            assertThat(client.answersPing()).isTrue();
        }
        assertThat(WORLD.latest(device.id(), "temperature")).isEqualTo("2");
        assertThat(WORLD.get("/api/telemetry/counters/DEVICE/" + device.id())
                        .at("/refused/invalid")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void triesJsonWhereTheProfileSaysSo() {
        Device device = device("both", profile("p both", true, false));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.publish("v1/devices/me/telemetry", 1, 1, " {\"temperature\":3}");
            acknowledged(client, 0);
            client.publish("v1/devices/me/attributes", 1, 2, "{\"fw\":\"a-1\"}");
            acknowledged(client, 0);
            client.publish("v1/devices/me/telemetry", 1, 3, READING);
            acknowledged(client, 0);
            client.publish("v1/devices/me/telemetry", 1, 4, "{\"temperature\":");
            acknowledged(client, 0x99);
        }
        assertThat(WORLD.latest(device.id(), "temperature")).isEqualTo("3");
        assertThat(WORLD.latest(device.id(), "count")).isEqualTo("-3");
        assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "fw")).isEqualTo("a-1");
    }

    @Test
    void takesRequestsAndPushesAttributes() {
        Device device = device("attributes", profile("p attributes", false, false));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.subscribe(1, 1, "v2/a/p");
            client.publish("v2/a", 1, 1, hex("0A 03 61 2D 31"));
            acknowledged(client, 0);
            // The level was not sent and has no 'optional', so it is 0.
            assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "level")).isEqualTo("0");
            client.publish("v2/a/req/9", 1, 2, hex("0A 02 66 77"));
            acknowledged(client, 0);
            published(client, "v2/a/res/9", hex("08 09 12 0B 0A 02 66 77 10 03 32 03 61 2D 31"));
            WORLD.share(device.id(), Map.of("rate", 5));
            published(client, "v2/a/p", hex("0A 0A 0A 04 72 61 74 65 10 01 20 05"));
            WORLD.ok(WORLD.world.api.delete(
                    WORLD.world.admin, "/api/plugins/telemetry/DEVICE/" + device.id() + "/SHARED_SCOPE?keys=rate"));
            published(client, "v2/a/p", hex("12 04 72 61 74 65"));
        }
    }

    @Test
    void carriesCommandsByTheProfilesSchema() {
        Device device = device("commands", profile("p commands", false, false));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.subscribe(1, 1, "v2/r/req/+");
            CompletableFuture<TestApi.Answer> call = call(device.id());
            // method "m", requestId 0, params {"a":1} as text.
            published(client, "v2/r/req/0", hex("0A 01 6D 10 00 1A 07 7B 22 61 22 3A 31 7D"));
            client.publish("v2/r/res/0", 1, 2, hex("0A 02 6F 6B"));
            acknowledged(client, 0);
            assertThat(call.join().text()).isEqualTo("{\"payload\":\"ok\"}");
        }
    }

    private static CompletableFuture<TestApi.Answer> call(UUID device) {
        return CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                WORLD.world.admin,
                "/api/rpc/twoway/" + device,
                "{\"method\":\"m\",\"params\":{\"a\":1},\"timeout\":9000}"));
    }

    @Test
    void usesJsonForTheUsualTopicsToTheDeviceWhereTheProfileSaysSo() {
        Device device = device("json down", profile("p json down", true, true));
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.subscribe(1, 1, "v1/devices/me/attributes", "v1/devices/me/rpc/request/+");
            WORLD.share(device.id(), Map.of("rate", 5));
            published(client, "v1/devices/me/attributes", "{\"rate\":5}".getBytes(StandardCharsets.UTF_8));
            CompletableFuture<TestApi.Answer> call = call(device.id());
            published(
                    client,
                    "v1/devices/me/rpc/request/0",
                    "{\"method\":\"m\",\"params\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8));
            client.publish("v1/devices/me/rpc/response/0", 1, 2, "{\"ok\":true}");
            acknowledged(client, 0);
            assertThat(call.join().text()).isEqualTo("{\"ok\":true}");
        }
    }

    @Test
    void speaksTheSharedMessagesWithoutASchema() {
        Device device = WORLD.device("no schema");
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            // tsKvList { ts: 5, kv { key: "a", type: DOUBLE_V, double_v: 42 }, kv { key: "b", JSON_V, "[1]" } }
            client.publish(
                    "v2/t/p",
                    1,
                    1,
                    hex(
                            "0A 1E 08 05 12 0E 0A 01 61 10 02 29 00 00 00 00 00 00 45 40 12 0A 0A 01 62 10 04 3A 03 5B 31 5D"));
            acknowledged(client, 0);
            client.publish("v2/a/p", 1, 2, hex("0A 07 0A 01 63 10 01 20 07"));
            acknowledged(client, 0);
            client.publish("v2/r/req/p/3", 1, 3, hex("0A 01 6D"));
            acknowledged(client, 0);
            Packet answer = client.read();
            assertThat(answer.topic()).isEqualTo("v2/r/res/p/3");
            assertThat(answer.holds("no rule answers")).isTrue();
        }
        JsonNode latest = WORLD.get(
                "/api/plugins/telemetry/DEVICE/" + device.id() + "/values/timeseries?useStrictDataTypes=true");
        assertThat(latest.toString()).isEqualTo("{\"a\":[{\"ts\":5,\"value\":42.0}],\"b\":[{\"ts\":5,\"value\":[1]}]}");
        assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "c")).isEqualTo("7");
    }

    @Test
    void aGatewaySpeaksForItsDevices() {
        WORLD.post("/api/deviceProfile", profile("p gateway", false, false));
        Device gateway = device("gateway", "p gateway", true);
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, gateway.token())) {
            client.publish("v1/gateway/connect", 1, 1, hex("0A 02 50 31 12 03 68 6F 74"));
            acknowledged(client, 0);
            // msg { deviceName: "P1", msg { tsKvList { kv { key: "a", LONG_V, 7 } } } }
            client.publish(
                    "v1/gateway/telemetry", 1, 2, hex("0A 11 0A 02 50 31 1A 0B 0A 09 12 07 0A 01 61 10 01 20 07"));
            acknowledged(client, 0);
            client.publish("v1/gateway/attributes", 1, 3, hex("0A 0F 0A 02 50 31 12 09 0A 07 0A 01 62 10 01 20 08"));
            acknowledged(client, 0);
            client.publish("v1/gateway/attributes/request", 1, 4, hex("08 01 12 02 50 31 18 01 22 01 62"));
            acknowledged(client, 0);
            published(
                    client,
                    "v1/gateway/attributes/response",
                    "{\"id\":1,\"device\":\"P1\",\"value\":8}".getBytes(StandardCharsets.UTF_8));
            client.publish("v1/gateway/disconnect", 1, 5, hex("0A 02 50 31"));
            acknowledged(client, 0);
        }
        UUID device = WORLD.idOf("P1");
        assertThat(WORLD.get("/api/device/" + device).path("type").asText()).isEqualTo("hot");
        assertThat(WORLD.latest(device, "a")).isEqualTo("7");
        assertThat(WORLD.attribute(device, "CLIENT_SCOPE", "b")).isEqualTo("8");
    }

    @Test
    void aChangedProfileCountsForOpenConnections() {
        ObjectNode profile = profile("p changing", false, false);
        Device device = device("changing", profile);
        String path = "/api/deviceProfile/"
                + WORLD.get("/api/device/" + device.id())
                        .at("/deviceProfileId/id")
                        .asText();
        try (RawClient client = RawClient.connected(WORLD.port, RawClient.V5, device.token())) {
            client.publish("v2/t", 1, 1, "{\"a\":1}");
            acknowledged(client, 0x99);
            ObjectNode saved = (ObjectNode) WORLD.get(path);
            payload(saved).put("transportPayloadType", "JSON");
            WORLD.post("/api/deviceProfile", saved);
            MqttWorld.awaitEqual(0, () -> {
                client.publish("v2/t", 1, 2, "{\"a\":1}");
                return client.read().reason();
            });
        }
    }

    @Test
    void aProfileWithABadSchemaIsNotSaved() {
        refuses("deviceTelemetryProtoSchema", "syntax = \"proto3\"; message M { Unknown a = 1; }", "Unknown");
        refuses("deviceTelemetryProtoSchema", "", "must hold a proto3 schema");
        refuses("deviceAttributesProtoSchema", "syntax = \"proto3\"; import \"a.proto\"; message M {}", "imports");
        refuses("deviceRpcRequestProtoSchema", "syntax = \"proto3\"; message M { string params = 1; }", "'method'");
        refuses(
                "deviceRpcRequestProtoSchema",
                "syntax = \"proto3\"; message M { string method = 1; string params = 2; string requestId = 3; }",
                "'requestId'");
        refuses("deviceRpcResponseProtoSchema", "message", "deviceRpcResponseProtoSchema");
        refuses("transportPayloadType", "XML", "[JSON, PROTOBUF]");
    }

    private static void refuses(String field, String text, String words) {
        ObjectNode profile = profile("p refused", false, false);
        payload(profile).put(field, text);
        TestApi.Answer answer = WORLD.world.api.post(WORLD.world.admin, "/api/deviceProfile", Json.write(profile));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").asText())
                .contains("profileData.transportConfiguration.transportPayloadTypeConfiguration." + field)
                .contains(words);
    }
}

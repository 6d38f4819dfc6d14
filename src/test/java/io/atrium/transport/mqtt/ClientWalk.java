package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.transport.mqtt.MqttWorld.Device;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What every MQTT client library has to get through: telemetry, attributes both ways, commands both ways, a gateway and
 * provisioning. A test of a library only says how it connects, publishes and subscribes.
 */
final class ClientWalk {

    private static final long SECONDS = 10;

    /** What arrived. */
    record Arrived(String topic, String payload) {}

    /** A connection of some library. */
    interface Link extends AutoCloseable {
        /** Publishes with QoS 1 and waits for the acknowledgement. */
        void publish(String topic, String payload) throws Exception;

        void subscribe(String filter) throws Exception;

        /** All that arrives, in order. */
        BlockingQueue<Arrived> arrived();

        @Override
        void close() throws Exception;
    }

    /** Connects with a user name and no password. */
    interface Library {
        Link connect(int port, String userName) throws Exception;
    }

    private final MqttWorld world;
    private final Library library;
    private final String name;

    ClientWalk(MqttWorld world, Library library, String name) {
        this.world = world;
        this.library = library;
        this.name = name;
    }

    private static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private static void arrives(Link link, String topic, String payload) throws InterruptedException {
        Arrived arrived = link.arrived().poll(SECONDS, TimeUnit.SECONDS);
        assertThat(arrived).as("a message on %s", topic).isNotNull();
        assertThat(arrived.topic()).isEqualTo(topic);
        assertThat(json(arrived.payload())).isEqualTo(json(payload));
    }

    void telemetry() throws Exception {
        Device device = world.device(name + " telemetry");
        try (Link link = library.connect(world.port, device.token())) {
            link.publish("v1/devices/me/telemetry", "{\"ts\":1700000000000,\"values\":{\"t\":21.5}}");
            assertThat(world.latest(device.id(), "t")).isEqualTo("21.5");
            link.publish("v2/t", "[{\"t\":22},{\"u\":true}]");
            assertThat(world.latest(device.id(), "t")).isEqualTo("22");
            MqttWorld.awaitEqual("true", () -> world.attribute(device.id(), "SERVER_SCOPE", "active"));
        }
    }

    void attributes() throws Exception {
        Device device = world.device(name + " attributes");
        try (Link link = library.connect(world.port, device.token())) {
            link.subscribe("v1/devices/me/attributes");
            link.subscribe("v1/devices/me/attributes/response/+");
            link.publish("v1/devices/me/attributes", "{\"fw\":\"1.0-a\"}");
            assertThat(world.attribute(device.id(), "CLIENT_SCOPE", "fw")).isEqualTo("1.0-a");
            world.share(device.id(), Map.of("rate", 5));
            arrives(link, "v1/devices/me/attributes", "{\"rate\":5}");
            link.publish("v1/devices/me/attributes/request/1", "{\"clientKeys\":\"fw\",\"sharedKeys\":\"rate\"}");
            arrives(
                    link,
                    "v1/devices/me/attributes/response/1",
                    "{\"client\":{\"fw\":\"1.0-a\"},\"shared\":{\"rate\":5}}");
        }
    }

    void commands() throws Exception {
        Device device = world.device(name + " commands");
        try (Link link = library.connect(world.port, device.token())) {
            link.subscribe("v1/devices/me/rpc/request/+");
            link.subscribe("v1/devices/me/rpc/response/+");
            CompletableFuture<TestApi.Answer> call = twoway(device.id());
            arrives(link, "v1/devices/me/rpc/request/0", "{\"method\":\"m\",\"params\":{\"a\":1}}");
            link.publish("v1/devices/me/rpc/response/0", "{\"ok\":true}");
            assertThat(call.join().text()).isEqualTo("{\"ok\":true}");
            link.publish("v1/devices/me/rpc/request/1", "{\"method\":\"getSessionLimits\",\"params\":{}}");
            Arrived limits = link.arrived().poll(SECONDS, TimeUnit.SECONDS);
            assertThat(limits).isNotNull();
            assertThat(limits.topic()).isEqualTo("v1/devices/me/rpc/response/1");
            assertThat(json(limits.payload()).has("rateLimits")).isTrue();
        }
    }

    private CompletableFuture<TestApi.Answer> twoway(UUID device) {
        return CompletableFuture.supplyAsync(() -> world.world.api.post(
                world.world.admin,
                "/api/rpc/twoway/" + device,
                "{\"method\":\"m\",\"params\":{\"a\":1},\"timeout\":9000}"));
    }

    void gateway() throws Exception {
        Device gateway = world.gateway(name + " gateway");
        String behind = name + " behind";
        try (Link link = library.connect(world.port, gateway.token())) {
            link.subscribe("v1/gateway/attributes");
            link.subscribe("v1/gateway/attributes/response");
            link.subscribe("v1/gateway/rpc");
            link.publish("v1/gateway/connect", Json.write(Map.of("device", behind)));
            link.publish("v1/gateway/telemetry", Json.write(Map.of(behind, java.util.List.of(Map.of("t", 1)))));
            UUID device = world.idOf(java.net.URLEncoder.encode(behind, java.nio.charset.StandardCharsets.UTF_8));
            assertThat(world.latest(device, "t")).isEqualTo("1");
            world.share(device, Map.of("rate", 5));
            arrives(link, "v1/gateway/attributes", Json.write(Map.of("device", behind, "data", Map.of("rate", 5))));
            CompletableFuture<TestApi.Answer> call = twoway(device);
            Map<String, ?> command = Map.of("id", 0, "method", "m", "params", Map.of("a", 1));
            arrives(link, "v1/gateway/rpc", Json.write(Map.of("device", behind, "data", command)));
            link.publish("v1/gateway/rpc", Json.write(Map.of("device", behind, "id", 0, "data", Map.of("ok", true))));
            assertThat(call.join().text()).isEqualTo("{\"ok\":true}");
        }
    }

    void provisioning() throws Exception {
        ProvisionTest.profile(world, name, "ALLOW_CREATE_NEW_DEVICES");
        String token;
        try (Link link = library.connect(world.port, "provision")) {
            link.subscribe("/provision/response");
            link.publish(
                    "/provision/request",
                    Json.write(Map.of(
                            "deviceName",
                            name + " new",
                            "provisionDeviceKey",
                            name + "-key",
                            "provisionDeviceSecret",
                            name + "-secret")));
            Arrived answer = link.arrived().poll(SECONDS, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            assertThat(json(answer.payload()).path("status").asText()).isEqualTo("SUCCESS");
            token = json(answer.payload()).path("credentialsValue").asText();
        }
        try (Link link = library.connect(world.port, token)) {
            link.publish("v1/devices/me/telemetry", "{\"t\":1}");
        }
    }
}

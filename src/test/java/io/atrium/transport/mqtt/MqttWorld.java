package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server that listens for MQTT on a free port, and what tests ask of the REST API. */
final class MqttWorld implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    final TestWorld world = new TestWorld();
    final MqttServer server;
    final int port;

    /** A device and its access token. */
    record Device(UUID id, String token) {}

    MqttWorld() {
        this(TestWorld.settings(MqttConfig.class));
    }

    MqttWorld(MqttConfig config) {
        server = server(config);
        port = server.listen("127.0.0.1", 0);
    }

    /** Another server over the same world. */
    MqttServer server(MqttConfig config) {
        return new MqttServer(world.ingest.gateway(), config, Duration.ofSeconds(600), world.platform.ids());
    }

    // ---- devices -----------------------------------------------------------------------------------------------

    Device device(String name) {
        return device(world.admin, Json.object().put("name", name));
    }

    Device gateway(String name) {
        ObjectNode device = Json.object().put("name", name);
        device.putObject("additionalInfo").put("gateway", true);
        return device(world.admin, device);
    }

    Device device(Actor owner, ObjectNode device) {
        UUID id = world.save(owner, "/api/device", device);
        return new Device(id, credentials(id).path("credentialsId").asText());
    }

    JsonNode credentials(UUID device) {
        return get("/api/device/" + device + "/credentials");
    }

    /** Replaces the credentials; the value is what the wire calls so. */
    void setCredentials(UUID device, String type, @Nullable String id, @Nullable String value) {
        ObjectNode credentials = (ObjectNode) credentials(device);
        credentials.put("credentialsType", type).put("credentialsId", id).put("credentialsValue", value);
        ok(world.api.post(world.admin, "/api/device/credentials", Json.write(credentials)));
    }

    UUID idOf(String name) {
        return UUID.fromString(
                get("/api/tenant/devices?deviceName=" + name).at("/id/id").asText());
    }

    // ---- the REST API ------------------------------------------------------------------------------------------

    JsonNode get(String path) {
        return ok(world.api.get(world.admin, path)).json();
    }

    void post(String path, Object body) {
        ok(world.api.post(world.admin, path, Json.write(body)));
    }

    TestApi.Answer ok(TestApi.Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        return answer;
    }

    /** The newest value of a key as text; empty if there is none. */
    String latest(UUID device, String key) {
        return get("/api/plugins/telemetry/DEVICE/" + device + "/values/timeseries?keys=" + key)
                .at("/" + key + "/0/value")
                .asText("");
    }

    /** An attribute as text; empty if there is none. */
    String attribute(UUID device, String scope, String key) {
        return get("/api/plugins/telemetry/DEVICE/" + device + "/values/attributes/" + scope + "?keys=" + key)
                .at("/0/value")
                .asText("");
    }

    void share(UUID device, Map<String, ?> attributes) {
        post("/api/plugins/telemetry/DEVICE/" + device + "/SHARED_SCOPE", attributes);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not happen within " + LIMIT);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    static void awaitEqual(Object expected, Supplier<?> actual) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Object last = actual.get();
        while (!expected.equals(last)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It stayed " + last + " and did not become " + expected);
            }
            LockSupport.parkNanos(5_000_000);
            last = actual.get();
        }
    }

    @Override
    public void close() {
        server.close();
        world.close();
    }
}

package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.transport.mqtt.MqttWorld.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of Debian's mosquitto-clients. Each of them is a connection of its own, and a device has one connection, so
 * where a device must publish and listen at a time the program is mosquitto_rr.
 */
final class MosquittoTest {

    private static final MqttWorld WORLD = new MqttWorld();
    private static final long SECONDS = 20;
    /** mosquitto_rr subscribes to no filter with a plus; answers come to it without a subscription of their own. */
    private static final String LISTENED = "v1/devices/me/attributes";

    @AfterAll
    static void close() {
        WORLD.close();
    }

    /** A program that runs; its output is read line by line. */
    private record Program(Process process, BufferedReader out) {

        String line() throws IOException {
            String line = out.readLine();
            return line == null ? "" : line;
        }

        String end() throws IOException, InterruptedException {
            StringBuilder all = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                all.append(line).append('\n');
            }
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(all.toString()).isZero();
            return all.toString();
        }
    }

    private static Program start(String program, String version, String user, String... more) throws IOException {
        // Through a pipe its lines would wait for a full buffer.
        List<String> command = new ArrayList<>(List.of(
                "stdbuf",
                "-oL",
                program,
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(WORLD.port),
                "-V",
                version,
                "-u",
                user,
                "-q",
                "1"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Program(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    private static String run(String program, String version, String user, String... more) throws Exception {
        return start(program, version, user, more).end();
    }

    private static JsonNode json(String text) {
        return Json.read(text.strip(), JsonNode.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void publishesTelemetryAndAttributes(String version) throws Exception {
        Device device = WORLD.device("telemetry " + version);
        run("mosquitto_pub", version, device.token(), "-t", "v1/devices/me/telemetry", "-m", "{\"t\":21.5}");
        assertThat(WORLD.latest(device.id(), "t")).isEqualTo("21.5");
        run("mosquitto_pub", version, device.token(), "-t", "v1/devices/me/attributes", "-m", "{\"fw\":\"1.0-a\"}");
        assertThat(WORLD.attribute(device.id(), "CLIENT_SCOPE", "fw")).isEqualTo("1.0-a");
        MqttWorld.awaitEqual("true", () -> WORLD.attribute(device.id(), "SERVER_SCOPE", "active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void hearsOfSharedAttributes(String version) throws Exception {
        Device device = WORLD.device("shared " + version);
        Program listener = start(
                "mosquitto_sub",
                version,
                device.token(),
                "-t",
                "v1/devices/me/attributes",
                "-C",
                "1",
                "-W",
                "20",
                "-d");
        awaitLine(listener, "Subscribed");
        WORLD.share(device.id(), Map.of("rate", 5));
        assertThat(listener.end()).contains("{\"rate\":5}");
    }

    private static void awaitLine(Program program, String start) throws IOException {
        String line = program.line();
        while (!line.startsWith(start)) {
            assertThat(line).isNotEmpty();
            line = program.line();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void asksForAttributesAndLimits(String version) throws Exception {
        Device device = WORLD.device("asks " + version);
        WORLD.share(device.id(), Map.of("rate", 5));
        String attributes = run(
                "mosquitto_rr",
                version,
                device.token(),
                "-t",
                "v1/devices/me/attributes/request/1",
                "-e",
                LISTENED,
                "-m",
                "{\"sharedKeys\":\"rate\"}",
                "-W",
                "20");
        assertThat(json(attributes)).isEqualTo(json("{\"shared\":{\"rate\":5}}"));
        String limits = run(
                "mosquitto_rr",
                version,
                device.token(),
                "-t",
                "v1/devices/me/rpc/request/1",
                "-e",
                LISTENED,
                "-m",
                "{\"method\":\"getSessionLimits\",\"params\":{}}",
                "-W",
                "20");
        assertThat(json(limits).has("rateLimits")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv31", "mqttv311", "mqttv5"})
    void takesACommandAndReplies(String version) throws Exception {
        Device device = WORLD.device("command " + version);
        Program listener = start(
                "mosquitto_sub",
                version,
                device.token(),
                "-t",
                "v1/devices/me/rpc/request/+",
                "-C",
                "1",
                "-W",
                "20",
                "-d");
        awaitLine(listener, "Subscribed");
        CompletableFuture<TestApi.Answer> call = CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                WORLD.world.admin,
                "/api/rpc/twoway/" + device.id(),
                "{\"method\":\"m\",\"params\":{\"a\":1},\"timeout\":15000}"));
        assertThat(listener.end()).contains("{\"method\":\"m\",\"params\":{\"a\":1}}");
        run("mosquitto_pub", version, device.token(), "-t", "v1/devices/me/rpc/response/0", "-m", "{\"ok\":true}");
        assertThat(call.join().text()).isEqualTo("{\"ok\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void speaksForDevices(String version) throws Exception {
        Device gateway = WORLD.gateway("gateway " + version);
        String behind = "behind-" + version;
        run(
                "mosquitto_pub",
                version,
                gateway.token(),
                "-t",
                "v1/gateway/telemetry",
                "-m",
                "{\"" + behind + "\":[{\"t\":3}]}");
        UUID device = WORLD.idOf(behind);
        assertThat(WORLD.latest(device, "t")).isEqualTo("3");
        WORLD.share(device, Map.of("rate", 5));
        String attributes = run(
                "mosquitto_rr",
                version,
                gateway.token(),
                "-t",
                "v1/gateway/attributes/request",
                "-e",
                "v1/gateway/attributes/response",
                "-m",
                "{\"id\":1,\"device\":\"" + behind + "\",\"client\":false,\"key\":\"rate\"}",
                "-W",
                "20");
        assertThat(json(attributes)).isEqualTo(json("{\"id\":1,\"device\":\"" + behind + "\",\"value\":5}"));
        // A command that waits for the device comes when the gateway names it.
        CompletableFuture<TestApi.Answer> call = CompletableFuture.supplyAsync(() -> WORLD.world.api.post(
                WORLD.world.admin, "/api/rpc/oneway/" + device, "{\"method\":\"m\",\"params\":1,\"timeout\":15000}"));
        String command = run(
                "mosquitto_rr",
                version,
                gateway.token(),
                "-t",
                "v1/gateway/connect",
                "-e",
                "v1/gateway/rpc",
                "-m",
                "{\"device\":\"" + behind + "\"}",
                "-W",
                "20");
        assertThat(json(command).path("device").asText()).isEqualTo(behind);
        assertThat(call.join().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void isProvisioned(String version) throws Exception {
        ProvisionTest.profile(WORLD, version, "ALLOW_CREATE_NEW_DEVICES");
        String answer = run(
                "mosquitto_rr",
                version,
                "provision",
                "-t",
                "/provision/request",
                "-e",
                "/provision/response",
                "-m",
                "{\"provisionDeviceKey\":\"" + version + "-key\",\"provisionDeviceSecret\":\"" + version + "-secret\"}",
                "-W",
                "20");
        assertThat(json(answer).path("status").asText()).as(answer).isEqualTo("SUCCESS");
        String token = json(answer).path("credentialsValue").asText();
        run("mosquitto_pub", version, token, "-t", "v1/devices/me/telemetry", "-m", "{\"t\":1}");
    }
}

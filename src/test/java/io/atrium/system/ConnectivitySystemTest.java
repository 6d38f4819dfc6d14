package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.system.TestServer.Tenant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Getting started: the lines that "check connectivity" prints work as they are printed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectivitySystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private TestServer server;
    private Tenant tenant;

    @BeforeAll
    void start() {
        server = TestServer.start();
        tenant = server.newTenant("Connectivity");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private String device(String name) {
        return server.ok(server.post(tenant.token(), "/api/device", Map.of("name", name)))
                .id();
    }

    private String value(String device, String path) {
        return server.ok(server.get(tenant.token(), "/api/plugins/telemetry/DEVICE/" + device + "/values/" + path))
                .text();
    }

    private static void shell(String line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(line + "\n" + output).isZero();
    }

    private void works(String device, String protocol) throws IOException, InterruptedException {
        JsonNode commands = server.ok(server.get(tenant.token(), "/api/device-connectivity/" + device))
                .json();
        shell(commands.at("/" + protocol + "/" + protocol).asText());
        assertThat(value(device, "timeseries?keys=temperature")).contains("\"value\":\"25\"");
        TestServer.await(LIMIT, () -> isActive(device));
        assertThat(isActive(device)).isTrue();
    }

    private boolean isActive(String device) {
        return value(device, "attributes/SERVER_SCOPE?keys=active").contains("\"value\":true");
    }

    @Test
    void mosquittoLineWorksAsPrinted() throws IOException, InterruptedException {
        works(device("by token"), "mqtt");
    }

    @Test
    void curlLineWorksAsPrinted() throws IOException, InterruptedException {
        works(device("by curl"), "http");
    }

    @Test
    void mosquittoLineWorksWithStrangeCredentials() throws IOException, InterruptedException {
        String device = device("by password");
        JsonNode credentials = server.ok(server.get(tenant.token(), "/api/device/" + device + "/credentials"))
                .json();
        server.ok(server.post(
                tenant.token(),
                "/api/device/credentials",
                Map.of(
                        "id",
                        credentials.path("id"),
                        "deviceId",
                        credentials.path("deviceId"),
                        "credentialsType",
                        "MQTT_BASIC",
                        "credentialsValue",
                        "{\"clientId\":\"a b\",\"userName\":\"it's $HOME\",\"password\":\"-`id`\\\"\"}")));
        works(device, "mqtt");
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The demo world is there after the first start, and the README's first five minutes work as they are printed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadmeSystemTest {

    private static final String PASSWORD = "demo-secret-1";
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final long SCRIPT_SECONDS = 60;

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.start(Map.of("ATRIUM_DEMO", "true", "ATRIUM_DEMO_PASSWORD", PASSWORD));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void firstFiveMinutesWorkAsPrinted() throws IOException, InterruptedException {
        String script = BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining("\n"));
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script).redirectErrorStream(true);
        builder.environment().put("base", "http://127.0.0.1:" + server.port());
        builder.environment().put("password", PASSWORD);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(SCRIPT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output)
                .contains("assets:  Office North,Tower")
                .contains("devices: T-North")
                .contains("\"value\":\"21.5\"")
                .contains("south:   \"status\":404")
                .contains("A role on a group that holds 'Tower' allows READ")
                .contains("after:   Office North\n");
    }

    @Test
    void demoShowsEveryoneTheirOwn() {
        assertThat(devices("emma@customer-a.example")).isEqualTo(3);
        assertThat(devices("jack@customer-b.example")).isEqualTo(1);
        assertThat(devices("tenant@demo.atrium.local")).isGreaterThanOrEqualTo(5);
    }

    private int devices(String user) {
        String token = server.login(user, PASSWORD);
        return server.ok(server.get(token, "/api/user/devices?pageSize=100&page=0"))
                .json()
                .path("totalElements")
                .asInt();
    }

    @Test
    void demoHasHistoryAndLiveReadings() {
        String emma = server.login("emma@customer-a.example", PASSWORD);
        JsonNode device = server.ok(server.get(emma, "/api/user/devices?pageSize=1&page=0&textSearch=SD-001"))
                .json()
                .at("/data/0");
        long now =
                server.ok(server.get(emma, "/api/dashboard/serverTime")).json().asLong();
        JsonNode days = server.ok(server.get(
                        emma,
                        "/api/plugins/telemetry/DEVICE/" + device.at("/id/id").asText()
                                + "/values/timeseries?keys=temperature&agg=COUNT&interval=86400000&startTs="
                                + (now - 7 * 86_400_000L)
                                + "&endTs=" + now))
                .json()
                .path("temperature");
        assertThat(days).hasSize(7);
        days.forEach(day -> assertThat(day.path("value").asInt()).isBetween(140, 20_000));
    }

    @Test
    void startPrintsTheLogins() throws IOException {
        Matcher login =
                Pattern.compile("Demo log-in: emma@customer-a\\.example / ").matcher(Files.readString(server.log()));
        assertThat(login.find()).isTrue();
        assertThat(Files.readString(server.log())).doesNotContain(PASSWORD);
    }
}

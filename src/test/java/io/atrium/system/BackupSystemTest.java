package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.system.TestServer.Answer;
import io.atrium.system.TestServer.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of a server under load, and the server that is made of it. */
final class BackupSystemTest {

    private static final int WRITERS = 6;
    private static final int POINTS_BEFORE = 400;

    @TempDir
    Path folder;

    /** An acknowledged reading. */
    private record Written(String device, long ts, long value) {}

    /** Writers and makers of devices that go on until they are told to stop. */
    private static final class Load implements AutoCloseable {
        final TestServer server;
        final Tenant tenant;
        final Queue<Written> written = new ConcurrentLinkedQueue<>();
        final Set<String> deleted = ConcurrentHashMap.newKeySet();
        final Set<String> devices = ConcurrentHashMap.newKeySet();
        final AtomicBoolean stop = new AtomicBoolean();
        final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
        private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

        Load(TestServer server, Tenant tenant) {
            this.server = server;
            this.tenant = tenant;
            for (int i = 0; i < WRITERS; i++) {
                String device = device("writer-" + i);
                callers.execute(() -> {
                    while (!stop.get()) {
                        write(device);
                    }
                });
            }
            callers.execute(() -> {
                for (int i = 0; !stop.get(); i++) {
                    String device = device("short-" + i);
                    write(device);
                    if (i % 2 == 0) {
                        deleted.add(device);
                        server.ok(server.delete(tenant.token(), "/api/device/" + device));
                    }
                }
            });
        }

        private String device(String name) {
            String id = server.ok(server.post(tenant.token(), "/api/device", Map.of("name", name)))
                    .id();
            devices.add(id);
            return id;
        }

        private void write(String device) {
            long ts = clock.incrementAndGet();
            Answer answer = server.post(
                    tenant.token(),
                    "/api/plugins/telemetry/DEVICE/" + device + "/timeseries/ANY",
                    Map.of("ts", ts, "values", Map.of("v", ts % 1_000)));
            if (answer.status() == 200) {
                written.add(new Written(device, ts, ts % 1_000));
            }
        }

        @Override
        public void close() throws InterruptedException {
            stop.set(true);
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int maintenance(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/quarkus-app/app/*:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*",
                "io.atrium.app.Maintenance"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Did not end: " + Files.readString(log));
        }
        return process.exitValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "postgresql"})
    void aRestoredServerHasAllThatWasAcknowledgedBefore(String store) throws IOException, InterruptedException {
        Path log = folder.resolve("maintenance.log");
        Path file = folder.resolve("atrium.backup");
        Path restored = folder.resolve("restored");
        Map<String, String> settings = Map.of("ATRIUM_SERIES", store);
        List<Written> before;
        Tenant tenant;
        Set<String> deleted;
        try (TestServer server = TestServer.start(settings)) {
            tenant = server.newTenant("Acme");
            try (Load load = new Load(server, tenant)) {
                TestServer.await(Duration.ofSeconds(60), () -> load.written.size() > POINTS_BEFORE);
                before = List.copyOf(load.written);
                assertThat(maintenance(log, "backup", file.toString(), "--data=" + server.data()))
                        .as(Files.readString(log))
                        .isZero();
                assertThat(maintenance(log, "backup", file.toString(), "--data=" + server.data()))
                        .as("never over a file that is there")
                        .isEqualTo(1);
                deleted = Set.copyOf(load.deleted);
            }
            assertThat(before).hasSizeGreaterThan(POINTS_BEFORE);
        }
        assertThat(maintenance(log, "restore", file.toString(), "--data=" + restored))
                .as(Files.readString(log))
                .isZero();
        assertThat(maintenance(log, "restore", file.toString(), "--data=" + restored))
                .as("never into a folder in use")
                .isEqualTo(1);
        try (TestServer server = TestServer.start(restored, settings)) {
            compare(server, tenant, before, deleted);
        }
    }

    private static void compare(TestServer server, Tenant tenant, List<Written> before, Set<String> deleted) {
        String token = server.login(tenant.email(), "tenant-secret");
        Map<String, List<Written>> byDevice = new java.util.HashMap<>();
        before.forEach(point ->
                byDevice.computeIfAbsent(point.device(), d -> new ArrayList<>()).add(point));
        byDevice.forEach((device, points) -> {
            Answer answer = server.get(
                    token,
                    "/api/plugins/telemetry/DEVICE/" + device
                            + "/values/timeseries?keys=v&startTs=0&endTs=4000000000000&limit=1000000&useStrictDataTypes=true");
            if (deleted.contains(device) && answer.status() == 404) {
                return;
            }
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            Map<Long, Long> found = new java.util.HashMap<>();
            answer.json().path("v").forEach(point -> assertThat(found.put(
                            point.path("ts").asLong(), point.path("value").asLong()))
                    .as("twice")
                    .isNull());
            points.forEach(point -> assertThat(found).containsEntry(point.ts(), point.value()));
        });
        // One that stayed: which are deleted meanwhile is by chance.
        String kept = before.stream()
                .map(Written::device)
                .filter(device -> !deleted.contains(device))
                .findFirst()
                .orElseThrow();
        Answer export =
                server.ok(server.get(token, "/api/telemetry/export/DEVICE/" + kept + "?startTs=0&endTs=4000000000000"));
        assertThat(export.header("Content-Type")).startsWith("text/csv");
        assertThat(export.text().lines().count()).isGreaterThan(10);
    }

    @Test
    void refusesWhatIsNoBackupAndWhereNoServerRuns() throws IOException, InterruptedException {
        Path log = folder.resolve("maintenance.log");
        Path file = folder.resolve("no.backup");
        Files.writeString(file, "nothing of the kind");
        Path data = folder.resolve("data");
        assertThat(maintenance(log, "restore", file.toString(), "--data=" + data))
                .isEqualTo(1);
        assertThat(maintenance(log, "backup", file.toString(), "--data=" + data))
                .isEqualTo(1);
        assertThat(maintenance(log, "backup")).isEqualTo(2);
        assertThat(maintenance(log, "restore", file.toString(), "--dota=x")).isEqualTo(2);
        assertThat(Files.readString(log)).contains("not a whole backup", "No server runs", "--dota");
        assertThat(data).doesNotExist();
    }
}

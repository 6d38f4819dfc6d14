package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.system.TestServer.Tenant;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.store.RocksSeriesStore;
import io.atrium.telemetry.store.StoreLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that is killed while it deletes leaves no series of what it deleted. */
final class ErasureSystemTest {

    private static final int ROUNDS = 5;
    private static final int DEVICES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aKillBetweenDeletionAndErasureLeavesNothingBehind() throws InterruptedException, IOException {
        try (TestServer server = TestServer.start(Map.of("ATRIUM_TELEMETRY_SWEEP", "200ms"))) {
            Tenant tenant = server.newTenant("Acme");
            for (int round = 0; round < ROUNDS; round++) {
                List<String> devices = devices(server, tenant, round);
                AtomicInteger asked = new AtomicInteger();
                Thread deleter = Thread.ofVirtual().start(() -> delete(server, tenant, devices, asked));
                int killAfter = 4 + round * 8;
                TestServer.await(LIMIT, () -> asked.get() >= killAfter);
                server.kill();
                deleter.join();

                server.startAgain();
                List<String> gone = devices.stream()
                        .filter(device -> server.get(tenant.token(), "/api/device/" + device)
                                        .status()
                                == 404)
                        .toList();
                assertThat(gone).hasSizeGreaterThanOrEqualTo(killAfter - 1);
                TestServer.await(LIMIT, () -> waiting(server) == 0);
                assertThat(waiting(server)).isZero();
                server.stop();
                assertThat(keys(server, tenant, gone)).isZero();
                List<String> kept = new ArrayList<>(devices);
                kept.removeAll(gone);
                assertThat(keys(server, tenant, kept)).isEqualTo(3L * kept.size());
                server.startAgain();
            }
        }
    }

    private static List<String> devices(TestServer server, Tenant tenant, int round) {
        List<String> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            String name = "d" + round + "-" + i;
            String id = server.ok(server.post(tenant.token(), "/api/device", Map.of("name", name)))
                    .id();
            server.ok(server.post(
                    tenant.token(),
                    "/api/plugins/telemetry/DEVICE/" + id + "/timeseries/ANY",
                    Map.of("a", 1, "b", 2, "c", 3)));
            devices.add(id);
        }
        return devices;
    }

    private static void delete(TestServer server, Tenant tenant, List<String> devices, AtomicInteger asked) {
        try {
            for (String device : devices) {
                asked.incrementAndGet();
                server.delete(tenant.token(), "/api/device/" + device);
            }
        } catch (UncheckedIOException killed) {
            assertThat(asked.get()).isPositive();
        }
    }

    /** Entities that the server's own database remembers to erase. */
    private static long waiting(TestServer server) {
        try {
            Path home = server.data().resolve("postgres");
            String port = Files.readString(home.resolve("port")).strip();
            String password = Files.readString(home.resolve("password")).strip();
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + port + "/atrium?sslmode=disable", "atrium", password);
                    ResultSet rows = connection.createStatement().executeQuery("select count(*) from series_erasure")) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long keys(TestServer server, Tenant tenant, List<String> devices) {
        try (SeriesStore store = RocksSeriesStore.open(server.data().resolve("series"), StoreLimits.DEFAULT)) {
            return devices.stream()
                    .mapToLong(device -> store.keys(UUID.fromString(tenant.id()), UUID.fromString(device))
                            .size())
                    .sum();
        }
    }
}

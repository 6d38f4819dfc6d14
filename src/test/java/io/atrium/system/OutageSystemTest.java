package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.db.OutsidePostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged stays, whatever goes away: the database, the disk's last byte, the server itself. */
final class OutageSystemTest {

    private static final Logger LOG = Logger.getLogger(OutageSystemTest.class);
    private static final int DEVICES = 20;
    private static final int SOME = 500;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The issue asks for a minute; {@code -Datrium.outage=60} gives it. */
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("atrium.outage", 5));

    @TempDir
    Path folder;

    @Test
    void keepsTakingReadingsWhileTheDatabaseIsAway() throws Exception {
        try (OutsidePostgres postgres = new OutsidePostgres(folder);
                TestServer server = TestServer.start(Map.of("ATRIUM_DATABASE_URL", postgres.url()));
                Readings readings = new Readings(server, server.newTenant("Outage"), DEVICES)) {
            TestServer.Tenant tenant = server.newTenant("Changes");
            readings.begin();
            awaitMore(readings, SOME);
            postgres.stop();
            int before = readings.count.get();
            long until = System.nanoTime() + OUTAGE.toNanos();
            TestServer.await(OUTAGE.plusSeconds(5), () -> System.nanoTime() >= until);
            int during = readings.count.get() - before;
            assertThat(server.post(tenant.token(), "/api/device", Map.of("name", "x"))
                            .status())
                    .isEqualTo(503);
            assertThat(server.get("", "/api/health/ready").status()).isEqualTo(503);
            postgres.start();
            TestServer.await(LIMIT, () -> server.get("", "/api/health/ready").status() == 200);
            server.ok(server.post(tenant.token(), "/api/device", Map.of("name", "x")));
            awaitMore(readings, SOME);
            readings.end();
            LOG.infof("%d readings while the database was away, refused: %s", during, readings.refusals);
            assertThat(during).as("readings need no database").isPositive();
            assertThat(readings.refused()).isZero();
            readings.assertAllStored();
            server.kill();
            server.startAgain();
            readings.assertAllStored();
        }
    }

    @Test
    void losesNothingWhenItIsStoppedUnderLoad() throws Exception {
        try (TestServer server = TestServer.start();
                Readings readings = new Readings(server, server.newTenant("Stop"), DEVICES)) {
            readings.begin();
            for (int round = 0; round < 2; round++) {
                awaitMore(readings, SOME);
                server.stop();
                server.startAgain();
            }
            awaitMore(readings, SOME);
            readings.end();
            LOG.infof("%d readings, refused: %s", readings.count.get(), readings.refusals);
            readings.assertAllStored();
        }
    }

    @Test
    void goesOnByItselfWhenAFullDiskHasRoomAgain() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder.resolve("disk"));
                TestServer server = TestServer.start(disk.folder(), Map.of());
                Readings readings = new Readings(server, server.newTenant("Full"), DEVICES)) {
            readings.begin();
            awaitMore(readings, SOME);
            disk.fill();
            TestServer.await(LIMIT, () -> readings.refused() > DEVICES);
            assertThat(readings.refused()).as("a full disk is said").isGreaterThan(DEVICES);
            assertThat(readings.refusals.keySet())
                    .as("%s; broken: %s", readings.refusals, readings.broken)
                    .isSubsetOf(503);
            TestServer.Answer full = server.get("", "/api/health/ready");
            assertThat(full.status()).isEqualTo(503);
            assertThat(full.text()).contains("disk");
            disk.free();
            awaitMore(readings, SOME);
            TestServer.await(LIMIT, () -> server.get("", "/api/health/ready").status() == 200);
            assertThat(server.get("", "/api/health/ready").text()).isEmpty();
            readings.end();
            LOG.infof("%d readings, refused: %s", readings.count.get(), readings.refusals);
            readings.assertAllStored();
            server.kill();
            server.startAgain();
            readings.assertAllStored();
        }
    }

    @Test
    void isReadyAgainWithoutAnyReadingWhenAFullDiskHasRoom() throws Exception {
        try (SmallDisk disk = new SmallDisk(folder.resolve("idle"));
                TestServer server = TestServer.start(disk.folder(), Map.of());
                Readings readings = new Readings(server, server.newTenant("Idle"), DEVICES)) {
            readings.begin();
            awaitMore(readings, SOME);
            disk.fill();
            TestServer.await(LIMIT, () -> readings.refused() > DEVICES);
            readings.end();
            assertThat(server.get("", "/api/health/ready").status()).isEqualTo(503);
            disk.free();
            TestServer.await(LIMIT, () -> server.get("", "/api/health/ready").status() == 200);
            assertThat(server.get("", "/api/health/ready").status()).isEqualTo(200);
        }
    }

    private static void awaitMore(Readings readings, int more) {
        int wanted = readings.count.get() + more;
        TestServer.await(LIMIT, () -> readings.count.get() >= wanted);
        assertThat(readings.count.get()).isGreaterThanOrEqualTo(wanted);
    }

    /** A file system in memory that is small enough to be filled. */
    private static final class SmallDisk implements AutoCloseable {

        private static final String SIZE = "400m";
        private static final int BLOCK = 1 << 16;
        private final Path mount;

        SmallDisk(Path mount) throws Exception {
            this.mount = Files.createDirectories(mount);
            run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0711", "tmpfs", mount.toString());
        }

        Path folder() throws IOException {
            return Files.createDirectories(mount.resolve("data"));
        }

        /** Takes every byte that is left. */
        void fill() throws IOException {
            try (var ballast = Files.newOutputStream(mount.resolve("ballast"))) {
                for (int size = BLOCK; size > 0; size /= 2) {
                    writeUntilFull(ballast, size);
                }
            }
        }

        private static void writeUntilFull(java.io.OutputStream ballast, int size) {
            try {
                while (true) {
                    ballast.write(new byte[size]);
                }
            } catch (IOException full) {
                LOG.debugf("Full at blocks of %d bytes", size);
            }
        }

        void free() throws IOException {
            Files.delete(mount.resolve("ballast"));
        }

        @Override
        public void close() throws Exception {
            run("umount", "--lazy", mount.toString());
        }

        private static void run(String... words) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(List.of(words)).inheritIO().start();
            assertThat(process.waitFor())
                    .as(String.join(" ", words) + " (needs root)")
                    .isZero();
        }
    }
}

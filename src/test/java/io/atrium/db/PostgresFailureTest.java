package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atrium.db.PostgresFailure.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each reason why the launcher gives up has its own message, and a start after the repair works. */
@Timeout(120)
class PostgresFailureTest {

    private static final EmbeddedPostgres.Options OPTIONS =
            new EmbeddedPostgres.Options(TestPostgres.binaries(), Map.of(), true, true);

    @TempDir
    Path folder;

    @Test
    void tellsThatTheVersionFileIsMissing() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        Path version = cluster().resolve("PG_VERSION");
        Files.move(version, folder.resolve("aside"));
        PostgresFailure failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(failure.publicMessage()).contains("PG_VERSION is missing", "Restore it from a backup");
        Files.move(folder.resolve("aside"), version);
        EmbeddedPostgres.start(folder, OPTIONS).close();
    }

    @Test
    void tellsThatTheClusterIsOfAnotherMajorVersion() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        Files.writeString(cluster().resolve("PG_VERSION"), "17\n");
        PostgresFailure failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(failure.publicMessage()).contains("version '17'", "brings version 18", "pg_dump");
    }

    @Test
    void tellsThatTheControlFileIsCutShort() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        try (FileChannel file = FileChannel.open(control(), StandardOpenOption.WRITE)) {
            file.truncate(100);
        }
        assertThat(failure().publicMessage()).contains("global/pg_control is missing or cut short");
    }

    @Test
    void tellsWhatTheServerSaysOfADamagedControlFile() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        byte[] bytes = Files.readAllBytes(control());
        bytes[40] ^= 0x55;
        Files.write(control(), bytes);
        PostgresFailure failure = failure();
        assertThat(failure.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(failure.detail()).contains("control file");
        assertThat(failure.publicMessage()).doesNotContain("checksum").contains("PostgreSQL cannot read it");
    }

    @Test
    void tellsThatThePasswordFileIsMissing() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        Files.delete(home().resolve("password"));
        assertThat(failure().publicMessage()).contains("restore the file " + home().resolve("password"));
    }

    @Test
    void tellsThatThePortIsTaken() throws IOException {
        EmbeddedPostgres.start(folder, OPTIONS).close();
        Cluster cluster = new Cluster(home());
        PostgresBinaries binaries = PostgresBinaries.unpackedBelow(TestPostgres.binaries());
        RunAs user = RunAs.choose(binaries, cluster.data(), true);
        Map<String, String> settings = Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            PostgresFailure failure = catchThrowableOfType(
                    PostgresFailure.class, () -> Postmaster.start(cluster, binaries, user, port, settings, true));
            assertThat(failure.reason()).isEqualTo(Reason.PORT_TAKEN);
            assertThat(failure.publicMessage()).contains("127.0.0.1:" + port);
            assertThat(failure.detail()).contains("Address already in use");
        }
    }

    @Test
    void tellsThatTheDiskIsFullAndLeavesNoHalfCluster() throws IOException {
        PostgresBinaries full = fake("initdb: error: could not write to file \"x\": No space left on device");
        Cluster cluster = new Cluster(Files.createDirectories(home()));
        try (FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PostgresFailure failure = catchThrowableOfType(
                    PostgresFailure.class,
                    () -> EmbeddedPostgres.start(lock, new EmbeddedPostgres.Launch(cluster, full, OPTIONS)));
            assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(failure.publicMessage()).contains("No space is left on the disk of " + home());
            assertThat(failure.detail()).contains("could not write to file");
        }
        assertThat(home().resolve("cluster")).doesNotExist();
        assertThat(home().resolve("cluster.new")).doesNotExist();
        EmbeddedPostgres.start(folder, OPTIONS).close();
    }

    @Test
    void tellsThatTheDiskIsFullAtStart() {
        String log = "FATAL:  could not write lock file \"postmaster.pid\": No space left on device";
        PostgresFailure failure = Faults.ofServer(log, cluster(), 5432);
        assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(failure.detail()).isEqualTo(log);
    }

    @Test
    void namesTheProgramThatIsMissing() {
        PostgresFailure failure = catchThrowableOfType(
                PostgresFailure.class,
                () -> Command.run(List.of("no-such-program-here"), java.time.Duration.ofSeconds(5)));
        assertThat(failure.reason()).isEqualTo(Reason.MISSING_TOOL);
        assertThat(failure.publicMessage()).contains("'no-such-program-here' is missing");
    }

    @Test
    void namesTheArchiveOfEachMachine() {
        assertThat(PostgresBinaries.archiveName("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
        assertThat(PostgresBinaries.archiveName("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
    }

    private PostgresFailure failure() {
        return catchThrowableOfType(PostgresFailure.class, () -> EmbeddedPostgres.start(folder, OPTIONS));
    }

    private Path home() {
        return folder.resolve("postgres");
    }

    private Path cluster() {
        return home().resolve("cluster");
    }

    private Path control() {
        return cluster().resolve("global/pg_control");
    }

    /** Binaries whose initdb prints this and fails. */
    private PostgresBinaries fake(String complaint) throws IOException {
        PostgresBinaries fake = new PostgresBinaries(folder.resolve("fake"));
        Files.createDirectories(folder.resolve("fake/bin"));
        script(fake.tool("postgres"), "echo 'postgres (PostgreSQL) 18.1'");
        script(fake.tool("initdb"), "echo '" + complaint + "' >&2; exit 1");
        return fake;
    }

    private static void script(String file, String body) throws IOException {
        Path path = Path.of(file);
        Files.writeString(path, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in everyday life and after a crash; the temporary folders are ones that only their owner may enter. */
@Timeout(120)
class EmbeddedPostgresTest {

    private static final EmbeddedPostgres.Options OPTIONS =
            new EmbeddedPostgres.Options(TestPostgres.binaries(), Map.of(), true, true);

    @TempDir
    Path folder;

    @Test
    void keepsDataOverARestart() {
        int port;
        try (EmbeddedPostgres postgres = start()) {
            port = postgres.port();
            write(postgres, "kept");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertThat(read(postgres)).isEqualTo("kept");
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    void runsDurableOnLoopbackWithAPasswordAndNoSuperuser() throws IOException {
        try (EmbeddedPostgres postgres = start();
                Database database = open(postgres)) {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "full_page_writes")).isEqualTo("on");
            assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(database, "is_superuser")).isEqualTo("off");
            assertThat(setting(database, "server_encoding")).isEqualTo("UTF8");
            assertThat(text(database, "select lower('ÄÖΣ')")).isEqualTo("äöσ");
            Path password = folder.resolve("postgres/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            DatabaseAddress own = postgres.address();
            DatabaseAddress wrong =
                    new DatabaseAddress(own.host(), own.port(), own.database(), own.user(), "wrong", own.parameters());
            assertThatThrownBy(() -> Database.open(wrong, 1)).hasMessageContaining("check the address, the password");
        }
    }

    @Test
    void endsTheServerOnCloseAlsoWithOpenSessions() {
        EmbeddedPostgres postgres = start();
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
        try (Database database = open(postgres)) {
            assertThat(database.healthy()).isTrue();
            postgres.close();
            assertGone(server);
            assertThat(database.healthy()).isFalse();
        }
        postgres.close();
        assertThat(postgres.alive()).isFalse();
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOfSatisfying(PostgresFailure.class, failure -> assertThat(failure.reason())
                            .isEqualTo(PostgresFailure.Reason.FOLDER_IN_USE));
            assertThat(postgres.alive()).isTrue();
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() {
        try (PostgresChild child = PostgresChild.start(folder, true)) {
            assertThatThrownBy(this::start).hasMessageContaining("Another Atrium works on");
            assertThat(child.postgres().isAlive()).isTrue();
        }
    }

    @Test
    void takesOverTheServerOfAKilledProcess() {
        PostgresChild child = PostgresChild.start(folder, false);
        child.kill();
        ProcessHandle orphan = child.postgres();
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isEqualTo(orphan.pid());
            assertThat(postgres.port()).isEqualTo(child.port());
            write(postgres, "written after the crash");
        }
        assertGone(orphan);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(read(postgres)).isEqualTo("written after the crash");
        }
    }

    @Test
    void replacesTheServerOfAKilledProcessThatDoesNotAcceptOurPassword() throws IOException {
        PostgresChild child = PostgresChild.start(folder, false);
        child.kill();
        ProcessHandle orphan = child.postgres();
        Path password = folder.resolve("postgres/password");
        String right = Files.readString(password);
        Folders.writePrivate(password, "wrong");
        assertThatThrownBy(this::start).hasMessageContaining("refuses our log-in");
        assertGone(orphan);
        Folders.writePrivate(password, right);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isNotEqualTo(orphan.pid());
        }
    }

    @Test
    void serverEndsByItselfWhenItsProcessIsKilled() throws Exception {
        PostgresChild child = PostgresChild.start(folder, true);
        ProcessHandle server = child.postgres();
        child.kill();
        server.onExit().get(30, TimeUnit.SECONDS);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.pid()).isNotEqualTo(server.pid());
        }
    }

    @Test
    void startsWhileTheServerOfAKilledProcessIsStillEnding() {
        PostgresChild child = PostgresChild.start(folder, true);
        child.kill();
        try (EmbeddedPostgres postgres = start()) {
            write(postgres, "works");
            assertThat(read(postgres)).isEqualTo("works");
        }
    }

    @Test
    void startsTheServerAgainWhenThatWasKilled() {
        try (EmbeddedPostgres postgres = start()) {
            write(postgres, "survives");
            int port = postgres.port();
            for (int kill = 0; kill < 2; kill++) {
                ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
                server.destroyForcibly();
                await(() -> postgres.pid() != server.pid() && postgres.alive());
                assertThat(postgres.port()).isEqualTo(port);
                assertThat(read(postgres)).isEqualTo("survives");
            }
        }
    }

    @Test
    void doesNotStartAServerThatItWasToldToEnd() {
        EmbeddedPostgres postgres = start();
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
        postgres.close();
        assertGone(server);
        assertThat(postgres.alive()).isFalse();
        assertThat(PostmasterFile.of(cluster())).doesNotExist();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void ignoresAStalePidFileWhoseNumberBelongsToAStranger() throws IOException {
        start().close();
        String stale =
                ProcessHandle.current().pid() + "\n" + cluster() + "\n1700000000\n5432\n\n127.0.0.1\n 1 2\nready\n";
        Files.writeString(PostmasterFile.of(cluster()), stale);
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.alive()).isTrue();
            assertThat(postgres.pid()).isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void choosesAnotherPortWhenItsOwnIsTaken() throws IOException {
        start().close();
        int port = Integer.parseInt(Files.readString(folder.resolve("postgres/port")));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres postgres = start()) {
            assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
            write(postgres, "works");
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(folder, OPTIONS);
    }

    private Path cluster() {
        return folder.resolve("postgres/cluster");
    }

    /** Nobody may have collected an orphan's remains yet, so a zombie counts as gone. */
    private static void assertGone(ProcessHandle server) {
        assertThat(server.isAlive() && !PostmasterFile.isZombie(server.pid())).isFalse();
    }

    private static Database open(EmbeddedPostgres postgres) {
        return Database.open(postgres.address(), 2, "classpath:db/none", Database.ACQUISITION_LIMIT);
    }

    private static void write(EmbeddedPostgres postgres, String text) {
        try (Database database = open(postgres)) {
            database.transaction(handle -> {
                handle.execute("create table if not exists note (body text)");
                return handle.execute("insert into note values (?)", text);
            });
        }
    }

    private static String read(EmbeddedPostgres postgres) {
        try (Database database = open(postgres)) {
            return text(database, "select body from note");
        }
    }

    private static String setting(Database database, String name) {
        return text(database, "select current_setting('" + name + "')");
    }

    private static String text(Database database, String query) {
        return database.read(
                handle -> handle.createQuery(query).mapTo(String.class).one());
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.db.DatabaseAddress;
import io.atrium.db.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server starts, refuses to start, and stops (design.md section 8). */
final class LifecycleSystemTest {

    private static final Logger LOG = Logger.getLogger(LifecycleSystemTest.class);
    private static final Path REPORT = Path.of("target/lifecycle-report.txt");
    private static final Pattern LOG_IN =
            Pattern.compile("(?m)^System administrator: (sysadmin@atrium\\.local) / (\\S+)$");
    private static final Duration PROMPT = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    @Test
    void printsTheLogInOnceAndKeepsItsDataOverASecondStart() throws Exception {
        String password;
        try (LifecycleServer first = new LifecycleServer(folder, Map.of()).ready()) {
            TestServer.await(PROMPT, () -> LOG_IN.matcher(first.output()).find());
            Matcher found = LOG_IN.matcher(first.output());
            assertThat(found.find()).as(first.output()).isTrue();
            password = found.group(2);
            assertThat(found.find()).as("a second log-in").isFalse();
            assertThat(first.logIn("sysadmin@atrium.local", password)).isEqualTo(200);
            assertThat(first.status("/metrics")).isEqualTo(200);
        }
        long begun = System.nanoTime();
        try (LifecycleServer second = new LifecycleServer(folder, Map.of()).ready()) {
            long millis = (System.nanoTime() - begun) / 1_000_000;
            assertThat(second.logIn("sysadmin@atrium.local", password)).isEqualTo(200);
            assertThat(second.logIn("sysadmin@atrium.local", password + "x")).isEqualTo(401);
            assertThat(second.output()).doesNotContain("System administrator:").doesNotContain(password);
            measured(String.format(
                    "start on existing data to ready: %d ms; server %d MB RSS, PostgreSQL %d MB PSS",
                    millis, second.serverMegabytes(), second.postgresMegabytes()));
        }
    }

    @Test
    void stopsOnSigtermAndLeavesNothingRunning() throws Exception {
        try (LifecycleServer server = new LifecycleServer(folder, Map.of()).ready()) {
            List<ProcessHandle> database =
                    server.postgres().descendants().collect(java.util.stream.Collectors.toList());
            database.add(server.postgres());
            assertThat(database).isNotEmpty().allMatch(ProcessHandle::isAlive);
            assertThat(server.ports()).exists();
            Duration taken = server.terminate();
            assertThat(taken).isLessThan(PROMPT);
            TestServer.await(PROMPT, () -> database.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(database).noneMatch(ProcessHandle::isAlive);
            assertThat(server.ports()).doesNotExist();
            measured(String.format("SIGTERM to gone: %d ms, exit code %d", taken.toMillis(), server.exitCode()));
        }
    }

    @Test
    void refusesAFolderThatAnotherServerUses() throws Exception {
        try (LifecycleServer first = new LifecycleServer(folder, Map.of()).ready();
                LifecycleServer second = new LifecycleServer(folder, Map.of())) {
            assertThat(second.exitCode()).isNotZero();
            assertThat(second.output()).contains("is in use by another server").contains(folder.toString());
            assertThat(first.status("/api/health/ready")).isEqualTo(200);
            assertThat(first.ports()).exists();
        }
    }

    @Test
    void refusesSettingsThatItDoesNotKnowOrCannotRead() throws Exception {
        try (LifecycleServer unknown = new LifecycleServer(folder, Map.of("ATRIUM_HTP_PORT", "1"));
                LifecycleServer bad = new LifecycleServer(folder, Map.of("ATRIUM_HTTP_PORT", "many"))) {
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.output()).contains("ATRIUM_HTP_PORT").contains("ATRIUM_HTTP_PORT");
            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.output()).contains("ATRIUM_HTTP_PORT").contains("many");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LifecycleServer server = new LifecycleServer(
                        folder, Map.of("ATRIUM_HTTP_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(server.exitCode()).isNotZero();
            assertThat(server.output()).contains(Integer.toString(taken.getLocalPort()));
            assertThat(server.ports()).doesNotExist();
        }
    }

    @Test
    void saysInOneLineWhyItsDatabaseDoesNotStart() throws Exception {
        try (LifecycleServer server = new LifecycleServer(folder, Map.of()).ready()) {
            server.terminate();
        }
        Files.writeString(folder.resolve("postgres/cluster/PG_VERSION"), "9\n");
        try (LifecycleServer server = new LifecycleServer(folder, Map.of())) {
            assertThat(server.exitCode()).isNotZero();
            assertThat(server.output()).contains("is of version '9'").doesNotContain("\tat ");
            assertThat(server.ports()).doesNotExist();
        }
    }

    @Test
    void startsItsDatabaseAgainWhenThatWasKilled() throws Exception {
        try (LifecycleServer server = new LifecycleServer(folder, Map.of()).ready()) {
            ProcessHandle database = server.postgres();
            List<ProcessHandle> children = database.descendants().toList();
            database.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            database.onExit().join();
            TestServer.await(PROMPT, () -> server.output().contains("starting it again"));
            TestServer.await(PROMPT, () -> server.status("/api/health/ready") == 200);
            assertThat(server.output()).contains("starting it again");
            assertThat(server.status("/api/health/ready")).isEqualTo(200);
            assertThat(server.postgres().pid()).isNotEqualTo(database.pid());
            assertThat(server.terminate()).isLessThan(PROMPT);
        }
    }

    @Test
    void worksOverADatabaseThatSomebodyElseRuns() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("database"));
        Path own = Files.createDirectory(folder.resolve("server"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(elsewhere)) {
            sql(postgres.address(), "create database outside");
            DatabaseAddress admin = postgres.address();
            String url = "postgresql://" + admin.user() + ":" + admin.password() + "@127.0.0.1:" + admin.port()
                    + "/outside?sslmode=disable";
            Map<String, String> settings =
                    Map.of("ATRIUM_DATABASE_URL", url, "ATRIUM_SYSADMIN_PASSWORD", "outside-secret");
            try (LifecycleServer server = new LifecycleServer(own, settings).ready()) {
                assertThat(server.logIn("sysadmin@atrium.local", "outside-secret"))
                        .isEqualTo(200);
                assertThat(own.resolve("postgres")).doesNotExist();
                assertThat(server.output()).doesNotContain(admin.password());
                DatabaseAddress outside = new DatabaseAddress(
                        admin.host(), admin.port(), "outside", admin.user(), admin.password(), admin.parameters());
                assertThat(count(outside, "select count(*) from user_account")).isOne();
                assertThat(server.terminate()).isLessThan(PROMPT);
            }
            assertThat(postgres.alive()).isTrue();
        }
    }

    private static void sql(DatabaseAddress address, String statement) throws SQLException {
        try (Connection connection = connect(address);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static int count(DatabaseAddress address, String query) throws SQLException {
        try (Connection connection = connect(address);
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    /** Says it to the log, and to a file for whoever wants the figures of the last run. */
    private static void measured(String line) throws IOException {
        LOG.info(line);
        Files.writeString(
                REPORT, line + "\n", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }
}

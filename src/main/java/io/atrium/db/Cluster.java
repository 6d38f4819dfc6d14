package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.CORRUPT;
import static io.atrium.db.PostgresFailure.Reason.DISK_FULL;
import static io.atrium.db.PostgresFailure.Reason.FAILED;

import io.atrium.base.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The files of one PostgreSQL below {@code $ATRIUM_DATA/postgres}: the cluster proper, its password, the port it had
 * last, and its log.
 */
record Cluster(Path home) {

    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final int PASSWORD_LENGTH = 32;
    private static final long CONTROL_FILE_BYTES = 8192;
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);

    Path data() {
        return home.resolve("cluster");
    }

    Path serverLog() {
        return home.resolve("server.log");
    }

    private Path unfinished() {
        return home.resolve("cluster.new");
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    private Path portFile() {
        return home.resolve("port");
    }

    boolean exists() {
        return Files.exists(data());
    }

    /** The folder whose owner decides who PostgreSQL runs as; made empty when there is no cluster yet. */
    Path workplace() throws IOException {
        if (exists()) {
            return data();
        }
        Folders.delete(unfinished());
        Folders.create(unfinished(), "rwx------");
        return unfinished();
    }

    /** Makes the cluster beside its place and moves it there when it is whole, so that no half-made one can remain. */
    void initialise(PostgresBinaries binaries, RunAs user) throws IOException {
        String password = Ids.system().secret(PASSWORD_LENGTH);
        Folders.writePrivate(passwordFile(), password);
        Path copy = home.resolve("password.initdb");
        try {
            Folders.writePrivate(copy, password);
            user.own(copy);
            Command.Outcome outcome = Command.run(user.command(initdb(binaries, copy)), INITDB_LIMIT);
            if (!outcome.succeeded()) {
                throw initialisationFailure(outcome);
            }
            Files.move(unfinished(), data());
        } finally {
            Files.deleteIfExists(copy);
            Folders.delete(unfinished());
        }
    }

    private List<String> initdb(PostgresBinaries binaries, Path password) {
        return List.of(
                binaries.tool("initdb"),
                "--pgdata=" + unfinished(),
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Sorting by code point, letters of all scripts, and no index that an update of the system could break.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    private PostgresFailure initialisationFailure(Command.Outcome outcome) {
        if (outcome.output().contains("No space left on device")) {
            return new PostgresFailure(DISK_FULL, Faults.diskFull(home), outcome.output(), null);
        }
        return new PostgresFailure(FAILED, "PostgreSQL cannot make a new cluster in " + home, outcome.output(), null);
    }

    /** Refuses a cluster that this PostgreSQL could not read, with a clearer word than the server would have. */
    void check() throws IOException {
        Path versionFile = data().resolve("PG_VERSION");
        if (!Files.isRegularFile(versionFile)) {
            throw corrupt("the file PG_VERSION is missing");
        }
        String version = Files.readString(versionFile).strip();
        if (!version.equals(String.valueOf(PostgresBinaries.MAJOR_VERSION))) {
            throw PostgresFailure.of(
                    CORRUPT,
                    "The PostgreSQL cluster " + data() + " is of version '" + version
                            + "', but this Atrium brings version "
                            + PostgresBinaries.MAJOR_VERSION
                            + ". Dump it with its own version (pg_dump) and restore the dump, or move the folder away to"
                            + " start empty");
        }
        Path control = data().resolve("global/pg_control");
        if (!Files.isReadable(control) || Files.size(control) != CONTROL_FILE_BYTES) {
            throw corrupt("the file global/pg_control is missing or cut short");
        }
        if (!Files.isReadable(passwordFile())) {
            throw PostgresFailure.of(
                    CORRUPT, "The password of the PostgreSQL cluster is missing: restore the file " + passwordFile());
        }
    }

    private PostgresFailure corrupt(String why) {
        return PostgresFailure.of(CORRUPT, Faults.corrupt(data(), why));
    }

    String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    /** The port that the cluster had last if it is free, else any free one. */
    int freePort() throws IOException {
        if (Files.exists(portFile())) {
            String text = Files.readString(portFile()).strip();
            if (text.matches("[1-9]\\d{0,4}") && isFree(Integer.parseInt(text))) {
                return Integer.parseInt(text);
            }
            LOG.infof("Port %s of PostgreSQL is taken by another program; choosing another one", text);
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    void remember(int port) throws IOException {
        Folders.writePrivate(portFile(), String.valueOf(port));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}

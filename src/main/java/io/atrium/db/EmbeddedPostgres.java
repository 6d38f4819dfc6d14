package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.FAILED;
import static io.atrium.db.PostgresFailure.Reason.FOLDER_IN_USE;
import static io.atrium.db.PostgresFailure.Reason.PORT_TAKEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL of our own, for a laptop or a small installation: its data lies below the data folder, it listens
 * on loopback with a random password, writes are flushed to disk, and it needs no installation and no root.
 *
 * <p>One process at a time owns a data folder. A server that a killed predecessor left behind is taken over when it
 * answers, else replaced; one that ends while it is needed is started again.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    static final String SUPERUSER = "postgres";
    /** The name of both the database and the role that owns it; the role is no superuser. */
    static final String NAME = "atrium";

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final int ATTEMPTS = 3;
    private static final Duration REVIVE_AFTER = Duration.ofSeconds(2);
    /** Unknown role or wrong password, unknown database. */
    private static final Set<String> NOT_PROVISIONED = Set.of("28P01", "28000", "3D000");

    /** Sized for a laptop; durability settings keep their safe defaults, and say so in case a default moves. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "30"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("wal_level", "replica"),
            Map.entry("max_wal_senders", "2"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("min_wal_size", "64MB"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("effective_cache_size", "256MB"),
            Map.entry("work_mem", "4MB"),
            Map.entry("maintenance_work_mem", "32MB"),
            Map.entry("max_worker_processes", "2"),
            Map.entry("max_parallel_workers", "1"),
            Map.entry("max_parallel_workers_per_gather", "1"),
            Map.entry("max_logical_replication_workers", "0"),
            Map.entry("autovacuum_max_workers", "1"),
            Map.entry("autovacuum_worker_slots", "2"),
            Map.entry("io_method", "sync"),
            Map.entry("huge_pages", "off"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_min_messages", "warning"),
            // Statements may carry secrets.
            Map.entry("log_min_error_statement", "panic"));

    /**
     * What tests vary.
     *
     * @param binaries the folder to unpack below, or null for the data folder's own
     * @param settings server settings that win over ours
     * @param endWithUs whether the server ends when this process is killed, where the system can do that
     * @param namespaces whether a user namespace may be used to shed root
     */
    record Options(@Nullable Path binaries, Map<String, String> settings, boolean endWithUs, boolean namespaces) {

        static final Options DEFAULT = new Options(null, Map.of(), true, true);
    }

    /** What it takes to start the server once more. */
    record Launch(Cluster cluster, PostgresBinaries binaries, Options options) {

        Postmaster again(int port) throws IOException {
            RunAs user = RunAs.choose(binaries, cluster.workplace(), options.namespaces());
            Postmaster.clearRemains(cluster);
            return Postmaster.start(cluster, binaries, user, port, settings(options), options.endWithUs());
        }
    }

    private final FileChannel lock;
    private final Launch launch;
    private final String password;
    private volatile Postmaster postmaster;

    private EmbeddedPostgres(FileChannel lock, Launch launch, Postmaster postmaster) throws IOException {
        this.lock = lock;
        this.launch = launch;
        this.postmaster = postmaster;
        this.password = launch.cluster().password();
    }

    /**
     * Starts PostgreSQL on the data folder, making what is missing, and returns when it takes connections.
     *
     * @throws PostgresFailure with a message for the operator
     */
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, Options.DEFAULT);
    }

    static EmbeddedPostgres start(Path folder, Options options) {
        Path home = folder.toAbsolutePath().normalize().resolve("postgres");
        try {
            Folders.create(home, "rwx--x--x");
            Path binaries = options.binaries() == null ? home : options.binaries();
            Folders.create(binaries, "rwxr-xr-x");
            FileChannel lock = lock(home);
            try {
                EmbeddedPostgres started =
                        start(lock, new Launch(new Cluster(home), PostgresBinaries.unpackedBelow(binaries), options));
                Thread.ofPlatform().daemon().name("postgres-guard").start(started::guard);
                return started;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw Faults.ofFile("Cannot prepare the PostgreSQL folder " + home, e);
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("This very process holds the lock", e);
        }
        channel.close();
        throw PostgresFailure.of(
                FOLDER_IN_USE, "Another Atrium works on " + home + "; stop it, or give this one its own ATRIUM_DATA");
    }

    static EmbeddedPostgres start(FileChannel lock, Launch launch) throws IOException {
        Cluster cluster = launch.cluster();
        PostgresBinaries binaries = launch.binaries();
        Options options = launch.options();
        if (cluster.exists()) {
            cluster.check();
            Optional<EmbeddedPostgres> taken = takeOver(lock, launch);
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        RunAs user = RunAs.choose(binaries, cluster.workplace(), options.namespaces());
        boolean fresh = !cluster.exists();
        if (fresh) {
            cluster.initialise(binaries, user);
        }
        Postmaster.clearRemains(cluster);
        return opened(new EmbeddedPostgres(lock, launch, launch(cluster, binaries, user, options)), fresh);
    }

    private static Optional<EmbeddedPostgres> takeOver(FileChannel lock, Launch launch) throws IOException {
        Optional<Postmaster> orphan = Postmaster.leftOver(launch.cluster());
        if (orphan.isEmpty()) {
            return Optional.empty();
        }
        if (orphan.get().runs(launch.binaries())) {
            try {
                EmbeddedPostgres taken = new EmbeddedPostgres(lock, launch, orphan.get());
                taken.connect(NAME, NAME).close();
                LOG.infof("Took over the PostgreSQL (process %d) that an earlier run left", taken.pid());
                return Optional.of(taken);
            } catch (SQLException e) {
                LOG.debug("The PostgreSQL of an earlier run does not answer", e);
            }
        }
        LOG.infof(
                "Replacing the PostgreSQL (process %d) that an earlier run left",
                orphan.get().pid());
        orphan.get().stop();
        return Optional.empty();
    }

    /** Starts on a free port, and on another one if somebody takes it in between. */
    private static Postmaster launch(Cluster cluster, PostgresBinaries binaries, RunAs user, Options options)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = cluster.freePort();
            try {
                Postmaster started =
                        Postmaster.start(cluster, binaries, user, port, settings(options), options.endWithUs());
                cluster.remember(port);
                return started;
            } catch (PostgresFailure e) {
                if (e.reason() != PORT_TAKEN || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> settings(Options options) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(options.settings());
        return settings;
    }

    private static EmbeddedPostgres opened(EmbeddedPostgres opened, boolean fresh) {
        try {
            if (fresh || !opened.isProvisioned()) {
                opened.provision();
            }
            return opened;
        } catch (SQLException e) {
            opened.postmaster.stop();
            throw new PostgresFailure(
                    FAILED,
                    "PostgreSQL runs, but refuses our log-in; is the file 'password' the one of this cluster?",
                    String.valueOf(e.getMessage()),
                    e);
        }
    }

    private boolean isProvisioned() throws SQLException {
        try (Connection connection = connect(NAME, NAME)) {
            return connection.isValid(0);
        } catch (SQLException e) {
            if (NOT_PROVISIONED.contains(String.valueOf(e.getSQLState()))) {
                return false;
            }
            throw e;
        }
    }

    /** Makes role and database; touches nothing of what an earlier, interrupted start made but the role's password. */
    private void provision() throws SQLException {
        try (Connection connection = connect(SUPERUSER, "postgres");
                Statement statement = connection.createStatement()) {
            boolean known = exists(statement, "select 1 from pg_roles where rolname = '" + NAME + "'");
            statement.execute(
                    (known ? "alter" : "create") + " role " + NAME + " login createdb password '" + password + "'");
            if (!exists(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    Connection connect(String user, String database) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address(user, database).jdbcUrl());
        source.setUser(user);
        source.setPassword(password);
        source.setConnectTimeout(5);
        source.setSocketTimeout(30);
        return source.getConnection();
    }

    private DatabaseAddress address(String user, String database) {
        return new DatabaseAddress("127.0.0.1", port(), database, user, password, Map.of("sslmode", "disable"));
    }

    public DatabaseAddress address() {
        return address(NAME, NAME);
    }

    public String jdbcUrl() {
        return address().jdbcUrl();
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    public int port() {
        return postmaster.port();
    }

    public long pid() {
        return postmaster.pid();
    }

    public boolean alive() {
        return postmaster.alive();
    }

    /** Starts the server again whenever it ends without us, on its own port, so that open pools find it again. */
    private void guard() {
        while (lock.isOpen()) {
            postmaster.awaitEnd();
            try {
                revive();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized void revive() throws InterruptedException {
        while (lock.isOpen() && !postmaster.alive()) {
            LOG.warnf("PostgreSQL (process %d) ended by itself; starting it again", postmaster.pid());
            try {
                postmaster = launch.again(port());
            } catch (IOException | PostgresFailure e) {
                LOG.errorf(e, "PostgreSQL does not start; trying again in %d s", REVIVE_AFTER.toSeconds());
                // Gives way to close().
                wait(REVIVE_AFTER.toMillis());
            }
        }
    }

    /** Shuts the server down and gives the folder free; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!lock.isOpen()) {
            return;
        }
        notifyAll();
        try (lock) {
            postmaster.stop();
        } catch (IOException e) {
            throw Faults.ofFile("Cannot release the lock of the PostgreSQL folder", e);
        }
    }
}

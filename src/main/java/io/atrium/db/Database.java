package io.atrium.db;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.atrium.base.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.core.argument.NullArgument;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A migrated database with a bounded pool of connections. A handle lives for one call; a call inside another one of the
 * same thread gets the same handle and so joins the outer transaction.
 *
 * <p>Faults come out as {@link Problem} (UNAVAILABLE when the database cannot be reached or is too slow),
 * {@link ConstraintViolation} or {@link SerializationConflict}; what the given function throws itself passes unchanged.
 */
public final class Database implements AutoCloseable {

    /** The oldest server that we test against, in the form of {@code server_version_num}. */
    static final int MIN_SERVER_VERSION = 150_000;

    static final String MIGRATIONS = "classpath:db/migration";

    private static final Logger LOG = Logger.getLogger(Database.class);

    /** How long a call waits for a free connection. */
    static final Duration ACQUISITION_LIMIT = Duration.ofSeconds(5);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    /** How long the answer to one statement may take on the wire; above the server's own limit. */
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(60);

    /** A connection that idled this long is checked before use. */
    private static final Duration CHECK_AFTER_IDLE = Duration.ofSeconds(10);

    private static final Duration CLOSE_AFTER_IDLE = Duration.ofMinutes(5);
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(30);
    private static final int HEALTH_SECONDS = 2;
    private static final String SERVER_LIMITS =
            "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s";

    private final AgroalDataSource pool;
    private final Jdbi jdbi;

    private Database(AgroalDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool)
                .registerArrayType(UUID.class, "uuid")
                .registerArrayType(String.class, "text")
                .registerArrayType(Long.class, "int8")
                .registerArrayType(Integer.class, "int4")
                .registerArrayType(Double.class, "float8")
                .registerArgument(new UuidArguments())
                // A null without a type takes the type of its column.
                .configure(
                        Arguments.class, arguments -> arguments.setUntypedNullArgument(new NullArgument(Types.NULL)));
    }

    /**
     * Migrates the database and opens the pool.
     *
     * @param maxConnections the most connections that are ever open at once
     * @throws Problem UNAVAILABLE when the server cannot be reached, is too old, or the migration fails
     */
    public static Database open(DatabaseAddress address, int maxConnections) {
        return open(address, maxConnections, MIGRATIONS, ACQUISITION_LIMIT);
    }

    static Database open(DatabaseAddress address, int maxConnections, String migrations, Duration acquisitionLimit) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be at least 1");
        }
        migrate(address, migrations);
        try {
            return new Database(AgroalDataSource.from(configuration(address, maxConnections, acquisitionLimit)));
        } catch (SQLException e) {
            throw SqlFaults.translated(e);
        }
    }

    /** Runs the function with a handle where each statement is a transaction of its own. */
    public <T> T read(Function<Handle, T> function) {
        try {
            return jdbi.withHandle(function::apply);
        } catch (JdbiException e) {
            throw SqlFaults.translated(e);
        }
    }

    /** Runs the function in one transaction: committed when it returns, rolled back when it throws. */
    public <T> T transaction(Function<Handle, T> function) {
        try {
            return jdbi.inTransaction(function::apply);
        } catch (JdbiException e) {
            throw SqlFaults.translated(e);
        }
    }

    /**
     * As {@link #transaction}, for what is written about something that others may delete meanwhile.
     *
     * @throws Problem NOT_FOUND if it is gone, as if it had never been asked for
     */
    public <T> T writeAbout(Function<Handle, T> function) {
        try {
            return transaction(function);
        } catch (ConstraintViolation e) {
            throw e.kind() == ConstraintViolation.Kind.FOREIGN_KEY ? Problem.notFound() : e;
        }
    }

    /** Whether the database answers now; never throws, takes at most a few seconds. */
    public boolean healthy() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(HEALTH_SECONDS);
        } catch (SQLException e) {
            LOG.debug("The database is not healthy", e);
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Goes over a connection of its own, because a migration may take longer than any limit of the pool. */
    private static void migrate(DatabaseAddress address, String migrations) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout((int) CONNECT_LIMIT.toSeconds());
        source.setApplicationName("atrium-migration");
        try (Connection connection = source.getConnection()) {
            requireVersion(address, serverVersion(connection));
        } catch (SQLException e) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "Cannot connect to " + address + " (SQL state " + e.getSQLState() + "); check the address, the"
                            + " password and that the server runs",
                    e);
        }
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations(migrations)
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE, "The schema of " + address + " cannot be migrated; see the log", e);
        }
    }

    private static int serverVersion(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("show server_version_num")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    static void requireVersion(DatabaseAddress address, int version) {
        if (version < MIN_SERVER_VERSION) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Atrium needs PostgreSQL " + MIN_SERVER_VERSION / 10_000 + " or newer, but " + address
                            + " is version " + version / 10_000 + "." + version % 10_000);
        }
    }

    private static AgroalDataSourceConfigurationSupplier configuration(
            DatabaseAddress address, int maxConnections, Duration acquisitionLimit) {
        return new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> limits(pool, maxConnections, acquisitionLimit)
                        .connectionFactoryConfiguration(connection -> connection
                                .connectionProviderClass(Driver.class)
                                .jdbcUrl(address.jdbcUrl())
                                .principal(new NamePrincipal(address.user()))
                                .credential(new SimplePassword(address.password()))
                                .jdbcProperty("ApplicationName", "atrium")
                                .jdbcProperty("assumeMinServerVersion", "15")
                                .jdbcProperty("connectTimeout", String.valueOf(CONNECT_LIMIT.toSeconds()))
                                .jdbcProperty("socketTimeout", String.valueOf(SOCKET_LIMIT.toSeconds()))
                                .jdbcProperty("tcpKeepAlive", "true")
                                .jdbcProperty("reWriteBatchedInserts", "true")
                                // The detail of an error quotes rows, and rows do not belong into a log.
                                .jdbcProperty("logServerErrorDetail", "false")
                                .jdbcProperty("options", SERVER_LIMITS)));
    }

    private static AgroalConnectionPoolConfigurationSupplier limits(
            AgroalConnectionPoolConfigurationSupplier pool, int maxConnections, Duration acquisitionLimit) {
        return pool.maxSize(maxConnections)
                .minSize(0)
                .initialSize(0)
                .acquisitionTimeout(acquisitionLimit)
                .idleValidationTimeout(CHECK_AFTER_IDLE)
                .reapTimeout(CLOSE_AFTER_IDLE)
                .maxLifetime(MAX_LIFETIME)
                .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(HEALTH_SECONDS))
                .exceptionSorter(new PostgreSQLExceptionSorter())
                // A cache per thread is of no use to virtual threads, which live for one request.
                .connectionCache(ConnectionCache.none());
    }
}

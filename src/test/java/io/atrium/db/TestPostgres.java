package io.atrium.db;

import io.atrium.base.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One real PostgreSQL for all tests of this JVM, started on first use and stopped when the JVM ends. Each test class
 * asks for a database of its own.
 */
public final class TestPostgres {

    private static final Path FOLDER = Path.of("target", "test-postgres").toAbsolutePath();
    private static final String TEMPLATE = "template_migrated";
    private static final int MAX_CONNECTIONS = 4;

    private static final TestPostgres SHARED = new TestPostgres();

    private final EmbeddedPostgres server;

    private TestPostgres() {
        server = startInFreeFolder();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-postgres-stop"));
        dropLeftOvers();
        create(TEMPLATE, "template0");
        Database.open(server.address().withDatabase(TEMPLATE), 1).close();
    }

    /** A new database with the schema of {@code db/migration} and no rows; close it after the test class. */
    public static Database freshDatabase() {
        return Database.open(freshAddress(), MAX_CONNECTIONS);
    }

    /** The address of a new migrated database, for tests that open it themselves or hand it to a server process. */
    public static DatabaseAddress freshAddress() {
        return SHARED.create(freshName(), TEMPLATE);
    }

    /** The address of a new database without any table. */
    public static DatabaseAddress emptyAddress() {
        return SHARED.create(freshName(), "template0");
    }

    /** Where tests unpack PostgreSQL, so that it happens once per build folder. */
    static Path binaries() {
        return FOLDER.resolve("binaries");
    }

    private static String freshName() {
        return "test_" + Ids.system().next().toString().replace('-', '_');
    }

    /** A cluster of an earlier run saves the time to make one; parallel JVMs each take the first that is free. */
    private static EmbeddedPostgres startInFreeFolder() {
        Map<String, String> settings = Map.of("max_connections", "100");
        EmbeddedPostgres.Options options = new EmbeddedPostgres.Options(binaries(), settings, true, true);
        for (int i = 1; ; i++) {
            Path folder = FOLDER.resolve("server-" + i);
            try {
                return EmbeddedPostgres.start(folder, options);
            } catch (PostgresFailure e) {
                if (e.reason() == PostgresFailure.Reason.CORRUPT) {
                    delete(folder);
                } else if (e.reason() != PostgresFailure.Reason.FOLDER_IN_USE) {
                    throw e;
                }
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Folders.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void dropLeftOvers() {
        List<String> names = new ArrayList<>();
        try (Connection connection = server.connect(EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("select datname from pg_database where datname ~ '^(test|template)_'")) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            for (String name : names) {
                statement.execute("drop database " + name + " with (force)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DatabaseAddress create(String name, String template) {
        try (Connection connection = server.connect(EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + template);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.address().withDatabase(name);
    }
}

package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds the way to the schema: numbered files, none changed once released, and a result that stays as it is. */
@Timeout(60)
final class MigrationTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

    /** A line per released migration, {@code checksum  name} as sha256sum prints it; grows with each release. */
    private static final Path RELEASED = Path.of("src", "test", "resources", "db", "released-migrations.txt");

    private static final String COLUMNS = """
            select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                || ' ' || coalesce(column_default, '')
            from information_schema.columns where table_schema = 'public' order by 1
            """;
    private static final String INDEXES = "select indexdef from pg_indexes where schemaname = 'public' order by 1";
    private static final String CONSTRAINTS = """
            select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
            from pg_constraint where connamespace = 'public'::regnamespace order by 1
            """;
    private static final String HISTORY =
            "select version || ' ' || script || ' ' || success from flyway_schema_history order by installed_rank";

    @Test
    void migratesAnEmptyDatabaseThroughEveryFile() {
        try (Database database = Database.open(TestPostgres.emptyAddress(), 1)) {
            assertThat(rows(database, HISTORY))
                    .containsExactlyElementsOf(files(FOLDER).stream()
                            .map(name -> name.substring(1, 5) + " " + name + " true")
                            .toList());
            assertThat(rows(database, COLUMNS))
                    .anyMatch(column -> column.startsWith("audit_log.tenant_id uuid NO"))
                    .hasSizeGreaterThan(100);
        }
    }

    @Test
    void migratingAgainChangesNothing() {
        DatabaseAddress address = TestPostgres.emptyAddress();
        List<String> first;
        try (Database database = Database.open(address, 1)) {
            first = picture(database);
        }
        try (Database again = Database.open(address, 1)) {
            assertThat(picture(again)).isEqualTo(first);
        }
    }

    @Test
    void filesAreNumberedWithoutGaps() {
        assertThat(files(FOLDER)).isNotEmpty();
        assertThat(misnumbered(files(FOLDER))).isEmpty();
    }

    @Test
    void releasedFilesAreAsTheyWereReleased() throws IOException {
        assertThat(changed(released(Files.readString(RELEASED)), FOLDER)).isEmpty();
    }

    @Test
    void findsGapsAndOtherNames() {
        assertThat(misnumbered(List.of("V0001__schema.sql", "V0002__more_words.sql")))
                .isEmpty();
        assertThat(misnumbered(List.of("V0001__schema.sql", "V0003__more.sql"))).containsExactly("V0003__more.sql");
        assertThat(misnumbered(List.of("V1__schema.sql"))).containsExactly("V1__schema.sql");
        assertThat(misnumbered(List.of("V0001_schema.sql"))).containsExactly("V0001_schema.sql");
    }

    @Test
    void findsAReleasedFileThatChangedOrWent(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("V0001__schema.sql"), "select 1;");
        String kept = sha256("select 1;".getBytes(StandardCharsets.UTF_8)) + "  V0001__schema.sql\n";
        assertThat(changed(released("# first release\n" + kept), folder)).isEmpty();
        Files.writeString(folder.resolve("V0001__schema.sql"), "select 2;");
        assertThat(changed(released(kept), folder)).containsExactly("V0001__schema.sql");
        assertThat(changed(released("00  V0002__gone.sql\n"), folder)).containsExactly("V0002__gone.sql");
    }

    private static List<String> picture(Database database) {
        return Stream.of(COLUMNS, INDEXES, CONSTRAINTS, HISTORY)
                .flatMap(query -> rows(database, query).stream())
                .toList();
    }

    private static List<String> rows(Database database, String query) {
        return database.read(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> misnumbered(List<String> names) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).matches("V%04d__[a-z0-9]+(_[a-z0-9]+)*\\.sql".formatted(i + 1))) {
                wrong.add(names.get(i));
            }
        }
        return wrong;
    }

    private static Map<String, String> released(String text) {
        Map<String, String> checksums = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" +", 2);
            checksums.put(parts[1], parts[0]);
        });
        return checksums;
    }

    private static List<String> changed(Map<String, String> released, Path folder) throws IOException {
        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> entry : released.entrySet()) {
            Path file = folder.resolve(entry.getKey());
            if (!Files.exists(file) || !sha256(Files.readAllBytes(file)).equals(entry.getValue())) {
                changed.add(entry.getKey());
            }
        }
        return changed;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

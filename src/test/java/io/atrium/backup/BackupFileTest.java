package io.atrium.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.db.TestPostgres;
import io.atrium.telemetry.SeriesStore.Point;
import io.atrium.telemetry.store.PostgresSeriesStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a backup comes out of it, and what is no backup is refused. */
final class BackupFileTest {

    private final Database source = TestPostgres.freshDatabase();
    private final Database target = TestPostgres.freshDatabase();

    @TempDir
    Path folder;

    @BeforeEach
    void fill() {
        UUID tenant = new UUID(7, 1);
        source.transaction(sql -> sql.execute("""
                insert into entity (id, tenant_id, kind, owner_id, name, body, version, owner_since)
                values (?, ?, 'TENANT', ?, E'tab\t, line\\n and \\\\ \u00e4', '{}', 1, 0)
                """, tenant, tenant, tenant));
        try (PostgresSeriesStore store = new PostgresSeriesStore(source, 1_000)) {
            long series = store.series(tenant, tenant, "k");
            store.append(List.of(
                            new Point(series, 1_735_689_600_000L, Value.of("x")), new Point(series, -5, Value.of(2.5))))
                    .join();
        }
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    private Backup backup(Consumer<Path> snapshot) {
        try {
            Files.writeString(folder.resolve("token.key"), "secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Backup(
                source,
                new Backup.Source("1", folder, List.of("token.key", "absent"), "rocksdb", snapshot, Runnable::run),
                InstantSource.system());
    }

    private static void snapshot(Path series) {
        try {
            Files.createDirectory(series);
            Files.writeString(series.resolve("000001.sst"), "points");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path written() {
        Path file = folder.resolve("file");
        assertThat(backup(BackupFileTest::snapshot).write(file)).isPositive();
        return file;
    }

    /** Every table's rows, as one text each. */
    private static Map<String, String> rows(Database database) {
        Map<String, String> rows = new TreeMap<>();
        TableStore.reading(database, tables -> {
            for (String table : tables.tables()) {
                var out = new java.io.ByteArrayOutputStream();
                tables.copyOut(table, out);
                rows.put(table, out.toString(java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        return rows;
    }

    @Test
    void everyRowAndFileComesBack() throws IOException {
        Path file = written();
        Path root = Files.createDirectory(folder.resolve("root"));
        try (BackupFile backup = BackupFile.open(file)) {
            assertThat(backup.series()).isEqualTo("rocksdb");
            backup.unpack(root);
            assertThat(backup.fill(target)).isGreaterThanOrEqualTo(6);
        }
        assertThat(rows(target)).isEqualTo(rows(source)).containsKey("series_point_2025_01");
        assertThat(root.resolve("token.key")).hasContent("secret");
        assertThat(root.resolve("series/000001.sst")).hasContent("points");
        try (PostgresSeriesStore store = new PostgresSeriesStore(target, 1_000)) {
            assertThat(store.series(new UUID(7, 1), new UUID(7, 2), "new"))
                    .as("ids are never given twice")
                    .isGreaterThan(
                            store.find(new UUID(7, 1), new UUID(7, 1), "k").orElseThrow());
        }
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertNoRemains();
    }

    private void assertNoRemains() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".part") || name.startsWith("backup-"));
        }
    }

    @Test
    void aFailedBackupLeavesNothing() throws IOException {
        Path file = folder.resolve("file");
        Backup failing = backup(series -> {
            snapshot(series);
            throw Problem.of(Problem.Kind.UNAVAILABLE, "disk full");
        });
        assertThatThrownBy(() -> failing.write(file)).hasMessage("disk full");
        assertThat(file).doesNotExist();
        assertNoRemains();
        assertThatThrownBy(() -> failing.write(folder.resolve("no/such/folder/file")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be written");
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> failing.write(file)).hasMessageContaining("exists already");
        assertThat(file).hasContent("mine");
    }

    @Test
    void refusesADatabaseThatHoldsSomething() {
        Map<String, String> before = rows(source);
        try (BackupFile backup = BackupFile.open(written())) {
            assertThatThrownBy(() -> backup.fill(source)).hasMessageContaining("holds data already");
        }
        assertThat(rows(source)).isEqualTo(before);
    }

    @Test
    void refusesTheTablesOfAnotherVersion() {
        target.transaction(sql -> sql.execute("update flyway_schema_history set checksum = 1"));
        Map<String, String> before = rows(target);
        try (BackupFile backup = BackupFile.open(written())) {
            assertThatThrownBy(() -> backup.fill(target)).hasMessageContaining("made by version 1");
        }
        assertThat(rows(target)).isEqualTo(before);
    }

    @Test
    void refusesAFileThatIsCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        Path cut = folder.resolve("cut");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
        assertThatThrownBy(() -> BackupFile.open(cut)).hasMessageContaining("not a whole backup");
        assertThatThrownBy(() -> BackupFile.open(folder.resolve("nowhere"))).isInstanceOf(Problem.class);
    }

    @Test
    void refusesNamesThatLeadElsewhere() throws IOException {
        for (String name : List.of("../evil", "/tmp/evil", "a/b", "..", ".hidden")) {
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    "1",
                    0,
                    List.of(),
                    "rocksdb",
                    Map.of(),
                    List.of(),
                    Map.of(),
                    List.of(name),
                    List.of());
            Path file = folder.resolve("crafted");
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.putNextEntry(new ZipEntry(Manifest.fileEntry(name)));
                zip.write(1);
                zip.putNextEntry(new ZipEntry(Manifest.NAME));
                zip.write(Json.bytes(manifest));
            }
            Path root = Files.createDirectories(folder.resolve("deep/root"));
            try (BackupFile backup = BackupFile.open(file)) {
                assertThatThrownBy(() -> backup.unpack(root)).as(name).hasMessageContaining("damaged");
            }
            assertThat(folder.resolve("deep/evil")).doesNotExist();
        }
    }
}

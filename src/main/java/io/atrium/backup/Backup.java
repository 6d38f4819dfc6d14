package io.atrium.backup;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.db.Database;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes backups of the server that it is part of, while that one works on. */
public final class Backup {

    private static final int BUFFER = 1 << 16;

    private final Database database;
    private final Source source;
    private final InstantSource clock;

    /**
     * What there is besides the tables.
     *
     * @param root the data folder
     * @param files its files that belong into a backup, where they exist
     * @param series name of the store of series
     * @param snapshot puts a copy of the series store's files into a folder that does not exist yet, or does nothing
     * @param hold runs something while nothing of deleted entities is erased
     */
    public record Source(
            String version,
            Path root,
            List<String> files,
            String series,
            Consumer<Path> snapshot,
            Consumer<Runnable> hold) {}

    public Backup(Database database, Source source, InstantSource clock) {
        this.database = database;
        this.source = source;
        this.clock = clock;
    }

    /**
     * Writes a new file, which is there only once it is whole and on the disk; nobody but its owner may read it.
     *
     * @return its size in bytes
     */
    public long write(Path target) {
        if (Files.exists(target)) {
            throw Problem.badRequest("The file " + target + " exists already");
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Path series = source.root().resolve("backup-" + clock.millis());
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            TableStore.reading(database, tables -> {
                source.hold().accept(() -> {
                    source.snapshot().accept(series);
                    // The first look at a table fixes what all others show.
                    tables.schema();
                });
                write(tables, series, part);
            });
            sync(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return Files.size(target);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The backup cannot be written: " + e, e);
        } catch (UncheckedIOException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The backup cannot be written: " + e.getCause(), e);
        } finally {
            deleteQuietly(part);
            deleteQuietly(series);
        }
    }

    private void write(TableStore store, Path series, Path part) throws IOException {
        Map<String, Long> tables = new LinkedHashMap<>();
        List<String> files = source.files().stream()
                .filter(file -> Files.isRegularFile(source.root().resolve(file)))
                .toList();
        List<String> seriesFiles = names(series);
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(
                Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING), BUFFER))) {
            for (String table : store.tables()) {
                entry(zip, Manifest.tableEntry(table), out -> tables.put(table, store.copyOut(table, out)));
            }
            // Compressed already.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (String file : seriesFiles) {
                entry(zip, Manifest.seriesEntry(file), out -> Files.copy(series.resolve(file), out));
            }
            for (String file : files) {
                entry(
                        zip,
                        Manifest.fileEntry(file),
                        out -> Files.copy(source.root().resolve(file), out));
            }
            Manifest manifest = manifest(store, tables, files, seriesFiles);
            entry(zip, Manifest.NAME, out -> out.write(Json.bytes(manifest)));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Manifest manifest(
            TableStore store, Map<String, Long> tables, List<String> files, List<String> seriesFiles) {
        return new Manifest(
                Manifest.FORMAT,
                source.version(),
                clock.millis(),
                store.schema(),
                source.series(),
                tables,
                store.parts(),
                store.sequences(),
                files,
                seriesFiles);
    }

    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    private static void entry(ZipOutputStream zip, String name, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        content.write(zip);
        zip.closeEntry();
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
            channel.force(true);
        }
    }

    static void deleteQuietly(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.atrium.backup;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup that is being restored. */
public final class BackupFile implements AutoCloseable {

    /** The name of a file, never a way to another folder. */
    private static final String FILE = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(ZipFile zip, Manifest manifest) {
        this.zip = zip;
        this.manifest = manifest;
    }

    /** Opens a backup; one that is cut short or of another form is refused. */
    public static BackupFile open(Path file) {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new BackupFile(zip, manifest(zip));
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST, file + " is not a whole backup of Atrium: " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new IOException(Manifest.NAME + " is missing");
        }
        Manifest manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            manifest = Json.read(in.readAllBytes(), Manifest.class);
        }
        if (manifest.format() != Manifest.FORMAT) {
            throw new IOException("its format is " + manifest.format() + ", this version reads " + Manifest.FORMAT);
        }
        return manifest;
    }

    /** The store that the series are in, by the name of its setting. */
    public String series() {
        return manifest.series();
    }

    public long createdTs() {
        return manifest.createdTs();
    }

    /** Puts the server's own files and those of the series store into an empty data folder. */
    public void unpack(Path root) {
        try {
            for (String file : manifest.files()) {
                unpack(Manifest.fileEntry(file), root.resolve(checked(file)));
            }
            if (!manifest.seriesFiles().isEmpty()) {
                Path series = root.resolve("series");
                Files.createDirectories(series);
                for (String file : manifest.seriesFiles()) {
                    unpack(Manifest.seriesEntry(file), series.resolve(checked(file)));
                }
            }
        } catch (IOException e) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "The backup cannot be unpacked: " + e, e);
        }
    }

    private static String checked(String file) {
        if (!file.matches(FILE)) {
            throw Problem.badRequest("The backup is damaged: '" + file + "' is no name of a file");
        }
        return file;
    }

    private void unpack(String entry, Path target) throws IOException {
        try (InputStream in = content(entry)) {
            Files.createFile(
                    target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.copy(in, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private InputStream content(String entry) throws IOException {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) {
            throw Problem.badRequest("The backup is damaged: " + entry + " is missing");
        }
        return zip.getInputStream(found);
    }

    /** Fills a database that was just migrated and holds nothing; all of it or nothing. The number of rows. */
    public long fill(Database database) {
        long[] rows = {0};
        TableStore.writing(database, tables -> {
            requireSameSchema(tables);
            requireEmpty(tables);
            manifest.parts().forEach(tables::makePart);
            tables.empty(tables.tables());
            for (var table : manifest.tables().entrySet()) {
                rows[0] += fill(tables, table.getKey(), table.getValue());
            }
            manifest.sequences().forEach(tables::setSequence);
        });
        return rows[0];
    }

    private long fill(TableStore tables, String table, long expected) throws IOException {
        try (InputStream in = content(Manifest.tableEntry(table))) {
            long rows = tables.copyIn(table, in);
            if (rows != expected) {
                throw Problem.badRequest(
                        "The backup is damaged: table " + table + " has " + rows + " rows instead of " + expected);
            }
            return rows;
        }
    }

    private void requireSameSchema(TableStore tables) {
        List<String> ours = tables.schema();
        if (!ours.equals(manifest.schema())) {
            throw Problem.badRequest("The backup was made by version " + manifest.version()
                    + " of Atrium, whose tables differ from those of this version; restore it with that version, then"
                    + " start this one on the folder");
        }
    }

    /** A new database has a row for the system itself. */
    private static void requireEmpty(TableStore tables) {
        if (tables.count("entity") > 1) {
            throw Problem.badRequest("The database holds data already; restore into an empty one");
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

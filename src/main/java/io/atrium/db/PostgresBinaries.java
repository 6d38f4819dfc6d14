package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.DISK_FULL;
import static io.atrium.db.PostgresFailure.Reason.FAILED;
import static io.atrium.db.PostgresFailure.Reason.MISSING_TOOL;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** An unpacked PostgreSQL: {@code bin}, {@code lib} and {@code share} below one folder. */
record PostgresBinaries(Path root) {

    /** The only major version whose clusters we make and run. */
    static final int MAJOR_VERSION = 18;

    private static final Logger LOG = Logger.getLogger(PostgresBinaries.class);
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(5);
    /** So long after its last sign of life nobody unpacks there any more. */
    private static final Duration LEFT_AFTER = UNPACK_LIMIT.multipliedBy(2);

    private static final String PARTIAL = ".new";
    private static final Pattern VERSION_IN_JAR_NAME = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar!");

    String tool(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /** Finds the binaries of this machine on the class path and unpacks them below the folder, once per version. */
    static PostgresBinaries unpackedBelow(Path folder) {
        String name = archiveName(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw PostgresFailure.of(
                    MISSING_TOOL,
                    "This build of Atrium has no PostgreSQL for this machine ('" + name + "' is not on the class path);"
                            + " build it with the Maven profile 'all-platforms', or set ATRIUM_DATABASE_URL");
        }
        try {
            Path target = folder.resolve(version(archive));
            sweep(folder, target.getFileName() + PARTIAL, InstantSource.system().instant());
            if (!Files.isDirectory(target)) {
                unpack(archive, folder, target);
            }
            return new PostgresBinaries(target);
        } catch (IOException | UncheckedIOException e) {
            throw Faults.ofFile("Cannot unpack PostgreSQL below " + folder, e);
        }
    }

    static String archiveName(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String machine =
                switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> processor;
                };
        return "postgres-" + name + "-" + machine + ".txz";
    }

    private static String version(URL archive) throws IOException {
        Matcher matcher = VERSION_IN_JAR_NAME.matcher(archive.toString());
        if (matcher.find()) {
            return matcher.group(1);
        }
        return MAJOR_VERSION + "-" + archive.openConnection().getContentLengthLong();
    }

    /** Removes what a process left behind that was killed while it unpacked; others may be unpacking at this moment. */
    static void sweep(Path folder, String prefix, Instant now) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> partials = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path partial : partials) {
                if (Files.getLastModifiedTime(partial).toInstant().isBefore(now.minus(LEFT_AFTER))) {
                    left.add(partial);
                }
            }
        }
        for (Path partial : left) {
            LOG.infof("Removes %s, which a start that was cut off left behind", partial);
            Folders.delete(partial);
        }
    }

    private static void unpack(URL archive, Path folder, Path target) throws IOException {
        Path partial = Files.createTempDirectory(folder, target.getFileName() + PARTIAL);
        try {
            // Another user than ours may run the server, so all must be able to read it.
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
            extract(archive, folder, partial);
            flush(partial);
            Files.move(partial, target);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            LOG.debugf(e, "Another process unpacked %s meanwhile", target);
        } finally {
            Folders.delete(partial);
        }
    }

    private static void extract(URL archive, Path folder, Path into) throws IOException {
        List<String> tar = List.of("tar", "-x", "-J", "-f", "-", "-o", "--exclude=*.a", "-C", into.toString());
        Command.Outcome outcome;
        try (InputStream input = archive.openStream()) {
            outcome = Command.run(tar, UNPACK_LIMIT, input);
        }
        if (outcome.succeeded() && Files.isExecutable(into.resolve("bin/postgres"))) {
            return;
        }
        if (outcome.output().contains("No space left on device")) {
            throw new PostgresFailure(DISK_FULL, Faults.diskFull(folder), outcome.output(), null);
        }
        if (outcome.output().contains("xz: Cannot exec") || outcome.output().contains("xz: not found")) {
            throw new PostgresFailure(
                    MISSING_TOOL,
                    "The program 'xz' is missing, 'tar' needs it to unpack PostgreSQL; install it (Debian: xz-utils)",
                    outcome.output(),
                    null);
        }
        throw new PostgresFailure(FAILED, "'tar' could not unpack PostgreSQL into " + into, outcome.output(), null);
    }

    /** Forces every file to disk: after a power cut the folder must be whole or absent. */
    private static void flush(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }
}

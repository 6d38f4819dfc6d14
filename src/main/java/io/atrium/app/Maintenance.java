package io.atrium.app;

import io.atrium.backup.BackupDesk;
import io.atrium.backup.BackupFile;
import io.atrium.base.Problem;
import io.atrium.config.BadSetting;
import io.atrium.config.DataConfig;
import io.atrium.config.DataFolder;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import io.atrium.db.DatabaseAddress;
import io.atrium.db.EmbeddedPostgres;
import io.atrium.db.PostgresFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What an operator does with a server's data: {@code backup FILE} and {@code restore FILE}, with the server's settings. */
public final class Maintenance {

    private static final int EXIT_MISUSED = 2;
    private static final int CONNECTIONS = 2;

    private Maintenance() {}

    public static void main(String... arguments) {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> arguments) {
        if (arguments.size() < 2 || arguments.get(1).startsWith("--")) {
            Console.complain("write ./atrium backup FILE or ./atrium restore FILE, then settings such as --data=PATH");
            return EXIT_MISUSED;
        }
        Path file = Path.of(arguments.get(1)).toAbsolutePath().normalize();
        try {
            Settings settings = Settings.from(System.getenv(), arguments.subList(2, arguments.size()));
            settings.requireNoUnknown(Registry.configRecords());
            switch (arguments.getFirst()) {
                case "backup" -> backup(settings, file);
                case "restore" -> restore(settings, file);
                default -> throw Problem.badRequest("'" + arguments.getFirst() + "' is neither backup nor restore");
            }
            return 0;
        } catch (BadSetting e) {
            Console.complain(String.valueOf(e.getMessage()));
            return EXIT_MISUSED;
        } catch (PostgresFailure e) {
            Console.complain(e.publicMessage());
        } catch (Problem e) {
            Console.complain(e.publicMessage());
        } catch (IOException e) {
            Console.complain("The data folder cannot be used: " + e);
        }
        return 1;
    }

    private static void backup(Settings settings, Path file) {
        Path root = settings.read(DataConfig.class).folder().toAbsolutePath().normalize();
        long bytes = BackupDesk.ask(root, file);
        Console.say("Wrote " + file + " (" + bytes + " bytes)");
    }

    /** Works beside the folder and puts it into its place when it is whole, so that no half restored server can start. */
    private static void restore(Settings settings, Path file) throws IOException {
        Path root = settings.read(DataConfig.class).folder().toAbsolutePath().normalize();
        requireEmpty(root);
        Path draft = root.resolveSibling(root.getFileName() + ".restoring");
        requireEmpty(draft);
        try (BackupFile backup = BackupFile.open(file)) {
            long rows = restore(settings, backup, draft);
            Files.deleteIfExists(draft.resolve("server.lock"));
            Files.deleteIfExists(root);
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
            Console.say("Restored the backup of " + Instant.ofEpochMilli(backup.createdTs()) + " into " + root + ": "
                    + rows + " rows; its series need ATRIUM_SERIES=" + backup.series());
        } finally {
            delete(draft);
        }
    }

    private static long restore(Settings settings, BackupFile backup, Path draft) {
        String url = settings.read(DatabaseConfig.class).url();
        try (DataFolder folder = DataFolder.open(draft)) {
            backup.unpack(folder.root());
            if (url != null) {
                return fill(backup, DatabaseAddress.parse(url));
            }
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.root())) {
                return fill(backup, postgres.address());
            }
        }
    }

    private static long fill(BackupFile backup, DatabaseAddress address) {
        try (Database database = Database.open(address, CONNECTIONS)) {
            return backup.fill(database);
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw Problem.badRequest(
                        "The folder " + folder + " is not empty; restore into a new one with --data=PATH");
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

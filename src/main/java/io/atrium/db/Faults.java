package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.CORRUPT;
import static io.atrium.db.PostgresFailure.Reason.DISK_FULL;
import static io.atrium.db.PostgresFailure.Reason.FAILED;
import static io.atrium.db.PostgresFailure.Reason.FOLDER_IN_USE;
import static io.atrium.db.PostgresFailure.Reason.NOT_PERMITTED;
import static io.atrium.db.PostgresFailure.Reason.PORT_TAKEN;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads out of what PostgreSQL's programs print why they failed, and words it for the operator. */
final class Faults {

    /** Phrases of the server in the C locale; the first match decides. */
    private static final List<Map.Entry<String, PostgresFailure.Reason>> PHRASES = List.of(
            Map.entry("No space left on device", DISK_FULL),
            Map.entry("Disk quota exceeded", DISK_FULL),
            Map.entry("Address already in use", PORT_TAKEN),
            Map.entry("could not create any TCP/IP sockets", PORT_TAKEN),
            Map.entry("lock file \"postmaster.pid\" already exists", FOLDER_IN_USE),
            Map.entry("pre-existing shared memory block", FOLDER_IN_USE),
            Map.entry("database files are incompatible", CORRUPT),
            Map.entry("is not a valid data directory", CORRUPT),
            Map.entry("could not find the database system", CORRUPT),
            Map.entry("global/pg_control", CORRUPT),
            Map.entry("control file", CORRUPT),
            Map.entry("checkpoint record", CORRUPT),
            Map.entry("invalid page in block", CORRUPT),
            Map.entry("PANIC:", CORRUPT),
            Map.entry("has wrong ownership", NOT_PERMITTED),
            Map.entry("has invalid permissions", NOT_PERMITTED),
            Map.entry("Permission denied", NOT_PERMITTED));

    private Faults() {}

    static PostgresFailure ofServer(String log, Path cluster, int port) {
        PostgresFailure.Reason reason = reasonOf(log);
        String text =
                switch (reason) {
                    case DISK_FULL -> diskFull(cluster);
                    case PORT_TAKEN ->
                        "PostgreSQL cannot listen on 127.0.0.1:" + port + ": another program has the port";
                    case FOLDER_IN_USE -> "Another PostgreSQL still works on " + cluster + "; stop it and start again";
                    case CORRUPT -> corrupt(cluster, "PostgreSQL cannot read it");
                    case NOT_PERMITTED -> "PostgreSQL may not use " + cluster + ": check its owner and permissions";
                    case MISSING_TOOL, FAILED -> "PostgreSQL on " + cluster + " does not start; its log tells why";
                };
        return new PostgresFailure(reason, text, log, null);
    }

    static PostgresFailure ofFile(String what, Exception cause) {
        String text = String.valueOf(cause.getMessage());
        if (text.contains("No space left on device")) {
            return new PostgresFailure(DISK_FULL, what + ": no space is left on the disk", text, cause);
        }
        boolean denied = cause instanceof AccessDeniedException || text.contains("Permission denied");
        return new PostgresFailure(
                denied ? NOT_PERMITTED : FAILED, what + (denied ? ": permission denied" : ""), text, cause);
    }

    static String diskFull(Path folder) {
        return "No space is left on the disk of " + folder + "; free some (PostgreSQL needs about 200 MB to start)";
    }

    static String corrupt(Path cluster, String why) {
        return "The PostgreSQL cluster " + cluster + " is damaged: " + why
                + ". Restore it from a backup, or move the folder away to start empty";
    }

    private static PostgresFailure.Reason reasonOf(String log) {
        return PHRASES.stream()
                .filter(phrase -> log.contains(phrase.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(FAILED);
    }
}

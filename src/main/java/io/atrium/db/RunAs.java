package io.atrium.db;

import static io.atrium.db.PostgresFailure.Reason.NOT_PERMITTED;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL's programs run as: they refuse root, and initdb refuses a user without a name.
 *
 * @param prefix the words that go before a command to run it as this user
 * @param uid the owner that the cluster needs, or {@link #UNCHANGED}
 * @param what how a message calls this way of running
 */
record RunAs(List<String> prefix, int uid, int gid, String what) {

    static final int UNCHANGED = -1;
    /** The user that nearly every Unix calls nobody. */
    private static final int NOBODY = 65534;

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final String PROBE = "id -un >/dev/null && test -w \"$0\" && exec \"$1\" --version";

    /** Takes the first way that works here, and makes the folder (the cluster, whole or still empty) its property. */
    static RunAs choose(PostgresBinaries binaries, Path folder, boolean namespaces) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (RunAs candidate : candidates(folder, namespaces)) {
            String refusal = candidate.refusal(binaries, folder);
            if (refusal.isEmpty()) {
                return candidate;
            }
            reasons.add(candidate.what + ": " + refusal);
        }
        throw new PostgresFailure(NOT_PERMITTED, advice(folder), String.join("\n", reasons), null);
    }

    List<String> command(List<String> words) {
        return Stream.concat(prefix.stream(), words.stream()).toList();
    }

    void own(Path folder) throws IOException {
        if (uid != UNCHANGED) {
            Folders.chown(folder, uid, gid);
        }
    }

    static boolean isRoot() {
        return new UnixSystem().getUid() == 0;
    }

    private static List<RunAs> candidates(Path folder, boolean namespaces) throws IOException {
        int owner = Folders.ownerOf(folder);
        if (isRoot() && owner != 0) {
            return List.of(user(owner, owner == NOBODY ? NOBODY : (int) Files.getAttribute(folder, "unix:gid")));
        }
        List<RunAs> all = new ArrayList<>();
        if (!isRoot()) {
            all.add(new RunAs(List.of(), UNCHANGED, UNCHANGED, "as the current user"));
        }
        if (namespaces) {
            all.add(namespace());
        }
        if (isRoot()) {
            all.add(user(NOBODY, NOBODY));
        }
        return all;
    }

    /** A user namespace: the files keep their owner, who is called nobody inside and has no privilege outside. */
    private static RunAs namespace() {
        List<String> words = List.of("unshare", "-U", "--map-user=" + NOBODY, "--map-group=" + NOBODY, "--");
        return new RunAs(words, UNCHANGED, UNCHANGED, "in a user namespace");
    }

    private static RunAs user(int uid, int gid) {
        List<String> words = List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--");
        return new RunAs(words, uid, gid, "as user " + uid);
    }

    private String refusal(PostgresBinaries binaries, Path folder) throws IOException {
        int before = Folders.ownerOf(folder);
        try {
            own(folder);
        } catch (FileSystemException e) {
            return "the owner of " + folder + " cannot be changed";
        }
        String refusal;
        try {
            List<String> probe = List.of("/bin/sh", "-c", PROBE, folder.toString(), binaries.tool("postgres"));
            Command.Outcome outcome = Command.run(command(probe), PROBE_LIMIT);
            refusal = outcome.succeeded()
                    ? ""
                    : "exit code " + outcome.exitCode() + " " + outcome.output().strip();
        } catch (PostgresFailure missing) {
            refusal = missing.publicMessage();
        }
        if (!refusal.isEmpty() && uid != UNCHANGED) {
            Folders.chown(folder, before, before);
        }
        return refusal;
    }

    private static String advice(Path folder) throws IOException {
        if (!isRoot()) {
            return "PostgreSQL cannot run on " + folder + " as the current user: the folder must be writable, and the"
                    + " user needs a name (an entry in /etc/passwd) or the right to make user namespaces (unshare -U)."
                    + " Otherwise set ATRIUM_DATABASE_URL";
        }
        return "PostgreSQL refuses to run as root, and neither a user namespace (unshare -U) nor a change to another"
                + " user (setpriv) works here" + blockedBy(folder)
                + ". Start Atrium as an ordinary user, put ATRIUM_DATA below a folder that others may enter, or set"
                + " ATRIUM_DATABASE_URL";
    }

    private static String blockedBy(Path folder) throws IOException {
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return "; other users may not enter " + above;
            }
        }
        return "";
    }
}

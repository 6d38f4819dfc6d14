package io.atrium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    /** A second server process: holds the folder until its input ends. */
    static final class OtherServer {
        public static void main(String[] arguments) throws IOException {
            try (DataFolder folder = DataFolder.open(Path.of(arguments[0]))) {
                folder.writePorts(Map.of("http", 1));
                System.in.read();
            }
        }
    }

    @Test
    void createsTheFolderForItsOwnerOnly() throws IOException {
        try (DataFolder folder = DataFolder.open(temp.resolve("a/b"))) {
            assertThat(modeOf(folder.root())).isEqualTo("rwx------");
            assertThat(modeOf(folder.folder("series"))).isEqualTo("rwx------");
            assertThat(folder.file("series/x")).isEqualTo(folder.root().resolve("series/x"));
            assertThatIllegalArgumentException().isThrownBy(() -> folder.file("../x"));
        }
    }

    @Test
    void closesAFolderThatOthersMayRead() throws IOException {
        Path loose = Files.createDirectory(temp.resolve("loose"));
        Path series = Files.createDirectory(loose.resolve("series"));
        Path key = Files.writeString(loose.resolve("token.key"), "secret");
        Path database = Files.createDirectory(loose.resolve("postgres"));
        for (Path path : new Path[] {loose, series, database}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxr-x"));
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (DataFolder folder = DataFolder.open(loose)) {
            assertThat(modeOf(folder.root())).isEqualTo("rwx--x--x");
            assertThat(modeOf(series)).isEqualTo("rwx------");
            assertThat(modeOf(key)).isEqualTo("rw-------");
            assertThat(modeOf(database)).isEqualTo("rwxrwxr-x");
        }
    }

    @Test
    void publishesPortsWholeAndWithdrawsThem() throws IOException {
        Path ports = temp.resolve("ports.json");
        Files.writeString(ports, "left by a crash");
        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(ports).doesNotExist();
            folder.writePorts(Map.of("mqtt", 1883, "http", 8080));
            assertThat(ports).hasContent("{\"http\":8080,\"mqtt\":1883}");
            folder.writePorts(Map.of("http", 8081));
            assertThat(ports).hasContent("{\"http\":8081}");
            assertThat(modeOf(ports)).isEqualTo("rw-------");
        }
        assertThat(temp).isDirectoryNotContaining(file -> !file.endsWith("server.lock"));
    }

    @Test
    void refusesASecondServerInTheSameProcess() throws IOException, InterruptedException {
        try (DataFolder first = DataFolder.open(temp)) {
            assertRefused(first.root(), ProcessHandle.current().pid());
            Process other = otherServer();
            assertThat(other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(other.exitValue()).isNotZero();
            assertThat(new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("is in use by another server (process "
                            + ProcessHandle.current().pid());
        }
        DataFolder.open(temp).close();
    }

    @Test
    void refusesASecondProcessUntilTheFirstOneDies() throws IOException, InterruptedException {
        Process other = otherServer();
        try {
            awaitPorts(other);
            assertRefused(temp, other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        DataFolder.open(temp).close();
    }

    @Test
    void saysWhyAFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("ATRIUM_DATA");
    }

    private static void assertRefused(Path folder, long pid) {
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("in use by another server (process " + pid + ")");
    }

    private Process otherServer() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(java, "-Xmx64m", "-cp", classPath, OtherServer.class.getName(), temp.toString())
                .start();
    }

    private void awaitPorts(Process other) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.notExists(temp.resolve("ports.json"))) {
            assertThat(other.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("the other server ended early")
                    .isFalse();
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

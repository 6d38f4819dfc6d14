package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that was killed while it unpacked PostgreSQL leaves nothing for ever. */
final class PostgresBinariesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    private Path partial(String name, Duration age) throws IOException {
        Path partial = folder.resolve(name);
        Files.createDirectories(partial.resolve("bin"));
        Files.writeString(partial.resolve("bin").resolve("postgres"), "half of it");
        Files.setLastModifiedTime(partial, FileTime.from(NOW.minus(age)));
        return partial;
    }

    @Test
    void removesWhatAStartLeftBehindAndNothingElse() throws IOException {
        Path left = partial("18.1.0.new123", Duration.ofMinutes(11));
        Path underWay = partial("18.1.0.new456", Duration.ofMinutes(9));
        Path whole = partial("18.1.0", Duration.ofDays(1));
        Path other = partial("cluster.new", Duration.ofDays(1));
        PostgresBinaries.sweep(folder, "18.1.0.new", NOW);
        assertThat(left).doesNotExist();
        assertThat(underWay).exists();
        assertThat(whole).exists();
        assertThat(other).exists();
    }
}

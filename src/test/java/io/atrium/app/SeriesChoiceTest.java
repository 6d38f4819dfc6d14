package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import io.atrium.db.TestPostgres;
import io.atrium.telemetry.SeriesConfig;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which store of series a server opens, and when it refuses to. */
final class SeriesChoiceTest {

    @TempDir
    Path folder;

    private static SeriesConfig config(String store) {
        return Settings.from(Map.of("ATRIUM_SERIES", store), List.of()).read(SeriesConfig.class);
    }

    private static void fill(SeriesStore store) {
        long series = store.series(new UUID(1, 1), new UUID(1, 2), "k");
        store.append(List.of(new Point(series, 1, Value.TRUE))).join();
        store.close();
    }

    @Test
    void refusesTheStoreThatDoesNotHaveThePoints() {
        try (Database database = TestPostgres.freshDatabase()) {
            fill(Registry.openSeries(config("postgresql"), folder.resolve("a"), database));
            assertThatThrownBy(() -> Registry.openSeries(config("rocksdb"), folder.resolve("a"), database))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("set it to postgresql");
            fill(Registry.openSeries(config("postgresql"), folder.resolve("a"), database));
        }
        try (Database database = TestPostgres.freshDatabase()) {
            fill(Registry.openSeries(config("rocksdb"), folder.resolve("b"), database));
            assertThatThrownBy(() -> Registry.openSeries(config("postgresql"), folder.resolve("b"), database))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("set it to rocksdb");
            fill(Registry.openSeries(config("rocksdb"), folder.resolve("b"), database));
        }
    }
}

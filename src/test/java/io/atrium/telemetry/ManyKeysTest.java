package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.TestWorld;
import io.atrium.base.Ids;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A tenant whose device has far more keys than it may have today, from a time without limits. */
final class ManyKeysTest {

    private static final int KEYS = 20_000;

    @Test
    void loadsWithLittleMemoryAndKeepsWhatIsThere() {
        try (TestWorld world = new TestWorld()) {
            UUID device = world.save(world.admin, "/api/device?accessToken=many", Map.of("name", "Many keys"));
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                points.add(new Point(world.series.series(world.tenant, device, "old-" + i), 1, Value.of(i)));
            }
            world.series.append(points).join();
            Platform restarted = Platform.over(
                    world.database, world.platform.directories().kinds(), Ids.system(), world.platform.clock());
            try (Telemetry telemetry =
                    new Telemetry(restarted, world.series, TestWorld.settings(TelemetryConfig.class), tenant -> 0)) {
                long before = used();
                Directory directory = restarted.directories().of(world.tenant);
                long after = used();
                Entry entry = directory.read(() -> directory.find(device)).orElseThrow();
                assertThat(after - before).as("bytes").isLessThan(20L << 20);
                assertThat(directory.latest().count(KeyScope.TIME_SERIES, entry.ordinal()))
                        .isEqualTo(KEYS);
                telemetry
                        .write(directory, entry, List.of(new Reading(2, "old-7", Value.of(70))))
                        .join();
                assertThat(directory.latest().all(KeyScope.TIME_SERIES, entry.ordinal()))
                        .hasSize(KEYS)
                        .containsEntry("old-7", new Stamped(2, Value.of(70)));
                assertThat(telemetry.write(directory, entry, List.of(new Reading(2, "new", Value.of(1)))))
                        .isCompletedExceptionally();
            }
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

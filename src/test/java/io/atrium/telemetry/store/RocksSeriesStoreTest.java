package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on RocksDB. */
final class RocksSeriesStoreTest extends SeriesStoreContract {

    private static final StoreLimits LIMITS = new StoreLimits(QUEUE, 16L << 20, 8L << 20, 1);

    @TempDir
    Path folder;

    @Override
    SeriesStore open() {
        return RocksSeriesStore.open(folder.resolve("series"), LIMITS);
    }

    @Test
    void letsOneProcessInAtATime() {
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("in use");
    }

    @Test
    void keysAreSixteenBytesWhateverTheName() {
        assertThat(Keys.ofPoint(Keys.series(1, 1), 0)).hasSize(16);
        assertThat(Keys.ofSeries(Keys.series(1, 1))).hasSize(8);
    }

    @Test
    void aSnapshotIsAStoreOfItsOwn() {
        UUID tenant = new UUID(1, 2);
        long series = store.series(tenant, new UUID(3, 4), "k");
        for (int i = 0; i < 1_000; i++) {
            store.append(List.of(new Point(series, i, Value.of(i)))).join();
        }
        Path copy = folder.resolve("copy");
        store.snapshot(copy);
        store.append(List.of(new Point(series, 5_000, Value.TRUE))).join();
        try (SeriesStore restored = RocksSeriesStore.open(copy, LIMITS)) {
            List<Long> times = new ArrayList<>();
            restored.scan(series, Long.MIN_VALUE, Long.MAX_VALUE, true, 9_999, (ts, value) -> times.add(ts));
            assertThat(times).hasSize(1_000).doesNotContain(5_000L);
            assertThat(restored.series(tenant, new UUID(3, 4), "k")).isEqualTo(series);
        }
    }

    /** The limits of this test leave no room for the times at all, so that they are read again for every group. */
    @Test
    void latePointsDoNotBecomeTheNewestWhenTimesWereForgotten() {
        UUID tenant = new UUID(5, 6);
        List<Long> all = new ArrayList<>();
        List<Point> newest = new ArrayList<>();
        List<Point> late = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            long series = store.series(tenant, new UUID(7, i), "k");
            all.add(series);
            newest.add(new Point(series, 2_000, Value.of(i)));
            late.add(new Point(series, 1_000, Value.of(-1)));
        }
        for (int from = 0; from < all.size(); from += 500) {
            store.append(newest.subList(from, from + 500)).join();
        }
        for (int from = 0; from < all.size(); from += 500) {
            store.append(late.subList(from, from + 500)).join();
        }
        assertThat(all)
                .allSatisfy(series ->
                        assertThat(store.latest(series).orElseThrow().ts()).isEqualTo(2_000));
        assertThat(((RocksSeriesStore) store).loadedPages()).isLessThanOrEqualTo(1);
    }
}

package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Cut;
import io.atrium.telemetry.SeriesStore.Point;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Random calls of a store, each compared with the same call on plain maps. */
final class RandomSeriesCalls {

    private static final int SERIES = 4;
    private static final int TIMES = 100;

    private final SeriesStore store;
    private final long seed;
    private final Random random;
    private final long[] ids = new long[SERIES];
    private final List<TreeMap<Long, Long>> points = new ArrayList<>();
    private final @Nullable TsValue[] latest = new TsValue[SERIES];

    RandomSeriesCalls(SeriesStore store, UUID tenant, long seed) {
        this.store = store;
        this.seed = seed;
        this.random = new Random(seed);
        Arrays.setAll(ids, i -> store.series(tenant, tenant, seed + "random" + i));
        for (int i = 0; i < SERIES; i++) {
            points.add(new TreeMap<>());
        }
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            int s = random.nextInt(SERIES);
            switch (random.nextInt(8)) {
                case 0 -> delete(s);
                case 1 -> cut(s);
                case 2 -> {
                    store.removeLatest(ids[s]);
                    latest[s] = null;
                }
                default -> append();
            }
            compare(s, step);
        }
    }

    private void delete(int s) {
        long from = random.nextInt(TIMES);
        long to = from + random.nextInt(30);
        store.delete(ids[s], from, to);
        points.get(s).subMap(from, to).clear();
    }

    private void cut(int s) {
        long before = random.nextInt(TIMES / 4);
        store.deleteBefore(List.of(new Cut(ids[s], before, before)));
        points.get(s).headMap(before).clear();
    }

    private void append() {
        List<Point> added = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            int s = random.nextInt(SERIES);
            long ts = random.nextInt(TIMES);
            long value = random.nextLong();
            added.add(new Point(ids[s], ts, Value.of(value)));
            points.get(s).put(ts, value);
            TsValue newest = latest[s];
            if (newest == null || ts >= newest.ts()) {
                latest[s] = new TsValue(ts, Value.of(value));
            }
        }
        store.append(added).join();
    }

    private void compare(int s, int step) {
        List<TsValue> expected = new ArrayList<>();
        points.get(s).forEach((ts, value) -> expected.add(new TsValue(ts, Value.of(value))));
        List<TsValue> found = new ArrayList<>();
        store.scan(
                ids[s],
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                true,
                Integer.MAX_VALUE,
                (ts, value) -> found.add(new TsValue(ts, value)));
        assertThat(found).as("seed %d step %d", seed, step).isEqualTo(expected);
        assertThat(store.latest(ids[s]).orElse(null))
                .as("latest, seed %d step %d", seed, step)
                .isEqualTo(latest[s]);
    }
}

package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Value;
import io.atrium.entity.Latest.Stamped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Latest values in columns that grow with what is in them, against a plain map. */
final class LatestTest {

    private static final KeyScope SERIES = KeyScope.TIME_SERIES;

    private final Latest latest = new Latest();

    @Test
    void agreesWithAPlainMapWhateverIsSetAndRemoved() {
        for (long seed = 1; seed <= 12; seed++) {
            agreesWithAPlainMap(new Random(seed), seed % 3 == 0 ? 40 : seed % 3 == 1 ? 3_000 : 400_000);
        }
    }

    private static void agreesWithAPlainMap(Random random, int ordinals) {
        Latest latest = new Latest();
        Map<String, TreeMap<Integer, Stamped>> plain = new HashMap<>();
        List<String> keys = List.of("a", "b", "c");
        for (int i = 0; i < 6_000; i++) {
            String key = keys.get(random.nextInt(keys.size()));
            int ordinal = random.nextInt(ordinals);
            TreeMap<Integer, Stamped> values = plain.computeIfAbsent(key, k -> new TreeMap<>());
            Stamped next = new Stamped(random.nextInt(100), Value.of(i));
            switch (random.nextInt(5)) {
                case 0 -> {
                    latest.remove(SERIES, key, ordinal);
                    values.remove(ordinal);
                }
                case 1 -> {
                    latest.put(SERIES, key, ordinal, next.ts(), next.value());
                    values.put(ordinal, next);
                }
                default -> {
                    latest.advance(SERIES, key, ordinal, next.ts(), next.value());
                    values.merge(ordinal, next, (before, now) -> now.ts() >= before.ts() ? now : before);
                }
            }
            assertThat(latest.get(SERIES, key, ordinal)).isEqualTo(values.get(ordinal));
        }
        RoaringBitmap some =
                RoaringBitmap.bitmapOf(random.ints(ordinals, 0, ordinals).toArray());
        plain.forEach((key, values) -> {
            Map<Integer, Stamped> visited = new TreeMap<>();
            latest.forEach(SERIES, key, some, (ordinal, ts, value) -> visited.put(ordinal, new Stamped(ts, value)));
            Map<Integer, Stamped> wanted = new TreeMap<>(values);
            wanted.keySet().removeIf(ordinal -> !some.contains(ordinal));
            assertThat(visited).isEqualTo(wanted);
        });
        for (int ordinal = 0; ordinal < Math.min(ordinals, 500); ordinal++) {
            int one = ordinal;
            long count = plain.values().stream()
                    .filter(values -> values.containsKey(one))
                    .count();
            assertThat(latest.count(SERIES, ordinal)).isEqualTo((int) count);
            assertThat(latest.all(SERIES, ordinal)).hasSize((int) count);
        }
    }

    @Test
    void keepsSeriesBesideValuesThroughAllSizes() {
        for (int ordinal = 1_000; ordinal > 0; ordinal--) {
            latest.setSeries("k", ordinal, ordinal + 7L);
            if (ordinal % 3 == 0) {
                latest.advance(SERIES, "k", ordinal, 1, Value.of(ordinal));
            }
        }
        for (int ordinal = 1; ordinal <= 1_000; ordinal++) {
            assertThat(latest.series("k", ordinal)).isEqualTo(ordinal + 7L);
            assertThat(latest.get(SERIES, "k", ordinal) != null).isEqualTo(ordinal % 3 == 0);
            assertThat(latest.has(SERIES, "k", ordinal)).isTrue();
            assertThat(latest.count(SERIES, ordinal)).isEqualTo(1);
        }
        latest.remove(500);
        assertThat(latest.series("k", 500)).isZero();
        assertThat(latest.has(SERIES, "k", 500)).isFalse();
        assertThat(latest.count(SERIES, 500)).isZero();
    }

    @Test
    void dropsTheColumnOfAKeyThatNobodyHas() {
        latest.put(SERIES, "gone", 70_000, 1, Value.TRUE);
        assertThat(latest.hasKey(SERIES, "gone")).isTrue();
        latest.remove(SERIES, "gone", 70_000);
        assertThat(latest.hasKey(SERIES, "gone")).isFalse();
        assertThat(latest.keys(SERIES)).isEmpty();
        latest.put(SERIES, "gone", 3, 1, Value.FALSE);
        assertThat(latest.get(SERIES, "gone", 3)).isEqualTo(new Stamped(1, Value.FALSE));
    }

    @Test
    void losesNoValueWhileOthersComeAndGo() throws Exception {
        int writers = 4;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> all = new java.util.ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int ordinal = w * 600;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < 20_000; i++) {
                        latest.put(SERIES, "shared", ordinal, i, Value.of(i));
                        assertThat(latest.get(SERIES, "shared", ordinal)).isEqualTo(new Stamped(i, Value.of(i)));
                        latest.remove(SERIES, "shared", ordinal);
                    }
                    latest.put(SERIES, "shared", ordinal, 1, Value.TRUE);
                    return true;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        for (int w = 0; w < writers; w++) {
            assertThat(latest.get(SERIES, "shared", w * 600)).isEqualTo(new Stamped(1, Value.TRUE));
            assertThat(latest.count(SERIES, w * 600)).isEqualTo(1);
        }
    }

    @Test
    void takesLittleMemoryForKeysOfOneEntity() {
        int keys = 100_000;
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        for (int i = 0; i < keys; i++) {
            latest.setSeries("key-" + i, 900_000, i + 1L);
            latest.advance(SERIES, "key-" + i, 900_000, i, Value.of(i));
        }
        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        assertThat(latest.count(SERIES, 900_000)).isEqualTo(keys);
        assertThat((after - before) / keys).as("bytes a key").isLessThan(600);
    }
}

package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which points of a long series a chart gets. */
final class LttbSamplerTest {

    private static List<TsValue> sample(List<TsValue> points, long startTs, long endTs, int pixels) {
        List<TsValue> kept = new ArrayList<>();
        LttbSampler sampler = new LttbSampler(
                range(startTs, endTs), pixels, room(1_000_000), (ts, value) -> kept.add(new TsValue(ts, value)));
        points.forEach(point -> sampler.point(point.ts(), point.value()));
        sampler.finish();
        return kept;
    }

    private static List<TsValue> line(int count) {
        List<TsValue> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new TsValue(i * 10L, Value.of((long) i % 7)));
        }
        return points;
    }

    @Test
    void keepsAllOfFewPoints() {
        assertThat(sample(line(50), 0, 500, 50)).isEqualTo(line(50));
        assertThat(sample(List.of(), 0, 500, 50)).isEmpty();
        assertThat(sample(line(1), 0, 500, 3)).isEqualTo(line(1));
    }

    @Test
    void keepsTheEndsAndTheSpike() {
        List<TsValue> points = line(10_000);
        TsValue spike = new TsValue(points.get(4_321).ts(), Value.of(1_000.5));
        points.set(4_321, spike);
        List<TsValue> kept = sample(points, 0, 100_000, 100);
        assertThat(kept)
                .hasSize(100)
                .contains(spike)
                .startsWith(points.getFirst())
                .endsWith(points.getLast());
        assertThat(kept).isSortedAccordingTo(java.util.Comparator.comparingLong(TsValue::ts));
    }

    @Test
    void passesOverTextAndCountsYesAsOne() {
        List<TsValue> points = List.of(
                new TsValue(1, Value.of("on")),
                new TsValue(2, Value.TRUE),
                new TsValue(3, Value.json("{}")),
                new TsValue(4, Value.FALSE));
        assertThat(sample(points, 0, 10, 3)).containsExactly(new TsValue(2, Value.TRUE), new TsValue(4, Value.FALSE));
    }

    @Test
    void survivesTheWidestRange() {
        List<TsValue> points = new ArrayList<>(line(100));
        points.addFirst(new TsValue(Long.MIN_VALUE, Value.of(1)));
        points.add(new TsValue(Long.MAX_VALUE - 1, Value.of(2)));
        assertThat(sample(points, Long.MIN_VALUE, Long.MAX_VALUE, 10))
                .hasSizeLessThanOrEqualTo(10)
                .startsWith(points.getFirst())
                .endsWith(points.getLast());
    }

    @Test
    void refusesMorePointsThanItMayHold() {
        LttbSampler sampler = new LttbSampler(range(0, 1_000_000), 3, room(10), (ts, value) -> true);
        assertThatThrownBy(() -> line(100).forEach(point -> sampler.point(point.ts(), point.value())))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ATRIUM_TELEMETRY_MAX_RESULT");
    }

    /** The same rule, written over whole lists. */
    @Test
    void picksWhatTheRuleOverWholeListsPicks() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int pixels = 3 + random.nextInt(40);
            List<TsValue> points = new ArrayList<>();
            long ts = 0;
            for (int i = 0; i < 50 + random.nextInt(500); i++) {
                ts += 1 + random.nextInt(random.nextInt(20) == 0 ? 2_000 : 20);
                points.add(new TsValue(ts, Value.of(random.nextGaussian() * 100)));
            }
            long end = ts + 1 + random.nextInt(100);
            if (points.size() > pixels) {
                assertThat(sample(points, 0, end, pixels)).as("seed %d", seed).isEqualTo(naive(points, end, pixels));
            }
        }
    }

    private static List<TsValue> naive(List<TsValue> points, long end, int pixels) {
        TreeMap<Long, List<TsValue>> columns = new TreeMap<>();
        double width = Math.max(1.0, (double) end / (pixels - 2));
        for (TsValue point : points.subList(1, points.size() - 1)) {
            columns.computeIfAbsent((long) (point.ts() / width), column -> new ArrayList<>())
                    .add(point);
        }
        List<List<TsValue>> columnList = new ArrayList<>(columns.values());
        // The last point stands in its column while that one is the next, as it arrives before the end is known.
        List<TsValue> kept = new ArrayList<>(List.of(points.getFirst()));
        long lastColumn = (long) (points.getLast().ts() / width);
        for (int i = 0; i < columnList.size(); i++) {
            List<TsValue> next = i + 1 < columnList.size() ? columnList.get(i + 1) : List.of(points.getLast());
            boolean isLast = i == columnList.size() - 1;
            if (isLast && columns.lastKey() == lastColumn) {
                next = List.of(points.getLast());
            }
            double towardsTs =
                    (long) next.stream().mapToLong(TsValue::ts).average().orElseThrow();
            double towardsY =
                    next.stream().mapToDouble(p -> p.value().number()).average().orElseThrow();
            TsValue from = kept.getLast();
            TsValue best = null;
            double largest = -1;
            for (TsValue point : columnList.get(i)) {
                double area = Math.abs((towardsTs - from.ts())
                                * (point.value().number() - from.value().number())
                        - ((double) point.ts() - from.ts())
                                * (towardsY - from.value().number()));
                if (area > largest) {
                    largest = area;
                    best = point;
                }
            }
            kept.add(best);
        }
        kept.add(points.getLast());
        return kept;
    }

    private static SeriesReads.Range range(long startTs, long endTs) {
        return new SeriesReads.Range(startTs, endTs, Aggregation.none(), true, Integer.MAX_VALUE);
    }

    private static LttbSampler.Room room(int most) {
        return new LttbSampler.Room(most, bytes -> {});
    }
}

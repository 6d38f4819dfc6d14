package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/** Every walk gives what one thread would see, whatever the companion does. */
final class PairedWalkTest {

    private static final long SERIES = Keys.series(1, 7);
    private static final int POINTS = 3 * PairedWalk.AHEAD;

    @TempDir
    Path folder;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Random random = new Random(11);
    private final TreeMap<Long, Value> points = new TreeMap<>();
    private Families families;

    @BeforeEach
    void open() throws RocksDBException {
        families = new Families(folder, new StoreLimits(1_000, 16L << 20, 8L << 20));
    }

    @AfterEach
    void close() {
        thread.close();
        families.close();
    }

    private Map<String, Executor> companions() {
        return Map.of(
                "busy",
                task -> {
                    throw new RejectedExecutionException();
                },
                "at once",
                Runnable::run,
                "never",
                task -> {},
                "beside",
                thread);
    }

    private void put(long ts, Value value) throws RocksDBException {
        points.put(ts, value);
        Bytes row = new Bytes(64);
        ValueCodec.write(value, row);
        families.db.put(families.data, Keys.ofPoint(SERIES, ts), row.toArray());
    }

    /** Dense and thin stretches in turn; now and then something that is no number. */
    private void fill(int everySoManyATextOrFlag) throws RocksDBException {
        long ts = -1_000_000;
        for (int i = 0; i < POINTS; i++) {
            ts += i / 5_000 % 2 == 0 ? 1 + random.nextInt(3) : 1_000 + random.nextInt(60_000);
            int kind = random.nextInt(everySoManyATextOrFlag);
            put(
                    ts,
                    switch (kind) {
                        case 0 -> Value.of("text " + i);
                        case 1 -> Value.TRUE;
                        case 2 -> Value.of(Math.PI * i);
                        default -> kind % 2 == 0 ? Value.of(i) : Value.of(i / 10.0);
                    });
        }
        families.db.put(families.data, Keys.ofPoint(SERIES + 1, ts), new byte[] {1});
    }

    private List<TsValue> walk(Executor companion, long from, long to, int most) {
        List<TsValue> found = new ArrayList<>();
        PairedWalk.run(
                families,
                companion,
                SERIES,
                from,
                to,
                (at, value) -> found.add(new TsValue(at, value)) && found.size() < most);
        return found;
    }

    private static List<TsValue> expected(NavigableMap<Long, Value> part, int most) {
        return part.entrySet().stream()
                .limit(most)
                .map(each -> new TsValue(each.getKey(), each.getValue()))
                .toList();
    }

    private void compareRanges() {
        long first = points.firstKey();
        long last = points.lastKey();
        companions().forEach((name, companion) -> {
            assertThat(walk(companion, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE))
                    .as(name)
                    .isEqualTo(expected(points, Integer.MAX_VALUE));
            for (int i = 0; i < 6; i++) {
                long from = random.nextLong(first - 10, last);
                long to = random.nextLong(from + 1, last + 10);
                int most = 1 + random.nextInt(POINTS);
                assertThat(walk(companion, from, to, most))
                        .as("%s, %d to %d, %d at most", name, from, to, most)
                        .isEqualTo(expected(points.subMap(from, true, to, false), most));
            }
        });
    }

    @Test
    void givesEveryPointOnceAndInOrder() throws RocksDBException {
        fill(100_000);
        compareRanges();
    }

    @Test
    void givesTextsAndFlagsBetweenNumbers() throws RocksDBException {
        fill(50);
        compareRanges();
    }

    @Test
    void givesTheFirstAndTheLastPointOfAllTime() throws RocksDBException {
        put(Long.MIN_VALUE, Value.of(1));
        put(Long.MAX_VALUE, Value.of(2));
        fill(1_000);
        companions().forEach((name, companion) -> assertThat(
                        walk(companion, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE))
                .as(name)
                .isEqualTo(expected(points, Integer.MAX_VALUE)));
    }

    @Test
    void seesNothingThatComesLater() throws RocksDBException {
        fill(1_000);
        List<TsValue> before = expected(points, Integer.MAX_VALUE);
        List<TsValue> found = new ArrayList<>();
        PairedWalk.run(families, Runnable::run, SERIES, Long.MIN_VALUE, Long.MAX_VALUE, (ts, value) -> {
            if (found.isEmpty()) {
                addLater();
            }
            return found.add(new TsValue(ts, value));
        });
        assertThat(found).isEqualTo(before);
    }

    private void addLater() {
        try {
            put(points.lastKey() - 1, Value.of("later"));
            put(points.lastKey(), Value.of("later"));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void givesBackWhatItTookWhenTheVisitorFails() throws RocksDBException {
        fill(1_000);
        for (Executor companion : companions().values()) {
            int[] seen = {0};
            PointVisitor failing = (ts, value) -> {
                if (++seen[0] > 2 * PairedWalk.ALONE) {
                    throw Problem.badRequest("enough");
                }
                return true;
            };
            assertThatThrownBy(
                            () -> PairedWalk.run(families, companion, SERIES, Long.MIN_VALUE, Long.MAX_VALUE, failing))
                    .isInstanceOf(Problem.class)
                    .hasMessage("enough");
        }
        thread.close();
        assertThat(families.db.getLongProperty("rocksdb.num-snapshots")).isZero();
    }
}

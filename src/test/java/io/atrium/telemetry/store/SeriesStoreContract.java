package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Cut;
import io.atrium.telemetry.SeriesStore.Point;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of series does. */
abstract class SeriesStoreContract {

    static final int QUEUE = 50_000;
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    private final UUID tenant = id();
    private final UUID entity = id();
    SeriesStore store;

    /** Opens the store of this test over what it stored before. */
    abstract SeriesStore open();

    private static UUID id() {
        return new UUID(0x0123_4567_89ab_7000L, NEXT_ID.getAndIncrement());
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open();
    }

    private void put(long series, long ts, Value value) {
        store.append(List.of(new Point(series, ts, value))).join();
    }

    private List<TsValue> all(long series) {
        return scan(series, Long.MIN_VALUE, Long.MAX_VALUE, true, Integer.MAX_VALUE);
    }

    private List<TsValue> scan(long series, long from, long to, boolean ascending, int limit) {
        List<TsValue> found = new ArrayList<>();
        store.scan(series, from, to, ascending, limit, (ts, value) -> found.add(new TsValue(ts, value)));
        return found;
    }

    private static TsValue at(long ts, long value) {
        return new TsValue(ts, Value.of(value));
    }

    @Test
    void givesIdsInOrderAndFindsThemAgain() {
        long first = store.series(tenant, entity, "a");
        long second = store.series(tenant, entity, "b,c \u00e4\uD83C\uDF21");
        assertThat(first).isPositive().isLessThan(second);
        assertThat(store.series(tenant, entity, "a")).isEqualTo(first);
        assertThat(store.find(tenant, entity, "b,c \u00e4\uD83C\uDF21")).hasValue(second);
        assertThat(store.find(tenant, id(), "a")).isEmpty();
        assertThat(store.find(id(), entity, "a")).isEmpty();
        put(second, 1, Value.TRUE);
        reopen();
        assertThat(store.keys(tenant, entity)).containsExactly("a", "b,c \u00e4\uD83C\uDF21");
        assertThat(store.series(tenant, id(), "a")).isGreaterThan(second);
    }

    @Test
    void keepsEveryKindOfValueToTheBit() {
        List<Value> values = List.of(
                Value.TRUE,
                Value.FALSE,
                Value.of(0),
                Value.of(Long.MIN_VALUE),
                Value.of(Long.MAX_VALUE),
                Value.of(21.5),
                Value.of(-0.0),
                Value.of(0.1 + 0.2),
                Value.of(1e300),
                Value.of(Double.MIN_VALUE),
                Value.of(-273.15),
                Value.of(""),
                Value.of("on"),
                Value.of("tab\t nul\0 \uD83C\uDF21"),
                Value.of("x".repeat(100_000)),
                Value.json("{\"a\":[1,2.50,null]}"),
                Value.json("[]"));
        long series = store.series(tenant, entity, "kinds");
        List<TsValue> expected = new ArrayList<>();
        for (Value value : values) {
            expected.add(new TsValue(expected.size(), value));
            put(series, expected.size() - 1, value);
            assertThat(store.latest(series)).contains(expected.getLast());
        }
        assertThat(all(series)).isEqualTo(expected);
        reopen();
        assertThat(all(series)).isEqualTo(expected);
    }

    @Test
    void scansAnyPartInBothOrders() {
        long series = store.series(tenant, entity, "scan");
        long other = store.series(tenant, entity, "scan2");
        put(other, 5, Value.of(99));
        for (long ts : new long[] {Long.MIN_VALUE, -5, 0, 5, 1_700_000_000_000L, Long.MAX_VALUE}) {
            put(series, ts, Value.of(ts));
        }
        assertThat(all(series))
                .extracting(TsValue::ts)
                .containsExactly(Long.MIN_VALUE, -5L, 0L, 5L, 1_700_000_000_000L, Long.MAX_VALUE);
        assertThat(scan(series, -5, 5, true, 10)).containsExactly(at(-5, -5), at(0, 0));
        assertThat(scan(series, -5, 6, false, 2)).containsExactly(at(5, 5), at(0, 0));
        assertThat(scan(series, 5, Long.MAX_VALUE, false, 1)).containsExactly(at(Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(scan(series, 7, 7, true, 10)).isEmpty();
        assertThat(scan(series, 7, 6, true, 10)).isEmpty();
        assertThat(scan(series, 0, 9, true, 0)).isEmpty();
        List<Long> seen = new ArrayList<>();
        store.scan(series, Long.MIN_VALUE, Long.MAX_VALUE, true, 100, (ts, value) -> {
            seen.add(ts);
            return seen.size() < 3;
        });
        assertThat(seen).hasSize(3);
    }

    @Test
    void theLaterWriteOfTheSameTimeWins() {
        long series = store.series(tenant, entity, "same");
        store.append(List.of(
                        new Point(series, 7, Value.of(1)),
                        new Point(series, 8, Value.of(1)),
                        new Point(series, 7, Value.of("two"))))
                .join();
        assertThat(all(series)).containsExactly(new TsValue(7, Value.of("two")), at(8, 1));
        CompletableFuture<Void> first = store.append(List.of(new Point(series, 8, Value.of(2))));
        CompletableFuture<Void> second = store.append(List.of(new Point(series, 8, Value.of(3))));
        CompletableFuture.allOf(first, second).join();
        assertThat(all(series)).containsExactly(new TsValue(7, Value.of("two")), at(8, 3));
        assertThat(store.latest(series)).contains(at(8, 3));
    }

    @Test
    void latePointsNeverMoveTheLatestBack() {
        long series = store.series(tenant, entity, "late");
        put(series, 100, Value.of(1));
        put(series, 50, Value.of(2));
        store.append(List.of(new Point(series, 10, Value.of(3)), new Point(series, 20, Value.of(4))))
                .join();
        assertThat(store.latest(series)).contains(at(100, 1));
        reopen();
        put(series, 99, Value.of(5));
        assertThat(store.latest(series)).contains(at(100, 1));
        put(series, 100, Value.of(6));
        assertThat(store.latest(series)).contains(at(100, 6));
    }

    @Test
    void setsAndRemovesTheLatestOnly() {
        long series = store.series(tenant, entity, "set");
        put(series, 100, Value.of(1));
        store.setLatest(series, at(40, 4));
        assertThat(store.latest(series)).contains(at(40, 4));
        put(series, 50, Value.of(5));
        assertThat(store.latest(series)).contains(at(50, 5));
        store.removeLatest(series);
        assertThat(store.latest(series)).isEmpty();
        reopen();
        assertThat(store.latest(series)).isEmpty();
        assertThat(all(series)).containsExactly(at(50, 5), at(100, 1));
        put(series, 1, Value.of(7));
        assertThat(store.latest(series)).contains(at(1, 7));
    }

    @Test
    void deletesARangeAndNothingElse() {
        long series = store.series(tenant, entity, "delete");
        for (long ts = 0; ts < 10; ts++) {
            put(series, ts, Value.of(ts));
        }
        store.delete(series, 3, 6);
        store.delete(series, 8, 8);
        assertThat(all(series)).extracting(TsValue::ts).containsExactly(0L, 1L, 2L, 6L, 7L, 8L, 9L);
        store.delete(series, 8, Long.MAX_VALUE);
        assertThat(store.latest(series)).as("untouched").contains(at(9, 9));
        put(series, 4, Value.of(44));
        reopen();
        assertThat(all(series)).containsExactly(at(0, 0), at(1, 1), at(2, 2), at(4, 44), at(6, 6), at(7, 7));
        store.delete(series, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(all(series)).isEmpty();
    }

    @Test
    void cutsTheOldEndsOfManySeries() {
        long a = store.series(tenant, entity, "cut.a");
        long b = store.series(tenant, entity, "cut.b");
        long c = store.series(tenant, entity, "cut.c");
        for (long ts = -2; ts < 6; ts++) {
            put(a, ts, Value.of(ts));
            put(b, ts, Value.of(ts));
        }
        store.deleteBefore(List.of(new Cut(a, 4, 4), new Cut(b, 4, -2), new Cut(c, 4, 4)));
        assertThat(all(a)).containsExactly(at(4, 4), at(5, 5));
        assertThat(all(b)).as("not old enough to bother").hasSize(8);
        store.deleteBefore(List.of(new Cut(b, 100, -1)));
        assertThat(all(b)).isEmpty();
        assertThat(store.latest(b)).contains(at(5, 5));
        put(a, 1, Value.of(11));
        assertThat(all(a)).containsExactly(at(1, 11), at(4, 4), at(5, 5));
    }

    @Test
    void deletesPointsWhoseTimeEnded() {
        long series = store.series(tenant, entity, "expire");
        store.append(
                        List.of(
                                new Point(series, 1, Value.of(1)),
                                new Point(series, 2, Value.of("two")),
                                new Point(series, 3, Value.of(3)),
                                new Point(series, 4, Value.of(4))),
                        1_000)
                .join();
        put(series, 2, Value.of("stays"));
        store.append(List.of(new Point(series, 3, Value.of(33))), 2_000).join();
        assertThat(all(series)).hasSize(4);
        assertThat(store.expire(1_000, 100)).isZero();
        int looked = store.expire(1_001, 1);
        assertThat(looked).isOne();
        while (looked > 0) {
            looked = store.expire(1_001, 1);
        }
        assertThat(all(series)).containsExactly(new TsValue(2, Value.of("stays")), at(3, 33));
        assertThat(store.latest(series)).contains(at(4, 4));
        reopen();
        store.expire(2_001, 100);
        assertThat(all(series)).containsExactly(new TsValue(2, Value.of("stays")));
        assertThat(store.expire(Long.MAX_VALUE - 1, 100)).isZero();
    }

    @Test
    void erasesAnEntityForGood() {
        UUID neighbour = id();
        long gone = store.series(tenant, entity, "e");
        long alsoGone = store.series(tenant, entity, "f");
        long kept = store.series(tenant, neighbour, "e");
        put(gone, 1, Value.of(1));
        put(alsoGone, 1, Value.of(1));
        put(kept, 1, Value.of(1));
        store.erase(tenant, entity);
        put(gone, 2, Value.of(2));
        store.setLatest(gone, at(3, 3));
        assertThat(store.keys(tenant, entity)).isEmpty();
        assertThat(store.find(tenant, entity, "e")).isEmpty();
        assertThat(all(gone)).isEmpty();
        assertThat(store.latest(gone)).isEmpty();
        assertThat(all(kept)).hasSize(1);
        store.erase(tenant, id());
        store.erase(id(), entity);
        long again = store.series(tenant, entity, "e");
        assertThat(again).isGreaterThan(kept);
        put(again, 5, Value.of(5));
        reopen();
        assertThat(all(again)).containsExactly(at(5, 5));
        assertThat(all(gone)).isEmpty();
    }

    @Test
    void erasesATenantForGood() {
        UUID otherTenant = id();
        long gone = store.series(tenant, entity, "t");
        long kept = store.series(otherTenant, entity, "t");
        put(gone, 1, Value.of(1));
        put(kept, 1, Value.of(1));
        store.eraseTenant(tenant);
        put(gone, 2, Value.of(2));
        store.eraseTenant(id());
        assertThat(store.keys(tenant, entity)).isEmpty();
        assertThat(all(gone)).isEmpty();
        assertThat(store.latest(gone)).isEmpty();
        reopen();
        assertThat(all(gone)).isEmpty();
        assertThat(all(kept)).containsExactly(at(1, 1));
        assertThat(store.series(tenant, entity, "t")).isNotEqualTo(gone);
    }

    @Test
    void tellsAllSeriesOfATenantInOrder() {
        long a = store.series(tenant, entity, "x");
        long b = store.series(tenant, entity, "y");
        long c = store.series(tenant, id(), "x");
        store.series(id(), entity, "x");
        put(c, 3, Value.of("c"));
        put(a, 1, Value.of(1));
        put(a, -1, Value.of(2));
        List<String> told = new ArrayList<>();
        store.latest(
                tenant,
                (owner, key, series, ts, value) -> told.add(key + (owner.equals(entity) ? "" : "'") + " " + series + " "
                        + (value == null ? null : ts + "=" + value.text())));
        assertThat(told).containsExactly("x " + a + " 1=1", "y " + b + " null", "x' " + c + " 3=c");
    }

    @Test
    void refusesMoreThanItsQueueTakes() {
        long series = store.series(tenant, entity, "queue");
        List<Point> many = new ArrayList<>();
        for (int i = 0; i <= QUEUE; i++) {
            many.add(new Point(series, i, Value.TRUE));
        }
        assertThatThrownBy(() -> store.append(many).join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("maxQueuedPoints is " + QUEUE);
        assertThat(all(series)).isEmpty();
        store.append(many.subList(0, QUEUE)).join();
        assertThat(all(series)).hasSize(QUEUE);
        assertThat(store.append(List.of())).isCompleted();
    }

    @Test
    void takesPointsFromManyThreads() throws InterruptedException {
        int threads = 8;
        int each = 500;
        List<CompletableFuture<Void>> done = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch finished = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread.ofVirtual().start(() -> {
                long series = store.series(tenant, entity, "thread" + number % 4);
                for (int i = 0; i < each; i++) {
                    done.add(store.append(List.of(new Point(series, (long) i * threads + number, Value.of(i)))));
                }
                finished.countDown();
            });
        }
        finished.await();
        CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
        assertThat(store.keys(tenant, entity)).hasSize(4);
        for (int k = 0; k < 4; k++) {
            assertThat(all(store.find(tenant, entity, "thread" + k).orElseThrow()))
                    .hasSize(each * threads / 4);
        }
        assertThat(store.stats().bytesOnDisk()).isPositive();
    }

    @Test
    void refusesEverythingOnceClosed() {
        long series = store.series(tenant, entity, "closed");
        put(series, 1, Value.TRUE);
        store.close();
        store.close();
        assertThatThrownBy(() ->
                        store.append(List.of(new Point(series, 2, Value.TRUE))).join())
                .hasRootCauseInstanceOf(Problem.class);
        store = open();
        assertThat(all(series)).hasSize(1);
    }

    @Test
    void doesWhatPlainMapsDo() {
        for (long seed = 1; seed <= 5; seed++) {
            new RandomSeriesCalls(store, tenant, seed).run(150);
        }
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * An ascending walk over all points of a long range, which a companion shortens if it has nothing else to do: while the caller
 * visits the first half of a window, the companion reads the second half ahead. The order of the points, and what is seen of
 * them, is that of one walk at one moment.
 */
final class PairedWalk {

    /** Rows after which a range counts as a long one. */
    static final int ALONE = 2_048;

    /** Most rows that are read ahead: half a megabyte. */
    static final int AHEAD = 32_768;

    private static final long IDLE_SECONDS = 60;

    /** Looks at whether the companion should stop are this many rows apart. */
    private static final int SLICE = 256;

    private final Families families;
    private final Executor companion;
    private final long series;
    private final long to;
    private final Snapshot snapshot;
    private final PointVisitor visitor;
    private final AtomicInteger users = new AtomicInteger(1);
    private long readAhead;

    private PairedWalk(Families families, Executor companion, long series, long to, PointVisitor visitor) {
        this.families = families;
        this.companion = companion;
        this.series = series;
        this.to = to;
        this.snapshot = families.db.getSnapshot();
        this.visitor = visitor;
    }

    /** One thread that takes a task only if it has none, and is not there if nobody needs it. */
    static ExecutorService companion() {
        return new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("series-ahead").daemon().factory());
    }

    /**
     * Visits the points of a range.
     *
     * @param companion refuses when it is busy
     */
    static void run(Families families, Executor companion, long series, long from, long to, PointVisitor visitor) {
        PairedWalk walk = new PairedWalk(families, companion, series, to, visitor);
        try {
            walk.run(from);
        } finally {
            walk.leave();
        }
    }

    /** The last one who leaves gives the snapshot back. */
    private void leave() {
        if (users.decrementAndGet() == 0) {
            families.db.releaseSnapshot(snapshot);
        }
    }

    /** An iterator over a range, and all that belongs to it. */
    private static final class Rows implements AutoCloseable {
        private final byte[] from;
        private final Slice lower;
        private final Slice upper;
        private final ReadOptions options;
        private final RocksIterator iterator;

        Rows(Families families, Snapshot snapshot, byte[] from, byte[] to) {
            this.from = from;
            lower = new Slice(from);
            upper = new Slice(to);
            options = new ReadOptions()
                    .setIterateLowerBound(lower)
                    .setIterateUpperBound(upper)
                    .setSnapshot(snapshot);
            iterator = families.db.newIterator(families.data, options);
        }

        /** A walk from the start on, for the thread that calls. */
        NativeRows walk() {
            iterator.seek(from);
            return new NativeRows(iterator, true);
        }

        @Override
        public void close() {
            iterator.close();
            options.close();
            upper.close();
            lower.close();
        }
    }

    private Rows rows(long from, long end) {
        return new Rows(families, snapshot, Keys.ofPoint(series, from), Keys.endOf(series, end));
    }

    private void run(long from) {
        try (Rows rows = rows(from, to);
                NativeRows walk = rows.walk()) {
            if (walk.isThere()) {
                long first = walk.time();
                boolean more = walk.visit(ALONE, Long.MAX_VALUE, visitor);
                while (more && walk.isThere()) {
                    long at = walk.time();
                    more = visitWindow(rows, walk, at, ((double) at - first) / (walk.visited() + readAhead));
                }
            }
            Rocks.check(rows.iterator);
        }
    }

    /** Visits about as many points as two can read at once; false if there are no more, or none is wanted. */
    private boolean visitWindow(Rows rows, NativeRows walk, long at, double millisPerPoint) {
        double length = Math.max(2, millisPerPoint * 2 * AHEAD);
        long end = at + length < to ? at + (long) length : to;
        double points = ((double) end - at) / millisPerPoint;
        long middle = (at & end) + ((at ^ end) >> 1);
        Ahead ahead = points < ALONE ? null : ahead(middle, end, (int) Math.min(AHEAD, points));
        if (ahead == null) {
            return walk.visit(Integer.MAX_VALUE, end, visitor) && end < to;
        }
        try {
            if (!walk.visit(Integer.MAX_VALUE, middle, visitor)) {
                return false;
            }
        } finally {
            ahead.stop();
        }
        readAhead += ahead.count();
        if (!ahead.numbers.visit(ahead.count(), visitor) || ahead.isWhole() && end == to) {
            return false;
        }
        rows.iterator.seek(Keys.ofPoint(series, ahead.reached()));
        return true;
    }

    /** Null if the companion is busy. */
    private @Nullable Ahead ahead(long from, long end, int most) {
        Ahead ahead = new Ahead(rows(from, end), from, end, most);
        try {
            companion.execute(ahead);
            return ahead;
        } catch (RejectedExecutionException busy) {
            ahead.stop();
            return null;
        }
    }

    /**
     * The second half of a window, as far as the companion comes until the caller gets there. On a busy machine it may not even
     * begin: nobody waits for it. It has its rows for itself, and the store waits for it before it closes.
     */
    private final class Ahead implements Runnable {
        private final Rows rows;
        private final long from;
        private final long end;
        private final Numbers numbers;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private volatile boolean stopped;
        /** How many of the numbers others may look at. */
        private volatile int published;

        private volatile boolean isWhole;
        private int count;
        private boolean whole;

        Ahead(Rows rows, long from, long end, int most) {
            this.rows = rows;
            this.from = from;
            this.end = end;
            this.numbers = new Numbers(most);
            users.incrementAndGet();
        }

        private void close() {
            rows.close();
            leave();
        }

        @Override
        public void run() {
            if (!claimed.compareAndSet(false, true)) {
                return;
            }
            try (NativeRows walk = rows.walk()) {
                int enough = 0;
                while (!stopped && enough < numbers.capacity() && enough == numbers.size()) {
                    enough = Math.min(numbers.capacity(), enough + SLICE);
                    walk.fill(numbers, enough, Long.MAX_VALUE);
                    published = numbers.size();
                }
                Rocks.check(rows.iterator);
                isWhole = !walk.isThere();
            } catch (Problem unreadable) {
                // The caller comes to the same place and meets the same fault.
                stopped = true;
            } finally {
                close();
            }
        }

        /** Ends the reading; what was read by now is what counts. */
        void stop() {
            stopped = true;
            if (claimed.compareAndSet(false, true)) {
                close();
            }
            whole = isWhole;
            count = published;
        }

        int count() {
            return count;
        }

        boolean isWhole() {
            return whole;
        }

        /** Where the caller goes on: times are whole milliseconds, and a series has one point at each. */
        long reached() {
            if (whole) {
                return end;
            }
            return count == 0 ? from : numbers.time(count - 1) + 1;
        }
    }
}

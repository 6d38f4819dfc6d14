package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.time.ZoneId;
import java.util.function.LongConsumer;

/**
 * What to make of the points of a range (device-data-api 3.3): the points themselves, or one value per bucket. Buckets
 * start exactly at the range's start; the last one is cut at its end.
 *
 * <p>Differs from the incumbent on purpose: a bucket without numbers gives nothing for SUM and AVG, and COUNT counts
 * values of every kind.
 *
 * @param interval width of a bucket in milliseconds; meaningless for calendar intervals and for NONE
 * @param zone where weeks and months begin
 */
public record Aggregation(Function function, IntervalType intervalType, long interval, ZoneId zone) {

    /** Most buckets that one query may ask for. */
    public static final int MAX_INTERVALS = 700;

    /** What a point costs, in the steps of {@link io.atrium.entity.Effort}. */
    static final int POINT_STEPS = 100;

    /** Buckets narrower than this count as this wide when they are counted. */
    private static final long LEAST_COUNTED_MILLIS = 1_000;

    /** The functions over a bucket; NONE gives the points as they are. */
    public enum Function {
        NONE,
        MIN,
        MAX,
        AVG,
        SUM,
        COUNT
    }

    /** The points as they are. */
    public static Aggregation none() {
        return new Aggregation(Function.NONE, IntervalType.MILLISECONDS, 0, ZoneId.of("UTC"));
    }

    /** By the rule of the REST routes: a function without an interval is none. */
    public static Aggregation lenient(Function function, IntervalType intervalType, long interval, ZoneId zone) {
        return intervalType == IntervalType.MILLISECONDS && interval == 0
                ? none()
                : strict(function, intervalType, interval, zone);
    }

    /** By the rule of WebSocket and internal queries: a function needs an interval. */
    public static Aggregation strict(Function function, IntervalType intervalType, long interval, ZoneId zone) {
        if (function != Function.NONE && intervalType == IntervalType.MILLISECONDS && interval < 1) {
            throw Problem.badRequest("'interval' must be greater than 0");
        }
        return new Aggregation(function, intervalType, interval, zone);
    }

    /**
     * Visits the result.
     *
     * @param ascending order of the points; buckets always ascend
     * @param limit most points; buckets are not limited by it
     */
    public void run(
            SeriesStore store,
            long series,
            long startTs,
            long endTs,
            boolean ascending,
            int limit,
            PointVisitor visitor) {
        run(store, series, new SeriesReads.Range(startTs, endTs, this, ascending, limit), visitor, steps -> {});
    }

    /**
     * As the other, for the aggregation of a range.
     *
     * @param spend counts the steps that the points take
     */
    void run(SeriesStore store, long series, SeriesReads.Range range, PointVisitor visitor, LongConsumer spend) {
        long startTs = range.startTs();
        long endTs = range.endTs();
        if (function == Function.NONE) {
            store.scan(series, startTs, endTs, range.ascending(), range.limit(), new Counted(visitor, spend));
            return;
        }
        check(startTs, endTs);
        Buckets buckets = new Buckets(this, startTs, endTs, visitor, spend);
        store.scan(series, startTs, endTs, true, Integer.MAX_VALUE, buckets);
        buckets.finish();
    }

    /** Counts the points that pass. */
    private record Counted(PointVisitor visitor, LongConsumer spend) implements PointVisitor {
        @Override
        public boolean point(long ts, Value value) {
            spend.accept(POINT_STEPS + value.textLength());
            return visitor.point(ts, value);
        }

        @Override
        public boolean integer(long ts, long value) {
            spend.accept(POINT_STEPS);
            return visitor.integer(ts, value);
        }

        @Override
        public boolean number(long ts, double value) {
            spend.accept(POINT_STEPS);
            return visitor.number(ts, value);
        }
    }

    /** Refuses a range that has too many buckets, or ends before it starts. */
    public void check(long startTs, long endTs) {
        if (function == Function.NONE) {
            return;
        }
        long width = intervalType == IntervalType.MILLISECONDS ? interval : intervalType.nominalMillis();
        long length = endTs - startTs;
        boolean overflowed = ((endTs ^ startTs) & (endTs ^ length)) < 0;
        if (endTs < startTs || overflowed || length / Math.max(width, LEAST_COUNTED_MILLIS) > MAX_INTERVALS) {
            throw Problem.badRequest("The range from 'startTs' to 'endTs' must hold 0 to " + MAX_INTERVALS
                    + " intervals; shorten it or make 'interval' longer");
        }
    }
}

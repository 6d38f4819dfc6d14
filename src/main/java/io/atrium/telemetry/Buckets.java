package io.atrium.telemetry;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.util.function.LongConsumer;

/** Turns ascending points into one value per bucket, keeping only the bucket at hand. */
final class Buckets implements PointVisitor {

    /** Points whose steps are counted at once, for there are millions of them. */
    private static final int COUNTED_TOGETHER = 1_024;

    private final Aggregation aggregation;
    private final long startTs;
    private final long endTs;
    private final PointVisitor results;
    private final LongConsumer spend;
    private Bucket bucket;
    private long from;
    private long to;
    private boolean wanted = true;
    private int uncounted;

    Buckets(Aggregation aggregation, long startTs, long endTs, PointVisitor results, LongConsumer spend) {
        this.aggregation = aggregation;
        this.startTs = startTs;
        this.endTs = endTs;
        this.results = results;
        this.spend = spend;
        this.bucket = new Bucket();
        this.from = startTs;
        this.to = startTs;
    }

    @Override
    public boolean point(long ts, Value value) {
        reach(ts);
        spend.accept(value.textLength());
        bucket.add(value);
        return wanted;
    }

    @Override
    public boolean integer(long ts, long value) {
        reach(ts);
        bucket.add(value);
        return wanted;
    }

    @Override
    public boolean number(long ts, double value) {
        reach(ts);
        bucket.add(value);
        return wanted;
    }

    /** Goes on to the bucket of a moment, if that is a later one. */
    private void reach(long ts) {
        if (++uncounted == COUNTED_TOGETHER) {
            uncounted = 0;
            spend.accept((long) COUNTED_TOGETHER * Aggregation.POINT_STEPS);
        }
        if (ts >= to) {
            finish();
            open(ts);
        }
    }

    /** Hands out the bucket at hand. */
    void finish() {
        if (wanted && bucket.count() > 0) {
            bucket.result(aggregation.function())
                    .ifPresent(value -> wanted = results.point(from + (to - from) / 2, value));
        }
        bucket = new Bucket();
    }

    private void open(long ts) {
        IntervalType type = aggregation.intervalType();
        if (type == IntervalType.MILLISECONDS) {
            long interval = aggregation.interval();
            from = startTs + (ts - startTs) / interval * interval;
            to = endTs - from <= interval ? endTs : from + interval;
        } else {
            from = Math.max(startTs, type.floor(ts, aggregation.zone()));
            to = Math.min(endTs, type.next(ts, aggregation.zone()));
        }
    }
}

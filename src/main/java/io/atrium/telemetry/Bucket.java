package io.atrium.telemetry;

import io.atrium.base.Value;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sums and extremes of the values of one bucket. */
final class Bucket {

    private long count;
    private long longs;
    private long doubles;
    private long longSum;
    private boolean longSumOverflowed;
    private double sum;
    private long minLong = Long.MAX_VALUE;
    private long maxLong = Long.MIN_VALUE;
    private double minDouble = Double.POSITIVE_INFINITY;
    private double maxDouble = Double.NEGATIVE_INFINITY;
    private @Nullable String minText;
    private @Nullable String maxText;

    void add(Value value) {
        switch (value.kind()) {
            case LONG -> add(value.integer());
            case DOUBLE -> add(value.number());
            case STRING -> addText(value.text());
            case BOOLEAN, JSON -> count++;
        }
    }

    long count() {
        return count;
    }

    /** Empty when the bucket holds nothing that the function works on. */
    Optional<Value> result(Aggregation.Function function) {
        boolean numeric = longs + doubles > 0;
        return switch (function) {
            case NONE -> throw new IllegalStateException("NONE has no buckets");
            case COUNT -> Optional.of(Value.of(count));
            case AVG -> numeric ? finite(sum / (longs + doubles)) : Optional.empty();
            case SUM -> numeric ? sum() : Optional.empty();
            case MIN -> numeric ? extreme(minLong, minDouble, Math.min(minLong, minDouble)) : text(minText);
            case MAX -> numeric ? extreme(maxLong, maxDouble, Math.max(maxLong, maxDouble)) : text(maxText);
        };
    }

    void add(long value) {
        count++;
        longs++;
        long next = longSum + value;
        longSumOverflowed |= ((longSum ^ next) & (value ^ next)) < 0;
        longSum = next;
        sum += value;
        minLong = Math.min(minLong, value);
        maxLong = Math.max(maxLong, value);
    }

    void add(double value) {
        count++;
        doubles++;
        sum += value;
        minDouble = Math.min(minDouble, value);
        maxDouble = Math.max(maxDouble, value);
    }

    private void addText(String value) {
        count++;
        if (minText == null || value.compareTo(minText) < 0) {
            minText = value;
        }
        if (maxText == null || value.compareTo(maxText) > 0) {
            maxText = value;
        }
    }

    private Optional<Value> sum() {
        return doubles == 0 && !longSumOverflowed ? Optional.of(Value.of(longSum)) : finite(sum);
    }

    private Optional<Value> extreme(long ofLongs, double ofDoubles, double mixed) {
        if (doubles == 0) {
            return Optional.of(Value.of(ofLongs));
        }
        return Optional.of(Value.of(longs == 0 ? ofDoubles : mixed));
    }

    private static Optional<Value> text(@Nullable String text) {
        return text == null ? Optional.empty() : Optional.of(Value.of(text));
    }

    /** A sum beyond the largest number has no JSON form. */
    private static Optional<Value> finite(double value) {
        return Double.isFinite(value) ? Optional.of(Value.of(value)) : Optional.empty();
    }
}

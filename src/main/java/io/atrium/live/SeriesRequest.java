package io.atrium.live;

import io.atrium.base.Problem;
import io.atrium.entity.Attributes;
import io.atrium.live.Command.SeriesCmd;
import io.atrium.live.Command.Times;
import io.atrium.telemetry.Aggregation;
import io.atrium.telemetry.Aggregation.Function;
import io.atrium.telemetry.IntervalType;
import io.atrium.telemetry.SeriesReads.Range;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A checked wish for points of some series.
 *
 * @param previousPoint whether the last point before the range is wanted as well
 */
record SeriesRequest(List<String> keys, Range range, boolean previousPoint) {

    /** Points per key if the client does not say. */
    private static final int DEFAULT_LIMIT = 100;

    private static final int MAX_KEYS = 500;

    /** A window that ends this near to now is meant to end now: the clocks of clients differ. */
    private static final long CLOCK_SKEW_MILLIS = 60_000;

    /** A range of the past. */
    static SeriesRequest history(SeriesCmd cmd, int maxPoints) {
        Times times = cmd.times();
        return new SeriesRequest(
                keys(cmd.keys()),
                range(times, value(times.startTs()), value(times.endTs()), maxPoints),
                Boolean.TRUE.equals(cmd.fetchLatestPreviousPoint()));
    }

    /** A window that is followed from then on. */
    static SeriesRequest live(SeriesCmd cmd, long now, boolean again, int maxPoints) {
        return new SeriesRequest(
                keys(cmd.keys()),
                window(cmd.times(), now, again, maxPoints),
                Boolean.TRUE.equals(cmd.fetchLatestPreviousPoint()));
    }

    /**
     * The range that a live window starts with.
     *
     * @param again true if the window was opened a while ago, and has moved on since
     */
    static Range window(Times times, long now, boolean again, int maxPoints) {
        long width = Math.max(0, value(times.timeWindow()));
        long start = value(times.startTs());
        long end = start + width;
        if (again && end < now + 1) {
            return range(times, now + 1 - width, now + 1, maxPoints);
        }
        boolean raw = times.agg() == null || times.agg() == Function.NONE;
        if (raw && end < now + 1 && end > now - CLOCK_SKEW_MILLIS) {
            end = now + 1;
        }
        return range(times, start, end, maxPoints);
    }

    static Range range(Times times, long start, long end, int maxPoints) {
        Function function = Objects.requireNonNullElse(times.agg(), Function.NONE);
        IntervalType type = Objects.requireNonNullElse(times.intervalType(), IntervalType.MILLISECONDS);
        Integer limit = times.limit();
        if (limit != null && limit < 0) {
            throw Problem.badRequest("Field 'limit' must not be negative");
        }
        int most = limit == null || limit == 0 ? DEFAULT_LIMIT : Math.min(limit, maxPoints);
        Aggregation aggregation = Aggregation.strict(function, type, value(times.interval()), zone(times.timeZoneId()));
        return new Range(start, end, aggregation, false, most);
    }

    static List<String> keys(@Nullable List<String> keys) {
        if (keys == null || keys.isEmpty()) {
            return List.of();
        }
        if (keys.size() > MAX_KEYS) {
            throw Problem.badRequest("Field 'keys' has more than " + MAX_KEYS + " elements");
        }
        for (String key : keys) {
            if (key == null || key.isEmpty() || key.length() > Attributes.MAX_KEY) {
                throw Problem.badRequest("Field 'keys' must hold texts of 1 to " + Attributes.MAX_KEY + " characters");
            }
        }
        return keys.stream().distinct().toList();
    }

    private static ZoneId zone(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Field 'timeZoneId' is no known time zone", e);
        }
    }

    private static long value(@Nullable Long given) {
        return given == null ? 0 : given;
    }
}

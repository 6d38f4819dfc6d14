package io.atrium.live;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.Effort;
import io.atrium.entity.Scope;
import io.atrium.live.Command.AggKey;
import io.atrium.telemetry.Aggregation;
import io.atrium.telemetry.Aggregation.Function;
import io.atrium.telemetry.IntervalType;
import io.atrium.telemetry.SeriesReads;
import io.atrium.telemetry.SeriesReads.Range;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the points of one answer, which together are limited in number, bytes and time. May wait for the disk. */
final class SeriesReader {

    /** How far back the point before a range is looked for. */
    private static final long PREVIOUS_MILLIS = Duration.ofDays(365).toMillis();

    /** More points of one key than are ever on their way to a client at once. */
    private static final int RECENT = 200;

    /** Of long texts that many are not on their way. */
    private static final int RECENT_BYTES = 64 << 10;

    private final SeriesReads reads;
    private final Scope scope;
    private final int maxPoints;
    private final Effort effort;
    private int points;

    SeriesReader(SeriesReads reads, Scope scope, int maxPoints, Effort effort) {
        this.effort = effort;
        this.reads = reads;
        this.scope = scope;
        this.maxPoints = maxPoints;
    }

    /** The points by key, every key present; what the client gets to know is noted. */
    Map<String, List<Sample>> read(Ref ref, SeriesRequest request, @Nullable Seen seen) {
        Range range = request.range();
        boolean raw = range.aggregation().function() == Function.NONE;
        if (seen != null && !raw) {
            request.keys().forEach(key -> recent(ref, key, Long.MAX_VALUE, seen));
        }
        Map<String, List<Sample>> found = new LinkedHashMap<>();
        request.keys().forEach(key -> found.put(key, new ArrayList<>()));
        reads.ranges(effort, scope, ref, request.keys(), range, key -> (ts, value) -> {
            Sample sample = counted(ts, value);
            found.computeIfAbsent(key, k -> new ArrayList<>()).add(sample);
            if (seen != null && raw) {
                seen.add(key, sample);
            }
            return true;
        });
        if (seen != null && raw && range.limit() < RECENT) {
            found.forEach((key, samples) -> {
                if (!samples.isEmpty()) {
                    recent(ref, key, samples.getFirst().ts(), seen);
                }
            });
        }
        if (request.previousPoint()) {
            previous(ref, request, found);
        }
        return found;
    }

    /**
     * Notes the newest points, whose events may still be on their way.
     *
     * @param upTo the newest that the client knows; what came since must not be taken for known
     */
    void recent(Ref ref, String key, long upTo, Seen seen) {
        long end = upTo == Long.MAX_VALUE ? upTo : upTo + 1;
        Range newest = new Range(Long.MIN_VALUE, end, Aggregation.none(), false, RECENT);
        long[] bytes = {0};
        reads.range(effort, scope, ref, key, newest, (ts, value) -> {
            effort.hold(value);
            bytes[0] += value.textLength();
            seen.add(key, new Sample(ts, value));
            return bytes[0] < RECENT_BYTES;
        });
    }

    private void previous(Ref ref, SeriesRequest request, Map<String, List<Sample>> found) {
        long start = request.range().startTs();
        Range before = new Range(start - PREVIOUS_MILLIS, start, Aggregation.none(), false, 1);
        reads.ranges(effort, scope, ref, request.keys(), before, key -> (ts, value) -> {
            List<Sample> points = found.computeIfAbsent(key, k -> new ArrayList<>());
            boolean ascending = points.size() > 1
                    && points.getFirst().ts() < points.getLast().ts();
            points.add(ascending ? 0 : points.size(), counted(ts, value));
            return true;
        });
    }

    private Sample counted(long ts, Value value) {
        if (++points > maxPoints) {
            throw Problem.badRequest("More than " + maxPoints
                    + " points; the limit ATRIUM_WS_MAX_POINTS holds for all keys and entities of one command together:"
                    + " ask for a shorter range, a smaller 'limit' or an aggregation");
        }
        effort.hold(value);
        return new Sample(ts, value);
    }

    // ---- one value of many points ------------------------------------------------------------------------------

    /** One value per key, each with its earlier one if that is asked for. */
    Map<Integer, Frames.Comparison> compare(Ref ref, List<AggKey> keys, long startTs, long endTs) {
        Map<Integer, Frames.Comparison> found = new LinkedHashMap<>();
        for (AggKey key : keys) {
            String name = SeriesRequest.keys(key.key() == null ? List.of("") : List.of(key.key()))
                    .getFirst();
            Function function = key.agg();
            Integer id = key.id();
            if (function == null || function == Function.NONE || id == null) {
                throw Problem.badRequest("Each of 'keys' needs an 'id' and an 'agg' other than NONE");
            }
            Long previousStart = key.previousStartTs();
            Long previousEnd = key.previousEndTs();
            Sample previous = previousStart == null || previousEnd == null
                    ? null
                    : single(ref, name, function, previousStart, previousEnd);
            boolean only = Boolean.TRUE.equals(key.previousValueOnly());
            Sample current = only ? null : single(ref, name, function, startTs, endTs);
            found.put(id, new Frames.Comparison(current, previous));
        }
        return found;
    }

    private Sample single(Ref ref, String key, Function function, long start, long end) {
        if (end <= start) {
            return Sample.NONE;
        }
        Sample value = bucket(ref, key, function, start, end);
        if (value == null) {
            return Sample.NONE;
        }
        Sample count = bucket(ref, key, Function.COUNT, start, end);
        return new Sample(value.ts(), value.text(), count == null ? null : Long.valueOf(count.text()), value.type());
    }

    private @Nullable Sample bucket(Ref ref, String key, Function function, long start, long end) {
        Aggregation whole = Aggregation.strict(function, IntervalType.MILLISECONDS, end - start, ZoneOffset.UTC);
        List<Sample> found = new ArrayList<>(1);
        reads.range(effort, scope, ref, key, new Range(start, end, whole, true, 1), (ts, value) -> {
            effort.hold(value);
            found.add(new Sample(ts, value));
            return true;
        });
        return found.isEmpty() ? null : found.getFirst();
    }
}

package io.atrium.telemetry;

import io.atrium.access.Operation;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads series of an entity, or of what an entity view shows, on behalf of callers who may. */
public final class SeriesReads {

    /** Stands for a key of which nothing is in a view's time. */
    private static final Stamped NONE = new Stamped(Long.MIN_VALUE, Value.FALSE);

    /** Steps for finding a series and the place where a range begins. */
    private static final int SERIES_STEPS = 10_000;

    private final Platform platform;
    private final Telemetry telemetry;

    public SeriesReads(Platform platform, Telemetry telemetry) {
        this.platform = platform;
        this.telemetry = telemetry;
    }

    /** A part of a series: when, in what form, and how many points at most. */
    public record Range(long startTs, long endTs, Aggregation aggregation, boolean ascending, int limit) {}

    /** Refuses a caller who may not read the telemetry of an entity or view. */
    void requireReadable(Scope scope, Ref ref) {
        scope.read(() -> lens(scope, ref));
    }

    /** The keys that have a latest value. */
    public List<String> keys(Scope scope, Ref ref) {
        return scope.read(() -> List.copyOf(lens(scope, ref).seriesKeys()));
    }

    /**
     * The latest values by key; of a view those of its time.
     *
     * @param effort counts the values; the caller holds no lock
     * @param keys those that are wanted; empty for all
     */
    public Map<String, Stamped> latest(Effort effort, Scope scope, Ref ref, Collection<String> keys) {
        Lens lens = effort.locked(() -> lens(scope, ref));
        Map<String, Stamped> peeked = effort.locked(() -> lens.peekLatest(keys));
        Map<String, Stamped> found = lens.whole(KeyScope.TIME_SERIES, peeked, effort);
        if (lens.isView()) {
            found.replaceAll((key, stamped) -> lens.covers(stamped.ts()) ? stamped : newestWithin(lens, key));
            found.values().removeIf(stamped -> stamped == NONE);
        }
        return found;
    }

    private Stamped newestWithin(Lens lens, String key) {
        Entry source = lens.lockedSource();
        if (source == null || lens.to() == Long.MAX_VALUE) {
            return NONE;
        }
        Optional<TsValue> newest = telemetry.find(lens.directory(), source, key).stream()
                .mapToObj(series -> telemetry.newestBefore(series, lens.to()))
                .flatMap(Optional::stream)
                .findFirst();
        return newest.filter(point -> lens.covers(point.ts()))
                .map(point -> new Stamped(point.ts(), point.value()))
                .orElse(NONE);
    }

    /** Takes the points of one key after the other. */
    @FunctionalInterface
    public interface KeyVisitor {
        PointVisitor key(String key);
    }

    /** Runs several reads that share their time. The caller must not hold the directory's lock. */
    public <R> R together(Scope scope, Function<Effort, R> work) {
        return platform.heavyReads().run(scope, work);
    }

    /**
     * Visits the same range of several keys; keys without a series are passed over. The caller must not hold the
     * directory's lock.
     */
    public void ranges(Scope scope, Ref ref, Collection<String> keys, Range range, KeyVisitor visitor) {
        together(scope, effort -> {
            ranges(effort, scope, ref, keys, range, visitor);
            return true;
        });
    }

    /** Visits one range of one key. The caller must not hold the directory's lock. */
    public void range(Scope scope, Ref ref, String key, Range range, PointVisitor visitor) {
        ranges(scope, ref, List.of(key), range, one -> visitor);
    }

    /** As the other, within the time and memory of several. */
    public void range(Effort effort, Scope scope, Ref ref, String key, Range range, PointVisitor visitor) {
        ranges(effort, scope, ref, List.of(key), range, one -> visitor);
    }

    /** As the other, within the time and memory of several. */
    public void ranges(Effort effort, Scope scope, Ref ref, Collection<String> keys, Range range, KeyVisitor visitor) {
        Lens lens = scope.read(() -> lens(scope, ref));
        range.aggregation().check(range.startTs(), range.endTs());
        keys.forEach(key -> range(lens, key, range, visitor.key(key), effort));
    }

    private void range(Lens lens, String key, Range range, PointVisitor visitor, Effort effort) {
        Entry source = lens.lockedSource();
        boolean isRange = range.startTs() < range.endTs();
        long from = isRange ? Math.max(range.startTs(), lens.from()) : range.startTs();
        long to = isRange ? Math.min(range.endTs(), lens.to()) : range.endTs();
        effort.spend(SERIES_STEPS);
        if (source == null || !lens.shows(KeyScope.TIME_SERIES, key) || isRange && from >= to) {
            return;
        }
        Range shown = new Range(from, to, range.aggregation(), range.ascending(), range.limit());
        telemetry.find(lens.directory(), source, key).ifPresent(series -> range.aggregation()
                .run(telemetry.store(), series, shown, visitor, effort::spend));
    }

    /**
     * What a caller may follow of an entity, or through an entity view. The caller holds the directory's read lock.
     *
     * @param operation READ_TELEMETRY or READ_ATTRIBUTES
     */
    public DataWindow window(Scope scope, Operation operation, Ref ref) {
        return new DataWindow(Lens.of(scope, platform.bodies(), operation, ref));
    }

    private Lens lens(Scope scope, Ref ref) {
        return Lens.of(scope, platform.bodies(), Operation.READ_TELEMETRY, ref);
    }
}

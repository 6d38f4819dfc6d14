package io.atrium.telemetry;

import io.atrium.base.Value;
import io.atrium.entity.Latest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all series: the points of an entity and a key over time, and the newest point of each.
 *
 * <p>Series have ids that are positive, given in order within their tenant, and never used twice. All methods may be
 * called from any thread. Methods that return a future never block; all others may wait for the disk.
 */
public interface SeriesStore extends AutoCloseable {

    /** One value to store. */
    record Point(long series, long ts, Value value) {}

    /** One stored value. */
    record TsValue(long ts, Value value) {}

    /**
     * How much is stored.
     *
     * @param points an estimate; counts overwritten points until they are compacted away
     */
    record Stats(long points, long bytesOnDisk) {}

    /**
     * What to delete of a series.
     *
     * @param before first time that stays
     * @param onlyIfBefore nothing is deleted while the oldest point is not older than this; so small amounts add up
     */
    record Cut(long series, long before, long onlyIfBefore) {}

    /** Longest text that {@link #latest(UUID, LatestVisitor)} has to give whole; of a longer one a stub will do. */
    int LONGEST_LOADED = Latest.MAX_TEXT;

    /** The expiry of points that have none. */
    long NEVER = Long.MAX_VALUE;

    /** Takes the points of a scan. */
    @FunctionalInterface
    interface PointVisitor {
        /** Returns false to end the scan. */
        boolean point(long ts, Value value);

        /** A point with a LONG; to be taken over by visitors that need no object for it. */
        default boolean integer(long ts, long value) {
            return point(ts, Value.of(value));
        }

        /** As {@link #integer} for a DOUBLE. */
        default boolean number(long ts, double value) {
            return point(ts, Value.of(value));
        }
    }

    /** Takes all series of a tenant. */
    @FunctionalInterface
    interface LatestVisitor {
        /** Gets one series; a long text may be a stub; without a newest point, the value is null and the time stamp means nothing. */
        void series(UUID entity, String key, long series, long ts, @Nullable Value value);
    }

    /** The id of a series, made when it is new. It is as durable as the first point appended to it. */
    long series(UUID tenant, UUID entity, String key);

    OptionalLong find(UUID tenant, UUID entity, String key);

    /** The keys of an entity that have a series, in order. */
    List<String> keys(UUID tenant, UUID entity);

    /**
     * Stores points, all or none. Completes when they would survive a loss of power; of two points with the same series
     * and time stamp the later call wins. Points of erased series vanish. When too much is waiting already, the future
     * fails with a {@link io.atrium.base.Problem} of kind UNAVAILABLE that names the limit, and nothing is stored.
     */
    default CompletableFuture<Void> append(List<Point> points) {
        return append(points, NEVER);
    }

    /**
     * As the other.
     *
     * @param expiresAt when {@link #expire} may delete the points; overwriting a point gives it the newer call's expiry
     */
    CompletableFuture<Void> append(List<Point> points, long expiresAt);

    /** Streams all series of a tenant in the order of their ids, as they were when the call began. */
    void latest(UUID tenant, LatestVisitor visitor);

    /** The newest point: the one with the greatest time stamp, or what {@link #setLatest} put in its place. */
    Optional<TsValue> latest(long series);

    /** Makes a point the newest one whatever its time stamp; the stored points stay as they are. */
    void setLatest(long series, TsValue latest);

    void removeLatest(long series);

    /**
     * Visits stored points in the order of time.
     *
     * @param toExclusive {@link Long#MAX_VALUE} means no end
     * @param limit most points to visit
     */
    void scan(long series, long fromInclusive, long toExclusive, boolean ascending, int limit, PointVisitor visitor);

    /**
     * Lets the JVM compile the way of long scans before somebody waits for one; changes nothing, and does nothing where that
     * would not pay.
     *
     * @param visitors gives a visitor for each scan, which ends where that returns false
     */
    default void warmUp(Supplier<PointVisitor> visitors) {}

    /** The start is over and devices come: a disk that stands still is told after seconds from now on, not minutes. */
    default void ready() {}

    /**
     * Why points cannot be stored at the moment, in words for who runs the server; empty if they can. Asked often, and never
     * waits; becomes empty by itself when there is room again, without any call.
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** Deletes points for good; the newest point is not touched. The end is as in {@link #scan}. */
    void delete(long series, long fromInclusive, long toExclusive);

    /** Deletes the old ends of many series for good; the newest points are not touched. */
    void deleteBefore(List<Cut> cuts);

    /**
     * Deletes points that expired before the given time; the newest points are not touched.
     *
     * @param limit most points to look at
     * @return how many were looked at; fewer than the limit if no more are due
     */
    int expire(long now, int limit);

    /**
     * Puts a copy of the store's own files into a folder that does not exist yet: every point that was acknowledged before
     * the call is in it. A store without files of its own makes no folder.
     */
    void snapshot(Path target);

    /** Removes all that is known of an entity, its keys included. */
    void erase(UUID tenant, UUID entity);

    /** Removes all that is known of a tenant. */
    void eraseTenant(UUID tenant);

    Stats stats();

    /** Stores what was accepted, then lets go of the folder. */
    @Override
    void close();
}

package io.atrium.telemetry.store;

import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The points of one append, with the newest of each series. */
final class AppendChange implements RocksSink.Change {

    private static final byte[] NOTHING = {};

    private final List<Point> list;
    private final long expiresAt;
    private final Families families;
    private final Dictionary dictionary;
    private final Erasures erasures;
    private final Bytes value = new Bytes(32);

    AppendChange(List<Point> points, long expiresAt, Families families, Dictionary dictionary, Erasures erasures) {
        this.list = points;
        this.expiresAt = expiresAt;
        this.families = families;
        this.dictionary = dictionary;
        this.erasures = erasures;
    }

    @Override
    public int points() {
        return list.size();
    }

    @Override
    public void encode(Batch batch) {
        // First all times, then the rows: so a long backfill of a series writes its newest row once.
        for (Point point : list) {
            LatestTimes times = times(point.series());
            if (times != null && point.ts() >= times.get(point.series())) {
                times.set(point.series(), point.ts());
            }
        }
        int data = families.data.getID();
        int latest = families.latest.getID();
        for (Point point : list) {
            LatestTimes times = times(point.series());
            if (times == null) {
                continue;
            }
            value.clear();
            ValueCodec.write(point.value(), value);
            if (expiresAt == SeriesStore.NEVER) {
                batch.putPoint(data, point.series(), point.ts(), value);
            } else {
                batch.putPoint(data, point.series(), point.ts(), expiresAt, value);
                batch.put(families.expiry.getID(), Keys.ofExpiry(expiresAt, point.series(), point.ts()), NOTHING);
            }
            if (point.ts() == times.get(point.series())) {
                batch.putLatest(latest, point.series(), point.ts(), value);
            }
        }
    }

    private @Nullable LatestTimes times(long series) {
        Dictionary.Space space = dictionary.spaceOf(series);
        return space == null || erasures.contains(series) ? null : space.latestTimes;
    }
}

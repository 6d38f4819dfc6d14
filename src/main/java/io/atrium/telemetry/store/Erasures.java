package io.atrium.telemetry.store;

import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The series that were erased since the start: points for them may still be on their way and must not bring anything
 * back. Confined to the committer's thread.
 */
final class Erasures {

    private final Roaring64Bitmap erased = new Roaring64Bitmap();
    private boolean any;

    boolean contains(long series) {
        return any && erased.contains(series);
    }

    /** Removes all rows of the series; neighbours go by one range, as many ranges would slow reading down. */
    void erase(List<Long> series, Families families, Batch batch) {
        List<Long> ids = series.stream().sorted().toList();
        int at = 0;
        while (at < ids.size()) {
            long first = ids.get(at);
            long next = first;
            while (at < ids.size() && ids.get(at) == next) {
                erased.addLong(next);
                next++;
                at++;
            }
            byte[] from = Keys.ofSeries(first);
            byte[] to = Keys.ofSeries(next);
            batch.deleteRange(families.data.getID(), from, to);
            batch.deleteRange(families.latest.getID(), from, to);
            batch.deleteRange(families.names.getID(), from, to);
        }
        any = true;
    }
}

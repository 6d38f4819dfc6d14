package io.atrium.telemetry.store;

import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.lang.foreign.SymbolLookup;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Walks over points, copying keys and values into the same two buffers. */
final class PointCursor {

    private static final int USUAL_VALUE = 64;
    /** From so many rows on the faster way pays. */
    private static final int LONG_WALK = 64;

    static final boolean NATIVE =
            SymbolLookup.loaderLookup().find("rocksdb_iter_value").isPresent();

    private final RocksIterator rows;
    private final byte[] key = new byte[2 * Long.BYTES];
    private byte[] value = new byte[USUAL_VALUE];

    PointCursor(RocksIterator rows) {
        this.rows = rows;
    }

    /** Visits the points of a range on this thread alone. */
    static void scan(Families families, byte[] from, byte[] to, boolean ascending, int limit, PointVisitor visitor) {
        try (Slice lower = new Slice(from);
                Slice upper = new Slice(to);
                ReadOptions options =
                        new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
                RocksIterator rows = families.db.newIterator(families.data, options)) {
            if (ascending) {
                rows.seek(from);
            } else {
                rows.seekForPrev(to);
            }
            new PointCursor(rows).visit(ascending, limit, visitor);
            Rocks.check(rows);
        }
    }

    void visit(boolean ascending, int limit, PointVisitor visitor) {
        if (limit >= LONG_WALK && NATIVE) {
            try (NativeRows walk = new NativeRows(rows, ascending)) {
                walk.visit(limit, Long.MAX_VALUE, visitor);
            }
            return;
        }
        for (int left = limit; left > 0 && rows.isValid(); left--) {
            rows.key(key);
            int length = rows.value(value);
            if (length > value.length) {
                value = rows.value();
            }
            if (!ValueCodec.visit(Keys.timeOf(key), value, length, visitor)) {
                return;
            }
            if (ascending) {
                rows.next();
            } else {
                rows.prev();
            }
        }
    }
}

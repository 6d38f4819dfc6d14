package io.atrium.telemetry.store;

import io.atrium.telemetry.SeriesStore.PointVisitor;
import org.rocksdb.RocksIterator;

/** Walks over points, copying keys and values into the same two buffers. */
final class PointCursor {

    private static final int USUAL_VALUE = 64;

    private final RocksIterator rows;
    private final byte[] key = new byte[2 * Long.BYTES];
    private byte[] value = new byte[USUAL_VALUE];

    PointCursor(RocksIterator rows) {
        this.rows = rows;
    }

    void visit(boolean ascending, int limit, PointVisitor visitor) {
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

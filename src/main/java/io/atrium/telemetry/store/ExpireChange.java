package io.atrium.telemetry.store;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Deletes the points whose time to live ended, unless they were overwritten meanwhile by one that lives on. */
final class ExpireChange implements RocksSink.Change {

    private final Families families;
    private final long now;
    private final int limit;
    private int seen;

    ExpireChange(Families families, long now, int limit) {
        this.families = families;
        this.now = now;
        this.limit = limit;
    }

    /** How many entries were due; the limit if there may be more. */
    int seen() {
        return seen;
    }

    @Override
    public boolean readsFirst() {
        return true;
    }

    @Override
    public void encode(Batch batch) {
        byte[] end = new byte[Long.BYTES];
        Bytes.putLong(end, 0, Keys.orderedTime(now));
        try (Slice upper = new Slice(end);
                ReadOptions options = new ReadOptions().setIterateUpperBound(upper);
                RocksIterator rows = families.db.newIterator(families.expiry, options)) {
            for (rows.seekToFirst(); rows.isValid() && seen < limit; rows.next()) {
                seen++;
                byte[] key = rows.key();
                byte[] point = Keys.pointOfExpiry(key);
                byte[] row = families.db.get(families.data, point);
                if (row != null && ValueCodec.expiresAt(row) == Keys.timeOfExpiry(key)) {
                    batch.delete(families.data.getID(), point);
                }
                batch.delete(families.expiry.getID(), key);
            }
            Rocks.check(rows);
        } catch (RocksDBException e) {
            throw Rocks.failed(e);
        }
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.util.function.Supplier;
import org.rocksdb.Env;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksMemEnv;

/**
 * Walks over made-up rows in memory until the JVM has compiled the walk, so that the first long read of a server is not
 * three times as slow as those after it. Takes a quarter of a second of one core and some megabytes, which it gives back.
 */
final class WarmUp {

    static final int ROWS = 40_000;
    private static final int WALKS = 10;
    private static final long MINUTE = 60_000;

    private WarmUp() {}

    static void run(Supplier<PointVisitor> visitors) throws RocksDBException {
        RocksDB.loadLibrary();
        try (RocksMemEnv memory = new RocksMemEnv(Env.getDefault());
                Options options = new Options().setCreateIfMissing(true).setEnv(memory);
                RocksDB db = RocksDB.open(options, "/warm-up")) {
            Bytes row = new Bytes(Long.BYTES);
            for (int i = 0; i < ROWS; i++) {
                row.clear();
                ValueCodec.write(i % 3 == 0 ? Value.of(i) : Value.of(20 + i % 100 / 10.0), row);
                db.put(Keys.ofPoint(1, i * MINUTE), row.toArray());
            }
            for (int walk = 0; walk < WALKS; walk++) {
                try (RocksIterator rows = db.newIterator()) {
                    rows.seekToFirst();
                    new PointCursor(rows).visit(true, Integer.MAX_VALUE, visitors.get());
                }
            }
        }
    }
}

package io.atrium.bench;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The ceiling: RocksDB with the same keys and the same syncs, but with nothing of ours around it. */
final class BareRocks {

    private static final int BATCH = 100;
    private static final int THREADS = 20;
    private static final int POINTS_READ = 525_600;

    private final Path folder;
    private final Duration each;

    BareRocks(Path folder, Duration each) {
        this.folder = folder;
        this.each = each;
    }

    void run() throws Exception {
        Files.createDirectories(folder);
        try (Options options =
                        new Options().setCreateIfMissing(true).setCompressionType(CompressionType.LZ4_COMPRESSION);
                RocksDB db = RocksDB.open(options, folder.toString())) {
            write(db, 1, 1);
            write(db, THREADS, 1);
            write(db, THREADS, BATCH);
            read(db);
        }
    }

    private void write(RocksDB db, int threads, int points) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        CountDownLatch done = new CountDownLatch(threads);
        long from = System.nanoTime();
        long end = from + each.toNanos();
        for (int t = 0; t < threads; t++) {
            long lane = (long) threads << 40 | (long) points << 32 | (long) t << 16;
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    written.addAndGet(write(db, lane, points, end));
                } catch (RocksDBException e) {
                    throw new IllegalStateException(e);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        double seconds = (System.nanoTime() - from) / 1e9;
        Figures.row(
                "bare RocksDB: batches of " + points + ", " + threads + " in flight",
                SeriesBench.count(written.get() / seconds) + " points/s",
                "ceiling");
    }

    private static long write(RocksDB db, long lane, int points, long end) throws RocksDBException {
        byte[] value = {17, 42, 1};
        long number = 0;
        try (WriteOptions synced = new WriteOptions().setSync(true);
                WriteBatch batch = new WriteBatch()) {
            while (System.nanoTime() < end) {
                batch.clear();
                for (int i = 0; i < points; i++) {
                    batch.put(key(lane + number % 1_000, number / 1_000), value);
                    number++;
                }
                db.write(synced, batch);
            }
        }
        return number;
    }

    private static byte[] key(long series, long ts) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(series).putLong(ts).array();
    }

    /** Walks over as many rows as a year has minutes, and looks at each key and value. */
    private static void read(RocksDB db) throws RocksDBException {
        try (WriteOptions unsynced = new WriteOptions();
                WriteBatch batch = new WriteBatch()) {
            byte[] value = {17, 42, 1};
            for (int i = 0; i < POINTS_READ; i++) {
                batch.put(key(Long.MAX_VALUE, i), value);
            }
            db.write(unsynced, batch);
        }
        long[] nanos = new long[9];
        for (int run = 0; run < nanos.length; run++) {
            long from = System.nanoTime();
            byte[] key = new byte[2 * Long.BYTES];
            byte[] value = new byte[16];
            int rows = 0;
            try (var iterator = db.newIterator()) {
                for (iterator.seek(key(Long.MAX_VALUE, 0)); iterator.isValid(); iterator.next()) {
                    iterator.key(key);
                    rows += iterator.value(value) > 0 ? 1 : 0;
                }
            }
            nanos[run] = System.nanoTime() - from;
            if (rows != POINTS_READ) {
                throw new IllegalStateException("Read " + rows + " rows");
            }
        }
        Figures.row(
                "bare RocksDB: walk over 525,600 rows, median",
                Figures.millis(Figures.percentile(nanos, 0.5)),
                "ceiling");
    }
}

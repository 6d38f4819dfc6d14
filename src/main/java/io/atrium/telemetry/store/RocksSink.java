package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Writes each group as one batch and one sync. */
final class RocksSink implements Committer.Sink<RocksSink.Change>, AutoCloseable {

    /** Bounds the memory of a group and how long its first change waits for its last. */
    private static final int GROUP_BYTES = 2 << 20;

    /** Something to write to RocksDB. */
    interface Change extends Committer.Change {
        /** Adds its writes. */
        void encode(Batch batch);
    }

    /** As much as a full disk has no room for, even where the last block of a file is half empty. */
    private static final int PROBE_BYTES = 64 << 10;

    private final Families families;
    private final Runnable afterWrite;
    private final Runnable afterFailure;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final Batch batch = new Batch(GROUP_BYTES);

    /**
     * @param afterWrite runs when all that was added is on the disk
     * @param afterFailure runs when it is not
     */
    RocksSink(Families families, Runnable afterWrite, Runnable afterFailure) {
        this.families = families;
        this.afterWrite = afterWrite;
        this.afterFailure = afterFailure;
    }

    @Override
    public boolean isFull() {
        return batch.sizeBytes() >= GROUP_BYTES;
    }

    @Override
    public void add(Change change) {
        change.encode(batch);
    }

    @Override
    public void write() throws RocksDBException {
        if (!batch.isEmpty()) {
            try (WriteBatch writes = new WriteBatch(batch.toArray())) {
                families.db.write(synced, writes);
            }
        }
        batch.clear();
        afterWrite.run();
    }

    @Override
    public Problem discard(Exception fault) {
        batch.clear();
        afterFailure.run();
        return Rocks.failed(fault);
    }

    @Override
    public Change probe() {
        // No series has this number. The log takes both rows, the tables none.
        byte[] key = Keys.ofSeries(0);
        return batch -> {
            batch.put(families.latest.getID(), key, new byte[PROBE_BYTES]);
            batch.delete(families.latest.getID(), key);
        };
    }

    @Override
    public void close() {
        synced.close();
    }
}

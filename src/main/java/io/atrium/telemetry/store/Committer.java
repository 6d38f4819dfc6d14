package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The one writer of points. Changes that arrive while a group is being synced form the next group: one write and one
 * sync for all of them. Their order is the order of {@link #submit}.
 */
final class Committer {

    private static final Logger LOG = Logger.getLogger(Committer.class);
    /** Bounds the memory of a group and how long its first change waits for its last. */
    private static final int GROUP_BYTES = 2 << 20;

    private static final long CLOSE_SECONDS = 30;

    /** Something to write. */
    interface Change {
        /** How much of the queue it takes. */
        int points();

        /** Adds its writes; runs on the committer's thread. */
        void encode(Batch batch);
    }

    private record Waiting(Change change, CompletableFuture<Void> done) {}

    private final RocksDB db;
    private final int maxQueuedPoints;
    private final Runnable afterFailure;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final Batch batch = new Batch(GROUP_BYTES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread thread;
    /** Wakes the callers, so that the next sync need not wait until all of them run. */
    private final ExecutorService acknowledger;

    private List<Waiting> queue = new ArrayList<>();
    private long queuedPoints;
    private boolean closed;

    /**
     * Starts the thread.
     *
     * @param afterFailure runs on the committer's thread when a group was not written
     */
    Committer(RocksDB db, int maxQueuedPoints, Runnable afterFailure) {
        this.db = db;
        this.maxQueuedPoints = maxQueuedPoints;
        this.afterFailure = afterFailure;
        this.acknowledger = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("series-acknowledge").daemon().factory());
        this.thread = Thread.ofPlatform().name("series-commit").daemon().start(this::run);
    }

    /** Never blocks; the future completes on a thread of the store, so what depends on it must be short. */
    CompletableFuture<Void> submit(Change change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "The series store is closed");
            }
            if (queuedPoints + change.points() > maxQueuedPoints) {
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "Too many points wait to be stored; the limit maxQueuedPoints is " + maxQueuedPoints);
            }
            queuedPoints += change.points();
            queue.add(new Waiting(change, done));
            arrived.signal();
        } catch (Problem refusal) {
            done.completeExceptionally(refusal);
        } finally {
            lock.unlock();
        }
        return done;
    }

    private void run() {
        List<Waiting> taken = take();
        while (!taken.isEmpty()) {
            int from = 0;
            while (from < taken.size()) {
                from = commit(taken, from);
            }
            taken = take();
        }
    }

    /** All that waits; empty when closed and drained. */
    private List<Waiting> take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<Waiting> taken = queue;
            queue = new ArrayList<>(taken.size());
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private int commit(List<Waiting> taken, int from) {
        int to = from;
        Throwable fault = null;
        long points = 0;
        batch.clear();
        try {
            while (to < taken.size() && batch.sizeBytes() < GROUP_BYTES) {
                Change change = taken.get(to++).change;
                points += change.points();
                change.encode(batch);
            }
            write();
        } catch (Exception e) {
            LOG.error("A group of points was not stored", e);
            fault = Rocks.failed(e);
            afterFailure.run();
        }
        release(points);
        acknowledge(taken.subList(from, to), fault);
        return to;
    }

    private void write() throws RocksDBException {
        if (batch.isEmpty()) {
            return;
        }
        try (WriteBatch writes = new WriteBatch(batch.toArray())) {
            db.write(synced, writes);
        }
    }

    private void release(long points) {
        lock.lock();
        try {
            queuedPoints -= points;
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(List<Waiting> group, @Nullable Throwable fault) {
        acknowledger.execute(() -> {
            for (Waiting waiting : group) {
                if (fault == null) {
                    waiting.done.complete(null);
                } else {
                    waiting.done.completeExceptionally(fault);
                }
            }
        });
    }

    /** Writes what is queued, then stops. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        acknowledger.shutdown();
        try {
            if (!acknowledger.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Some callers still handle the completion of their append");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        synced.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

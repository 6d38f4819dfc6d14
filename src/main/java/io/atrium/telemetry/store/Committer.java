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

/**
 * The one writer of points. Changes that arrive while a group is being synced form the next group: one write and one
 * sync for all of them. Their order is the order of {@link #submit}.
 */
final class Committer<C extends Committer.Change> {

    private static final Logger LOG = Logger.getLogger(Committer.class);
    private static final long CLOSE_SECONDS = 30;

    /** Something to write. */
    interface Change {
        /** How much of the queue it takes. */
        default int points() {
            return 1;
        }

        /** True if it reads what is stored, and so must come first in its group. */
        default boolean readsFirst() {
            return false;
        }
    }

    /** Where a group goes; used by the committer's thread only. */
    interface Sink<C> {
        /** Whether the group has grown as large as memory and patience allow. */
        boolean isFull();

        void add(C change);

        /** Returns when the group would survive a loss of power; the next group begins empty. */
        void write() throws Exception;

        /** Forgets a group that was not written, and tells those who wait for it why. */
        Problem discard(Exception fault);
    }

    private record Waiting<C>(C change, CompletableFuture<Void> done) {}

    private final Sink<C> sink;
    private final int maxQueuedPoints;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread thread;
    /** Wakes the callers, so that the next sync need not wait until all of them run. */
    private final ExecutorService acknowledger;

    private List<Waiting<C>> queue = new ArrayList<>();
    private long queuedPoints;
    private boolean closed;

    /** Starts the thread. */
    Committer(Sink<C> sink, int maxQueuedPoints) {
        this.sink = sink;
        this.maxQueuedPoints = maxQueuedPoints;
        this.acknowledger = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("series-acknowledge").daemon().factory());
        this.thread = Thread.ofPlatform().name("series-commit").daemon().start(this::run);
    }

    /** Never blocks; the future completes on a thread of the store, so what depends on it must be short. */
    CompletableFuture<Void> submit(C change) {
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
            queue.add(new Waiting<>(change, done));
            arrived.signal();
        } catch (Problem refusal) {
            done.completeExceptionally(refusal);
        } finally {
            lock.unlock();
        }
        return done;
    }

    private void run() {
        List<Waiting<C>> taken = take();
        while (!taken.isEmpty()) {
            int from = 0;
            while (from < taken.size()) {
                from = commit(taken, from);
            }
            taken = take();
        }
    }

    /** All that waits; empty when closed and drained. */
    private List<Waiting<C>> take() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            List<Waiting<C>> taken = queue;
            queue = new ArrayList<>(taken.size());
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private int commit(List<Waiting<C>> taken, int from) {
        int to = from;
        Throwable fault = null;
        long points = 0;
        try {
            while (to < taken.size() && !sink.isFull()) {
                C change = taken.get(to).change;
                if (change.readsFirst() && to > from) {
                    break;
                }
                to++;
                points += change.points();
                sink.add(change);
            }
            sink.write();
        } catch (Exception e) {
            LOG.error("A group of points was not stored", e);
            fault = sink.discard(e);
        }
        release(points);
        acknowledge(taken.subList(from, to), fault);
        return to;
    }

    private void release(long points) {
        lock.lock();
        try {
            queuedPoints -= points;
        } finally {
            lock.unlock();
        }
    }

    private void acknowledge(List<Waiting<C>> group, @Nullable Throwable fault) {
        acknowledger.execute(() -> {
            for (Waiting<C> waiting : group) {
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
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of points. Changes that arrive while a group is being synced form the next group: one write and one
 * sync for all of them. Their order is the order of {@link #submit}.
 */
final class Committer<C extends Committer.Change> {

    private static final Logger LOG = Logger.getLogger(Committer.class);
    private static final long CLOSE_SECONDS = 30;
    /** A disk that takes nothing for this long is said to be stuck; less than devices wait. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * The same while the server starts: nobody waits for an answer then, and a start should not fail because a disk is busy
     * with something else for a while.
     */
    static final Duration PATIENCE_AT_START = Duration.ofMinutes(5);

    private static final long LOOK_MILLIS = 1_000;

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

        /** A change that needs room on the disk as points do, and leaves nothing there. */
        C probe();
    }

    private record Waiting<C>(C change, CompletableFuture<Void> done) {}

    private final Sink<C> sink;
    private final int maxQueuedPoints;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Thread thread;
    /** Wakes the callers, so that the next sync need not wait until all of them run. */
    private final ExecutorService acknowledger;

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("series-watch").daemon().factory());

    private List<Waiting<C>> queue = new ArrayList<>();
    private long queuedPoints;
    private boolean closed;
    /** What the thread works on. */
    private List<Waiting<C>> taken = List.of();

    /** When the thread began with the group at hand. */
    private long begunNanos;

    private boolean stuck;

    /** Why the disk took nothing the last time; null when it did. */
    private volatile @Nullable Problem trouble;

    private Duration patience = PATIENCE_AT_START;

    /** Starts the thread. */
    Committer(Sink<C> sink, int maxQueuedPoints) {
        this(sink, maxQueuedPoints, System::nanoTime);
        watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** With a clock of one's own, which looks at the disk only when it is told to. */
    Committer(Sink<C> sink, int maxQueuedPoints, LongSupplier nanos) {
        this.sink = sink;
        this.maxQueuedPoints = maxQueuedPoints;
        this.nanos = nanos;
        this.acknowledger = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("series-acknowledge").daemon().factory());
        this.thread = Thread.ofPlatform().name("series-commit").daemon().start(this::run);
    }

    /** The server lets people and devices in: from now on somebody waits for each answer. */
    void ready() {
        lock.lock();
        try {
            patience = PATIENCE;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing can be stored at the moment, in words; empty if the last group was. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble).map(Problem::publicMessage);
    }

    /**
     * Refuses what waits for a group that makes no headway, as with a full disk, so that nobody is left without an answer.
     * It may still be stored later; who sends it again then writes the same points once more. After a group that failed it
     * tries the disk: who is kept away from a server that is not ready sends nothing that would tell that it is again.
     */
    void look() {
        List<Waiting<C>> waiting;
        lock.lock();
        try {
            boolean moves = taken.isEmpty() || nanos.getAsLong() - begunNanos < patience.toNanos();
            if (moves) {
                if (trouble != null && taken.isEmpty() && queue.isEmpty() && !closed) {
                    var unused = submit(sink.probe());
                }
                return;
            }
            stuck = true;
            trouble = stuck();
            waiting = new ArrayList<>(taken);
            waiting.addAll(queue);
        } finally {
            lock.unlock();
        }
        LOG.warn("The disk takes no points; is it full?");
        acknowledge(waiting, stuck());
    }

    private static Problem stuck() {
        return Problem.of(Problem.Kind.UNAVAILABLE, "The disk of the series store takes no points at the moment");
    }

    /** Never blocks; the future completes on a thread of the store, so what depends on it must be short. */
    CompletableFuture<Void> submit(C change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            if (closed) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "The series store is closed");
            }
            if (stuck) {
                throw stuck();
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
        List<Waiting<C>> work = take();
        while (!work.isEmpty()) {
            int from = 0;
            while (from < work.size()) {
                from = commit(work, from);
            }
            work = take();
        }
    }

    /** All that waits; empty when closed and drained. */
    private List<Waiting<C>> take() {
        lock.lock();
        try {
            taken = List.of();
            while (queue.isEmpty() && !closed) {
                arrived.awaitUninterruptibly();
            }
            taken = queue;
            queue = new ArrayList<>(taken.size());
            begunNanos = nanos.getAsLong();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private int commit(List<Waiting<C>> work, int from) {
        int to = from;
        Problem fault = null;
        boolean encoded = false;
        long points = 0;
        try {
            while (to < work.size() && !sink.isFull()) {
                C change = work.get(to).change;
                if (change.readsFirst() && to > from) {
                    break;
                }
                to++;
                points += change.points();
                sink.add(change);
            }
            encoded = true;
            sink.write();
        } catch (Exception e) {
            LOG.error("A group of points was not stored", e);
            fault = sink.discard(e);
        }
        // What a sender did wrong says nothing about the disk.
        boolean tellsOfDisk = fault == null || encoded && fault.kind() == Problem.Kind.UNAVAILABLE;
        release(points, tellsOfDisk ? fault : trouble);
        acknowledge(work.subList(from, to), fault);
        return to;
    }

    private void release(long points, @Nullable Problem refusal) {
        lock.lock();
        try {
            queuedPoints -= points;
            begunNanos = nanos.getAsLong();
            stuck = false;
            trouble = refusal;
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
        watch.shutdownNow();
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

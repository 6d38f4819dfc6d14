package io.atrium.telemetry;

import io.atrium.entity.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Erases the series of what was deleted, beside the deletion, so that nobody waits for the disk. Works off a queue in
 * the database ({@link ErasureStore}): what a crash interrupts is found there again.
 */
final class Eraser implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Eraser.class);
    private static final long CLOSE_SECONDS = 30;
    private static final int SLICE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final ErasureStore queue;
    private final SeriesStore store;
    private final Turns turns;
    private final Function<UUID, Optional<Directory>> directories;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ReentrantLock busy = new ReentrantLock();
    private final ExecutorService runner = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("telemetry-erase").factory());
    private volatile boolean closed;

    /**
     * @param directories the tenant's directory if it is in memory
     */
    Eraser(ErasureStore queue, SeriesStore store, Turns turns, Function<UUID, Optional<Directory>> directories) {
        this.queue = queue;
        this.store = store;
        this.turns = turns;
        this.directories = directories;
    }

    /** Works the queue off soon; returns at once. */
    void wake() {
        if (asked.compareAndSet(false, true)) {
            try {
                runner.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("The server stops; what waits is erased after the next start", e);
            }
        }
    }

    /** Runs something while nothing is being erased, and nothing that waits is struck off the queue. */
    void hold(Runnable work) {
        busy.lock();
        try {
            work.run();
        } finally {
            busy.unlock();
        }
    }

    private void drain() {
        asked.set(false);
        busy.lock();
        try {
            drain(true);
            drain(false);
        } catch (RuntimeException e) {
            LOG.error("The series of deleted entities could not all be erased; the next sweep tries again", e);
        } finally {
            busy.unlock();
        }
    }

    private void drain(boolean tenants) {
        List<ErasureStore.Gone> slice = queue.next(tenants, FIRST, SLICE);
        while (!slice.isEmpty() && !closed) {
            List<UUID> done = new ArrayList<>();
            for (ErasureStore.Gone gone : slice) {
                if (gone.isTenant()) {
                    eraseTenant(gone.tenant());
                } else if (erase(gone)) {
                    done.add(gone.entity());
                }
            }
            if (!done.isEmpty()) {
                queue.done(done);
            }
            slice = queue.next(tenants, slice.getLast().entity(), SLICE);
        }
    }

    /** What cannot be erased must not keep those after it in the queue. */
    private void eraseTenant(UUID tenant) {
        try {
            store.eraseTenant(tenant);
            queue.doneWithTenant(tenant);
        } catch (RuntimeException e) {
            LOG.errorf(e, "The series of tenant %s stay behind until the next sweep", tenant);
        }
    }

    /** False while the directory still has the entity: its deletion is about to be told, and wakes us again. */
    private boolean erase(ErasureStore.Gone gone) {
        ReentrantLock turn = turns.of(gone.entity());
        turn.lock();
        try {
            Optional<Directory> directory = directories.apply(gone.tenant());
            if (directory.isPresent()
                    && directory
                            .get()
                            .read(() -> directory.get().find(gone.entity()).isPresent())) {
                return false;
            }
            store.erase(gone.tenant(), gone.entity());
            return true;
        } catch (RuntimeException e) {
            LOG.errorf(e, "The series of %s stay behind until the next sweep", gone.entity());
            return false;
        } finally {
            turn.unlock();
        }
    }

    /** Finishes the slice at hand; the rest waits in the database. */
    @Override
    public void close() {
        runner.shutdown();
        try {
            if (!runner.awaitTermination(1, TimeUnit.SECONDS)) {
                closed = true;
                if (!runner.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("Some series of deleted entities are erased after the next start only");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

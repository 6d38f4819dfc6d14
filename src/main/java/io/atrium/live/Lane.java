package io.atrium.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Runs tasks one after the other in the order they came, on whatever thread is free. */
final class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    private final Executor workers;
    private final Consumer<RuntimeException> fault;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param fault told of a task that failed; the tasks after it still run
     */
    Lane(Executor workers, Consumer<RuntimeException> fault) {
        this.workers = workers;
        this.fault = fault;
    }

    void run(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                workers.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("The server is stopping", e);
            }
        }
    }

    private void drain() {
        do {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (RuntimeException e) {
                fault.accept(e);
            }
        } while (waiting.decrementAndGet() > 0);
    }
}

package io.atrium.people;

import io.atrium.base.AddressBlock;
import io.atrium.base.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where passwords are hashed: pure work of the processor, on a few threads of its own, so that all other calls go on
 * however many log-ins come at once. Addresses take turns, so that one with many log-ins waits for itself; when there is no
 * place left, who has fewer takes one of those who have most.
 */
final class HashingQueue {

    /** How long a call waits for its turn. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration KEEP_IDLE_THREAD = Duration.ofSeconds(10);

    private final Executor threads;
    private final int most;
    private final int mostOfAddress;

    private final ReentrantLock lock = new ReentrantLock();
    /** What waits, by address; the first address is the next one to have a turn. */
    private final Map<String, Deque<FutureTask<?>>> waiting = new LinkedHashMap<>();
    /** How much waits or is under way, by address. */
    private final Map<String, Integer> places = new HashMap<>();

    private int taken;

    /**
     * @param threads 0 for one less than there are processors
     * @param most how much may wait or be under way
     * @param mostOfAddress the same of one address
     */
    HashingQueue(int threads, int most, int mostOfAddress) {
        this(pool(threads > 0 ? threads : defaultThreads()), most, mostOfAddress);
    }

    HashingQueue(Executor threads, int most, int mostOfAddress) {
        this.threads = threads;
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    private static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private static Executor pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size,
                size,
                KEEP_IDLE_THREAD.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("passwords-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs work when its turn comes.
     *
     * @param address who asked for it
     * @throws Problem 429 if this address has too much under way, 503 if all together have, or if the turn does not come
     */
    <T> T run(String address, Supplier<T> work) {
        String block = AddressBlock.of(address);
        FutureTask<T> task = new FutureTask<>(work::get);
        add(block, task);
        threads.execute(this::runNext);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(false);
            throw Problem.of(Problem.Kind.UNAVAILABLE, "Too many log-ins at once; try again in a moment");
        } catch (CancellationException e) {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "Too many log-ins at once; others are first");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            task.cancel(false);
            throw new Problem(Problem.Kind.UNAVAILABLE, "The server is stopping", e);
        } catch (ExecutionException e) {
            throw Problem.internal("A password cannot be hashed", e);
        }
    }

    private void add(String address, FutureTask<?> task) {
        lock.lock();
        try {
            int ofAddress = places.getOrDefault(address, 0);
            if (ofAddress >= mostOfAddress) {
                throw Problem.of(
                        Problem.Kind.TOO_MANY_REQUESTS,
                        "Too many log-ins at once from one address, at most " + mostOfAddress
                                + "; try again in a moment");
            }
            if (taken >= most && !takeFromOthers(ofAddress + 1)) {
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "Too many log-ins at once, at most " + most + "; try again in a moment");
            }
            taken++;
            places.put(address, ofAddress + 1);
            waiting.computeIfAbsent(address, a -> new ArrayDeque<>()).add(task);
        } finally {
            lock.unlock();
        }
    }

    /** Sends the last that waits for the address with most places away; false if none has more than so many. */
    private boolean takeFromOthers(int places) {
        String richest = null;
        int most = places;
        for (String address : waiting.keySet()) {
            int ofAddress = this.places.getOrDefault(address, 0);
            if (ofAddress > most) {
                richest = address;
                most = ofAddress;
            }
        }
        if (richest == null) {
            return false;
        }
        Deque<FutureTask<?>> tasks = Objects.requireNonNull(waiting.get(richest));
        tasks.removeLast().cancel(false);
        if (tasks.isEmpty()) {
            waiting.remove(richest);
        }
        release(richest);
        return true;
    }

    /** Does what is next; called once for each task, also for those that were sent away. */
    private void runNext() {
        String address;
        FutureTask<?> task;
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                return;
            }
            var first = waiting.entrySet().iterator().next();
            address = first.getKey();
            Deque<FutureTask<?>> tasks = first.getValue();
            task = tasks.remove();
            waiting.remove(address);
            if (!tasks.isEmpty()) {
                waiting.put(address, tasks);
            }
        } finally {
            lock.unlock();
        }
        try {
            task.run();
        } finally {
            giveBack(address);
        }
    }

    private void giveBack(String address) {
        lock.lock();
        try {
            release(address);
        } finally {
            lock.unlock();
        }
    }

    private void release(String address) {
        taken--;
        places.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
    }
}

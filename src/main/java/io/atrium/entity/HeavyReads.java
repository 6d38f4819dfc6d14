package io.atrium.entity;

import io.atrium.base.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs reads that may be long, so that none of them keeps others waiting: each works in slices and lets others run
 * between two of them, ends with a refusal after its time, and a tenant has only a few at work at once. From the second
 * slice on it needs a turn, of which all tenants together have fewer than there are processors. What is done in one slice
 * costs nothing but the counting. The bytes of what they answer have a limit, each for itself and all together.
 */
public final class HeavyReads {

    private final ReadConfig config;
    private final LongSupplier nanos;
    private final Runnable betweenSlices;
    private final ReadMemory memory;
    private final Map<UUID, Semaphore> places = new ConcurrentHashMap<>();
    private final Turns turns = new Turns(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    public HeavyReads(ReadConfig config) {
        // Virtual threads are not taken off their carrier by time, so they step aside by themselves.
        this(config, System::nanoTime, Thread::yield);
    }

    /**
     * With a clock and a pause of its own, for tests.
     *
     * @param betweenSlices runs after each slice, while no lock is held
     */
    public HeavyReads(ReadConfig config, LongSupplier nanos, Runnable betweenSlices) {
        this.config = config;
        this.nanos = nanos;
        this.betweenSlices = betweenSlices;
        this.memory = new ReadMemory(config.budgetBytes());
    }

    /**
     * Runs a read of a tenant. The caller must not hold the directory's lock: the read takes it by itself, for as short as
     * it can.
     */
    public <R> R run(Directory directory, Function<Effort, R> read) {
        if (directory.isReadHere()) {
            throw new IllegalStateException("A long read must not begin under the directory's lock");
        }
        try (Effort effort = Effort.of(this, directory)) {
            return read.apply(effort);
        }
    }

    /** Memory that was set aside; given back when it closes. */
    public interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Sets memory aside for a read that sends what it reads piece by piece.
     *
     * @throws Problem 429 or 503 if there is none
     */
    public Room room(Directory directory, long bytes) {
        UUID tenant = directory.tenantId();
        memory.take(tenant, bytes);
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                memory.give(tenant, bytes);
            }
        };
    }

    long nanos() {
        return nanos.getAsLong();
    }

    Duration maxTime() {
        return config.maxTime();
    }

    long maxAnswer() {
        return config.maxAnswerBytes();
    }

    ReadMemory memory() {
        return memory;
    }

    void pause() {
        betweenSlices.run();
    }

    /** Takes one of the tenant's places for long reads; gives up when the read's time is over. */
    void enter(UUID tenant, long patienceNanos) {
        Semaphore place = places.computeIfAbsent(tenant, t -> new Semaphore(config.places(), true));
        try {
            if (!place.tryAcquire(Math.max(0, patienceNanos), TimeUnit.NANOSECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    /** Waits for a turn; false if a read around this one has it. Gives up when the read's time is over. */
    boolean takeTurn(UUID tenant, long patienceNanos) {
        try {
            return switch (turns.take(tenant, patienceNanos)) {
                case TAKEN -> true;
                case HELD -> false;
                case REFUSED -> throw tooMany();
            };
        } catch (InterruptedException e) {
            throw stopping(e);
        }
    }

    void giveTurn() {
        turns.give();
    }

    private static Problem tooMany() {
        return Problem.of(
                Problem.Kind.TOO_MANY_REQUESTS, "Too many long queries at once; try again, or ask for less at a time");
    }

    private static Problem stopping(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Problem(Problem.Kind.UNAVAILABLE, "The server is stopping", e);
    }

    void leave(UUID tenant) {
        Semaphore place = places.get(tenant);
        if (place != null) {
            place.release();
        }
    }
}

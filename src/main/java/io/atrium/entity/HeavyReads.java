package io.atrium.entity;

import io.atrium.base.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<UUID, Turns> places = new ConcurrentHashMap<>();
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
     * Runs a read of a caller. The caller must not hold the directory's lock: the read takes it by itself, for as short as
     * it can.
     */
    public <R> R run(Scope scope, Function<Effort, R> read) {
        if (scope.directory().isReadHere()) {
            throw new IllegalStateException("A long read must not begin under the directory's lock");
        }
        try (Effort effort = Effort.of(this, scope)) {
            return read.apply(effort);
        }
    }

    /** Memory that was set aside; given back when it closes. */
    public interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Sets memory aside for a read that sends what it reads piece by piece, as slowly as its reader takes it: so each user has
     * a part of his side's.
     *
     * @throws Problem 429 or 503 if there is none
     */
    public Room room(Scope scope, long bytes) {
        UUID tenant = scope.directory().tenantId();
        Claimant side = Claimant.of(scope);
        Claimant who = scope.actor().isSystem() ? side : side.by(scope.actor().userId());
        memory.take(tenant, who, bytes);
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                memory.give(tenant, who, bytes);
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

    /**
     * Takes one of the tenant's places for long reads, for which its sides wait in turn; false if a read around this one has it.
     * Gives up when the read's time is over.
     */
    boolean enter(UUID tenant, Claimant who, long patienceNanos) {
        return take(places.computeIfAbsent(tenant, t -> new Turns(config.places())), who.side(tenant), patienceNanos);
    }

    /** Waits for a turn; false if a read around this one has it. Gives up when the read's time is over. */
    boolean takeTurn(UUID tenant, long patienceNanos) {
        return take(turns, tenant, patienceNanos);
    }

    private static boolean take(Turns from, UUID who, long patienceNanos) {
        try {
            return switch (from.take(who, patienceNanos)) {
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
        Turns place = places.get(tenant);
        if (place != null) {
            place.give();
        }
    }
}

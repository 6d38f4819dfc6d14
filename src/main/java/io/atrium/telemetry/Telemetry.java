package io.atrium.telemetry;

import io.atrium.access.Operation;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.entity.TenantDeleted;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes and deletes points, and keeps the latest values of the directories in step with the store. No method may be
 * called while a directory is being read.
 */
public final class Telemetry implements AutoCloseable {

    /** March 1973: seconds sent for milliseconds are before it, until the year 5138. */
    private static final long FAR_PAST = 100_000_000_000L;

    private final Platform platform;
    private final SeriesStore store;
    private final TelemetryConfig config;
    private final Counters counters = new Counters();
    private final Turns turns = new Turns();
    /** The newest directory of each tenant: latest values go there, whichever one a writer holds. */
    private final Map<UUID, Directory> directories = new ConcurrentHashMap<>();

    private final Eraser eraser;
    private final Retention retention;

    public Telemetry(Platform platform, SeriesStore store, TelemetryConfig config, StorageDays storageDays) {
        this.platform = platform;
        this.store = store;
        this.config = config;
        platform.directories().onLoad(this::fill);
        eraser = new Eraser(new ErasureStore(platform.database()), store, turns, this::loaded);
        retention = new Retention(platform, store, new RetentionStore(platform.database()), storageDays, eraser);
        platform.bus().on(EntityDeleted.class, event -> {
            counters.forget(event.entity().id());
            eraser.wake();
        });
        platform.bus().on(TenantDeleted.class, event -> {
            directories.remove(event.tenantId());
            eraser.wake();
        });
    }

    public SeriesStore store() {
        return store;
    }

    /** How messages of devices are judged: they may have nothing to say. */
    public BodyRules deviceRules() {
        return config.rules(false);
    }

    /** How bodies of REST calls are judged: one without any value is an error. */
    public BodyRules restRules() {
        return config.rules(true);
    }

    TelemetryConfig config() {
        return config;
    }

    /** The tenant's directory if it is in memory; never waits, unlike {@link io.atrium.entity.Directories}. */
    public Optional<Directory> loaded(UUID tenant) {
        return Optional.ofNullable(directories.get(tenant));
    }

    // ---- writing -----------------------------------------------------------------------------------------------

    /** As {@link #store(Directory, Entry, Decoded, Terms)}, on behalf of a caller. */
    CompletableFuture<Decoded> store(Scope scope, Entry entry, Decoded message, Terms terms) {
        scope.read(() -> {
            scope.require(Operation.WRITE_TELEMETRY, entry);
            return true;
        });
        return store(scope.directory(), entry, message, terms);
    }

    /** As the other, of readings that the platform made itself. */
    public CompletableFuture<Decoded> write(Directory directory, Entry entry, List<Reading> readings) {
        return store(directory, entry, Decoded.of(readings), Terms.LIVE);
    }

    /**
     * Stores what could be read of a message, on behalf of the platform or of the device itself. Never waits for the disk.
     * Completes when the readings would survive a loss of power and the latest values show them, with what was stored and
     * what was left out; fails with a {@link Problem} if nothing was stored.
     */
    public CompletableFuture<Decoded> store(Directory directory, Entry entry, Decoded message, Terms terms) {
        UUID id = entry.id();
        counters.received(id);
        Decoded timely = timely(message);
        if (timely.readings().isEmpty() && timely.leftOut().refusal().isPresent()) {
            counters.refused(id, message.readings().isEmpty() ? Counters.Refusal.INVALID : Counters.Refusal.FUTURE);
            return CompletableFuture.failedFuture(timely.leftOut().refusal().get());
        }
        CompletableFuture<Decoded> visible = append(directory, entry, timely, terms.expiresAt());
        visible.whenComplete((stored, fault) -> settle(directory.tenantId(), entry, stored, terms, fault));
        return visible;
    }

    /** Counts a message that could not even be decoded. */
    public void refused(UUID entity, Problem reason) {
        counters.received(entity);
        counters.refused(entity, Counters.Refusal.of(reason));
    }

    /** Counts what was left out of attributes. */
    public void leftOut(UUID entity, LeftOut parts) {
        counters.leftOut(entity, parts);
    }

    TelemetryCounts counts(Entry entry) {
        return counters.read(entry.id());
    }

    /** Leaves out what is too far in the future; a clock that runs wrong must not hide all that comes after it. */
    private Decoded timely(Decoded message) {
        long latest = platform.clock().millis() + config.maxFuture().toMillis();
        for (Reading reading : message.readings()) {
            if (reading.ts() > latest) {
                return timely(message, latest);
            }
        }
        return message;
    }

    private Decoded timely(Decoded message, long latest) {
        LeftOut leftOut = new LeftOut();
        leftOut.add(message.leftOut());
        List<Reading> timely = new ArrayList<>(message.readings().size());
        for (Reading reading : message.readings()) {
            if (reading.ts() <= latest) {
                timely.add(reading);
            } else {
                leftOut.refused(
                        reading.key(),
                        LeftOut.Reason.FUTURE,
                        Problem.badPart("Field 'ts' of key '" + reading.key() + "' is " + reading.ts()
                                + ", too far in the future; the limit ATRIUM_TELEMETRY_MAX_FUTURE is "
                                + config.maxFuture().toMillis() + " ms from now"));
            }
        }
        return new Decoded(timely, leftOut);
    }

    private CompletableFuture<Decoded> append(Directory given, Entry entry, Decoded message, long expiresAt) {
        UUID tenant = given.tenantId();
        ReentrantLock turn = turns.of(entry.id());
        turn.lock();
        try {
            Directory directory = directories.getOrDefault(tenant, given);
            Entry there = directory.read(() -> directory.find(entry.id())).orElseThrow(Problem::notFound);
            Admission admission = new Admission(message);
            for (Reading reading : message.readings()) {
                if (reading.value().textLength() <= Latest.MAX_TEXT || hasRoom(directory, there, reading, admission)) {
                    long series = directory.latest().series(reading.key(), there.ordinal());
                    admission.take(reading, series != 0 ? series : fresh(directory, there, reading.key(), admission));
                }
            }
            Decoded taken = admission.taken();
            return store.append(admission.points(), expiresAt).thenApply(done -> {
                advance(tenant, entry.id(), taken);
                return taken;
            });
        } catch (Problem refusal) {
            return CompletableFuture.failedFuture(refusal);
        } finally {
            turn.unlock();
        }
    }

    /** False, and refused, for a long text that is one too many for its entity. */
    private boolean hasRoom(Directory directory, Entry entry, Reading reading, Admission admission) {
        Optional<Problem> refusal = platform.keyLimits()
                .longTextRefusal(
                        directory,
                        entry,
                        KeyScope.TIME_SERIES,
                        reading.key(),
                        admission.longTexts() + reading.value().textLength());
        refusal.ifPresent(problem -> admission.refuse(reading.key(), problem));
        return refusal.isEmpty();
    }

    /** The series of a key that is new to an entity; 0 if it may not have the key. */
    private long fresh(Directory directory, Entry entry, String key, Admission admission) {
        Optional<Problem> refusal = platform.keyLimits().refusal(directory, entry, KeyScope.TIME_SERIES, key);
        if (refusal.isPresent()) {
            admission.refuse(key, refusal.get());
            return 0;
        }
        long series = store.series(directory.tenantId(), entry.id(), key);
        directory.latest().setSeries(key, entry.ordinal(), series);
        return series;
    }

    /** An entity that was deleted meanwhile must not come back to life in the columns. */
    private void advance(UUID tenant, UUID entity, Decoded message) {
        List<Reading> readings = message.readings();
        counters.stored(entity, readings.size());
        counters.leftOut(entity, message.leftOut());
        countPast(entity, readings);
        Directory directory = directories.get(tenant);
        if (directory == null) {
            return;
        }
        directory.read(() -> {
            directory.find(entity).ifPresent(entry -> {
                for (Reading reading : readings) {
                    directory
                            .latest()
                            .advance(
                                    KeyScope.TIME_SERIES,
                                    reading.key(),
                                    entry.ordinal(),
                                    reading.ts(),
                                    reading.value());
                }
            });
            return true;
        });
    }

    private void countPast(UUID entity, List<Reading> readings) {
        int past = 0;
        for (Reading reading : readings) {
            past += reading.ts() < FAR_PAST ? 1 : 0;
        }
        if (past > 0) {
            counters.farInThePast(entity, past);
        }
    }

    private void settle(UUID tenant, Entry entry, @Nullable Decoded stored, Terms terms, @Nullable Throwable fault) {
        if (fault != null || stored == null) {
            counters.refused(entry.id(), Counters.Refusal.of(cause(fault)));
        } else if (!stored.readings().isEmpty()) {
            platform.bus().publish(new TelemetryStored(tenant, entry, stored.readings(), terms.backfill()));
        }
    }

    /** Waits for a write, on a thread that may; a refusal comes out as the problem that it is. */
    public static <R> R await(CompletableFuture<R> write) {
        try {
            return write.join();
        } catch (CompletionException e) {
            throw cause(e) instanceof Problem problem ? problem : Problem.internal("Telemetry was not stored", e);
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable fault) {
        Throwable cause = fault == null ? null : fault.getCause();
        return fault instanceof CompletionException && cause != null ? cause : fault;
    }

    // ---- deleting ----------------------------------------------------------------------------------------------

    /** Deletes points of some keys of an entity on behalf of a caller; keys without points are passed over. */
    public void delete(Scope scope, Entry entry, Collection<String> keys, Deletion deletion) {
        scope.read(() -> {
            scope.require(Operation.WRITE_TELEMETRY, entry);
            return true;
        });
        UUID tenant = scope.directory().tenantId();
        ReentrantLock turn = turns.of(entry.id());
        turn.lock();
        try {
            Directory directory = directories.getOrDefault(tenant, scope.directory());
            Entry there = directory.read(() -> directory.find(entry.id())).orElseThrow(Problem::notFound);
            keys.forEach(key -> find(directory, there, key).ifPresent(series -> {
                // Also waits for every append before it, so the latest value is settled.
                store.delete(series, deletion.fromInclusive(), deletion.toExclusive());
                if (deletion.deleteLatest()) {
                    deleteLatest(directory.latest(), there.ordinal(), key, series, deletion);
                }
            }));
        } finally {
            turn.unlock();
        }
        platform.bus().publish(new TelemetryDeleted(tenant, entry, List.copyOf(keys)));
    }

    private void deleteLatest(Latest latest, int ordinal, String key, long series, Deletion deletion) {
        Latest.Stamped newest = latest.get(KeyScope.TIME_SERIES, key, ordinal);
        if (newest == null || !deletion.covers(newest.ts())) {
            return;
        }
        Optional<TsValue> older =
                deletion.rewriteLatest() ? newestBefore(series, deletion.fromInclusive()) : Optional.empty();
        if (older.isPresent()) {
            store.setLatest(series, older.get());
            latest.put(
                    KeyScope.TIME_SERIES,
                    key,
                    ordinal,
                    older.get().ts(),
                    older.get().value());
        } else {
            store.removeLatest(series);
            latest.remove(KeyScope.TIME_SERIES, key, ordinal);
        }
    }

    Optional<TsValue> newestBefore(long series, long toExclusive) {
        List<TsValue> found = new ArrayList<>(1);
        store.scan(series, Long.MIN_VALUE, toExclusive, false, 1, (ts, value) -> found.add(new TsValue(ts, value)));
        return found.stream().findFirst();
    }

    /** The series of a key, without making one. */
    OptionalLong find(Directory directory, Entry entry, String key) {
        long known = directory.latest().series(key, entry.ordinal());
        return known != 0 ? OptionalLong.of(known) : store.find(directory.tenantId(), entry.id(), key);
    }

    /** Erases what was deleted before the last stop, and begins to delete old points by the clock. */
    void start() {
        retention.start(config.sweep());
    }

    Retention retention() {
        return retention;
    }

    /** Runs something while no series of a deleted entity is being erased, nor struck off the list of those to erase. */
    public void whileNothingIsErased(Runnable work) {
        eraser.hold(work);
    }

    // ---- loading -----------------------------------------------------------------------------------------------

    /** Runs before the directory is used. One that does not fit into memory leaves nothing behind. */
    private void fill(Directory directory) {
        directories.put(directory.tenantId(), directory);
        boolean done = false;
        try {
            LatestLoad.run(store, directory);
            done = true;
        } finally {
            if (!done) {
                directories.remove(directory.tenantId(), directory);
            }
        }
    }

    /** Finishes what is being deleted and erased. The store stays open: it belongs to who opened it. */
    @Override
    public void close() {
        retention.close();
        eraser.close();
    }
}

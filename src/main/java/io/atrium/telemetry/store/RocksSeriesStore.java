package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import io.atrium.telemetry.SeriesStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The series store on RocksDB, in a folder of its own that one process at a time may use. */
public final class RocksSeriesStore implements SeriesStore {

    private final Path folder;
    private final int maxQueuedPoints;
    private final Families families;
    private final LatestTimes.Loaded loaded;
    private final Dictionary dictionary;
    private final RocksSink sink;
    private final Committer<RocksSink.Change> committer;
    private final Erasures erasures = new Erasures();
    /** Reads ahead for one long walk at a time, so that such walks take one core more at most. */
    private final ExecutorService companion = PairedWalk.companion();

    /** Held for reading by every call: RocksDB must not be closed under one. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;

    private RocksSeriesStore(Path folder, StoreLimits limits) throws RocksDBException {
        this.folder = folder;
        this.maxQueuedPoints = limits.maxQueuedPoints();
        this.families = new Families(folder, limits);
        this.loaded = new LatestTimes.Loaded(limits.latestTimesBytes());
        this.dictionary = new Dictionary(families, loaded);
        this.sink = new RocksSink(families, this::boundLatestTimes, this::forgetLatestTimes);
        this.committer = new Committer<>(sink, limits.maxQueuedPoints());
    }

    /** Whether a folder holds such a store. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve("CURRENT"));
    }

    /** Opens the store in a folder, which is made when missing; refuses one that is open already. */
    public static RocksSeriesStore open(Path folder, StoreLimits limits) {
        try {
            Files.createDirectories(folder);
            return new RocksSeriesStore(folder, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the series folder " + folder, e);
        } catch (RocksDBException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalStateException(
                    message.contains("lock")
                            ? "The series folder " + folder + " is in use by another server"
                            : "Cannot open the series folder " + folder + ": " + message,
                    e);
        }
    }

    @Override
    public long series(UUID tenant, UUID entity, String key) {
        return whileOpen(() -> {
            long known = dictionary.find(tenant, entity, key);
            return known == 0 ? dictionary.create(tenant, entity, key) : known;
        });
    }

    @Override
    public OptionalLong find(UUID tenant, UUID entity, String key) {
        long series = whileOpen(() -> dictionary.find(tenant, entity, key));
        return series == 0 ? OptionalLong.empty() : OptionalLong.of(series);
    }

    @Override
    public List<String> keys(UUID tenant, UUID entity) {
        return whileOpen(() -> {
            List<String> keys = new ArrayList<>();
            Dictionary.Space space = dictionary.space(tenant);
            if (space != null) {
                dictionary.visit(space, entity, (key, series) -> keys.add(key));
            }
            return keys;
        });
    }

    @Override
    public CompletableFuture<Void> append(List<Point> points, long expiresAt) {
        if (points.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (points.size() > maxQueuedPoints) {
            return CompletableFuture.failedFuture(Problem.badRequest(
                    points.size() + " points in one call; the limit maxQueuedPoints is " + maxQueuedPoints));
        }
        return committer.submit(new AppendChange(points, expiresAt, families, dictionary, erasures));
    }

    @Override
    public void latest(UUID tenant, LatestVisitor visitor) {
        whileOpen(() -> {
            Dictionary.Space space = dictionary.space(tenant);
            if (space != null) {
                new TenantScan(families, space.tenant).run(visitor);
            }
            return true;
        });
    }

    @Override
    public Optional<TsValue> latest(long series) {
        return whileOpen(() -> {
            try {
                byte[] row = families.db.get(families.latest, Keys.ofSeries(series));
                return row == null
                        ? Optional.empty()
                        : Optional.of(new TsValue(Bytes.longAt(row, 0), ValueCodec.read(row, Long.BYTES, row.length)));
            } catch (RocksDBException e) {
                throw Rocks.failed(e);
            }
        });
    }

    @Override
    public void setLatest(long series, TsValue latest) {
        await(change(batch -> {
            Dictionary.Space space = dictionary.spaceOf(series);
            if (space != null && !erasures.contains(series)) {
                Bytes value = new Bytes(64);
                ValueCodec.write(latest.value(), value);
                batch.putLatest(families.latest.getID(), series, latest.ts(), value);
                space.latestTimes.set(series, latest.ts());
            }
        }));
    }

    @Override
    public void removeLatest(long series) {
        await(change(batch -> {
            batch.delete(families.latest.getID(), Keys.ofSeries(series));
            Dictionary.Space space = dictionary.spaceOf(series);
            if (space != null) {
                space.latestTimes.set(series, LatestTimes.NONE);
            }
        }));
    }

    @Override
    public void warmUp(Supplier<PointVisitor> visitors) {
        try {
            WarmUp.run(visitors);
        } catch (RocksDBException e) {
            throw Rocks.failed(e);
        }
    }

    @Override
    public void scan(
            long series, long fromInclusive, long toExclusive, boolean ascending, int limit, PointVisitor visitor) {
        if (limit <= 0 || fromInclusive >= toExclusive) {
            return;
        }
        whileOpen(() -> {
            if (ascending && limit == Integer.MAX_VALUE && PointCursor.NATIVE) {
                PairedWalk.run(families, companion, series, fromInclusive, toExclusive, visitor);
                return true;
            }
            PointCursor.scan(
                    families,
                    Keys.ofPoint(series, fromInclusive),
                    Keys.endOf(series, toExclusive),
                    ascending,
                    limit,
                    visitor);
            return true;
        });
    }

    @Override
    public void delete(long series, long fromInclusive, long toExclusive) {
        if (fromInclusive < toExclusive) {
            await(change(batch -> batch.deleteRange(
                    families.data.getID(), Keys.ofPoint(series, fromInclusive), Keys.endOf(series, toExclusive))));
        }
    }

    @Override
    public void deleteBefore(List<Cut> cuts) {
        List<Cut> due = whileOpen(() -> due(cuts));
        if (!due.isEmpty()) {
            await(change(batch -> due.forEach(cut -> batch.deleteRange(
                    families.data.getID(),
                    Keys.ofPoint(cut.series(), Long.MIN_VALUE),
                    Keys.ofPoint(cut.series(), cut.before())))));
        }
    }

    /** Those that have something to delete: a range deletion slows reads down until it is compacted away. */
    private List<Cut> due(List<Cut> cuts) {
        List<Cut> due = new ArrayList<>();
        byte[] key = new byte[2 * Long.BYTES];
        try (RocksIterator rows = families.db.newIterator(families.data)) {
            for (Cut cut : cuts) {
                rows.seek(Keys.ofPoint(cut.series(), Long.MIN_VALUE));
                if (rows.isValid()) {
                    rows.key(key);
                    if (Bytes.longAt(key, 0) == cut.series() && Keys.timeOf(key) < cut.onlyIfBefore()) {
                        due.add(cut);
                    }
                }
            }
            Rocks.check(rows);
        }
        return due;
    }

    @Override
    public int expire(long now, int limit) {
        ExpireChange expired = new ExpireChange(families, now, limit);
        await(change(expired));
        return expired.seen();
    }

    @Override
    public void snapshot(Path target) {
        whileOpen(() -> {
            try (Checkpoint checkpoint = Checkpoint.create(families.db)) {
                checkpoint.createCheckpoint(target.toString());
                return true;
            } catch (RocksDBException e) {
                throw Rocks.failed(e);
            }
        });
    }

    @Override
    public void erase(UUID tenant, UUID entity) {
        synchronized (dictionary) {
            Dictionary.Space space = dictionary.space(tenant);
            if (space == null) {
                return;
            }
            List<Long> series = whileOpen(() -> dictionary.series(space, entity));
            if (!series.isEmpty()) {
                byte[] prefix = Keys.ofName(space.tenant, entity, "");
                await(change(batch -> {
                    batch.deleteRange(families.dictionary.getID(), prefix, Keys.after(prefix));
                    erasures.erase(series, families, batch);
                }));
            }
        }
    }

    @Override
    public void eraseTenant(UUID tenant) {
        synchronized (dictionary) {
            Dictionary.Space space = dictionary.space(tenant);
            if (space == null) {
                return;
            }
            byte[] from = Keys.ofSeries(Keys.series(space.tenant, 0));
            byte[] to = Keys.ofSeries(Keys.series(space.tenant + 1, 0));
            await(change(batch -> {
                // Runs between appends: those before are covered by the ranges, those after find no tenant.
                dictionary.forget(tenant);
                batch.delete(families.tenants.getID(), Keys.ofUuid(tenant));
                batch.deleteRange(families.dictionary.getID(), from, to);
                batch.deleteRange(families.names.getID(), from, to);
                batch.deleteRange(families.data.getID(), from, to);
                batch.deleteRange(families.latest.getID(), from, to);
            }));
        }
    }

    @Override
    public Stats stats() {
        return whileOpen(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                long points = families.db.getLongProperty(families.data, "rocksdb.estimate-num-keys");
                return new Stats(
                        points, files.mapToLong(RocksSeriesStore::sizeBytes).sum());
            } catch (IOException | RocksDBException e) {
                throw Rocks.failed(e);
            }
        });
    }

    /** Rewrites all files in their smallest form. Happens by itself over time; worth it after a large import. */
    public void compact() {
        whileOpen(() -> {
            try {
                for (var family : families.all()) {
                    families.db.compactRange(family);
                }
                return true;
            } catch (RocksDBException e) {
                throw Rocks.failed(e);
            }
        });
    }

    @Override
    public void ready() {
        committer.ready();
    }

    @Override
    public Optional<String> trouble() {
        return committer.trouble();
    }

    @Override
    public void close() {
        // Outside the lock: the changes that are still queued may read.
        committer.close();
        sink.close();
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                // Nobody waits for what it reads, but the database does.
                companion.close();
                dictionary.close();
                families.close();
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    private CompletableFuture<Void> change(RocksSink.Change encoding) {
        return committer.submit(encoding);
    }

    private static void await(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem problem ? problem : Rocks.failed(e);
        }
    }

    private <T> T whileOpen(Supplier<T> call) {
        open.readLock().lock();
        try {
            if (closed) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "The series store is closed");
            }
            return call.get();
        } finally {
            open.readLock().unlock();
        }
    }

    private void boundLatestTimes() {
        if (loaded.isTooMuch()) {
            forgetLatestTimes();
        }
    }

    private void forgetLatestTimes() {
        dictionary.spaces().forEach(space -> space.latestTimes.forget());
        loaded.forgotten();
    }

    /** How many pages of newest times are in memory. */
    long loadedPages() {
        return loaded.pages();
    }

    /** Files come and go while they are listed. */
    private static long sizeBytes(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

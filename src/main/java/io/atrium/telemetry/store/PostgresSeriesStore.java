package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.telemetry.SeriesStore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The series store inside the database that everything else is in: one thing to run and to back up, for fewer points a
 * second and more bytes a point than the store of files.
 */
public final class PostgresSeriesStore implements SeriesStore {

    /** Series whose points one call deletes at a time. */
    private static final int SERIES_SLICE = 1_000;

    private static final int FETCH = 5_000;

    private final Database database;
    private final int maxQueuedPoints;
    private final PartitionStore partitions;
    private final Committer<PointGroupStore.Change> committer;
    /** Series erased since the start; their points may still be on their way. Confined to the committer's thread. */
    private final Roaring64Bitmap erased = new Roaring64Bitmap();

    private volatile boolean closed;

    /** Opens the store over a migrated database, which stays open when the store is closed. */
    public PostgresSeriesStore(Database database, int maxQueuedPoints) {
        this.database = database;
        this.maxQueuedPoints = maxQueuedPoints;
        this.partitions = new PartitionStore(database);
        this.committer = new Committer<>(new PointGroupStore(database), maxQueuedPoints);
    }

    /** Whether a database holds such a store. */
    public static boolean isIn(Database database) {
        return database.read(sql -> sql.createQuery("select exists (select 1 from series_name)")
                .mapTo(Boolean.class)
                .one());
    }

    // ---- names -------------------------------------------------------------------------------------------------

    @Override
    public long series(UUID tenant, UUID entity, String key) {
        OptionalLong known = find(tenant, entity, key);
        while (known.isEmpty()) {
            known = make(tenant, entity, key);
            if (known.isEmpty()) {
                // Somebody else made it in between.
                known = find(tenant, entity, key);
            }
        }
        return known.getAsLong();
    }

    /** Without a sync: the log is one sequence, so the commit of the first append covers this one. */
    private OptionalLong make(UUID tenant, UUID entity, String key) {
        requireOpen();
        return optional(database.transaction(sql -> {
            sql.execute("set local synchronous_commit = off");
            return sql.createQuery("""
                            insert into series_name (tenant, entity, key) values (:tenant, :entity, :key)
                            on conflict do nothing returning id
                            """)
                    .bind("tenant", tenant)
                    .bind("entity", entity)
                    .bind("key", key)
                    .mapTo(Long.class)
                    .findOne();
        }));
    }

    @Override
    public OptionalLong find(UUID tenant, UUID entity, String key) {
        requireOpen();
        return optional(database.read(sql -> sql.createQuery(
                        "select id from series_name where tenant = :tenant and entity = :entity and key = :key")
                .bind("tenant", tenant)
                .bind("entity", entity)
                .bind("key", key)
                .mapTo(Long.class)
                .findOne()));
    }

    private static OptionalLong optional(Optional<Long> id) {
        return id.isPresent() ? OptionalLong.of(id.get()) : OptionalLong.empty();
    }

    @Override
    public List<String> keys(UUID tenant, UUID entity) {
        requireOpen();
        return database.read(sql -> sql.createQuery("""
                        select key from series_name where tenant = :tenant and entity = :entity order by key collate "C"
                        """)
                .bind("tenant", tenant)
                .bind("entity", entity)
                .mapTo(String.class)
                .list());
    }

    /** A series with its newest point, as a row holds them. */
    private record Named(UUID entity, String key, long series, Optional<TsValue> latest) {}

    @Override
    public void latest(UUID tenant, LatestVisitor visitor) {
        requireOpen();
        database.transaction(sql -> {
            try (ResultIterator<Named> rows = sql.createQuery("""
                            select n.entity, n.key, n.id, l.ts, l.kind, l.integer, l.number,
                                case when length(l.text) <= :whole then l.text end, length(l.text)
                            from series_name n left join series_latest l on l.series = n.id
                            where n.tenant = :tenant order by n.id
                            """)
                    .setFetchSize(FETCH)
                    .bind("tenant", tenant)
                    .bind("whole", LONGEST_LOADED)
                    .map((rs, context) -> new Named(
                            rs.getObject(1, UUID.class),
                            rs.getString(2),
                            rs.getLong(3),
                            rs.getObject(5) == null
                                    ? Optional.empty()
                                    : Optional.of(new TsValue(rs.getLong(4), loaded(rs)))))
                    .iterator()) {
                while (rows.hasNext()) {
                    Named row = rows.next();
                    visitor.series(
                            row.entity(),
                            row.key(),
                            row.series(),
                            row.latest().map(TsValue::ts).orElse(0L),
                            row.latest().map(TsValue::value).orElse(null));
                }
            }
            return tenant;
        });
    }

    /** A long text is left where it is. */
    private static Value loaded(ResultSet rs) throws SQLException {
        int length = rs.getInt(9);
        return length <= LONGEST_LOADED
                ? PointStore.value(rs, 5)
                : Value.stub(rs.getInt(5) == Value.Kind.JSON.ordinal() ? Value.Kind.JSON : Value.Kind.STRING, length);
    }

    // ---- points ------------------------------------------------------------------------------------------------

    /** The points of one append. */
    private final class Append implements PointGroupStore.Change {
        private final List<Point> points;
        private final long expiresAt;

        Append(List<Point> points, long expiresAt) {
            this.points = points;
            this.expiresAt = expiresAt;
        }

        @Override
        public int points() {
            return points.size();
        }

        @Override
        public void run(PointGroupStore.Group group) {
            for (Point point : points) {
                if (!erased.contains(point.series())) {
                    group.rows().add(point, expiresAt);
                }
            }
        }

        @Override
        public void prepare() {
            partitions.ensure(points);
        }
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
        return committer.submit(new Append(points, expiresAt));
    }

    /** Runs statements after all that was submitted before. */
    private void change(Consumer<Handle> statements) {
        try {
            committer.submit(group -> statements.accept(group.settled())).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem problem ? problem : Problem.internal("A change failed", e);
        }
    }

    @Override
    public Optional<TsValue> latest(long series) {
        requireOpen();
        return database.read(sql -> PointStore.latest(sql, series));
    }

    @Override
    public void setLatest(long series, TsValue latest) {
        change(sql -> {
            if (!erased.contains(series)) {
                PointRows rows = new PointRows();
                rows.add(new Point(series, latest.ts(), latest.value()), NEVER);
                PointStore.removeLatest(sql, List.of(series));
                PointStore.upsertLatest(sql, rows.latest());
            }
        });
    }

    @Override
    public void removeLatest(long series) {
        change(sql -> PointStore.removeLatest(sql, List.of(series)));
    }

    @Override
    public void scan(
            long series, long fromInclusive, long toExclusive, boolean ascending, int limit, PointVisitor visitor) {
        requireOpen();
        if (limit > 0 && fromInclusive < toExclusive) {
            database.transaction(sql -> {
                PointStore.scan(sql, series, fromInclusive, last(toExclusive), ascending, limit, visitor);
                return series;
            });
        }
    }

    private static long last(long toExclusive) {
        return toExclusive == Long.MAX_VALUE ? toExclusive : toExclusive - 1;
    }

    // ---- deleting ----------------------------------------------------------------------------------------------

    @Override
    public void delete(long series, long fromInclusive, long toExclusive) {
        if (fromInclusive < toExclusive) {
            change(sql -> {});
            deletePoints(List.of(series), fromInclusive, last(toExclusive));
        }
    }

    /** In transactions of their own, so that writers do not wait for a long deletion. */
    private void deletePoints(Collection<Long> series, long first, long last) {
        int deleted = PointStore.DELETE_SLICE;
        while (deleted == PointStore.DELETE_SLICE) {
            deleted = database.transaction(sql -> PointStore.deleteSlice(sql, series, first, last));
        }
    }

    @Override
    public void deleteBefore(List<Cut> cuts) {
        requireOpen();
        for (Cut cut : cuts) {
            if (cut.before() > Long.MIN_VALUE
                    && database.read(sql -> PointStore.hasBefore(sql, cut.series(), cut.onlyIfBefore()))) {
                deletePoints(List.of(cut.series()), Long.MIN_VALUE, cut.before() - 1);
            }
        }
    }

    @Override
    public int expire(long now, int limit) {
        int[] deleted = {0};
        change(sql -> deleted[0] = PointStore.expire(sql, now, limit));
        return deleted[0];
    }

    @Override
    public void erase(UUID tenant, UUID entity) {
        erase("tenant = :tenant and entity = :other", tenant, entity);
    }

    @Override
    public void eraseTenant(UUID tenant) {
        erase("tenant = :tenant and tenant = :other", tenant, tenant);
    }

    /** The names go last: while they are there, an erasure that was interrupted can be taken up again. */
    private void erase(String condition, UUID tenant, UUID other) {
        requireOpen();
        List<Long> slice = names(condition, tenant, other);
        while (!slice.isEmpty()) {
            List<Long> series = slice;
            change(sql -> {
                series.forEach(erased::addLong);
                PointStore.removeLatest(sql, series);
            });
            deletePoints(series, Long.MIN_VALUE, Long.MAX_VALUE);
            database.transaction(sql -> sql.createUpdate("delete from series_name where id = any(:ids)")
                    .bind("ids", series.toArray(Long[]::new))
                    .execute());
            slice = names(condition, tenant, other);
        }
    }

    private List<Long> names(String condition, UUID tenant, UUID other) {
        return database.read(
                sql -> sql.createQuery("select id from series_name where " + condition + " order by id limit :limit")
                        .bind("tenant", tenant)
                        .bind("other", other)
                        .bind("limit", SERIES_SLICE)
                        .mapTo(Long.class)
                        .list());
    }

    @Override
    public Stats stats() {
        requireOpen();
        return database.read(sql -> sql.createQuery("""
                        select coalesce(sum(case when relname like 'series\\_point%' then greatest(reltuples, 0) end), 0),
                            coalesce(sum(pg_total_relation_size(oid)), 0)
                        from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
                            and (relname like 'series\\_point%' or relname in ('series_latest', 'series_name'))
                        """)
                .map((rs, context) -> new Stats(rs.getLong(1), rs.getLong(2)))
                .one());
    }

    /** Nothing to copy: the points are in the database, and in each copy of it. */
    @Override
    public void snapshot(Path target) {
        requireOpen();
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "The series store is closed");
        }
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
        committer.close();
        closed = true;
    }
}

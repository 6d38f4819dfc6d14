package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes each group of changes in one transaction: neighbouring appends together, as two statements. */
final class PointGroupStore implements Committer.Sink<PointGroupStore.Change> {

    /** Bounds the memory of a group and how long its first change waits for its last. */
    private static final int GROUP_POINTS = 20_000;

    /** Something to write to the database. */
    interface Change extends Committer.Change {
        /** Makes the tables that its rows need, outside of the transaction, so that a rollback does not take them back. */
        default void prepare() {}

        /** Adds its rows, or flushes those of the changes before it and runs a statement of its own. */
        void run(Group group);
    }

    /** An open transaction and the rows that it has yet to write. */
    static final class Group {
        private final PointRows rows = new PointRows();
        private final Handle sql;

        Group(Handle sql) {
            this.sql = sql;
        }

        PointRows rows() {
            return rows;
        }

        /** The transaction with everything before in it. */
        Handle settled() {
            if (!rows.isEmpty()) {
                PointStore.upsert(sql, rows.points());
                PointStore.upsertLatest(sql, rows.latest());
                rows.clear();
            }
            return sql;
        }
    }

    /** More rows than a block that is half empty has room for. */
    private static final int PROBE_POINTS = 1_000;

    private final Database database;
    private final List<Change> changes = new ArrayList<>();
    private int points;

    PointGroupStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean isFull() {
        return points >= GROUP_POINTS;
    }

    @Override
    public void add(Change change) {
        change.prepare();
        changes.add(change);
        points += change.points();
    }

    @Override
    public void write() {
        if (!changes.isEmpty()) {
            database.transaction(sql -> {
                Group group = new Group(sql);
                changes.forEach(change -> change.run(group));
                return group.settled();
            });
        }
        clear();
    }

    private void clear() {
        changes.clear();
        points = 0;
    }

    @Override
    public Change probe() {
        // No series has this number.
        long series = 0;
        return group -> {
            for (int ts = 0; ts < PROBE_POINTS; ts++) {
                group.rows().add(new Point(series, ts, Value.TRUE), SeriesStore.NEVER);
            }
            Handle sql = group.settled();
            PointStore.deleteSlice(sql, List.of(series), 0, PROBE_POINTS);
            PointStore.removeLatest(sql, List.of(series));
        };
    }

    @Override
    public Problem discard(Exception fault) {
        clear();
        return fault instanceof Problem problem
                ? problem
                : new Problem(Problem.Kind.UNAVAILABLE, "The series could not be written to the database", fault);
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Value;
import io.atrium.db.RowPace;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import io.atrium.telemetry.SeriesStore.TsValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Update;

/** Points and latest values in the database. */
final class PointStore {

    /** Rows that one statement deletes, so that each stays far below the time limit of a statement. */
    static final int DELETE_SLICE = 20_000;

    private PointStore() {}

    static void upsert(Handle sql, PointRows.Columns rows) {
        bind(sql.createUpdate("""
                insert into series_point (series, ts, kind, integer, number, text, expires)
                select * from unnest(:series, :ts, :kind, :integer, :number, :text, :expires)
                on conflict (series, ts) do update set kind = excluded.kind, integer = excluded.integer,
                    number = excluded.number, text = excluded.text, expires = excluded.expires
                """), rows).bind("expires", rows.expires).execute();
    }

    /** Late points never move the latest value back. */
    static void upsertLatest(Handle sql, PointRows.Columns rows) {
        bind(sql.createUpdate("""
                insert into series_latest (series, ts, kind, integer, number, text)
                select * from unnest(:series, :ts, :kind, :integer, :number, :text)
                on conflict (series) do update set ts = excluded.ts, kind = excluded.kind, integer = excluded.integer,
                    number = excluded.number, text = excluded.text
                where excluded.ts >= series_latest.ts
                """), rows).execute();
    }

    private static Update bind(Update update, PointRows.Columns rows) {
        return update.bind("series", rows.series)
                .bind("ts", rows.ts)
                .bind("kind", rows.kind)
                .bind("integer", rows.integer)
                .bind("number", rows.number)
                .bind("text", rows.text);
    }

    static Optional<TsValue> latest(Handle sql, long series) {
        return sql.createQuery("select ts, kind, integer, number, text from series_latest where series = :series")
                .bind("series", series)
                .map((rs, context) -> new TsValue(rs.getLong(1), value(rs, 2)))
                .findOne();
    }

    static void removeLatest(Handle sql, Collection<Long> series) {
        sql.createUpdate("delete from series_latest where series = any(:series)")
                .bind("series", series.toArray(Long[]::new))
                .execute();
    }

    /**
     * Streams points; runs inside a transaction, for only there the driver does not fetch all of them first.
     *
     * @param last last time to visit
     */
    static void scan(
            Handle sql, long series, long first, long last, boolean ascending, int limit, PointVisitor visitor) {
        RowPace pace = new RowPace();
        try (ResultIterator<TsValue> rows = sql.createQuery("""
                        select ts, kind, integer, number, text from series_point
                        where series = :series and ts >= :first and ts <= :last order by ts %s limit :limit
                        """.formatted(ascending ? "asc" : "desc"))
                .setFetchSize(Math.min(limit, RowPace.FIRST))
                .bind("series", series)
                .bind("first", first)
                .bind("last", last)
                .bind("limit", limit)
                .map((rs, context) -> {
                    TsValue row = new TsValue(rs.getLong(1), value(rs, 2));
                    pace.took(rs, row.value().textLength());
                    return row;
                })
                .iterator()) {
            boolean wanted = true;
            while (wanted && rows.hasNext()) {
                TsValue row = rows.next();
                wanted = visitor.point(row.ts(), row.value());
            }
        }
    }

    /** Whether a series has a point before a time. */
    static boolean hasBefore(Handle sql, long series, long before) {
        return sql.createQuery("select exists (select 1 from series_point where series = :series and ts < :before)")
                .bind("series", series)
                .bind("before", before)
                .mapTo(Boolean.class)
                .one();
    }

    /** Deletes one slice of some series' points; how many went. */
    static int deleteSlice(Handle sql, Collection<Long> series, long first, long last) {
        return sql.createUpdate("""
                        delete from series_point p using (
                            select series, ts from series_point
                            where series = any(:series) and ts >= :first and ts <= :last limit :slice) d
                        where p.series = d.series and p.ts = d.ts
                        """)
                .bind("series", series.toArray(Long[]::new))
                .bind("first", first)
                .bind("last", last)
                .bind("slice", DELETE_SLICE)
                .execute();
    }

    static int expire(Handle sql, long now, int limit) {
        return sql.createUpdate("""
                        delete from series_point p using (
                            select series, ts from series_point where expires < :now order by expires limit :limit) d
                        where p.series = d.series and p.ts = d.ts
                        """).bind("now", now).bind("limit", limit).execute();
    }

    /** The value in the columns from the given one on. */
    static Value value(ResultSet rs, int from) throws SQLException {
        return PointRows.value(rs.getInt(from), rs.getLong(from + 1), rs.getDouble(from + 2), rs.getString(from + 3));
    }
}

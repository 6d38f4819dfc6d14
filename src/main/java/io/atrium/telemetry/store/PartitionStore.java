package io.atrium.telemetry.store;

import io.atrium.db.Database;
import io.atrium.telemetry.SeriesStore.Point;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The parts of the table of points: one per month (UTC) of this century, made when its first point comes; all other times
 * share a part of their own.
 */
final class PartitionStore {

    private static final long FIRST = millis(YearMonth.of(2000, 1));
    private static final long END = millis(YearMonth.of(2100, 1));

    private final Database database;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    PartitionStore(Database database) {
        this.database = database;
        known.addAll(
                database.read(sql -> sql.createQuery("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = 'series_point'::regclass
                        """).mapTo(String.class).list()));
    }

    /** Makes the parts that points need and that are not there yet. */
    void ensure(List<Point> points) {
        Set<YearMonth> months = points.stream()
                .mapToLong(Point::ts)
                .filter(ts -> ts >= FIRST && ts < END)
                .map(ts -> ts / 86_400_000)
                .distinct()
                .mapToObj(day -> YearMonth.from(LocalDate.ofEpochDay(day)))
                .collect(Collectors.toSet());
        months.removeIf(month -> known.contains(name(month)));
        months.stream().sorted().forEach(this::make);
    }

    private void make(YearMonth month) {
        database.transaction(sql ->
                sql.execute("create table if not exists " + name(month) + " partition of series_point for values from ("
                        + millis(month) + ") to (" + millis(month.plusMonths(1)) + ")"));
        known.add(name(month));
    }

    private static String name(YearMonth month) {
        return "series_point_" + month.toString().replace('-', '_');
    }

    private static long millis(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}

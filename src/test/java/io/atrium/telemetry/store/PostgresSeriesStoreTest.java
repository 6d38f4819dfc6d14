package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.db.TestPostgres;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The store inside the database. */
final class PostgresSeriesStoreTest extends SeriesStoreContract {

    private static final Database DATABASE = TestPostgres.freshDatabase();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    SeriesStore open() {
        return new PostgresSeriesStore(DATABASE, QUEUE);
    }

    private static List<String> partsOf(long series) {
        return DATABASE.read(sql -> sql.createQuery(
                        "select tableoid::regclass::text from series_point where series = :series order by ts")
                .bind("series", series)
                .mapTo(String.class)
                .list());
    }

    @Test
    void makesAPartForEachMonth() {
        long series = store.series(new UUID(1, 1), new UUID(1, 2), "k");
        store.append(List.of(
                        new Point(series, -1, Value.TRUE),
                        new Point(series, 1_735_689_599_999L, Value.TRUE),
                        new Point(series, 1_735_689_600_000L, Value.TRUE),
                        new Point(series, 9_999_999_999_999L, Value.TRUE)))
                .join();
        assertThat(partsOf(series))
                .containsExactly(
                        "series_point_rest", "series_point_2024_12", "series_point_2025_01", "series_point_rest");
    }

    @Test
    void leavesNothingOfAProbe() throws Exception {
        PointGroupStore sink = new PointGroupStore(DATABASE);
        sink.add(sink.probe());
        sink.write();
        assertThat(partsOf(0)).isEmpty();
        assertThat(store.latest(0)).isEmpty();
    }
}

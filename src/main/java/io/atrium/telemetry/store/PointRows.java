package io.atrium.telemetry.store;

import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into the database, one per series and time, in the form of columns; the later of two rows of the same
 * series and time stays.
 */
final class PointRows {

    /** Text that holds U+0000, which the database cannot; stored as a JSON string. */
    private static final int ESCAPED_TEXT = Value.Kind.values().length;

    private record Place(long series, long ts) {}

    private record Row(Value value, long expiresAt) {}

    private final Map<Place, Row> rows = new LinkedHashMap<>();
    /** The newest time of each series among the rows. */
    private final Map<Long, Long> newest = new LinkedHashMap<>();

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void clear() {
        rows.clear();
        newest.clear();
    }

    void add(Point point, long expiresAt) {
        rows.put(new Place(point.series(), point.ts()), new Row(point.value(), expiresAt));
        newest.merge(point.series(), point.ts(), Math::max);
    }

    Columns points() {
        Columns columns = new Columns(rows.size());
        rows.forEach((place, row) -> columns.add(place.series(), place.ts(), row.value(), row.expiresAt()));
        return columns;
    }

    /** The newest row of each series. */
    Columns latest() {
        Columns columns = new Columns(newest.size());
        newest.forEach((series, ts) -> {
            Row row = rows.get(new Place(series, ts));
            if (row != null) {
                columns.add(series, ts, row.value(), SeriesStore.NEVER);
            }
        });
        return columns;
    }

    /** Rows turned into arrays, as one statement takes them. */
    static final class Columns {
        final Long[] series;
        final Long[] ts;
        final Integer[] kind;
        final @Nullable Long[] integer;
        final @Nullable Double[] number;
        final @Nullable String[] text;
        final @Nullable Long[] expires;
        private int size;

        Columns(int capacity) {
            series = new Long[capacity];
            ts = new Long[capacity];
            kind = new Integer[capacity];
            integer = new Long[capacity];
            number = new Double[capacity];
            text = new String[capacity];
            expires = new Long[capacity];
        }

        void add(long ofSeries, long at, Value value, long expiresAt) {
            series[size] = ofSeries;
            ts[size] = at;
            kind[size] = value.kind().ordinal();
            expires[size] = expiresAt == SeriesStore.NEVER ? null : expiresAt;
            switch (value.kind()) {
                case BOOLEAN -> integer[size] = value.bool() ? 1L : 0L;
                case LONG -> integer[size] = value.integer();
                case DOUBLE -> number[size] = value.number();
                case STRING -> {
                    boolean escaped = value.text().indexOf('\0') >= 0;
                    kind[size] = escaped ? ESCAPED_TEXT : value.kind().ordinal();
                    text[size] = escaped ? Json.write(value.text()) : value.text();
                }
                case JSON -> text[size] = value.text();
            }
            size++;
        }
    }

    /** The value that a row holds. */
    static Value value(int kind, long integer, double number, @Nullable String text) {
        String given = text == null ? "" : text;
        if (kind == ESCAPED_TEXT) {
            return Value.of(Json.read(given, String.class));
        }
        return switch (Value.Kind.values()[kind]) {
            case BOOLEAN -> Value.of(integer != 0);
            case LONG -> Value.of(integer);
            case DOUBLE -> Value.of(number);
            case STRING -> Value.of(given);
            case JSON -> Value.json(given);
        };
    }
}

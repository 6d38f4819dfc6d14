package io.atrium.entity;

import io.atrium.base.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The latest value of every key of every entity of one tenant: a column per key, so that filters and sorts over many
 * entities read neighbouring memory. Has its own locks, because readings arrive far more often than entities change.
 * Memory goes by the values that there are: a key of one entity alone costs some two hundred bytes.
 */
public final class Latest {

    private final List<Map<String, Column>> columns = List.of(
            new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    private final List<KeyCounts> counts = List.of(new KeyCounts(), new KeyCounts(), new KeyCounts(), new KeyCounts());

    /** A value with the moment it was set. */
    public record Stamped(long ts, Value value) {}

    public @Nullable Stamped get(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        return column == null ? null : column.get(ordinal);
    }

    /** Receives the values of one key; readings arrive meanwhile. */
    public interface Visitor {
        void value(int ordinal, long ts, Value value);
    }

    /** Visits the values that the given entities have under a key, in the order of ordinals. */
    public void forEach(KeyScope scope, String key, RoaringBitmap entities, Visitor visitor) {
        Column column = columns(scope).get(key);
        if (column != null) {
            column.forEach(entities.getIntIterator(), visitor);
        }
    }

    /** True if some entity has a value under the key. */
    public boolean hasKey(KeyScope scope, String key) {
        return columns(scope).containsKey(key);
    }

    /** How many keys an entity has in a scope. */
    public int count(KeyScope scope, int ordinal) {
        return counts.get(scope.ordinal()).of(ordinal);
    }

    /** True if an entity has the key, be it without a value. */
    public boolean has(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        return column != null && column.has(ordinal);
    }

    /** Every key of an entity in a scope, in alphabetical order. */
    public Map<String, Stamped> all(KeyScope scope, int ordinal) {
        Map<String, Stamped> found = new TreeMap<>();
        columns(scope).forEach((key, column) -> {
            Stamped stamped = column.get(ordinal);
            if (stamped != null) {
                found.put(key, stamped);
            }
        });
        return found;
    }

    /** Sets a value whatever was there. */
    public void put(KeyScope scope, String key, int ordinal, long ts, Value value) {
        set(scope, key, ordinal, ts, value, true);
    }

    /** Sets a value unless a newer one is there; late points never move the latest backwards. */
    public boolean advance(KeyScope scope, String key, int ordinal, long ts, Value value) {
        return set(scope, key, ordinal, ts, value, false);
    }

    private boolean set(KeyScope scope, String key, int ordinal, long ts, Value value, boolean always) {
        while (true) {
            Column column = column(scope, key);
            switch (column.put(ordinal, ts, value, always)) {
                case SET -> {
                    return true;
                }
                case OLDER -> {
                    return false;
                }
                case ADDED -> {
                    counts.get(scope.ordinal()).add(ordinal, 1);
                    return true;
                }
                case RETIRED -> columns(scope).remove(key, column);
            }
        }
    }

    public void remove(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        if (column != null) {
            remove(scope, key, column, ordinal);
        }
    }

    /** Forgets everything about an entity. */
    public void remove(int ordinal) {
        for (KeyScope scope : KeyScope.values()) {
            if (count(scope, ordinal) > 0) {
                columns(scope).forEach((key, column) -> remove(scope, key, column, ordinal));
            }
        }
    }

    /** A key that nobody has any more takes its column with it. */
    private void remove(KeyScope scope, String key, Column column, int ordinal) {
        if (column.remove(ordinal)) {
            counts.get(scope.ordinal()).add(ordinal, -1);
            if (column.isRetired()) {
                columns(scope).remove(key, column);
            }
        }
    }

    /** The series number that a store gave to a key of an entity; 0 while unknown. */
    public long series(String key, int ordinal) {
        Column column = columns(KeyScope.TIME_SERIES).get(key);
        return column == null ? 0 : column.series(ordinal);
    }

    public void setSeries(String key, int ordinal, long series) {
        while (true) {
            Column column = column(KeyScope.TIME_SERIES, key);
            switch (column.setSeries(ordinal, series)) {
                case ADDED -> {
                    counts.get(KeyScope.TIME_SERIES.ordinal()).add(ordinal, 1);
                    return;
                }
                case RETIRED -> columns(KeyScope.TIME_SERIES).remove(key, column);
                case SET, OLDER -> {
                    return;
                }
            }
        }
    }

    public List<String> keys(KeyScope scope) {
        return List.copyOf(columns(scope).keySet());
    }

    private Map<String, Column> columns(KeyScope scope) {
        return columns.get(scope.ordinal());
    }

    private Column column(KeyScope scope, String key) {
        Map<String, Column> byKey = columns(scope);
        Column known = byKey.get(key);
        return known != null ? known : byKey.computeIfAbsent(key, k -> new Column());
    }
}

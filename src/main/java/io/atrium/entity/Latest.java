package io.atrium.entity;

import io.atrium.base.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * The latest value of every key of every entity of one tenant: a column per key, so that filters and sorts over many
 * entities read neighbouring memory. Has its own locks, because readings arrive far more often than entities change.
 */
public final class Latest {

    private static final int CHUNK = 512;

    private final List<Map<String, Column>> columns = List.of(
            new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** A value with the moment it was set. */
    public record Stamped(long ts, Value value) {}

    public @Nullable Stamped get(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        return column == null ? null : column.get(ordinal);
    }

    /** Receives the values of one key. Must be quick, for readings wait meanwhile. */
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

    /** True if some entity has or had a value under the key. */
    public boolean hasKey(KeyScope scope, String key) {
        return columns(scope).containsKey(key);
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
        column(scope, key).put(ordinal, ts, value, true);
    }

    /** Sets a value unless a newer one is there; late points never move the latest backwards. */
    public boolean advance(KeyScope scope, String key, int ordinal, long ts, Value value) {
        return column(scope, key).put(ordinal, ts, value, false);
    }

    public void remove(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        if (column != null) {
            column.remove(ordinal);
        }
    }

    /** Forgets everything about an entity. */
    public void remove(int ordinal) {
        columns.forEach(byKey -> byKey.values().forEach(column -> column.remove(ordinal)));
    }

    /** The series number that a store gave to a key of an entity; 0 while unknown. */
    public long series(String key, int ordinal) {
        Column column = columns(KeyScope.TIME_SERIES).get(key);
        return column == null ? 0 : column.series(ordinal);
    }

    public void setSeries(String key, int ordinal, long series) {
        column(KeyScope.TIME_SERIES, key).setSeries(ordinal, series);
    }

    public List<String> keys(KeyScope scope) {
        return List.copyOf(columns(scope).keySet());
    }

    private Map<String, Column> columns(KeyScope scope) {
        return columns.get(scope.ordinal());
    }

    private Column column(KeyScope scope, String key) {
        return columns(scope).computeIfAbsent(key, k -> new Column());
    }

    private static final class Column {
        private volatile @Nullable Chunk[] chunks = new Chunk[0];

        @Nullable
        Stamped get(int ordinal) {
            Chunk chunk = find(ordinal);
            return chunk == null ? null : chunk.get(ordinal % CHUNK);
        }

        void forEach(PeekableIntIterator entities, Visitor visitor) {
            while (entities.hasNext()) {
                int first = entities.peekNext() / CHUNK * CHUNK;
                Chunk chunk = find(first);
                if (chunk == null) {
                    entities.advanceIfNeeded(first + CHUNK);
                } else {
                    chunk.forEach(entities, first, visitor);
                }
            }
        }

        boolean put(int ordinal, long ts, Value value, boolean always) {
            return require(ordinal).put(ordinal % CHUNK, ts, value, always);
        }

        void remove(int ordinal) {
            Chunk chunk = find(ordinal);
            if (chunk != null) {
                chunk.remove(ordinal % CHUNK);
            }
        }

        long series(int ordinal) {
            Chunk chunk = find(ordinal);
            return chunk == null ? 0 : chunk.series(ordinal % CHUNK);
        }

        void setSeries(int ordinal, long series) {
            require(ordinal).setSeries(ordinal % CHUNK, series);
        }

        private @Nullable Chunk find(int ordinal) {
            @Nullable Chunk[] all = chunks;
            int index = ordinal / CHUNK;
            return index < all.length ? all[index] : null;
        }

        private synchronized Chunk require(int ordinal) {
            int index = ordinal / CHUNK;
            @Nullable Chunk[] all = chunks;
            if (index < all.length) {
                Chunk there = all[index];
                if (there != null) {
                    return there;
                }
            }
            @Nullable Chunk[] grown = Arrays.copyOf(all, Math.max(all.length, index + 1));
            Chunk chunk = new Chunk();
            grown[index] = chunk;
            chunks = grown;
            return chunk;
        }
    }

    private static final class Chunk {
        private final long[] ts = new long[CHUNK];
        private final @Nullable Value[] values = new Value[CHUNK];
        private long @Nullable [] series;

        synchronized @Nullable Stamped get(int slot) {
            Value value = values[slot];
            return value == null ? null : new Stamped(ts[slot], value);
        }

        /** Takes the entities of this chunk off the iterator. */
        synchronized void forEach(PeekableIntIterator entities, int first, Visitor visitor) {
            while (entities.hasNext() && entities.peekNext() - first < CHUNK) {
                int ordinal = entities.next();
                Value value = values[ordinal - first];
                if (value != null) {
                    visitor.value(ordinal, ts[ordinal - first], value);
                }
            }
        }

        synchronized boolean put(int slot, long newTs, Value value, boolean always) {
            if (!always && values[slot] != null && newTs < ts[slot]) {
                return false;
            }
            ts[slot] = newTs;
            values[slot] = value;
            return true;
        }

        synchronized void remove(int slot) {
            values[slot] = null;
            ts[slot] = 0;
            if (series != null) {
                series[slot] = 0;
            }
        }

        synchronized long series(int slot) {
            return series == null ? 0 : series[slot];
        }

        synchronized void setSeries(int slot, long number) {
            if (series == null) {
                series = new long[CHUNK];
            }
            series[slot] = number;
        }
    }
}

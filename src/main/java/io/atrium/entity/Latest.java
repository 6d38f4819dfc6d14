package io.atrium.entity;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The latest value of every key of every entity of one tenant: a column per key, so that filters and sorts over many
 * entities read neighbouring memory. Has its own locks, because readings arrive far more often than entities change.
 * Memory goes by the values that there are. Long texts are not kept here: they are read from where they are stored.
 */
public final class Latest {

    /** Longest text that is kept in memory, in characters. */
    public static final int MAX_TEXT = 1_024;

    /** The same while memory is short. */
    private static final int MAX_TEXT_WHEN_TIGHT = 32;

    /** Most characters of long texts that one call reads together. */
    private static final int MAX_READ = 16_000_000;

    /** Bytes for one value of one entity: its time, its series and its place, and the value itself. */
    private static final int PAIR = 32;

    private static final int VALUE = 24;
    private static final int TEXT = 48;

    /** Bytes for a key that one entity has, beside its name. */
    private static final int COLUMN = 400;

    private final List<Map<String, Column>> columns = List.of(
            new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    private final List<KeyCounts> counts = List.of(new KeyCounts(), new KeyCounts(), new KeyCounts(), new KeyCounts());
    private final LongAdder pairs = new LongAdder();
    /** Characters of texts that are not kept here, by entity. */
    private final Map<Integer, Long> longTexts = new ConcurrentHashMap<>();

    private final HeapAccount account;
    private final AttributeReader attributes;
    private volatile LongFunction<@Nullable Stamped> series = number -> null;

    /** Reads one attribute from where it is stored. */
    interface AttributeReader {
        @Nullable
        Stamped read(KeyScope scope, String key, int ordinal);
    }

    Latest() {
        this(HeapAccount.unlimited(), (scope, key, ordinal) -> null);
    }

    Latest(HeapAccount account, AttributeReader attributes) {
        this.account = account;
        this.attributes = attributes;
    }

    /** Sets who reads the newest point of a series whose text is too long to be kept here. */
    public void readSeriesBy(LongFunction<@Nullable Stamped> reader) {
        series = reader;
    }

    /** A value with the moment it was set. */
    public record Stamped(long ts, Value value) {}

    /** One value; waits for the store if it is a long text. */
    public @Nullable Stamped get(KeyScope scope, String key, int ordinal) {
        Stamped found = peek(scope, key, ordinal);
        return found == null || !found.value().isStub() ? found : read(scope, key, ordinal);
    }

    /** One value as it is kept here, a stub for a long text. Never waits. */
    public @Nullable Stamped peek(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        return column == null ? null : column.get(ordinal);
    }

    /** It may have been replaced or removed since it was found here. */
    private @Nullable Stamped read(KeyScope scope, String key, int ordinal) {
        return scope.isAttribute() ? attributes.read(scope, key, ordinal) : series.apply(series(key, ordinal));
    }

    /** Receives the values of one key; readings arrive meanwhile. */
    public interface Visitor {
        void value(int ordinal, long ts, Value value);
    }

    /**
     * Visits the values that the given entities have under a key, in the order of ordinals, as they are kept here: a stub
     * for a long text.
     */
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

    /** True if one of some entities has a value under the key. */
    public boolean isAny(KeyScope scope, String key, RoaringBitmap entities) {
        Column column = columns(scope).get(key);
        return column != null && column.isAny(entities.getIntIterator());
    }

    /** How many keys an entity has in a scope. */
    public int count(KeyScope scope, int ordinal) {
        return counts.get(scope.ordinal()).of(ordinal);
    }

    /** How many names of keys there are in a scope. */
    public int names(KeyScope scope) {
        return columns(scope).size();
    }

    /** How many keys all entities have together, over all scopes. */
    public long pairs() {
        return pairs.sum();
    }

    /** Characters of the long texts of an entity, over all scopes. */
    public long longTexts(int ordinal) {
        return longTexts.isEmpty() ? 0 : longTexts.getOrDefault(ordinal, 0L);
    }

    /** True if an entity has the key, be it without a value. */
    public boolean has(KeyScope scope, String key, int ordinal) {
        Column column = columns(scope).get(key);
        return column != null && column.has(ordinal);
    }

    /** Every key of an entity in a scope with its value, in alphabetical order; a stub for a long text. */
    public Map<String, Stamped> peek(KeyScope scope, int ordinal) {
        Map<String, Stamped> found = new TreeMap<>();
        int left = count(scope, ordinal);
        for (Map.Entry<String, Column> column : columns(scope).entrySet()) {
            if (left <= 0) {
                break;
            }
            if (column.getValue().has(ordinal)) {
                left--;
                Stamped stamped = column.getValue().get(ordinal);
                if (stamped != null) {
                    found.put(column.getKey(), stamped);
                }
            }
        }
        return found;
    }

    /** Every key of an entity in a scope, in alphabetical order. */
    public Map<String, Stamped> all(KeyScope scope, int ordinal) {
        return whole(scope, ordinal, peek(scope, ordinal));
    }

    /** Values that were peeked at, with their long texts; too many of these are refused. */
    public Map<String, Stamped> whole(KeyScope scope, int ordinal, Map<String, Stamped> peeked) {
        long left = MAX_READ;
        Map<String, Stamped> found = new TreeMap<>();
        for (Map.Entry<String, Stamped> entry : peeked.entrySet()) {
            Stamped stamped = entry.getValue();
            if (stamped.value().isStub()) {
                left -= stamped.value().textLength();
                if (left < 0) {
                    throw Problem.badRequest(
                            "The texts have more than " + MAX_READ + " characters together; name fewer keys");
                }
                stamped = read(scope, entry.getKey(), ordinal);
            }
            if (stamped != null) {
                found.put(entry.getKey(), stamped);
            }
        }
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

    private boolean set(KeyScope scope, String key, int ordinal, long ts, Value given, boolean always) {
        Value value = given.isText() ? kept(given) : given;
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
                    counted(scope, ordinal, 1);
                    return true;
                }
                case RETIRED -> drop(scope, key, column);
            }
        }
    }

    private Value kept(Value value) {
        int most = account.isTight() ? MAX_TEXT_WHEN_TIGHT : MAX_TEXT;
        return value.textLength() > most ? Value.stub(value.kind(), value.textLength()) : value;
    }

    private void counted(KeyScope scope, int ordinal, int delta) {
        counts.get(scope.ordinal()).add(ordinal, delta);
        pairs.add(delta);
        account.add(delta * PAIR);
    }

    private void replaced(int ordinal, @Nullable Value former, @Nullable Value next) {
        account.add(weight(next) - weight(former));
        long more = longChars(next) - longChars(former);
        if (more != 0) {
            longTexts.merge(ordinal, more, (sum, delta) -> sum + delta == 0 ? null : sum + delta);
        }
    }

    private static long weight(@Nullable Value value) {
        if (value == null) {
            return 0;
        }
        return !value.isText() || value.isStub() ? VALUE : VALUE + TEXT + 2L * value.textLength();
    }

    private static long longChars(@Nullable Value value) {
        return value != null && value.isStub() ? value.textLength() : 0;
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
            counted(scope, ordinal, -1);
            if (column.isRetired()) {
                drop(scope, key, column);
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
                    counted(KeyScope.TIME_SERIES, ordinal, 1);
                    return;
                }
                case RETIRED -> drop(KeyScope.TIME_SERIES, key, column);
                case SET, OLDER -> {
                    return;
                }
            }
        }
    }

    public List<String> keys(KeyScope scope) {
        return List.copyOf(columns(scope).keySet());
    }

    void eachKey(KeyScope scope, BiConsumer<String, Column> visitor) {
        columns(scope).forEach(visitor);
    }

    /** Bytes that a new key of an entity takes at most, with its first value. */
    static long weight(String key) {
        return PAIR + VALUE + COLUMN + key.length();
    }

    private Map<String, Column> columns(KeyScope scope) {
        return columns.get(scope.ordinal());
    }

    private Column column(KeyScope scope, String key) {
        Map<String, Column> byKey = columns(scope);
        Column known = byKey.get(key);
        return known != null
                ? known
                : byKey.computeIfAbsent(key, k -> {
                    account.add(COLUMN + k.length());
                    return new Column(this::replaced);
                });
    }

    private void drop(KeyScope scope, String key, Column column) {
        if (columns(scope).remove(key, column)) {
            account.add(-COLUMN - key.length());
        }
    }
}

package io.atrium.entity;

import io.atrium.base.Value;
import io.atrium.entity.Column.Put;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Latest.Visitor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;

/**
 * The values that neighbouring entities have under one key. While these are few, they stand close together beside the
 * list of who they are; a chunk that fills up gives every entity its place, so that it is found without a search.
 */
final class Chunk {

    static final int SLOTS = 512;

    /** Hears what value takes the place of what other. */
    interface Replaced {
        void value(int ordinal, @Nullable Value former, @Nullable Value next);
    }

    /** More entities than this, and each has its place. */
    private static final int MOST_LISTED = 128;

    /** Whose values these are, in order; null once every entity has its place. */
    private short @Nullable [] slots = new short[1];
    /** How many of the places are taken while they are listed. */
    private int listed;

    private long[] ts = new long[1];
    private @Nullable Value[] values = new Value[1];
    private long @Nullable [] series;
    /** Who has the key, once every entity has its place. */
    private long @Nullable [] taken;

    synchronized @Nullable Stamped get(int slot) {
        int at = at(slot);
        Value value = at < 0 ? null : values[at];
        return value == null ? null : new Stamped(ts[at], value);
    }

    synchronized boolean has(int slot) {
        return isTaken(slot);
    }

    /** The places of those who have the key. */
    synchronized IntStream slots() {
        if (taken != null) {
            return BitSet.valueOf(taken).stream();
        }
        int[] copy = new int[slots == null ? 0 : listed];
        for (int i = 0; slots != null && i < listed; i++) {
            copy[i] = slots[i];
        }
        return IntStream.of(copy);
    }

    /** Takes the entities of this chunk off the iterator. */
    synchronized void forEach(PeekableIntIterator entities, int first, Visitor visitor) {
        if (slots == null) {
            while (entities.hasNext() && entities.peekNext() - first < SLOTS) {
                int ordinal = entities.next();
                Value value = values[ordinal - first];
                if (value != null) {
                    visitor.value(ordinal, ts[ordinal - first], value);
                }
            }
            return;
        }
        for (int i = 0; i < listed && entities.hasNext(); i++) {
            int ordinal = first + slots[i];
            entities.advanceIfNeeded(ordinal);
            Value value = values[i];
            if (value != null && entities.hasNext() && entities.peekNext() == ordinal) {
                visitor.value(ordinal, ts[i], value);
            }
        }
        entities.advanceIfNeeded(first + SLOTS);
    }

    /** True if one of the entities of this chunk that the iterator has next has a value. */
    synchronized boolean isAny(PeekableIntIterator entities, int first) {
        while (entities.hasNext() && entities.peekNext() - first < SLOTS) {
            int at = at(entities.next() - first);
            if (at >= 0 && values[at] != null) {
                return true;
            }
        }
        return false;
    }

    /** Sets a value; ADDED means that the entity has no place here yet, and that nothing was done. */
    synchronized Put put(int ordinal, long newTs, Value value, boolean always, Replaced listener) {
        int slot = ordinal % SLOTS;
        int at = at(slot);
        if (at < 0 || taken != null && !isTaken(slot)) {
            return Put.ADDED;
        }
        if (!always && values[at] != null && newTs < ts[at]) {
            return Put.OLDER;
        }
        Value former = values[at];
        if (former == null || former.isText() || value.isText()) {
            listener.value(ordinal, former, value);
        }
        ts[at] = newTs;
        values[at] = value;
        return Put.SET;
    }

    /** Makes a place for an entity; false if it has one. */
    synchronized boolean add(int slot) {
        if (isTaken(slot)) {
            return false;
        }
        if (slots != null && listed == MOST_LISTED) {
            spread();
        }
        if (taken != null) {
            taken[slot / Long.SIZE] |= 1L << slot;
            return true;
        }
        insert(slot);
        return true;
    }

    /** True if the entity had a place. */
    synchronized boolean remove(int ordinal, Replaced listener) {
        int slot = ordinal % SLOTS;
        if (!isTaken(slot)) {
            return false;
        }
        listener.value(ordinal, values[at(slot)], null);
        if (taken != null) {
            taken[slot / Long.SIZE] &= ~(1L << slot);
            clear(slot);
        } else {
            int at = at(slot);
            move(at + 1, at);
            listed--;
            clear(listed);
        }
        return true;
    }

    private void clear(int at) {
        values[at] = null;
        ts[at] = 0;
        if (series != null) {
            series[at] = 0;
        }
    }

    synchronized long series(int slot) {
        int at = at(slot);
        return at < 0 || series == null ? 0 : series[at];
    }

    synchronized void setSeries(int slot, long number) {
        if (series == null) {
            series = new long[ts.length];
        }
        series[at(slot)] = number;
    }

    private int at(int slot) {
        return slots == null ? slot : Arrays.binarySearch(slots, 0, listed, (short) slot);
    }

    private boolean isTaken(int slot) {
        return taken == null ? at(slot) >= 0 : (taken[slot / Long.SIZE] & 1L << slot) != 0;
    }

    // ---- growing -----------------------------------------------------------------------------------------------

    private void insert(int slot) {
        short[] list = slots;
        if (list == null) {
            throw new IllegalStateException("Every entity has its place");
        }
        int at = -Arrays.binarySearch(list, 0, listed, (short) slot) - 1;
        if (listed == list.length) {
            int length = Math.min(MOST_LISTED, 2 * listed);
            slots = Arrays.copyOf(list, length);
            ts = Arrays.copyOf(ts, length);
            values = Arrays.copyOf(values, length);
            series = series == null ? null : Arrays.copyOf(series, length);
        }
        move(at, at + 1);
        listed++;
        clear(at);
        if (slots != null) {
            slots[at] = (short) slot;
        }
    }

    /** Moves all places from one on. */
    private void move(int from, int to) {
        int count = listed - from;
        if (slots != null) {
            System.arraycopy(slots, from, slots, to, count);
        }
        System.arraycopy(ts, from, ts, to, count);
        System.arraycopy(values, from, values, to, count);
        if (series != null) {
            System.arraycopy(series, from, series, to, count);
        }
    }

    /** Gives every entity its place. */
    private void spread() {
        short[] list = slots;
        if (list == null) {
            return;
        }
        long[] allTs = new long[SLOTS];
        @Nullable Value[] allValues = new Value[SLOTS];
        long[] allSeries = series == null ? null : new long[SLOTS];
        long[] who = new long[SLOTS / Long.SIZE];
        for (int i = 0; i < listed; i++) {
            int slot = list[i];
            allTs[slot] = ts[i];
            allValues[slot] = values[i];
            if (allSeries != null && series != null) {
                allSeries[slot] = series[i];
            }
            who[slot / Long.SIZE] |= 1L << slot;
        }
        ts = allTs;
        values = allValues;
        series = allSeries;
        taken = who;
        slots = null;
    }
}

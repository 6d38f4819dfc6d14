package io.atrium.entity;

import io.atrium.base.Value;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Latest.Visitor;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;

/**
 * The values of one key by the ordinals of entities, in chunks of neighbours. A key of few entities keeps a short list of
 * its chunks; one of many finds them by their number. Values are read and replaced under the lock of their chunk;
 * entities come and go under that of the column.
 */
final class Column {

    /** A list may have this many empty places, and three for each chunk, before it is searched instead. */
    private static final int FREE = 8;

    private static final int SPREAD = 4;

    private final Chunk.Replaced listener;
    private volatile Index index = new Index(new int[0], new Chunk[0]);
    /** How many entities have the key; guarded by this. */
    private int size;
    /** Nobody has the key any more, and nobody may come back: the column is about to be dropped. */
    private volatile boolean retired;

    Column(Chunk.Replaced listener) {
        this.listener = listener;
    }

    /** What became of a value. */
    enum Put {
        SET,
        /** There is a newer one. */
        OLDER,
        /** The entity did not have the key before. */
        ADDED,
        /** The column is dropped; a fresh one takes its place. */
        RETIRED,
    }

    /**
     * Chunks by their number.
     *
     * @param numbers in order, beside the chunks; null if each chunk stands at its number
     */
    private record Index(int @Nullable [] numbers, @Nullable Chunk[] chunks) {

        @Nullable
        Chunk find(int number) {
            if (numbers == null) {
                return number < chunks.length ? chunks[number] : null;
            }
            int at = Arrays.binarySearch(numbers, number);
            return at < 0 ? null : chunks[at];
        }

        Index with(int number, Chunk chunk) {
            if (numbers == null) {
                @Nullable Chunk[] grown = Arrays.copyOf(chunks, Math.max(chunks.length, number + 1));
                grown[number] = chunk;
                return new Index(null, grown);
            }
            int length = Math.max(number, numbers.length == 0 ? 0 : numbers[numbers.length - 1]) + 1;
            return length <= FREE + SPREAD * (numbers.length + 1)
                    ? dense(length).with(number, chunk)
                    : sparse(numbers, number, chunk);
        }

        private Index sparse(int[] before, int number, Chunk chunk) {
            int at = -Arrays.binarySearch(before, number) - 1;
            int[] more = new int[before.length + 1];
            @Nullable Chunk[] all = new Chunk[more.length];
            System.arraycopy(before, 0, more, 0, at);
            System.arraycopy(before, at, more, at + 1, before.length - at);
            System.arraycopy(chunks, 0, all, 0, at);
            System.arraycopy(chunks, at, all, at + 1, before.length - at);
            more[at] = number;
            all[at] = chunk;
            return new Index(more, all);
        }

        private Index dense(int length) {
            @Nullable Chunk[] all = new Chunk[length];
            for (int i = 0; numbers != null && i < numbers.length; i++) {
                all[numbers[i]] = chunks[i];
            }
            return new Index(null, all);
        }
    }

    @Nullable
    Stamped get(int ordinal) {
        Chunk chunk = find(ordinal);
        return chunk == null ? null : chunk.get(ordinal % Chunk.SLOTS);
    }

    boolean has(int ordinal) {
        Chunk chunk = find(ordinal);
        return chunk != null && chunk.has(ordinal % Chunk.SLOTS);
    }

    void forEach(PeekableIntIterator entities, Visitor visitor) {
        Index all = index;
        Taken taken = new Taken();
        while (entities.hasNext()) {
            int number = entities.peekNext() / Chunk.SLOTS;
            Chunk chunk = all.find(number);
            if (chunk == null) {
                entities.advanceIfNeeded((number + 1) * Chunk.SLOTS);
            } else {
                chunk.forEach(entities, number * Chunk.SLOTS, taken);
                taken.handOver(visitor);
            }
        }
    }

    /** True if one of some entities has a value; goes by the chunks that there are, which are few for most keys. */
    boolean isAny(PeekableIntIterator entities) {
        Index all = index;
        int[] numbers = all.numbers();
        for (int i = 0; i < all.chunks().length && entities.hasNext(); i++) {
            Chunk chunk = all.chunks()[i];
            int first = (numbers == null ? i : numbers[i]) * Chunk.SLOTS;
            if (chunk != null) {
                entities.advanceIfNeeded(first);
                if (chunk.isAny(entities, first)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Visits every entity that has the key, be it without a value. */
    void eachEntity(IntConsumer visitor) {
        Index all = index;
        int[] numbers = all.numbers();
        for (int i = 0; i < all.chunks().length; i++) {
            Chunk chunk = all.chunks()[i];
            if (chunk != null) {
                int first = (numbers == null ? i : numbers[i]) * Chunk.SLOTS;
                chunk.slots().forEach(slot -> visitor.accept(first + slot));
            }
        }
    }

    Put put(int ordinal, long ts, Value value, boolean always) {
        Chunk chunk = find(ordinal);
        Put done = chunk == null ? Put.ADDED : chunk.put(ordinal, ts, value, always, listener);
        return done == Put.ADDED ? add(ordinal, ts, value, always) : done;
    }

    private synchronized Put add(int ordinal, long ts, Value value, boolean always) {
        if (retired) {
            return Put.RETIRED;
        }
        Chunk chunk = require(ordinal);
        int slot = ordinal % Chunk.SLOTS;
        boolean isNew = chunk.add(slot);
        size += isNew ? 1 : 0;
        Put done = chunk.put(ordinal, ts, value, always, listener);
        return isNew ? Put.ADDED : done;
    }

    /** True if the entity had the key. */
    synchronized boolean remove(int ordinal) {
        Chunk chunk = find(ordinal);
        if (chunk == null || !chunk.remove(ordinal, listener)) {
            return false;
        }
        size--;
        retired = size == 0;
        return true;
    }

    boolean isRetired() {
        return retired;
    }

    long series(int ordinal) {
        Chunk chunk = find(ordinal);
        return chunk == null ? 0 : chunk.series(ordinal % Chunk.SLOTS);
    }

    synchronized Put setSeries(int ordinal, long series) {
        if (retired) {
            return Put.RETIRED;
        }
        Chunk chunk = require(ordinal);
        boolean isNew = chunk.add(ordinal % Chunk.SLOTS);
        size += isNew ? 1 : 0;
        chunk.setSeries(ordinal % Chunk.SLOTS, series);
        return isNew ? Put.ADDED : Put.SET;
    }

    private @Nullable Chunk find(int ordinal) {
        return index.find(ordinal / Chunk.SLOTS);
    }

    private Chunk require(int ordinal) {
        Chunk there = find(ordinal);
        if (there != null) {
            return there;
        }
        Chunk chunk = new Chunk();
        index = index.with(ordinal / Chunk.SLOTS, chunk);
        return chunk;
    }
}

package io.atrium.entity;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** How many keys each entity has, by ordinal. */
final class KeyCounts {

    private static final int CHUNK = 512;

    private volatile @Nullable AtomicIntegerArray[] chunks = new AtomicIntegerArray[0];

    int of(int ordinal) {
        AtomicIntegerArray chunk = find(ordinal / CHUNK);
        return chunk == null ? 0 : chunk.get(ordinal % CHUNK);
    }

    void add(int ordinal, int delta) {
        AtomicIntegerArray chunk = find(ordinal / CHUNK);
        (chunk == null ? require(ordinal / CHUNK) : chunk).addAndGet(ordinal % CHUNK, delta);
    }

    private @Nullable AtomicIntegerArray find(int index) {
        @Nullable AtomicIntegerArray[] all = chunks;
        return index < all.length ? all[index] : null;
    }

    private synchronized AtomicIntegerArray require(int index) {
        AtomicIntegerArray there = find(index);
        if (there != null) {
            return there;
        }
        @Nullable AtomicIntegerArray[] grown = Arrays.copyOf(chunks, Math.max(chunks.length, index + 1));
        AtomicIntegerArray chunk = new AtomicIntegerArray(CHUNK);
        grown[index] = chunk;
        chunks = grown;
        return chunk;
    }
}

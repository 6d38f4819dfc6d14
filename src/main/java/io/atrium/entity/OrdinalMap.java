package io.atrium.entity;

import java.util.Arrays;
import java.util.UUID;

/** Finds the ordinal of an id: open addressing over two long columns, for a fraction of a hash map's memory. */
final class OrdinalMap {

    private static final int FREE = -1;
    private static final int REMOVED = -2;

    private long[] high = new long[64];
    private long[] low = new long[64];
    private int[] ordinals = new int[64];
    private int used;
    private int size;

    OrdinalMap() {
        Arrays.fill(ordinals, FREE);
    }

    /** The ordinal, or -1 if the id is unknown. */
    int get(UUID id) {
        int slot = slot(id);
        return ordinals[slot] >= 0 ? ordinals[slot] : -1;
    }

    void put(UUID id, int ordinal) {
        int slot = slot(id);
        if (ordinals[slot] < 0) {
            size++;
            used++;
        }
        high[slot] = id.getMostSignificantBits();
        low[slot] = id.getLeastSignificantBits();
        ordinals[slot] = ordinal;
        if (used * 10L > ordinals.length * 6L) {
            grow();
        }
    }

    void remove(UUID id) {
        int slot = slot(id);
        if (ordinals[slot] >= 0) {
            ordinals[slot] = REMOVED;
            size--;
        }
    }

    int size() {
        return size;
    }

    private int slot(UUID id) {
        long h = id.getMostSignificantBits();
        long l = id.getLeastSignificantBits();
        int mask = ordinals.length - 1;
        long mixed = (h ^ l * 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
        int slot = (int) (mixed >>> 32) & mask;
        while (ordinals[slot] != FREE) {
            if (ordinals[slot] >= 0 && high[slot] == h && low[slot] == l) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldOrdinals = ordinals;
        int capacity = Math.max(64, Integer.highestOneBit(Math.max(size, 32)) * 4);
        high = new long[capacity];
        low = new long[capacity];
        ordinals = new int[capacity];
        Arrays.fill(ordinals, FREE);
        used = 0;
        size = 0;
        for (int i = 0; i < oldOrdinals.length; i++) {
            if (oldOrdinals[i] >= 0) {
                put(new UUID(oldHigh[i], oldLow[i]), oldOrdinals[i]);
            }
        }
    }
}

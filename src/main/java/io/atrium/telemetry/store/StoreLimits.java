package io.atrium.telemetry.store;

/**
 * The bounds of the store.
 *
 * @param maxQueuedPoints most points that wait to be written; also the most of one call
 * @param cacheBytes block cache and memtables together
 * @param writeBufferBytes the part of these that memtables may take
 * @param latestTimesBytes most of the heap for the newest times of series, which are read again when they are needed
 */
public record StoreLimits(int maxQueuedPoints, long cacheBytes, long writeBufferBytes, long latestTimesBytes) {

    private static final int PART_OF_HEAP = 16;

    /** With a sixteenth of the heap for newest times. */
    public StoreLimits(int maxQueuedPoints, long cacheBytes, long writeBufferBytes) {
        this(maxQueuedPoints, cacheBytes, writeBufferBytes, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    public static final StoreLimits DEFAULT = new StoreLimits(200_000, 64L << 20, 32L << 20);
}

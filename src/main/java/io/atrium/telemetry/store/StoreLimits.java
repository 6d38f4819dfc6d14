package io.atrium.telemetry.store;

/**
 * The bounds of the store.
 *
 * @param maxQueuedPoints most points that wait to be written; also the most of one call
 * @param cacheBytes block cache and memtables together
 * @param writeBufferBytes the part of these that memtables may take
 */
public record StoreLimits(int maxQueuedPoints, long cacheBytes, long writeBufferBytes) {

    public static final StoreLimits DEFAULT = new StoreLimits(200_000, 64L << 20, 32L << 20);
}

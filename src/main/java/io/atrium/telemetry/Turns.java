package io.atrium.telemetry;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Lets the writers of one entity take turns, so that the order of appends is the order in which latest values change.
 * Some entities share a turn. Nobody who holds a turn waits for a directory's change, and nobody who reads a directory
 * may wait for a turn.
 */
final class Turns {

    private static final int STRIPES = 1024;

    private final List<ReentrantLock> locks =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toList();

    ReentrantLock of(UUID entity) {
        int hash = entity.hashCode();
        return locks.get((hash ^ hash >>> 16) & STRIPES - 1);
    }
}

package io.atrium.live;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Entities whose values made of many points are to be worked out again. That reads whole windows, so it is done less
 * often than single values are told, and for a part of the time only. Belongs to the session's lane.
 */
final class OutdatedAggregates {

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The pause is this many times as long as the work before it. */
    private static final int REST_FACTOR = 4;

    private final Set<EntityRow> rows = new LinkedHashSet<>();
    private long notBefore = System.nanoTime();
    private long wakeAt;
    private boolean waking;

    void add(Collection<EntityRow> outdated) {
        rows.addAll(outdated);
    }

    /** The entities to work out now; none while the pause lasts. */
    List<EntityRow> take(long now) {
        if (rows.isEmpty() || notBefore - now > 0) {
            return List.of();
        }
        List<EntityRow> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }

    /** Notes when the work began and ended. */
    void worked(long began, long ended) {
        notBefore = Math.max(began + LEAST_PAUSE_NANOS, ended + REST_FACTOR * (ended - began));
    }

    /** Nanoseconds until somebody has to come back for entities that wait; 0 if nobody has to, or somebody will. */
    long wakeIn(long now) {
        if (waking && wakeAt - now <= 0) {
            waking = false;
        }
        if (rows.isEmpty() || waking) {
            return 0;
        }
        waking = true;
        wakeAt = Math.max(notBefore, now + 1);
        return wakeAt - now;
    }
}

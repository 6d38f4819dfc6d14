package io.atrium.live;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a subscription may send its next update; noted on any thread, kept by the session's lane. Updates leave at once
 * while they are fewer than the subscription may send. One update may come early, so that a client which is told
 * something in even steps need not wait when a step is a little short.
 */
final class Pace implements Comparable<Pace> {

    private final AtomicBoolean queued = new AtomicBoolean();

    /** The moment up to which the updates so far have used what may be sent. */
    private long usedUntil = System.nanoTime();

    /** True for the first who notes that there is something to send. */
    boolean queue() {
        return queued.compareAndSet(false, true);
    }

    /**
     * Nanoseconds until the next update may go; 0 or less for now.
     *
     * @param interval nanoseconds that each update uses
     */
    long untilNext(long now, long interval) {
        return usedUntil - interval - now;
    }

    /** The one that may send sooner comes first. */
    @Override
    public int compareTo(Pace other) {
        return Long.signum(usedUntil - other.usedUntil);
    }

    /** Begins an update: what is noted from now on is for the next one. */
    void begin(long now, long interval) {
        usedUntil = Math.max(0, usedUntil - now) + now + interval;
        queued.set(false);
    }
}

package io.atrium.live;

import java.util.concurrent.atomic.AtomicBoolean;

/** When a subscription may send its next update; noted on any thread, kept by the session's lane. */
final class Pace implements Comparable<Pace> {

    private final AtomicBoolean queued = new AtomicBoolean();
    private long next = System.nanoTime();

    /** True for the first who notes that there is something to send. */
    boolean queue() {
        return queued.compareAndSet(false, true);
    }

    /** Nanoseconds until the next update may go; 0 or less for now. */
    long untilNext(long now) {
        return next - now;
    }

    /** The one that may send sooner comes first. */
    @Override
    public int compareTo(Pace other) {
        return Long.signum(next - other.next);
    }

    /** Begins an update: what is noted from now on is for the next one. */
    void begin(long now, long interval) {
        next = now + interval;
        queued.set(false);
    }
}

package io.atrium.live;

import io.atrium.entity.AccessReviews;
import io.atrium.entity.Directory;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The sessions of one tenant, and what they watch. */
final class TenantLive {

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A round of queries that takes longer does not follow every change of access at once. */
    private static final long HEAVY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /** Queries are asked again at most this part of the time. */
    private static final int REST_FACTOR = 4;

    /** Devices come and go often in a large tenant: many changes of state are one reason to ask again. */
    private static final long STATE_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Live live;
    private final Directory directory;
    private final Watchers watchers = new Watchers();
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
    private final AccessReviews.Registration registration;
    private final AtomicBoolean requeryWanted = new AtomicBoolean();
    private final AtomicBoolean stateWanted = new AtomicBoolean();
    private volatile long lastTook;
    private volatile long notBefore = System.nanoTime();

    TenantLive(Live live, Directory directory, AccessReviews reviews) {
        this.live = live;
        this.directory = directory;
        this.registration = reviews.add(directory.tenantId(), this::review);
    }

    UUID id() {
        return directory.tenantId();
    }

    /** The directory whose ordinals the watches stand under. */
    Directory directory() {
        return directory;
    }

    Watchers watchers() {
        return watchers;
    }

    Set<LiveSession> sessions() {
        return sessions;
    }

    /** Every session drops what it has lost first; only then do any look for what they have won. */
    private void review() {
        each(LiveSession::review, () -> {
            long pause = lastTook > HEAVY_NANOS ? Math.min(notBefore - System.nanoTime(), LONGEST_PAUSE_NANOS) : 0;
            live.later(this::requeryNow, pause);
        });
    }

    /** Entities may have come: dynamic queries are asked again soon, and seldom when they take long. */
    void requery() {
        if (!sessions.isEmpty() && requeryWanted.compareAndSet(false, true)) {
            live.later(this::requeryNow, notBefore - System.nanoTime());
        }
    }

    /** A device has become active or inactive: what is counted or chosen by that is asked again within about a second. */
    void stateChanged() {
        if (!sessions.isEmpty() && stateWanted.compareAndSet(false, true)) {
            live.later(
                    () -> {
                        stateWanted.set(false);
                        requery();
                    },
                    STATE_PAUSE_NANOS);
        }
    }

    private void requeryNow() {
        requeryWanted.set(false);
        long began = System.nanoTime();
        notBefore = began + LEAST_PAUSE_NANOS;
        each(LiveSession::requery, () -> {
            long took = System.nanoTime() - began;
            lastTook = took;
            notBefore = System.nanoTime() + Math.max(LEAST_PAUSE_NANOS, REST_FACTOR * took);
        });
    }

    /** Something that a session does on its own lane. */
    @FunctionalInterface
    private interface Step {
        void run(LiveSession session, Runnable done);
    }

    private void each(Step step, Runnable afterAll) {
        List<LiveSession> all = List.copyOf(sessions);
        AtomicInteger left = new AtomicInteger(all.size() + 1);
        Runnable done = () -> {
            if (left.decrementAndGet() == 0) {
                afterAll.run();
            }
        };
        all.forEach(session -> step.run(session, done));
        done.run();
    }

    /** Ends all sessions. */
    void close(CloseCode code, String reason) {
        registration.close();
        sessions.forEach(session -> session.end(code, reason));
    }
}

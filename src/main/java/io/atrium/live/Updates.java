package io.atrium.live;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends what the subscriptions of one client have to tell, each at its pace, and only as fast as the client takes it.
 * Noted on any thread, sent on the session's lane.
 */
final class Updates {

    private final LiveSession session;
    private final Lane lane;
    private final Outlet outlet;
    private final Subscriptions subscriptions;
    private final Queue<Subscription> due = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Subscription> waiting =
            new PriorityQueue<>((one, two) -> one.pace().compareTo(two.pace()));
    private final AtomicBoolean flushWanted = new AtomicBoolean();
    private UpdateRate rate = UpdateRate.of("");
    private boolean toldLate;

    /** True while a look at {@link #wakeAt} is to come. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private long wakeAt;
    /** Since when something waits for the client; 0 while nothing does. */
    private volatile long stalledSince;

    Updates(LiveSession session, Lane lane, Outlet outlet, Subscriptions subscriptions) {
        this.session = session;
        this.lane = lane;
        this.outlet = outlet;
        this.subscriptions = subscriptions;
    }

    void limit(UpdateRate newRate) {
        rate = newRate;
    }

    /** Notes that a subscription has something to send. */
    void due(Subscription subscription) {
        if (subscription.pace().queue()) {
            due.add(subscription);
            want();
        }
    }

    /** Asks for a look at what is due. */
    void want() {
        if (flushWanted.compareAndSet(false, true)) {
            lane.run(this::flush);
        }
    }

    private void flush() {
        flushWanted.set(false);
        if (!session.mayUpdate()) {
            return;
        }
        for (Subscription next = due.poll(); next != null; next = due.poll()) {
            waiting.add(next);
        }
        long now = System.nanoTime();
        long wait = sendDue(now, session.live().config().updateNanos());
        if (outlet.isFull() && !waiting.isEmpty()) {
            stall();
        } else if (!waiting.isEmpty()) {
            wakeIn(wait, now);
        }
    }

    /** Has a look at what is due after a while, unless one comes sooner anyway. */
    private void wakeIn(long wait, long now) {
        if (woken.get() && wakeAt - now <= wait) {
            return;
        }
        wakeAt = now + wait;
        woken.set(true);
        session.live()
                .later(
                        () -> {
                            woken.set(false);
                            want();
                        },
                        wait);
    }

    /** Sends what may go now; nanoseconds until the next may. */
    private long sendDue(long now, long interval) {
        for (Subscription next = waiting.peek(); next != null; next = waiting.peek()) {
            long wait = outlet.isFull() ? interval : next.pace().untilNext(now, interval);
            if (wait > 0) {
                return wait;
            }
            waiting.remove();
            if (!subscriptions.holds(next)) {
                continue;
            }
            long late = late(next);
            if (late > 0) {
                waiting.add(next);
                return late;
            }
            next.pace().begin(now, interval);
            Subscription sending = next;
            subscriptions.guarded(sending, sending::flush);
        }
        return 0;
    }

    /** Nanoseconds that the tenant's rate makes an update wait; the client is told once. */
    private long late(Subscription next) {
        long wait = rate.take();
        if (wait > 0 && !toldLate) {
            next.fault(Frames.TOO_MANY_UPDATES, LiveSession.TOO_MANY_UPDATES);
        }
        toldLate = wait > 0;
        return wait;
    }

    // ---- slow clients ------------------------------------------------------------------------------------------

    /** Something waits for the client. */
    void stall() {
        if (stalledSince == 0) {
            stalledSince = System.nanoTime() | 1;
        }
        if (!outlet.isFull()) {
            session.drained();
        }
    }

    /** The client takes frames again. */
    void flows() {
        stalledSince = 0;
    }

    /** How long something has been waiting for the client. */
    long stalledNanos() {
        long since = stalledSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }
}

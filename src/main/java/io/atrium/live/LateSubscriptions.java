package io.atrium.live;

import io.atrium.base.Problem;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Subscriptions whose data could not be read because too much else was going on. Each is told once that it is late; its data
 * comes afresh as soon as there is room, and if there is none for long it ends with the reason. Belongs to the session's
 * lane.
 */
final class LateSubscriptions {

    /** With pauses of 1, 2, 4, 8 and 16 seconds. */
    private static final int MOST_TRIES = 5;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveSession session;
    private final Map<Subscription, Late> late = new IdentityHashMap<>();

    private static final class Late {
        private int tries;
        private boolean waits;
    }

    LateSubscriptions(LiveSession session) {
        this.session = session;
    }

    /** Takes a subscription that met a refusal, and has it try again; false if the refusal is for good. */
    boolean takes(Subscription subscription, Problem problem) {
        boolean passes = problem.kind() == Problem.Kind.TOO_MANY_REQUESTS || problem.kind() == Problem.Kind.UNAVAILABLE;
        if (!passes) {
            return false;
        }
        Late state = late.computeIfAbsent(subscription, s -> new Late());
        if (state.waits) {
            return true;
        }
        if (state.tries == MOST_TRIES) {
            return false;
        }
        if (state.tries == 0) {
            subscription.fault(Frames.TOO_MANY_UPDATES, problem.publicMessage());
        }
        state.waits = true;
        session.resumeIn(subscription, FIRST_PAUSE_NANOS << state.tries++);
        return true;
    }

    /** The next try begins. */
    void begin(Subscription subscription) {
        Late state = late.get(subscription);
        if (state != null) {
            state.waits = false;
        }
    }

    void forget(Subscription subscription) {
        late.remove(subscription);
    }
}

package io.atrium.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What lies in the sockets of one event loop because nobody reads it. There is only so much of it: with more, the client that
 * has taken nothing for longest loses its connection, and so does everyone who takes nothing for a certain time. Touched
 * by its event loop only.
 */
final class Unread {

    private final long most;
    private final long mostWaiting;
    private final long stallNanos;
    /** The one whose client has taken nothing for longest comes first. */
    private final Set<Flow> stuck = new LinkedHashSet<>();

    private long bytes;
    private long waiting;

    /**
     * Nothing yet.
     *
     * @param most bytes of all sockets
     * @param mostWaiting bytes of all requests that wait for the answers to others of the same connection
     */
    Unread(long most, long mostWaiting, Duration stall) {
        this.most = most;
        this.mostWaiting = mostWaiting;
        this.stallNanos = stall.toNanos();
    }

    /** Looks at one connection: after something was written to it, and every now and then. */
    void judge(Flow flow, long now) {
        long pending = flow.pending();
        if (pending == 0) {
            gone(flow);
            return;
        }
        bytes += pending - flow.counted;
        flow.counted = pending;
        if (flow.hasMoved() || !stuck.contains(flow)) {
            flow.since = now;
            stuck.remove(flow);
            stuck.add(flow);
        }
        if (bytes > most) {
            makeRoom(now);
        }
    }

    private void makeRoom(long now) {
        List<Flow> eldest = new ArrayList<>(stuck);
        for (Flow flow : eldest) {
            if (bytes <= most) {
                return;
            }
            long pending = flow.pending();
            bytes += pending - flow.counted;
            flow.counted = pending;
            if (flow.hasMoved()) {
                flow.since = now;
                stuck.remove(flow);
                stuck.add(flow);
            } else {
                cut(flow);
            }
        }
    }

    /** Cuts off all who have taken nothing for so long of what they were sent. */
    void end(long now, Duration patience) {
        for (Flow flow : List.copyOf(stuck)) {
            judge(flow, now);
            if (stuck.contains(flow) && now - flow.since >= patience.toNanos()) {
                cut(flow);
            }
        }
    }

    private void cut(Flow flow) {
        gone(flow);
        flow.cut();
    }

    /** Nothing waits for this client any more, or it is no more. */
    void gone(Flow flow) {
        if (stuck.remove(flow)) {
            bytes -= flow.counted;
            flow.counted = 0;
        }
    }

    /** Counts requests that wait behind others, or fewer if negative; false if there are too many. */
    boolean queue(long weight) {
        waiting += weight;
        return waiting <= mostWaiting;
    }

    /** Cuts off who has not moved for too long. */
    void look(long now) {
        for (Flow flow : List.copyOf(stuck)) {
            judge(flow, now);
            if (!flow.isUpgraded() && stuck.contains(flow) && now - flow.since > stallNanos) {
                cut(flow);
            }
        }
    }

    long bytes() {
        return bytes;
    }

    long queued() {
        return waiting;
    }
}

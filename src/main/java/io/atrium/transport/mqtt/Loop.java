package io.atrium.transport.mqtt;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What the connections of one event loop share. The store acknowledges a group of messages at a time; the group comes
 * back to the event loop as one task, and each client gets its acknowledgements in one packet.
 */
final class Loop {

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final long MAX_CHECK_MILLIS = 3_000;
    private static final int PART_UNSENT = 2;

    private final EventLoop executor;
    private final long maxPendingBytes;
    private final Queue<Ack> settled = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isWoken = new AtomicBoolean();

    // Touched by the event loop only.
    private final List<Connection> answered = new ArrayList<>();
    private final Set<Connection> connections = new HashSet<>();
    private final Queue<Connection> held = new ArrayDeque<>();
    private final Unsent unsent;
    private long pendingBytes;

    /**
     * Starts to look for connections that do not get as far as a CONNECT, or do not move.
     *
     * @param maxPendingBytes the share of this event loop in all that may wait for the store
     * @param shortest the shortest of the times that connections are given
     */
    Loop(EventLoop executor, long maxPendingBytes, Duration shortest) {
        this.executor = executor;
        this.maxPendingBytes = maxPendingBytes;
        this.unsent = new Unsent(maxPendingBytes / PART_UNSENT);
        long checkMillis = Math.max(1, Math.min(MAX_CHECK_MILLIS, shortest.toMillis() / 4));
        var unused = executor.scheduleWithFixedDelay(this::check, checkMillis, checkMillis, TimeUnit.MILLISECONDS);
    }

    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; its connections are gone", e);
        }
    }

    void opened(Connection connection) {
        connections.add(connection);
    }

    void closed(Connection connection) {
        connections.remove(connection);
        unsent.gone(connection);
        held.remove(connection);
    }

    private void check() {
        long now = System.nanoTime();
        List.copyOf(connections).forEach(connection -> {
            connection.check(now);
            unsent.judge(connection);
        });
    }

    /** Something was sent to the client. */
    void sent(Connection connection) {
        unsent.judge(connection);
    }

    /** Cuts off who does not take the last packet. */
    void cutDeaf() {
        List.copyOf(connections).forEach(Connection::cutIfDeaf);
    }

    /** Ends every connection, each when its last message is acknowledged. */
    void stop() {
        List.copyOf(connections).forEach(Connection::stop);
    }

    // ---- acknowledgements --------------------------------------------------------------------------------------

    /** Called by any thread. */
    void settle(Ack ack) {
        settled.add(ack);
        if (isWoken.compareAndSet(false, true)) {
            execute(this::answer);
        }
    }

    private void answer() {
        isWoken.set(false);
        for (Ack ack = settled.poll(); ack != null; ack = settled.poll()) {
            ack.isSettled = true;
            if (ack.connection.replies().touch()) {
                answered.add(ack.connection);
            }
        }
        for (Connection connection : answered) {
            connection.replies().answer();
        }
        answered.clear();
        release();
    }

    // ---- back-pressure -----------------------------------------------------------------------------------------

    /** Counts bytes that wait for the store; true if there are too many. */
    boolean pend(int bytes) {
        pendingBytes += bytes;
        return pendingBytes > maxPendingBytes;
    }

    void done(int bytes) {
        pendingBytes -= bytes;
    }

    /** The connection is not read until less waits for the store. */
    void hold(Connection connection) {
        held.add(connection);
    }

    private void release() {
        while (!held.isEmpty() && pendingBytes <= maxPendingBytes / 2) {
            held.remove().replies().resume();
        }
    }
}

package io.atrium.command;

import io.atrium.base.Problem;
import io.atrium.entity.FairShare;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The commands of one device: those that wait until it listens, and those that it was sent. Guarded by itself. */
final class Mailbox {

    final UUID tenantId;
    final UUID deviceId;
    /** Commands that somebody waits for; half of them are the owner's. */
    final FairShare waitedFor = new FairShare(Commands.OWN);

    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Map<Integer, Pending> sent = new HashMap<>();
    private int nextId;

    Mailbox(UUID tenantId, UUID deviceId) {
        this.tenantId = tenantId;
        this.deviceId = deviceId;
    }

    synchronized int nextId() {
        return nextId++;
    }

    synchronized int size() {
        return waiting.size() + sent.size();
    }

    /** Commands with a row that the device was sent. */
    synchronized long persistent() {
        return sent.values().stream().filter(pending -> pending.row != null).count();
    }

    /** Sends a command behind those that wait already; one that cannot be sent now waits. */
    synchronized void add(Pending pending, Commands.Outlet outlet, long now) {
        waiting.add(pending);
        flush(outlet, now);
    }

    /** Sends what waits, in order, as far as the device takes it. */
    synchronized void flush(Commands.Outlet outlet, long now) {
        while (!waiting.isEmpty()) {
            Pending next = waiting.removeFirst();
            if (!next.mayGo()) {
                next.outcome.completeExceptionally(Problem.notFound());
                continue;
            }
            if (!send(next, outlet, now)) {
                waiting.addFirst(next);
                return;
            }
            if (waiting.peekFirst() == next) {
                // The device's link gave it back at once, and would again.
                return;
            }
        }
    }

    /** Sends one command past the queue; false if the device does not listen. */
    synchronized boolean send(Pending pending, Commands.Outlet outlet, long now) {
        long before = pending.sentAt;
        pending.sentAt = now;
        pending.delivered = false;
        // Before it is sent: the answer may come while it is.
        sent.put(pending.command.id(), pending);
        if (outlet.send(pending.command)) {
            return true;
        }
        sent.remove(pending.command.id(), pending);
        pending.sentAt = before;
        return false;
    }

    /** Notes that the device has a command; a one-way command is over by that. */
    synchronized Optional<Pending> delivered(int id) {
        Pending pending = sent.get(id);
        if (pending == null || pending.delivered) {
            return Optional.empty();
        }
        pending.delivered = true;
        if (pending.command.oneway()) {
            sent.remove(id);
        }
        return Optional.of(pending);
    }

    /** Takes back a command that the device did not get. */
    synchronized Optional<Pending> undelivered(int id) {
        Pending pending = sent.get(id);
        if (pending == null || pending.delivered) {
            return Optional.empty();
        }
        sent.remove(id);
        if (pending.row == null) {
            waiting.addFirst(pending);
        }
        return Optional.of(pending);
    }

    synchronized Optional<Pending> replied(int id) {
        Pending pending = sent.get(id);
        if (pending == null || pending.command.oneway()) {
            return Optional.empty();
        }
        return Optional.ofNullable(sent.remove(id));
    }

    /** Takes out the commands that a condition holds for. */
    synchronized List<Pending> takeIf(Predicate<Pending> condition) {
        List<Pending> taken = new ArrayList<>();
        take(waiting.iterator(), condition, taken);
        take(sent.values().iterator(), condition, taken);
        return taken;
    }

    private static void take(Iterator<Pending> from, Predicate<Pending> condition, List<Pending> taken) {
        while (from.hasNext()) {
            Pending pending = from.next();
            if (condition.test(pending)) {
                from.remove();
                taken.add(pending);
            }
        }
    }
}

package io.atrium.entity;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose long read is worked on now, where there are fewer turns than reads. All tenants share fewer than there are
 * processors, so that one is left to everything else; the sides of a tenant share its places. Who waits is served one
 * after the other, whoever has more reads waiting.
 */
final class Turns {

    /** How a wish for a turn ended. */
    enum Answer {
        TAKEN,
        /** The thread has one already, of a read around this one; that one gives it back. */
        HELD,
        /** Too long a wait. */
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Thread> holders = new HashSet<>();
    private final Map<UUID, ArrayDeque<Waiter>> waiting = new LinkedHashMap<>();
    private int free;

    private static final class Waiter {
        private final Thread thread = Thread.currentThread();
        private final Condition ready;
        private boolean called;

        Waiter(Condition ready) {
            this.ready = ready;
        }
    }

    Turns(int most) {
        this.free = most;
    }

    /** Waits for a turn of a tenant or side; a virtual thread leaves its carrier to others meanwhile. */
    Answer take(UUID who, long patienceNanos) throws InterruptedException {
        lock.lock();
        try {
            if (holders.contains(Thread.currentThread())) {
                return Answer.HELD;
            }
            if (free > 0) {
                free--;
                holders.add(Thread.currentThread());
                return Answer.TAKEN;
            }
            return await(who, patienceNanos);
        } finally {
            lock.unlock();
        }
    }

    private Answer await(UUID who, long patienceNanos) throws InterruptedException {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.computeIfAbsent(who, t -> new ArrayDeque<>()).add(waiter);
        boolean isInterrupted = true;
        try {
            long left = patienceNanos;
            while (!waiter.called && left > 0) {
                left = waiter.ready.awaitNanos(left);
            }
            isInterrupted = false;
        } finally {
            if (!waiter.called) {
                leave(who, waiter);
            } else if (isInterrupted) {
                pass();
            }
        }
        return waiter.called ? Answer.TAKEN : Answer.REFUSED;
    }

    private void leave(UUID who, Waiter waiter) {
        ArrayDeque<Waiter> ofOne = waiting.get(who);
        if (ofOne != null && ofOne.remove(waiter) && ofOne.isEmpty()) {
            waiting.remove(who);
        }
    }

    /** Gives the thread's turn to who waits longest, or keeps it for the next who asks. */
    void give() {
        lock.lock();
        try {
            pass();
        } finally {
            lock.unlock();
        }
    }

    private void pass() {
        holders.remove(Thread.currentThread());
        var first = waiting.entrySet().iterator();
        if (!first.hasNext()) {
            free++;
            return;
        }
        Map.Entry<UUID, ArrayDeque<Waiter>> next = first.next();
        UUID who = next.getKey();
        ArrayDeque<Waiter> ofOne = next.getValue();
        first.remove();
        Waiter waiter = ofOne.remove();
        if (!ofOne.isEmpty()) {
            // Behind all others that wait.
            waiting.put(who, ofOne);
        }
        waiter.called = true;
        holders.add(waiter.thread);
        waiter.ready.signal();
    }

    /** How many wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.values().stream().mapToInt(ArrayDeque::size).sum();
        } finally {
            lock.unlock();
        }
    }
}

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
 * Whose slice of a long read is worked on now. There are fewer turns than processors, so that all tenants' long reads
 * together leave one to everything else. Tenants that wait are served one after the other, whoever has more reads waiting.
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

    /** Waits for a turn of the tenant; a virtual thread leaves its carrier to others meanwhile. */
    Answer take(UUID tenant, long patienceNanos) throws InterruptedException {
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
            return await(tenant, patienceNanos);
        } finally {
            lock.unlock();
        }
    }

    private Answer await(UUID tenant, long patienceNanos) throws InterruptedException {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(waiter);
        boolean isInterrupted = true;
        try {
            long left = patienceNanos;
            while (!waiter.called && left > 0) {
                left = waiter.ready.awaitNanos(left);
            }
            isInterrupted = false;
        } finally {
            if (!waiter.called) {
                leave(tenant, waiter);
            } else if (isInterrupted) {
                pass();
            }
        }
        return waiter.called ? Answer.TAKEN : Answer.REFUSED;
    }

    private void leave(UUID tenant, Waiter waiter) {
        ArrayDeque<Waiter> ofTenant = waiting.get(tenant);
        if (ofTenant != null && ofTenant.remove(waiter) && ofTenant.isEmpty()) {
            waiting.remove(tenant);
        }
    }

    /** Gives the thread's turn to the tenant that waits longest, or keeps it for the next who asks. */
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
        UUID tenant = next.getKey();
        ArrayDeque<Waiter> ofTenant = next.getValue();
        first.remove();
        Waiter waiter = ofTenant.remove();
        if (!ofTenant.isEmpty()) {
            // Behind all others that wait.
            waiting.put(tenant, ofTenant);
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

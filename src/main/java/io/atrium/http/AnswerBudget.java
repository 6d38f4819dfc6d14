package io.atrium.http;

import io.atrium.base.AddressBlock;
import io.atrium.base.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The memory of long answers that their readers have not taken yet. Callers who are not known share a small part, and nobody
 * gets more than half. Who finds no room takes that of the reader who has taken nothing for longest: slow readers keep
 * nobody out. If all read on, the caller is refused and may come again.
 */
public final class AnswerBudget {

    private static final String LIMIT = "the limit is ATRIUM_HTTP_ANSWER_BUDGET";
    private static final int PART_OF_HEAP = 4;
    private static final int PART_OF_STRANGERS = 8;
    private static final int PART_OF_ONE = 2;
    /** Who takes nothing for so long makes room for others. */
    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Pool known;
    private final Pool strangers;

    /** @param bytes for callers who are known; strangers get an eighth of it on top */
    public AnswerBudget(long bytes) {
        this(bytes, System::nanoTime);
    }

    AnswerBudget(long bytes, LongSupplier nanos) {
        this.known = new Pool(bytes, nanos);
        this.strangers = new Pool(bytes / PART_OF_STRANGERS, nanos);
    }

    /** As the operator set it, or a quarter of the heap. */
    static long bytes(EdgeConfig config) {
        return config.answerBudget() == null
                ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP
                : config.answerBudget().count();
    }

    /** As the operator set it, or a quarter of the heap. */
    public static AnswerBudget of(EdgeConfig config) {
        return new AnswerBudget(bytes(config));
    }

    /** The part of one caller who has proved who he is. */
    public Share known(Object caller) {
        return new Share(known, caller);
    }

    /** The part of all callers from one address who have proved nothing. */
    public Share stranger(String address) {
        return new Share(strangers, AddressBlock.of(address));
    }

    /** Bytes that are taken at the moment. */
    public long taken() {
        return known.taken() + strangers.taken();
    }

    /** What one caller may take. */
    public record Share(Pool pool, Object holder) {

        /**
         * Takes the memory of one answer.
         *
         * @param cut ends the answer if its reader has to make room
         * @throws Problem 400 if nobody ever gets so much, 429 if this caller has too much already, 503 if all have
         */
        public Lease take(long bytes, Runnable cut) {
            return pool.take(holder, bytes, cut);
        }
    }

    /** The memory of one answer, until it is read. */
    public static final class Lease implements AutoCloseable {
        private final Pool pool;
        private final Object holder;
        private final long bytes;
        private final Runnable cut;
        private long since;

        private Lease(Pool pool, Object holder, long bytes, Runnable cut) {
            this.pool = pool;
            this.holder = holder;
            this.bytes = bytes;
            this.cut = cut;
        }

        /** The reader has taken a piece. */
        void moved() {
            pool.moved(this);
        }

        /** The answer is read or given up; may be called again. */
        @Override
        public void close() {
            pool.give(this);
        }
    }

    /** One part of the budget. */
    static final class Pool {
        private final long most;
        private final long mostOfOne;
        private final LongSupplier nanos;
        /** The one whose reader has taken nothing for longest comes first. */
        private final Set<Lease> leases = new LinkedHashSet<>();

        private final Map<Object, Long> byHolder = new HashMap<>();
        private long taken;

        Pool(long most, LongSupplier nanos) {
            this.most = most;
            this.mostOfOne = most / PART_OF_ONE;
            this.nanos = nanos;
        }

        synchronized long taken() {
            return taken;
        }

        Lease take(Object holder, long bytes, Runnable cut) {
            if (bytes > mostOfOne) {
                throw Problem.badRequest("The answer would be " + bytes + " bytes, more than one caller gets; ask for"
                        + " less; " + LIMIT);
            }
            Lease lease = new Lease(this, holder, bytes, cut);
            List<Lease> slow = new ArrayList<>();
            try {
                enter(lease, slow);
            } finally {
                slow.forEach(gone -> gone.cut.run());
            }
            return lease;
        }

        private synchronized void enter(Lease lease, List<Lease> slow) {
            lease.since = nanos.getAsLong();
            long own = byHolder.getOrDefault(lease.holder, 0L) + lease.bytes - mostOfOne;
            if (own > 0 && !makeRoom(own, lease, true, slow)) {
                throw Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "Too many of your answers wait to be read; " + LIMIT);
            }
            long all = taken + lease.bytes - most;
            if (all > 0 && !makeRoom(all, lease, false, slow)) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "Too many answers wait to be read; try again; " + LIMIT);
            }
            leases.add(lease);
            taken += lease.bytes;
            byHolder.merge(lease.holder, lease.bytes, Long::sum);
        }

        private boolean makeRoom(long bytes, Lease wanted, boolean ofSameHolder, List<Lease> slow) {
            long found = 0;
            List<Lease> victims = new ArrayList<>();
            Iterator<Lease> eldest = leases.iterator();
            while (found < bytes && eldest.hasNext()) {
                Lease lease = eldest.next();
                if (wanted.since - lease.since < SLOW_NANOS) {
                    break;
                }
                if (!ofSameHolder || lease.holder.equals(wanted.holder)) {
                    victims.add(lease);
                    found += lease.bytes;
                }
            }
            if (found < bytes) {
                return false;
            }
            victims.forEach(this::give);
            slow.addAll(victims);
            return true;
        }

        private synchronized void moved(Lease lease) {
            if (leases.remove(lease)) {
                lease.since = nanos.getAsLong();
                leases.add(lease);
            }
        }

        private synchronized void give(Lease lease) {
            if (leases.remove(lease)) {
                taken -= lease.bytes;
                byHolder.computeIfPresent(lease.holder, (key, had) -> had <= lease.bytes ? null : had - lease.bytes);
            }
        }
    }
}

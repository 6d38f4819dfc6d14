package io.atrium.http;

import io.atrium.base.AddressBlock;
import io.atrium.base.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of requests may take: of all that are under way, from their first byte to their answer, and of what
 * is made of them. Callers who are not known yet share a small part, so that they cannot starve those who are. Nobody
 * waits for room; who finds none is refused and may come again.
 */
public final class BodyBudget {

    private static final String LIMIT = "the limit is ATRIUM_HTTP_BODY_BUDGET";
    private static final int PART_OF_HEAP = 4;
    private static final int PART_OF_STRANGERS = 8;
    private static final int PART_OF_ONE = 2;

    private final Pool known;
    private final Pool strangers;

    /** @param bytes for callers who are known; strangers get an eighth of it on top */
    public BodyBudget(long bytes) {
        this.known = new Pool(bytes);
        this.strangers = new Pool(bytes / PART_OF_STRANGERS);
    }

    /** As the operator set it, or a quarter of the heap. */
    public static BodyBudget of(EdgeConfig config) {
        return new BodyBudget(
                config.bodyBudget() == null
                        ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP
                        : config.bodyBudget().count());
    }

    /** The part of one caller who has proved who he is: a user or a device. */
    public Share known(Object caller) {
        return new Share(known, caller);
    }

    /** The part of all callers from one address who have proved nothing. */
    public Share stranger(String address) {
        return new Share(strangers, AddressBlock.of(address));
    }

    /** Bytes that are taken at the moment. */
    public long taken() {
        return known.taken.get() + strangers.taken.get();
    }

    private static final class Pool {
        final long most;
        final long mostOfOne;
        final AtomicLong taken = new AtomicLong();
        final Map<Object, Long> byHolder = new ConcurrentHashMap<>();

        Pool(long most) {
            this.most = most;
            this.mostOfOne = most / PART_OF_ONE;
        }
    }

    /** What one caller may take. */
    public static final class Share {
        private final Pool pool;
        private final Object holder;

        private Share(Pool pool, Object holder) {
            this.pool = pool;
            this.holder = holder;
        }

        /**
         * Takes more memory for a body.
         *
         * @param before what was taken for the same body
         * @throws Problem 413 if no caller ever gets so much, 429 if this one has too much already, 503 if all have
         */
        public void take(long bytes, long before) {
            if (before + bytes > pool.mostOfOne) {
                throw Problem.of(
                        Problem.Kind.TOO_LARGE,
                        "The body needs " + (before + bytes) + " bytes of memory, more than one caller gets; " + LIMIT);
            }
            if (pool.taken.addAndGet(bytes) > pool.most) {
                pool.taken.addAndGet(-bytes);
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE, "Too many bodies of requests are under way; try again; " + LIMIT);
            }
            boolean[] full = new boolean[1];
            pool.byHolder.compute(holder, (key, had) -> {
                long after = (had == null ? 0 : had) + bytes;
                full[0] = after > pool.mostOfOne;
                return full[0] ? had : Long.valueOf(after);
            });
            if (full[0]) {
                pool.taken.addAndGet(-bytes);
                throw Problem.of(
                        Problem.Kind.TOO_MANY_REQUESTS, "Too many of your bodies are under way; try again; " + LIMIT);
            }
        }

        /** Gives back what was taken. */
        public void give(long bytes) {
            if (bytes > 0) {
                pool.taken.addAndGet(-bytes);
                pool.byHolder.computeIfPresent(holder, (key, had) -> had <= bytes ? null : had - bytes);
            }
        }
    }
}

package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that answers take while they are made. One tenant gets half of it at most, so that its reads cannot keep
 * others from theirs. Nobody waits for room while he holds some: who finds none is refused and may come again.
 */
final class ReadMemory {

    private static final int PART_OF_ONE = 2;

    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final Map<UUID, Long> byTenant = new ConcurrentHashMap<>();

    ReadMemory(long bytes) {
        this.most = bytes;
    }

    void take(UUID tenant, long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many big answers are being made; try again, or ask for less at a time; the limit is"
                            + " ATRIUM_READ_BUDGET");
        }
        boolean[] full = new boolean[1];
        byTenant.compute(tenant, (id, had) -> {
            long after = (had == null ? 0 : had) + bytes;
            full[0] = after > most / PART_OF_ONE;
            return full[0] ? had : Long.valueOf(after);
        });
        if (full[0]) {
            taken.addAndGet(-bytes);
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many big answers at once; try again, or ask for less at a time; a tenant gets half of"
                            + " ATRIUM_READ_BUDGET");
        }
    }

    void give(UUID tenant, long bytes) {
        if (bytes > 0) {
            taken.addAndGet(-bytes);
            byTenant.computeIfPresent(tenant, (id, had) -> had <= bytes ? null : had - bytes);
        }
    }

    /** Bytes that are taken at the moment. */
    long taken() {
        return taken.get();
    }
}

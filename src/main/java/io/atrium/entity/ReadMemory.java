package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that answers take while they are made. One tenant gets half of it at most, so that its reads cannot keep
 * others from theirs, and each side a part of that. Nobody waits for room while he holds some: who finds none is refused
 * and may come again.
 */
final class ReadMemory {

    private static final int PART_OF_ONE = 2;

    private static final FairShare NOBODY = new FairShare();

    private final long most;
    private final AtomicLong taken = new AtomicLong();
    private final Map<UUID, FairShare> byTenant = new ConcurrentHashMap<>();

    ReadMemory(long bytes) {
        this.most = bytes;
    }

    /** The most that somebody may take at once, if nobody else has taken anything. */
    long mostOf(Claimant who) {
        return NOBODY.mostOf(who, most / PART_OF_ONE);
    }

    void take(UUID tenant, Claimant who, long bytes) {
        if (bytes > mostOf(who)) {
            throw Problem.badRequest("The answer takes " + bytes + " bytes while it is read, and its reader's part of"
                    + " ATRIUM_READ_BUDGET is " + mostOf(who) + "; ask for less at a time");
        }
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many big answers are being made; try again, or ask for less at a time; the limit is"
                            + " ATRIUM_READ_BUDGET");
        }
        boolean[] full = new boolean[1];
        byTenant.compute(tenant, (id, known) -> {
            FairShare share = known == null ? new FairShare() : known;
            full[0] = !share.take(who, bytes, most / PART_OF_ONE);
            return share.taken() == 0 ? null : share;
        });
        if (full[0]) {
            taken.addAndGet(-bytes);
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many big answers at once; try again, or ask for less at a time; a tenant gets half of"
                            + " ATRIUM_READ_BUDGET, each of its customers half of what the other customers leave of three"
                            + " quarters of that, and who reads slowly half of what is left of his side's part");
        }
    }

    void give(UUID tenant, Claimant who, long bytes) {
        if (bytes > 0) {
            taken.addAndGet(-bytes);
            byTenant.computeIfPresent(tenant, (id, share) -> {
                share.give(who, bytes);
                return share.taken() == 0 ? null : share;
            });
        }
    }

    /** Bytes that are taken at the moment. */
    long taken() {
        return taken.get();
    }
}

package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.concurrent.atomic.LongAdder;

/** The part of the heap that the directories of all tenants may take, and the most that one of them may. */
final class HeapBudget {

    /** What the server itself needs before there is any tenant. */
    private static final long OWN = 64L << 20;

    private static final int PERCENT = 100;

    /** What was stored under a looser rule is loaded up to this part above the budget. */
    private static final int LOADED = 125;

    private static final int KEPT = 10;

    private final DirectoryConfig config;
    private final long most;
    private final LongAdder taken = new LongAdder();

    HeapBudget(DirectoryConfig config, long heap) {
        this.config = config;
        this.most = Math.max(heap / 4, heap - OWN) / PERCENT * config.heapShare();
    }

    static HeapBudget unlimited() {
        return new HeapBudget(new DirectoryConfig(PERCENT, PERCENT), Long.MAX_VALUE / PERCENT);
    }

    void add(long bytes) {
        taken.add(bytes);
    }

    long most() {
        return most;
    }

    boolean hasRoom(long ofTenant, long more) {
        return taken.sum() + more <= most && ofTenant + more <= mostOfTenant();
    }

    boolean isTaken(int percent) {
        return taken.sum() > most / PERCENT * percent;
    }

    private long mostOfTenant() {
        return most / PERCENT * config.tenantShare();
    }

    /** What of a tenant's memory is kept for its own people and things. */
    long keptOfTenant() {
        return mostOfTenant() / KEPT;
    }

    boolean isLoadable() {
        return !isTaken(LOADED);
    }

    /** Ends the loading of a directory that does not fit, before it takes the memory of all others. */
    void requireLoadable() {
        if (!isLoadable()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "The tenant's data need more memory than is left; the server needs a larger heap"
                            + " or ATRIUM_DIRECTORY_HEAP_SHARE a larger value");
        }
    }

    /** Why nothing can be added, for one that has no room. */
    Problem refusal() {
        return Problem.of(
                Problem.Kind.ENTITY_LIMIT,
                "The tenant's data take the memory that they may; the limits are ATRIUM_DIRECTORY_HEAP_SHARE of the server and"
                        + " ATRIUM_DIRECTORY_TENANT_SHARE. What is not needed can be deleted");
    }
}

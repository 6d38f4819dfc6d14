package io.atrium.entity;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one tenant's directory takes of the heap, by estimates that are rather too high than too low. Adding costs nothing
 * and refuses nothing: who adds asks {@link #hasRoom} before.
 */
final class HeapAccount {

    /** Share of the room from which on only short texts are kept in memory, in percent. */
    private static final int TIGHT = 75;

    private final HeapBudget budget;
    private final LongAdder bytes = new LongAdder();

    HeapAccount(HeapBudget budget) {
        this.budget = budget;
    }

    /** An account that has room for everything. */
    static HeapAccount unlimited() {
        return new HeapAccount(HeapBudget.unlimited());
    }

    void add(long more) {
        bytes.add(more);
        budget.add(more);
    }

    long bytes() {
        return bytes.sum();
    }

    HeapBudget budget() {
        return budget;
    }

    /** True if the tenant, and all tenants together, may take some bytes more. */
    boolean hasRoom(long more) {
        return budget.hasRoom(bytes.sum(), more);
    }

    /** True if so little is left that texts should rather stay in the store. */
    boolean isTight() {
        return budget.isTaken(TIGHT);
    }

    /** Gives everything back, of a directory that is not used any more. */
    void close() {
        add(-bytes.sum());
    }
}

package io.atrium.entity;

import io.atrium.access.AccessModel;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntToLongFunction;

/**
 * The parts that sides have of what stays: entities, relations and grants, of which a tenant may have so many. As with
 * {@link FairShare}, but worked out from what is there, and looser, for what a customer has it does not give back by itself:
 * a tenth is kept for the tenant's own side, and a customer, with all below it, may have three quarters of what the other
 * customers leave of the rest. Customers share theirs with those below them in the same way.
 */
final class LastingShare {

    /** One in so many is kept for the owner's own side, at every level. */
    private static final int KEPT = 10;

    private static final int PARTS = 4;
    private static final int OF_ONE = 3;

    /** The least part of what the one above has, while nobody else has anything. */
    private static final double LEAST = 0.675;

    private final Directory directory;
    private final IntToLongFunction byOwner;
    private final long total;

    /**
     * @param byOwner how many an owner has itself, by its ordinal
     * @param total how many all have together
     */
    LastingShare(Directory directory, IntToLongFunction byOwner, long total) {
        this.directory = directory;
        this.byOwner = byOwner;
        this.total = total;
    }

    long total() {
        return total;
    }

    /** True if a side may have one more beside those that it adds already. */
    boolean fits(Claimant who, long added, long most) {
        if (total + added < most * Math.pow(LEAST, who.customers().size())) {
            // There is so little yet that nobody can have too much.
            return true;
        }
        long part = most;
        long all = total + added;
        long own = byOwner.applyAsLong(AccessModel.TENANT);
        for (UUID customer : who.customers()) {
            Optional<Entry> there = directory.find(customer);
            if (there.isEmpty()) {
                return true;
            }
            long had = withBelow(there.get().ordinal()) + added;
            part = partOf(part - Math.max(part / KEPT, own) - (all - own - had));
            if (had >= part) {
                return false;
            }
            all = had;
            own = byOwner.applyAsLong(there.get().ordinal());
        }
        return true;
    }

    /** As {@link #fits}, for what belongs to nobody's side and is counted like the things of one more customer. */
    boolean fitsBesides(long had, long added, long most) {
        long own = byOwner.applyAsLong(AccessModel.TENANT);
        return had + added < partOf(most - Math.max(most / KEPT, own) - (total - own - had));
    }

    /** Of the last one the first who comes gets it. */
    private static long partOf(long left) {
        return left <= 0 ? 0 : left - left / PARTS * (PARTS - OF_ONE);
    }

    private long withBelow(int customer) {
        long[] sum = {0};
        directory.model().subtree(customer).forEach((int owner) -> sum[0] += byOwner.applyAsLong(owner));
        return sum[0];
    }
}

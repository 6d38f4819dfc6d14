package io.atrium.entity;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Something of which there is so much for a tenant, taken by its sides in parts, so that no customer uses up what all
 * share. A part of the whole is kept for the tenant's own side, which may have all that is left; a customer, with all
 * below it, gets half of what the other customers leave of the rest, and shares that in the same way with those below it.
 * Who is named as a user gets half of what the others of the side leave. So whoever has little always finds something.
 */
public final class FairShare {

    private static final int QUARTER = 4;

    private final int own;
    private final Node all = new Node();

    /** One quarter is the owner's own. */
    public FairShare() {
        this(QUARTER);
    }

    /** @param own one in so many is kept for the owner's own side, at every level */
    public FairShare(int own) {
        this.own = own;
    }

    /** What one side has taken, with all below it. */
    private static final class Node {
        private long taken;
        private long own;
        private final Map<UUID, Node> below = new HashMap<>(2);
        private final Map<UUID, Long> users = new HashMap<>(2);

        private long below(UUID customer) {
            Node node = below.get(customer);
            return node == null ? 0 : node.taken;
        }
    }

    /** True if a side may take some more. */
    public synchronized boolean fits(Claimant who, long amount, long most) {
        Node node = all;
        long part = most;
        if (node.taken + amount > part) {
            return false;
        }
        for (UUID customer : who.customers()) {
            long had = node.below(customer);
            long shared = part - Math.max(part / own, node.own);
            part = half(shared - (node.taken - node.own - had));
            if (had + amount > part) {
                return false;
            }
            node = node.below.getOrDefault(customer, new Node());
        }
        if (who.user() == null) {
            return true;
        }
        long had = node.users.getOrDefault(who.user(), 0L);
        return had + amount <= half(part - (node.taken - had));
    }

    /** The most that a side may have while nobody else has anything. */
    long mostOf(Claimant who, long most) {
        long part = most;
        for (int i = 0; i < who.customers().size(); i++) {
            part = half(part - part / own);
        }
        return who.user() == null ? part : half(part);
    }

    /** Of the last one the first who comes gets it. */
    private static long half(long left) {
        return (left + 1) / 2;
    }

    /** Takes some more if the side may; false if it may not. */
    public synchronized boolean take(Claimant who, long amount, long most) {
        if (!fits(who, amount, most)) {
            return false;
        }
        add(who, amount);
        return true;
    }

    /** Counts what a side has, be it too much. */
    public synchronized void add(Claimant who, long amount) {
        Node node = all;
        node.taken += amount;
        for (UUID customer : who.customers()) {
            node = node.below.computeIfAbsent(customer, id -> new Node());
            node.taken += amount;
        }
        node.own += amount;
        if (who.user() != null) {
            node.users.merge(who.user(), amount, Long::sum);
        }
    }

    /** Gives back what was taken. */
    public synchronized void give(Claimant who, long amount) {
        give(all, who, 0, amount);
    }

    private static void give(Node node, Claimant who, int level, long amount) {
        node.taken -= amount;
        if (level < who.customers().size()) {
            UUID customer = who.customers().get(level);
            Node next = node.below.get(customer);
            if (next != null) {
                give(next, who, level + 1, amount);
                if (next.taken <= 0) {
                    node.below.remove(customer);
                }
            }
            return;
        }
        node.own -= amount;
        if (who.user() != null) {
            node.users.computeIfPresent(who.user(), (id, had) -> had <= amount ? null : Long.valueOf(had - amount));
        }
    }

    /** What all sides have taken. */
    public synchronized long taken() {
        return all.taken;
    }
}

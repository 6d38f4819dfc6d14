package io.atrium.entity;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/**
 * How many different names of keys each side of a tenant has in one scope. The tenant's own things may have as many as the
 * limit says; those of a customer, with all below it, a quarter as many, and those of a customer below it half of that. A
 * name counts for a side when it is new to that side, whoever else has it: so nobody learns what names others have.
 *
 * <p>Asked about names only that are new to an entity, and only where a tenant has very many. Worked out from the keys that
 * there are when it is first asked, and again now and then while somebody is refused: keys go, and things change owners.
 */
final class KeyNames {

    /** A customer right below the tenant has one in so many. */
    private static final int PART_OF_CUSTOMER = 4;

    /** Who has no more than one in so many is never refused, and all others are once the tenant has far too many. */
    private static final int FEW = 64;

    /** So many times the limit, all sides together have far too many. */
    private static final int FAR_TOO_MANY = 2;

    private static final long FRESH_MILLIS = 10_000;

    private final Directory directory;
    private final KeyScope scope;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<UUID, RoaringBitmap> bySide = new HashMap<>();
    private long builtAt = Long.MIN_VALUE;

    KeyNames(Directory directory, KeyScope scope) {
        this.directory = directory;
        this.scope = scope;
    }

    /** True if a side may use a name; then it counts. */
    synchronized boolean take(Entry entry, String name, long most, long now) {
        if (directory.latest().names(scope) < most / FEW) {
            // Nobody can have more than a few; whoever asks later counts afresh.
            builtAt = Long.MIN_VALUE;
            return true;
        }
        if (builtAt == Long.MIN_VALUE) {
            build(now);
        }
        Claimant who = Claimant.ofOwner(directory, entry);
        if (!fits(who, name, most)) {
            if (now - builtAt < FRESH_MILLIS) {
                return false;
            }
            build(now);
            if (!fits(who, name, most)) {
                return false;
            }
        }
        add(who, number(name));
        return true;
    }

    private boolean fits(Claimant who, String name, long most) {
        int number = numbers.getOrDefault(name, -1);
        if (who.isOwn()) {
            return has(directory.tenantId(), number) || count(directory.tenantId()) < most;
        }
        long few = Math.max(1, most / FEW);
        boolean isFarTooMany = directory.latest().names(scope) >= FAR_TOO_MANY * most;
        long part = isFarTooMany ? few : Math.max(few, most / PART_OF_CUSTOMER);
        for (UUID customer : who.customers()) {
            if (!has(customer, number) && count(customer) >= part) {
                return false;
            }
            part = Math.max(few, part / 2);
        }
        return true;
    }

    private boolean has(UUID side, int number) {
        RoaringBitmap names = bySide.get(side);
        return number >= 0 && names != null && names.contains(number);
    }

    private long count(UUID side) {
        RoaringBitmap names = bySide.get(side);
        return names == null ? 0 : names.getLongCardinality();
    }

    private int number(String name) {
        return numbers.computeIfAbsent(name, fresh -> numbers.size());
    }

    private void add(Claimant who, int number) {
        if (who.isOwn()) {
            add(directory.tenantId(), number);
        } else {
            who.customers().forEach(customer -> add(customer, number));
        }
    }

    private void add(UUID side, int number) {
        bySide.computeIfAbsent(side, id -> new RoaringBitmap()).add(number);
    }

    private void build(long now) {
        numbers.clear();
        bySide.clear();
        Map<Integer, Claimant> owners = new HashMap<>();
        directory.latest().eachKey(scope, (name, column) -> {
            int number = number(name);
            int[] last = {-1};
            column.eachEntity(ordinal -> {
                Entry entry = directory.entryIfThere(ordinal);
                if (entry != null && entry.owner() != last[0]) {
                    last[0] = entry.owner();
                    add(owners.computeIfAbsent(entry.owner(), o -> Claimant.ofOwner(directory, entry)), number);
                }
            });
        });
        builtAt = now;
    }
}

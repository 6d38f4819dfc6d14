package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.base.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who takes a part of what a tenant shares: the tenant's own side, or a customer with all customers above it, for what one
 * customer takes counts for the one above it, too. So no customer gets more by making customers.
 *
 * @param customers from the one below the tenant to the one that takes; empty for the tenant's own side
 * @param user who takes it, if each user has a part of its side's
 */
public record Claimant(List<UUID> customers, @Nullable UUID user) {

    /** The tenant's own side. */
    static final Claimant OWN = new Claimant(List.of(), null);

    /** Owners stand in no circle; a chain that is longer is cut. */
    private static final int MOST = 100;

    public Claimant {
        customers = List.copyOf(customers);
    }

    /** The side of a caller. */
    public static Claimant of(Scope scope) {
        return scope.read(() -> of(scope.directory(), scope.actor()));
    }

    /** The side of somebody; the caller keeps others from changing the directory meanwhile. */
    public static Claimant of(Directory directory, Actor actor) {
        return ofCustomer(directory, actor.customerId());
    }

    /** The side of a customer, be it gone; null for the tenant's own. */
    public static Claimant ofCustomer(Directory directory, @Nullable UUID customer) {
        return customer == null
                ? OWN
                : directory
                        .find(customer)
                        .map(entry -> of(directory, entry))
                        .orElseGet(() -> new Claimant(List.of(customer), null));
    }

    /** The side that a thing belongs to. Needs no lock, for owners are found by their headers. */
    public static Claimant ofOwner(Directory directory, Entry thing) {
        Entry owner = directory.entryIfThere(thing.owner());
        return owner == null ? OWN : of(directory, owner);
    }

    /** The side of an owner: the tenant, or a customer. */
    static Claimant of(Directory directory, Entry owner) {
        if (owner.ordinal() == AccessModel.TENANT) {
            return OWN;
        }
        List<UUID> chain = new ArrayList<>();
        Entry above = owner;
        while (above != null && above.ordinal() != AccessModel.TENANT && chain.size() < MOST) {
            chain.add(above.id());
            above = directory.entryIfThere(above.owner());
        }
        return new Claimant(chain.reversed(), null);
    }

    /** The same side, of which each user has a part. */
    public Claimant by(UUID who) {
        return new Claimant(customers, who);
    }

    /** The same side among those of all tenants, who share something in the same way. */
    public Claimant of(UUID tenant) {
        List<UUID> chain = new ArrayList<>(customers.size() + 1);
        chain.add(tenant);
        chain.addAll(customers);
        return new Claimant(chain, user);
    }

    /** True for the tenant's own people and things. */
    public boolean isOwn() {
        return customers.isEmpty();
    }

    /** The side right below the tenant, or the tenant itself. */
    UUID side(UUID tenant) {
        return isOwn() ? tenant : customers.getFirst();
    }

    /** Its place among those below its {@link #side}. */
    Claimant inSide() {
        return isOwn() ? this : new Claimant(customers.subList(1, customers.size()), user);
    }

    /**
     * Whose part it is of something that belongs to an owner: nobody else's if the claimant is the owner or stands above it,
     * else that of the first customer that does not stand above the owner.
     */
    public Claimant towards(Claimant owner) {
        int common = 0;
        while (common < Math.min(customers.size(), owner.customers.size())
                && Objects.equals(customers.get(common), owner.customers.get(common))) {
            common++;
        }
        return new Claimant(customers.subList(common, customers.size()), user);
    }
}

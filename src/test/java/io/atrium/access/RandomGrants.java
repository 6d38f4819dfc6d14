package io.atrium.access;

import io.atrium.access.NaiveFacts.GrantFact;
import io.atrium.access.NaiveFacts.Thing;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The grants of a tenant that grows at random. */
final class RandomGrants {

    private final RandomTenant world;
    private final Random random;

    RandomGrants(RandomTenant world, Random random) {
        this.world = world;
        this.random = random;
    }

    void add() {
        if (world.naive.grants.size() < 100) {
            replace(new UUID(random.nextLong(), random.nextLong()));
        }
    }

    void change() {
        world.pick(world.naive.grants.keySet()).ifPresent(this::replace);
    }

    /** Also grants that make no sense, such as a generic role for one group: they must give nothing. */
    private void replace(UUID id) {
        var subject = random.nextInt(5) == 0
                ? world.thing(t -> t.type.equals("USER"))
                : world.group(t -> "USER".equals(t.memberType));
        var role = world.thing(t -> t.type.equals("ROLE"));
        if (subject.isEmpty() || role.isEmpty()) {
            return;
        }
        boolean proper = random.nextInt(12) > 0;
        boolean aimed = world.role(role.get()).generic() != proper;
        boolean group = random.nextInt(3) > 0;
        Integer target = !aimed
                ? null
                : (group ? world.group(t -> t.memberType != null) : world.thing(t -> t.memberType == null))
                        .orElse(null);
        long from = random.nextInt(4) > 0 ? 0 : world.naive.now + (random.nextInt(10) - 3) * RandomTenant.HOUR;
        long until =
                random.nextInt(4) > 0 ? Long.MAX_VALUE : world.naive.now + (random.nextInt(14) - 1) * RandomTenant.HOUR;
        Integer publisher = random.nextBoolean()
                ? null
                : world.thing(t -> t.type.equals("USER")).orElse(NaiveRights.TENANT);
        put(id, new GrantFact(subject.get(), role.get(), target, from, until, publisher, party()));
    }

    /** On whose behalf something is given: of the tenant, of a customer, or of a user alone. */
    private int party() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> world.thing(t -> t.type.equals("CUSTOMER")).orElse(NaiveRights.TENANT);
            case 2 -> world.thing(t -> t.type.equals("USER")).orElse(NaiveRights.TENANT);
            default -> NaiveRights.TENANT;
        };
    }

    private void put(UUID id, GrantFact fact) {
        world.naive.grants.put(id, fact);
        Integer target = fact.target();
        int on = target == null ? Grant.NONE : target;
        Integer publisher = fact.publisher();
        int by = publisher == null ? Grant.NONE : publisher;
        world.model.putGrant(
                new Grant(id, fact.subject(), fact.role(), on, fact.from(), fact.until(), by, fact.under()));
    }

    /**
     * Somebody who was given something gives it on, to people of his own or below: to see chains of such grants, circles and
     * their ends, which grants at random hardly ever make.
     */
    void passOn() {
        List<GrantFact> given = RandomTenant.sorted(world.naive.grants.values()).stream()
                .filter(grant -> grant.target() != null && grant.publisher() == null)
                .filter(grant -> world.naive.things.containsKey(grant.subject()))
                .toList();
        if (given.isEmpty() || world.naive.grants.size() >= 100) {
            return;
        }
        GrantFact from = world.any(given);
        Thing subject = world.naive.thing(from.subject());
        int party = subject.type.equals("USER") || subject.owner == NaiveRights.TENANT ? from.subject() : subject.owner;
        int under = world.naive.thing(party).memberType == null ? party : member(party);
        int home = world.naive.thing(under).type.equals("USER") ? world.naive.thing(under).owner : under;
        world.thing(t -> "USER".equals(t.memberType) || t.type.equals("USER"))
                .filter(receiver -> random.nextInt(8) == 0 || world.naive.isAbove(home, receiver))
                .ifPresent(receiver -> put(
                        new UUID(random.nextLong(), random.nextLong()),
                        new GrantFact(
                                receiver,
                                random.nextInt(3) == 0
                                        ? world.thing(t -> t.type.equals("ROLE"))
                                                .orElse(from.role())
                                        : from.role(),
                                from.target(),
                                0,
                                random.nextInt(3) == 0 ? world.naive.now + 3 * RandomTenant.HOUR : Long.MAX_VALUE,
                                null,
                                under)));
    }

    private int member(int group) {
        return world.thing(t -> t.type.equals("USER"))
                .filter(user -> world.naive.contains(group, user))
                .orElse(NaiveRights.TENANT);
    }

    void remove(UUID id) {
        world.naive.grants.remove(id);
        world.model.removeGrant(id);
    }
}

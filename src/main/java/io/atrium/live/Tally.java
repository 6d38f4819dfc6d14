package io.atrium.live;

import io.atrium.base.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Counts what tenants, customers and users hold at once, and refuses more than they may. */
final class Tally {

    /** One who holds: the tenant, a customer, a user, or the visitors of a public customer. */
    private record Holder(String what, UUID id) {}

    private final String thing;
    private final Map<Holder, Integer> held = new HashMap<>();

    Tally(String thing) {
        this.thing = thing;
    }

    /** Takes one more; the text of the limit that is reached, if there is no more to take. */
    synchronized Optional<String> take(Actor actor, LiveLimits.Cap cap) {
        Map<Holder, Long> limits = limits(actor, cap);
        for (Map.Entry<Holder, Long> limit : limits.entrySet()) {
            if (limit.getValue() > 0 && held.getOrDefault(limit.getKey(), 0) >= limit.getValue()) {
                return Optional.of("Max " + limit.getKey().what() + " " + thing + " limit reached!");
            }
        }
        limits.keySet().forEach(holder -> held.merge(holder, 1, Integer::sum));
        return Optional.empty();
    }

    synchronized void give(Actor actor, int count) {
        for (Holder holder : limits(actor, LiveLimits.NONE.sessions()).keySet()) {
            held.computeIfPresent(holder, (h, before) -> before <= count ? null : before - count);
        }
    }

    private static Map<Holder, Long> limits(Actor actor, LiveLimits.Cap cap) {
        Map<Holder, Long> limits = new HashMap<>();
        limits.put(new Holder("tenant", actor.tenantId()), cap.tenant());
        UUID customer = actor.customerId();
        if (customer != null) {
            limits.put(new Holder("customer", customer), cap.customer());
        }
        if (!actor.publicLink()) {
            limits.put(new Holder("regular user", actor.userId()), cap.regularUser());
        } else if (customer != null) {
            limits.put(new Holder("public user", customer), cap.publicUser());
        }
        return limits;
    }
}

package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.util.HashMap;
import java.util.Map;

/** The room that a tenant's limits leave for new entities during one change, which nothing else changes meanwhile. */
final class Room {

    private final EntityLimits limits;
    private final Actor actor;
    private final Directory directory;
    private final Map<String, Long> most = new HashMap<>();
    private final Map<String, Long> added = new HashMap<>();

    Room(EntityLimits limits, Actor actor, Directory directory) {
        this.limits = limits;
        this.actor = actor;
        this.directory = directory;
    }

    /** Takes the place of one new entity. */
    void take(Kind<?> kind) {
        long limit = most.computeIfAbsent(kind.name(), name -> limits.most(directory.tenantId(), name));
        long taken = directory.ofKind(kind.name()).getLongCardinality() + added.getOrDefault(kind.name(), 0L);
        if (limit > 0 && taken >= limit) {
            throw reached(kind, limit);
        }
        added.merge(kind.name(), 1L, Long::sum);
    }

    void giveBack(String kind) {
        added.merge(kind, -1L, Long::sum);
    }

    /** What the tenant has bought, and so how much all others have, is not for people of a customer to know. */
    private Problem reached(Kind<?> kind, long limit) {
        String words = EntityStore.words(kind) + " limit of the tenant reached";
        return Problem.of(
                Problem.Kind.ENTITY_LIMIT,
                actor.customerId() == null ? words + "; its profile allows " + limit : words);
    }
}

package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.util.HashMap;
import java.util.Map;

/**
 * The room that a tenant's limits leave for what is new during one change, which nothing else changes meanwhile: in
 * numbers, and in memory.
 */
final class Room {

    private final EntityLimits limits;
    private final Actor actor;
    private final Directory directory;
    private final Map<String, Long> most = new HashMap<>();
    private final Map<String, Long> added = new HashMap<>();
    private long bytes;

    Room(EntityLimits limits, Actor actor, Directory directory) {
        this.limits = limits;
        this.actor = actor;
        this.directory = directory;
    }

    /** Takes the place of one new entity. */
    void take(Kind<?> kind) {
        take(kind.name(), EntityStore.words(kind), directory.ofKind(kind.name()).getLongCardinality());
    }

    void takeRelation(Relation relation) {
        take(EntityLimits.RELATIONS, "Relation", directory.relations().size());
        takeBytes(relation.weight());
    }

    void takeGrant() {
        take(EntityLimits.GRANTS, "Grant", directory.model().grants().size());
        takeBytes(Directory.GRANT);
    }

    void takeMember() {
        takeBytes(Directory.MEMBERSHIP);
    }

    /** Takes memory for an entity that is new, or longer than before. */
    void takeBytes(long more) {
        bytes += more;
        if (more > 0 && !directory.hasRoom(bytes)) {
            throw directory.account().budget().refusal();
        }
    }

    private void take(String what, String words, long there) {
        long limit = most.computeIfAbsent(what, name -> limits.most(directory.tenantId(), name));
        if (limit > 0 && there + added.getOrDefault(what, 0L) >= limit) {
            throw reached(words, limit);
        }
        added.merge(what, 1L, Long::sum);
    }

    void giveBack(String kind) {
        added.merge(kind, -1L, Long::sum);
    }

    /** What the tenant has bought, and so how much all others have, is not for people of a customer to know. */
    private Problem reached(String what, long limit) {
        String words = what + " limit of the tenant reached";
        return Problem.of(
                Problem.Kind.ENTITY_LIMIT,
                actor.customerId() == null ? words + "; its profile allows " + limit : words);
    }
}

package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The room that a tenant's limits leave for what is new during one change, which nothing else changes meanwhile: in
 * numbers, and in memory. People of a customer find no more than their part of it ({@link LastingShare}); what the tenant's
 * own people make counts for whom they make it for, and is bounded by the limit only.
 */
final class Room {

    private final EntityLimits limits;
    private final Actor actor;
    private final Directory directory;
    private final Map<String, Long> most = new HashMap<>();
    private final Map<String, Long> added = new HashMap<>();
    private long bytes;
    private @Nullable Map<Integer, Long> grantsBySide;

    Room(EntityLimits limits, Actor actor, Directory directory) {
        this.limits = limits;
        this.actor = actor;
        this.directory = directory;
    }

    /** Takes the place of one new entity. */
    void take(Kind<?> kind, Entry owner) {
        int type = directory.kinds().number(kind);
        LastingShare shares = new LastingShare(
                directory,
                one -> directory.model().ownedBy(one, type).getLongCardinality(),
                directory.ofKind(kind.name()).getLongCardinality());
        // What devices bring in belongs to the side of their owner.
        Claimant who = actor.isSystem() ? Claimant.of(directory, owner) : Claimant.of(directory, actor);
        take(kind.name(), EntityStore.words(kind), shares.total(), (added, most) -> shares.fits(who, added, most));
    }

    void takeRelation(Relation relation) {
        RelationIndex relations = directory.relations();
        Optional<Relation> former = relations.find(relation);
        if (former.isPresent() && former.get().side() == relation.side()) {
            takeBytes(relation.weight() - former.get().weight());
            return;
        }
        LastingShare shares = new LastingShare(directory, relations::ofSide, relations.size());
        Claimant who = Claimant.of(directory, actor);
        boolean isOfNoSide = relation.side() == Grant.NONE && !who.isOwn();
        take(
                EntityLimits.RELATIONS,
                "Relation",
                shares.total(),
                (added, most) -> isOfNoSide
                        ? shares.fitsBesides(relations.ofSide(Grant.NONE), added, most)
                        : shares.fits(who, added, most));
        takeBytes(relation.weight());
    }

    /** Grants count for the side that receives them: nobody gives others more than they could find room for. */
    void takeGrant() {
        LastingShare shares = new LastingShare(
                directory, this::grantsOf, directory.model().grants().size());
        Claimant who = Claimant.of(directory, actor);
        take(EntityLimits.GRANTS, "Grant", shares.total(), (added, most) -> shares.fits(who, added, most));
        takeBytes(Directory.GRANT);
    }

    private long grantsOf(int owner) {
        Map<Integer, Long> counted = grantsBySide;
        if (counted == null) {
            counted = new HashMap<>();
            for (Grant grant : directory.model().grants()) {
                Entry subject = directory.entryIfThere(grant.subject());
                counted.merge(subject == null ? AccessModel.TENANT : subject.owner(), 1L, Long::sum);
            }
            grantsBySide = counted;
        }
        return counted.getOrDefault(owner, 0L);
    }

    void takeMember() {
        takeBytes(Directory.MEMBERSHIP);
    }

    /** Takes memory for an entity that is new, or longer than before. */
    void takeBytes(long more) {
        bytes += more;
        if (more > 0 && !directory.hasRoom(bytes, actor.customerId() == null)) {
            throw directory.account().budget().refusal();
        }
    }

    /** Whether a side may have one more. */
    @FunctionalInterface
    private interface Part {
        boolean fits(long added, long most);
    }

    private void take(String what, String words, long there, Part part) {
        long limit = most.computeIfAbsent(what, name -> limits.most(directory.tenantId(), name));
        long before = added.getOrDefault(what, 0L);
        if (limit > 0 && there + before >= limit) {
            throw reached(words, limit);
        }
        if (limit > 0 && !part.fits(before, limit)) {
            throw Problem.of(
                    Problem.Kind.ENTITY_LIMIT,
                    words
                            + " limit of the tenant reached for this customer, which gets a part of it with all below it");
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

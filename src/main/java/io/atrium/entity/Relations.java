package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.http.Reply;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws, removes and finds relations through the caller's scope: writing needs WRITE on both ends, and a relation is
 * shown only to those who may read both ends (device-data-api 6.1).
 */
public final class Relations {

    /** Longest relation type, in characters. */
    public static final int MAX_TYPE = 255;

    /** Most relations that one answer shows. */
    private static final int MAX_FOUND = 100_000;

    /** Longest additional info, in characters of JSON. */
    public static final int MAX_INFO = 10_000;

    private final Scopes scopes;
    private final ChangeGate gate;
    private final HeavyReads reads;

    public Relations(Scopes scopes, ChangeGate gate, HeavyReads reads) {
        this.scopes = scopes;
        this.gate = gate;
        this.reads = reads;
    }

    /** Names one relation. */
    public record Key(Ref from, Ref to, String type, RelationTypeGroup group) {}

    /** Adds a relation, or changes the additional info of the one with the same ends and type. */
    public EntityRelation save(Actor actor, EntityRelation sent) {
        Scope scope = scopes.of(actor);
        return gate.change(actor, actor.tenantId(), change -> saveIn(change, scope, sent));
    }

    /** As {@link #save} inside a change that does more than this. */
    public static EntityRelation saveIn(Change change, Scope scope, EntityRelation sent) {
        Key key = key(sent);
        Entry from = end(scope, key.from(), "from");
        Entry to = end(scope, key.to(), "to");
        if (from.ordinal() == to.ordinal()) {
            throw Problem.badRequest("'" + from.name() + "' cannot be related to itself: choose another end");
        }
        Optional<Relation> former = find(scope.directory(), from, to, key);
        Long version = sent.version();
        if (version != null && former.isPresent() && former.get().version() != version) {
            throw Problem.versionConflict("Relation");
        }
        Relation relation = new Relation(
                from.ordinal(),
                to.ordinal(),
                key.type(),
                key.group().name(),
                info(sent.additionalInfo()),
                former.map(before -> before.version() + 1).orElse(1L),
                RelationSides.of(scope, from, to, former.orElse(null)));
        change.putRelation(relation);
        Attachments.drawn(change, scope, relation);
        EntityRelation saved = wire(scope.directory(), relation);
        audit(change, AuditAction.RELATION_ADD_OR_UPDATE, relation, saved);
        return saved;
    }

    /** Removes a relation. */
    public EntityRelation delete(Actor actor, Key key) {
        Scope scope = scopes.of(actor);
        return gate.change(actor, actor.tenantId(), change -> {
            Entry from = scope.require(Operation.WRITE, key.from());
            Entry to = scope.require(Operation.WRITE, key.to());
            Relation relation = find(scope.directory(), from, to, key).orElseThrow(Problem::notFound);
            change.removeRelation(relation);
            Attachments.removed(change, relation);
            EntityRelation removed = wire(scope.directory(), relation);
            audit(change, AuditAction.RELATION_DELETED, relation, removed);
            return removed;
        });
    }

    /**
     * Removes all common relations of an entity whose other end the caller may write, too. Relations to things that the
     * caller may not read stay and are not mentioned.
     */
    public void deleteAll(Actor actor, Ref ref) {
        Scope scope = scopes.of(actor);
        gate.change(actor, actor.tenantId(), change -> {
            Entry entry = scope.require(Operation.WRITE, ref);
            Directory directory = scope.directory();
            List<Relation> relations = Stream.concat(
                            directory.relations().from(entry.ordinal()).stream(),
                            directory.relations().to(entry.ordinal()).stream())
                    .filter(relation -> relation.group().equals(Relation.COMMON))
                    .distinct()
                    .filter(relation -> isReadable(scope, relation))
                    .toList();
            for (Relation relation : relations) {
                int other = relation.from() == entry.ordinal() ? relation.to() : relation.from();
                scope.require(Operation.WRITE, directory.entry(other));
                change.removeRelation(relation);
                Attachments.removed(change, relation);
            }
            change.audit(AuditAction.RELATIONS_DELETED, entry, Json.object().put("removed", relations.size()));
            change.publish(new RelationsChanged(directory.tenantId()));
            return relations.size();
        });
    }

    /** One relation. */
    public EntityRelation get(Actor actor, Key key) {
        Scope scope = scopes.of(actor);
        return scope.read(() -> {
            Entry from = scope.require(Operation.READ, key.from());
            Entry to = scope.require(Operation.READ, key.to());
            return find(scope.directory(), from, to, key)
                    .map(relation -> wire(scope.directory(), relation))
                    .orElseThrow(Problem::notFound);
        });
    }

    /**
     * What is asked of one entity's relations.
     *
     * @param type null for all
     */
    record OneEntity(
            Ref ref,
            EntitySearchDirection direction,
            @Nullable String type,
            RelationTypeGroup group) {

        private List<Relation> all(Directory directory, Entry entry) {
            RelationIndex index = directory.relations();
            return List.copyOf(
                    direction == EntitySearchDirection.FROM ? index.from(entry.ordinal()) : index.to(entry.ordinal()));
        }

        private boolean wants(Relation relation) {
            return relation.group().equals(group.name())
                    && (type == null || relation.type().equals(type));
        }
    }

    /** The relations of an entity, each in the given form. */
    public Reply of(Actor actor, OneEntity wanted, Function<EntityRelationInfo, Object> form) {
        Scope scope = scopes.of(actor);
        return reads.run(scope, effort -> {
            List<Relation> all =
                    effort.locked(() -> wanted.all(scope.directory(), scope.require(Operation.READ, wanted.ref())));
            int[] found = {0};
            return Rows.list(effort, all, Rows.json(relation -> {
                if (!wanted.wants(relation) || !isReadable(scope, relation)) {
                    return null;
                }
                if (++found[0] > MAX_FOUND) {
                    throw Problem.badRequest("The entity has more than " + MAX_FOUND + " relations; use a query");
                }
                return form.apply(info(scope.directory(), relation));
            }));
        });
    }

    /**
     * The relations on a walk, each in the given form, without those that have an end which the caller may not read.
     */
    public Reply find(Actor actor, EntityRelationsQuery query, Function<EntityRelationInfo, Object> form) {
        RelationsSearchParameters parameters = query.requireParameters();
        Scope scope = scopes.of(actor);
        return reads.run(scope, effort -> {
            Entry root = scope.read(() -> scope.require(Operation.READ, parameters.root()));
            Iterator<RelationWalk.Step> steps = parameters
                    .walk(root.ordinal(), query.walkFilters())
                    .steps(scope.directory(), entry -> scope.may(Operation.READ, entry), effort)
                    .iterator();
            int[] found = {0};
            return Rows.list(effort, () -> steps, Rows.json(step -> {
                effort.spend(Effort.LOOK * 8L);
                if (!isReadable(scope, step.relation())) {
                    return null;
                }
                if (++found[0] > MAX_FOUND) {
                    throw Problem.badRequest(
                            "The walk finds more than " + MAX_FOUND + " relations; set a lower 'maxLevel'");
                }
                return form.apply(info(scope.directory(), step.relation()));
            }));
        });
    }

    /** True if the caller may read both ends. The caller holds the read lock. */
    public static boolean isReadable(Scope scope, Relation relation) {
        return isReadable(scope, relation.from()) && isReadable(scope, relation.to());
    }

    private static boolean isReadable(Scope scope, int ordinal) {
        Entry entry = scope.directory().entryIfThere(ordinal);
        return entry != null && scope.may(Operation.READ, entry);
    }

    static EntityRelation wire(Directory directory, Relation relation) {
        return new EntityRelation(
                directory.ref(relation.from()),
                directory.ref(relation.to()),
                relation.type(),
                RelationTypeGroup.valueOf(relation.group()),
                relation.version(),
                tree(relation));
    }

    private static EntityRelationInfo info(Directory directory, Relation relation) {
        return new EntityRelationInfo(
                directory.ref(relation.from()),
                directory.ref(relation.to()),
                relation.type(),
                RelationTypeGroup.valueOf(relation.group()),
                relation.version(),
                written(relation),
                directory.entry(relation.from()).name(),
                directory.entry(relation.to()).name());
    }

    /** As {@link #tree}, only to be written. */
    private static @Nullable JsonNode written(Relation relation) {
        String info = relation.additionalInfo();
        return info == null ? null : Json.raw(info);
    }

    private static @Nullable JsonNode tree(Relation relation) {
        String info = relation.additionalInfo();
        return info == null ? null : Json.read(info, JsonNode.class);
    }

    // ---- checks ------------------------------------------------------------------------------------------------

    private static Key key(EntityRelation sent) {
        Ref from = sent.from();
        Ref to = sent.to();
        if (from == null || to == null || Ref.isNone(from) || Ref.isNone(to)) {
            throw Problem.badRequest("Fields 'from' and 'to' must name entities");
        }
        String type = checkedType(sent.type());
        RelationTypeGroup group = sent.typeGroup();
        return new Key(from, to, type, group == null ? RelationTypeGroup.COMMON : group);
    }

    static String checkedType(@Nullable String type) {
        if (type == null || type.isBlank()) {
            throw Problem.badRequest("Relation type should be specified!");
        }
        if (type.length() > MAX_TYPE) {
            throw Problem.badRequest("Relation type is longer than " + MAX_TYPE + " characters");
        }
        if (type.indexOf('\0') >= 0) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        return type;
    }

    private static @Nullable String info(@Nullable JsonNode sent) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        String text = sent.toString();
        if (text.length() > MAX_INFO) {
            throw Problem.badRequest("Field 'additionalInfo' is longer than " + MAX_INFO + " characters");
        }
        if (Json.holdsNul(text)) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        return text;
    }

    private static Entry end(Scope scope, Ref ref, String field) {
        Entry entry = scope.require(Operation.WRITE, ref);
        if (AllGroups.isAllGroup(entry.id())) {
            throw Problem.badRequest("Field '" + field + "' names a group All, which cannot be related");
        }
        return entry;
    }

    private static Optional<Relation> find(Directory directory, Entry from, Entry to, Key key) {
        return directory.relations().from(from.ordinal()).stream()
                .filter(relation -> relation.to() == to.ordinal()
                        && relation.type().equals(key.type())
                        && relation.group().equals(key.group().name()))
                .findFirst();
    }

    private static void audit(Change change, AuditAction action, Relation relation, EntityRelation wire) {
        Directory directory = change.directory();
        JsonNode data = Json.object().set("relation", Json.tree(wire));
        change.audit(action, directory.entry(relation.from()), data);
        if (relation.to() != relation.from()) {
            change.audit(action, directory.entry(relation.to()), data);
        }
        change.publish(new RelationsChanged(directory.tenantId()));
    }
}

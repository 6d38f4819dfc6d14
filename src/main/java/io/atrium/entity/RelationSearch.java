package io.atrium.entity;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entities.Form;
import io.atrium.http.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds things of one kind that relations lead to, as the search calls of devices, assets and views need it. */
public final class RelationSearch {

    /** Most things that one answer shows. */
    private static final int MAX_FOUND = 10_000;

    private final Entities entities;
    private final Kind<?> kind;

    public RelationSearch(Entities entities, Kind<?> kind) {
        this.entities = entities;
        this.kind = kind;
    }

    /**
     * What is searched for.
     *
     * @param relationType type of the last relation; {@code Contains} if absent
     * @param types only things of these types; all if absent or empty
     */
    public record Query(
            @Nullable RelationsSearchParameters parameters,
            @Nullable String relationType,
            @Nullable List<String> types) {}

    /** The things that a walk reaches and the caller may read. */
    public Reply find(Actor actor, Query query) {
        RelationsSearchParameters parameters = query.parameters();
        List<String> types = query.types();
        if (parameters == null) {
            throw Problem.badRequest("Field 'parameters' must be specified");
        }
        Scope scope = entities.scopes().of(actor);
        String relation = query.relationType();
        String type = relation == null || relation.isEmpty() ? Relation.CONTAINS : relation;
        RelationWalk.Filter filter = new RelationWalk.Filter(type, Set.of(kind.name()), false);
        List<UUID> ids = entities.heavyReads().run(scope, effort -> {
            Entry root = scope.read(() -> scope.require(Operation.READ, parameters.root()));
            Directory directory = scope.directory();
            int[] ends = parameters
                    .walk(root.ordinal(), List.of(filter))
                    .ends(directory, entry -> scope.may(Operation.READ, entry), effort);
            return scope.read(() -> Arrays.stream(ends)
                    .mapToObj(directory::entryIfThere)
                    .filter(Objects::nonNull)
                    .filter(entry -> scope.may(Operation.READ, entry))
                    .filter(entry -> types == null || types.isEmpty() || types.contains(entry.subtype()))
                    .map(Entry::id)
                    .toList());
        });
        if (ids.size() > MAX_FOUND) {
            throw Problem.badRequest("The walk finds more than " + MAX_FOUND + " things; set a lower 'maxLevel'");
        }
        return entities.list(actor, kind, ids, Form.PLAIN);
    }

    /** The types of all things of the kind that the caller may read. */
    public List<EntitySubtype> types(Actor actor) {
        return entities.subtypes(actor, kind).stream()
                .map(name -> new EntitySubtype(Ref.tenant(actor.tenantId()), kind.name(), name))
                .toList();
    }
}

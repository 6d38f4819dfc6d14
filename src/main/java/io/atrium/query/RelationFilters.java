package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Kinds;
import io.atrium.entity.Relation;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves filters that walk over relations. The root may be unreadable: the walk only ends at what the viewer may read.
 * A root that does not exist, or that belongs to another tenant, leads nowhere.
 */
record RelationFilters(Scope scope, Effort effort, Set<EntityKeyType> types) {

    /** What a walk without filters may end at. */
    private static final Set<String> USUAL_KINDS =
            Set.of("TENANT", "CUSTOMER", "USER", "DASHBOARD", "ASSET", "DEVICE", "ENTITY_VIEW");

    private static final String ROOT = "entityFilter.rootEntity";

    /** The parts that all walks have in common. */
    private record Walk(
            @Nullable AliasEntityId root,
            @Nullable EntitySearchDirection direction,
            @Nullable Integer maxLevel,
            @Nullable Boolean lastLevelOnly) {}

    Candidates find(EntityFilter.OfRelations filter) {
        return switch (filter) {
            case EntityFilter.RelationsQuery query -> find(query);
            case EntityFilter.AssetSearchQuery query -> {
                AliasEntityId root = query.rootEntity() == null ? query.defaultStateEntity() : query.rootEntity();
                Walk walk = new Walk(root, query.direction(), query.maxLevel(), query.fetchLastLevelOnly());
                yield search(walk, query.relationType(), "ASSET", subtypes("assetTypes", query.assetTypes()));
            }
            case EntityFilter.DeviceSearchQuery query -> {
                AliasEntityId root = query.rootEntity() == null ? query.defaultStateEntity() : query.rootEntity();
                Walk walk = new Walk(root, query.direction(), query.maxLevel(), query.fetchLastLevelOnly());
                yield search(walk, query.relationType(), "DEVICE", subtypes("deviceTypes", query.deviceTypes()));
            }
            case EntityFilter.EntityViewSearchQuery query -> {
                AliasEntityId root = query.rootEntity() == null ? query.defaultStateEntity() : query.rootEntity();
                Walk walk = new Walk(root, query.direction(), query.maxLevel(), query.fetchLastLevelOnly());
                Set<String> subtypes = subtypes("entityViewTypes", query.entityViewTypes());
                yield search(walk, query.relationType(), "ENTITY_VIEW", subtypes);
            }
        };
    }

    private Candidates find(EntityFilter.RelationsQuery query) {
        Walk walk = new Walk(
                query.rootEntity() == null ? query.defaultStateEntity() : query.rootEntity(),
                query.direction(),
                query.maxLevel(),
                query.fetchLastLevelOnly());
        boolean several = Boolean.TRUE.equals(query.multiRoot());
        int[] roots = effort.locked(() -> several ? roots(query) : root(walk));
        return run(walk, roots, accepts(query));
    }

    /** The walk of a search query: it ends at one kind, and at some of its subtypes if any are named. */
    private Candidates search(Walk walk, @Nullable String relationType, String kind, Set<String> subtypes) {
        Kind<?> wanted = directory().kinds().require(kind);
        int type = directory().kinds().number(wanted);
        String relationName = relationType == null || relationType.isBlank() ? null : relationType;
        return run(
                walk,
                effort.locked(() -> root(walk)),
                (relation, entry) -> entry.type() == type
                        && (relationName == null || relationName.equals(relation.type()))
                        && (subtypes.isEmpty() || entry.subtype() != null && subtypes.contains(entry.subtype())));
    }

    private static Set<String> subtypes(String field, @Nullable List<String> types) {
        return Set.copyOf(QueryLimits.list("entityFilter." + field, types, QueryLimits.MAX_TYPES));
    }

    private Candidates run(Walk walk, int[] roots, BiPredicate<Relation, Entry> accepts) {
        Integer level = walk.maxLevel();
        int maxLevel = level == null || level <= 0 || level > QueryLimits.MAX_LEVEL ? QueryLimits.MAX_LEVEL : level;
        RelationWalk.Terms terms = new RelationWalk.Terms(
                QueryLimits.required("entityFilter.direction", walk.direction()),
                maxLevel,
                Boolean.TRUE.equals(walk.lastLevelOnly()),
                accepts,
                entry -> scope.may(Operation.READ, entry));
        RelationWalk.Found found = new RelationWalk(directory(), terms, effort).from(roots);
        return effort.locked(() ->
                Candidates.readable(scope, found.entities(), found.roots()).detached(types));
    }

    private int[] root(Walk walk) {
        AliasEntityId root = QueryLimits.required(ROOT, walk.root());
        return new Aliases(scope)
                .find(ROOT, root).stream().mapToInt(Entry::ordinal).toArray();
    }

    private int[] roots(EntityFilter.RelationsQuery query) {
        String field = "entityFilter.multiRootEntityIds";
        Set<String> ids = QueryLimits.required(field, query.multiRootEntityIds());
        QueryLimits.checkSize(field, ids, QueryLimits.MAX_ROOTS);
        Optional<Kind<?>> kind =
                Names.kind(directory().kinds(), "entityFilter.multiRootEntitiesType", query.multiRootEntitiesType());
        List<Entry> roots = new ArrayList<>();
        for (String id : ids) {
            var parsed = Names.id(field, id);
            kind.flatMap(k -> directory().find(new Ref(k.name(), parsed))).ifPresent(roots::add);
        }
        return roots.stream().mapToInt(Entry::ordinal).toArray();
    }

    // ---- which relations end at a result ------------------------------------------------------------------------

    private BiPredicate<Relation, Entry> accepts(EntityFilter.RelationsQuery query) {
        List<RelationEntityTypeFilter> filters =
                QueryLimits.list("entityFilter.filters", query.filters(), QueryLimits.MAX_RELATION_FILTERS);
        if (filters.isEmpty()) {
            Set<Integer> usual = types(USUAL_KINDS);
            return (relation, entry) -> usual.contains(entry.type());
        }
        boolean negate = Boolean.TRUE.equals(query.negate());
        List<BiPredicate<Relation, Entry>> any = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            any.add(accepts("entityFilter.filters[" + i + "]", filters.get(i), negate));
        }
        return (relation, entry) -> {
            effort.spend(any.size());
            for (BiPredicate<Relation, Entry> one : any) {
                if (one.test(relation, entry)) {
                    return true;
                }
            }
            return false;
        };
    }

    private BiPredicate<Relation, Entry> accepts(String field, RelationEntityTypeFilter filter, boolean negateAll) {
        String name = filter.relationType() == null ? "" : filter.relationType();
        boolean negate = Boolean.TRUE.equals(filter.negate()) != negateAll;
        List<String> kinds = QueryLimits.list(field + ".entityTypes", filter.entityTypes(), QueryLimits.MAX_TYPES);
        Set<Integer> types = new HashSet<>();
        for (String kind : kinds) {
            Names.kind(directory().kinds(), field + ".entityTypes", kind)
                    .ifPresent(k -> types.add(directory().kinds().number(k)));
        }
        boolean anyKind = kinds.isEmpty();
        return (relation, entry) ->
                (anyKind || types.contains(entry.type())) && (name.isEmpty() || name.equals(relation.type()) != negate);
    }

    private Set<Integer> types(Set<String> names) {
        Kinds kinds = directory().kinds();
        Set<Integer> types = new HashSet<>();
        names.stream()
                .filter(kinds::isKnown)
                .forEach(name -> types.add(kinds.types().number(name)));
        return types;
    }

    private Directory directory() {
        return scope.directory();
    }
}

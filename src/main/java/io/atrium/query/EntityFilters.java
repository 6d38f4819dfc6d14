package io.atrium.query;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Resolves entity filters to what the viewer may read (device-data-api 5.3, access-model 2.6 D). */
record EntityFilters(Scope scope, Effort effort) {

    private static final String PREFIX = "entityFilter.";
    private static final String OWNER = PREFIX + "ownerId";

    /**
     * What a filter finds, to be worked on without the directory's lock.
     *
     * @param types the types of the keys that are going to be looked at
     */
    Candidates find(EntityFilter filter, Set<EntityKeyType> types) {
        return filter instanceof EntityFilter.OfRelations walk
                ? new RelationFilters(scope, effort, types).find(walk)
                : effort.locked(() -> candidates(filter).detached(types));
    }

    private Candidates candidates(EntityFilter filter) {
        return switch (filter) {
            case EntityFilter.SingleEntity(var entity) -> single(PREFIX + "singleEntity", entity);
            case EntityFilter.StateEntity(var entity) -> single(PREFIX + "defaultStateEntity", entity);
            case EntityFilter.StateEntityOwner(var entity, var fallback) -> owner(entity == null ? fallback : entity);
            case EntityFilter.EntityList list -> list(list);
            case EntityFilter.EntityName(var kind, var name) ->
                ofKind(kind, NamePattern.of(PREFIX + "entityNameFilter", name));
            case EntityFilter.EntityType(var kind) -> ofKind(kind, NamePattern.ALL);
            case EntityFilter.AssetType(var types, var name, var type) ->
                ofSubtypes("ASSET", "asset", subtypes("assetTypes", types, type), name);
            case EntityFilter.DeviceType(var types, var name, var type) ->
                ofSubtypes("DEVICE", "device", subtypes("deviceTypes", types, type), name);
            case EntityFilter.EntityViewType(var types, var name, var type) ->
                ofSubtypes("ENTITY_VIEW", "entityView", subtypes("entityViewTypes", types, type), name);
            case EntityFilter.OfRelations walk -> throw new IllegalStateException("A walk takes the lock by itself");
            case EntityFilter.EntityGroup query -> members(query);
            case EntityFilter.EntityGroupList query -> groups(query);
            case EntityFilter.EntityGroupName query -> groupsByName(query);
            case EntityFilter.EntitiesByGroupName query -> membersByName(query);
            case EntityFilter.EdgeType none -> Candidates.NONE;
            case EntityFilter.EdgeSearchQuery none -> Candidates.NONE;
            case EntityFilter.ApiUsageState none -> Candidates.NONE;
            case EntityFilter.SchedulerEvent none -> Candidates.NONE;
            case EntityFilter.Unknown(String type) ->
                throw Problem.badRequest("Field 'entityFilter.type' has the unknown filter type " + Names.quoted(type));
        };
    }

    // ---- named entities ----------------------------------------------------------------------------------------

    private Candidates single(String field, @Nullable AliasEntityId alias) {
        return new Aliases(scope)
                .find(field, QueryLimits.required(field, alias))
                .map(entry -> Candidates.of(scope, entry))
                .orElse(Candidates.NONE);
    }

    private Candidates owner(@Nullable AliasEntityId alias) {
        String field = PREFIX + "singleEntity";
        return new Aliases(scope)
                .find(field, QueryLimits.required(field, alias))
                .filter(entry -> scope.may(Operation.READ, entry))
                .map(entry -> Candidates.of(scope, directory().entry(Math.max(entry.owner(), AccessModel.TENANT))))
                .orElse(Candidates.NONE);
    }

    private Candidates list(EntityFilter.EntityList list) {
        Optional<Kind<?>> kind = Names.kind(directory().kinds(), PREFIX + "entityType", list.entityType());
        RoaringBitmap wanted = ordinals(PREFIX + "entityList", list.entityList(), kind.map(Kind::name));
        return Candidates.readable(scope, wanted);
    }

    private RoaringBitmap ordinals(String field, @Nullable List<String> ids, Optional<String> kind) {
        RoaringBitmap ordinals = new RoaringBitmap();
        for (String text : QueryLimits.list(field, ids, QueryLimits.MAX_ENTITIES)) {
            UUID id = Names.id(field, text);
            kind.flatMap(name -> directory().find(new Ref(name, id))).ifPresent(entry -> ordinals.add(entry.ordinal()));
        }
        return ordinals;
    }

    // ---- kinds, subtypes and names -----------------------------------------------------------------------------

    private Candidates ofKind(@Nullable String name, NamePattern pattern) {
        return Names.kind(directory().kinds(), PREFIX + "entityType", name)
                .map(kind -> Candidates.of(new Part(scope, kind, scope.visible(Operation.READ, kind)), pattern))
                .orElse(Candidates.NONE);
    }

    /** The subtypes that a filter names; the old form with one of them counts if the list is absent. */
    private static List<String> subtypes(String field, @Nullable List<String> types, @Nullable String type) {
        List<String> several = QueryLimits.list(PREFIX + field, types, QueryLimits.MAX_TYPES);
        return several.isEmpty() && type != null && !type.isEmpty() ? List.of(type) : several;
    }

    private Candidates ofSubtypes(String kindName, String noun, List<String> types, @Nullable String name) {
        Kind<?> kind = directory().kinds().require(kindName);
        RoaringBitmap visible = scope.visible(Operation.READ, kind);
        RoaringBitmap entities = types.isEmpty() ? visible : RoaringBitmap.and(visible, havingOneOf(kind, types));
        return Candidates.of(new Part(scope, kind, entities), NamePattern.of(PREFIX + noun + "NameFilter", name));
    }

    private RoaringBitmap havingOneOf(Kind<?> kind, List<String> types) {
        return types.size() == 1
                ? directory().ofSubtype(kind, types.getFirst())
                : RoaringBitmap.or(types.stream()
                        .map(type -> directory().ofSubtype(kind, type))
                        .iterator());
    }

    private RoaringBitmap where(RoaringBitmap entities, Predicate<Entry> condition) {
        RoaringBitmap found = new RoaringBitmap();
        entities.forEach((int ordinal) -> {
            effort.spend(Effort.LOOK);
            if (condition.test(directory().entry(ordinal))) {
                found.add(ordinal);
            }
        });
        return found;
    }

    // ---- groups ------------------------------------------------------------------------------------------------

    private Candidates members(EntityFilter.EntityGroup query) {
        String named = query.entityGroup() == null ? query.defaultStateEntityGroup() : query.entityGroup();
        String type = query.groupType() == null ? query.defaultStateGroupType() : query.groupType();
        UUID id = Names.id(PREFIX + "entityGroup", named);
        Predicate<Entry> ofType = ofType(type);
        return scope.readable(new Ref(TypeTable.GROUP, id))
                .filter(ofType)
                .map(group -> Candidates.readable(scope, members(group)))
                .orElse(Candidates.NONE);
    }

    private Candidates groups(EntityFilter.EntityGroupList query) {
        RoaringBitmap wanted =
                ordinals(PREFIX + "entityGroupList", query.entityGroupList(), Optional.of(TypeTable.GROUP));
        return Candidates.readable(scope, where(wanted, ofType(query.groupType())));
    }

    private Candidates groupsByName(EntityFilter.EntityGroupName query) {
        NamePattern pattern = NamePattern.of(PREFIX + "entityGroupNameFilter", query.entityGroupNameFilter());
        Kind<?> kind = directory().kinds().require(TypeTable.GROUP);
        Predicate<Entry> ofType = ofType(query.groupType());
        RoaringBitmap groups = where(
                scope.visible(Operation.READ, kind),
                group -> ofType.test(group) && (pattern.matchesAll() || pattern.matches(group.name())));
        return Candidates.of(new Part(scope, kind, groups));
    }

    private Candidates membersByName(EntityFilter.EntitiesByGroupName query) {
        NamePattern pattern = NamePattern.of(
                PREFIX + "entityGroupNameFilter",
                QueryLimits.required(PREFIX + "entityGroupNameFilter", query.entityGroupNameFilter()));
        Predicate<Entry> ofType = ofType(query.groupType());
        Ref owner = query.ownerId();
        Optional<Entry> at = owner == null || Ref.isNone(owner)
                ? Optional.of(scope.owner())
                : Optional.of(QueryLimits.required(OWNER + ".entityType", owner.kind()))
                        .flatMap(kind -> directory().find(owner));
        List<RoaringBitmap> members = new ArrayList<>();
        at.ifPresent(entry -> ownedGroups(entry).forEach((int ordinal) -> {
            Entry group = directory().entry(ordinal);
            effort.spend(Effort.LOOK);
            if (pattern.matchesWhole(group.name()) && ofType.test(group) && scope.may(Operation.READ, group)) {
                members.add(members(group));
            }
        }));
        return Candidates.readable(scope, RoaringBitmap.or(members.iterator()));
    }

    private RoaringBitmap ownedGroups(Entry owner) {
        return directory()
                .model()
                .ownedBy(owner.ordinal(), directory().kinds().types().number(TypeTable.GROUP));
    }

    private RoaringBitmap members(Entry group) {
        AccessModel.Group facts = directory().model().group(group.ordinal());
        return facts == null ? new RoaringBitmap() : facts.members();
    }

    /** Groups whose members are of a kind; all groups if none is named. */
    private Predicate<Entry> ofType(@Nullable String groupType) {
        if (groupType == null || groupType.isEmpty()) {
            return group -> true;
        }
        Names.kind(directory().kinds(), PREFIX + "groupType", groupType);
        return group -> groupType.equals(group.subtype());
    }

    private Directory directory() {
        return scope.directory();
    }
}

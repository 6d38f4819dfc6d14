package io.atrium.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.atrium.base.Ref;
import io.atrium.http.SchemaName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entities a query is about (device-data-api 5.3). The field {@code type} tells the forms apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true, defaultImpl = EntityFilter.Unknown.class)
@JsonSubTypes({
    @Type(name = "singleEntity", value = EntityFilter.SingleEntity.class),
    @Type(name = "stateEntity", value = EntityFilter.StateEntity.class),
    @Type(name = "stateEntityOwner", value = EntityFilter.StateEntityOwner.class),
    @Type(name = "entityList", value = EntityFilter.EntityList.class),
    @Type(name = "entityName", value = EntityFilter.EntityName.class),
    @Type(name = "entityType", value = EntityFilter.EntityType.class),
    @Type(name = "assetType", value = EntityFilter.AssetType.class),
    @Type(name = "deviceType", value = EntityFilter.DeviceType.class),
    @Type(name = "edgeType", value = EntityFilter.EdgeType.class),
    @Type(name = "entityViewType", value = EntityFilter.EntityViewType.class),
    @Type(name = "apiUsageState", value = EntityFilter.ApiUsageState.class),
    @Type(name = "relationsQuery", value = EntityFilter.RelationsQuery.class),
    @Type(name = "assetSearchQuery", value = EntityFilter.AssetSearchQuery.class),
    @Type(name = "deviceSearchQuery", value = EntityFilter.DeviceSearchQuery.class),
    @Type(name = "entityViewSearchQuery", value = EntityFilter.EntityViewSearchQuery.class),
    @Type(name = "edgeSearchQuery", value = EntityFilter.EdgeSearchQuery.class),
    @Type(name = "entityGroup", value = EntityFilter.EntityGroup.class),
    @Type(name = "entityGroupList", value = EntityFilter.EntityGroupList.class),
    @Type(name = "entityGroupName", value = EntityFilter.EntityGroupName.class),
    @Type(name = "entitiesByGroupName", value = EntityFilter.EntitiesByGroupName.class),
    @Type(name = "schedulerEvent", value = EntityFilter.SchedulerEvent.class)
})
public sealed interface EntityFilter {

    /** A filter that walks over relations. */
    sealed interface OfRelations extends EntityFilter {}

    /** One entity. */
    @SchemaName("SingleEntityFilter")
    record SingleEntity(@Nullable AliasEntityId singleEntity) implements EntityFilter {}

    /** The entity of a dashboard's state, which the client has filled in. */
    @SchemaName("StateEntityFilter")
    record StateEntity(@Nullable AliasEntityId defaultStateEntity) implements EntityFilter {}

    /** The tenant or customer that owns an entity. */
    @SchemaName("StateEntityOwnerFilter")
    record StateEntityOwner(
            @Nullable AliasEntityId singleEntity, @Nullable AliasEntityId defaultStateEntity) implements EntityFilter {}

    /** Entities of one kind by id. */
    @SchemaName("EntityListFilter")
    record EntityList(@Nullable String entityType, @Nullable List<String> entityList) implements EntityFilter {}

    /** Entities of one kind by name. */
    @SchemaName("EntityNameFilter")
    record EntityName(@Nullable String entityType, @Nullable String entityNameFilter) implements EntityFilter {}

    /** All entities of one kind. */
    @SchemaName("EntityTypeFilter")
    record EntityType(@Nullable String entityType) implements EntityFilter {}

    /** Assets by profile and name. */
    @SchemaName("AssetTypeFilter")
    record AssetType(
            @Nullable List<String> assetTypes,
            @Nullable String assetNameFilter,
            @Nullable String assetType) implements EntityFilter {}

    /** Devices by profile and name. */
    @SchemaName("DeviceTypeFilter")
    record DeviceType(
            @Nullable List<String> deviceTypes,
            @Nullable String deviceNameFilter,
            @Nullable String deviceType) implements EntityFilter {}

    /** Edges by type and name; there are none. */
    @SchemaName("EdgeTypeFilter")
    record EdgeType(
            @Nullable List<String> edgeTypes,
            @Nullable String edgeNameFilter,
            @Nullable String edgeType) implements EntityFilter {}

    /** Entity views by type and name. */
    @SchemaName("EntityViewTypeFilter")
    record EntityViewType(
            @Nullable List<String> entityViewTypes,
            @Nullable String entityViewNameFilter,
            @Nullable String entityViewType)
            implements EntityFilter {}

    /** The record of what a tenant or customer uses up; there is none. */
    @SchemaName("ApiUsageStateFilter")
    record ApiUsageState(@Nullable Ref customerId) implements EntityFilter {}

    /** What a walk over relations reaches. */
    @SchemaName("RelationsQueryFilter")
    record RelationsQuery(
            @Nullable AliasEntityId rootEntity,
            @Nullable Boolean multiRoot,
            @Nullable String multiRootEntitiesType,
            @Nullable Set<String> multiRootEntityIds,
            @Nullable EntitySearchDirection direction,
            @Nullable List<RelationEntityTypeFilter> filters,
            @Nullable Integer maxLevel,
            @Nullable Boolean fetchLastLevelOnly,
            @Nullable Boolean negate,
            @Nullable Boolean rootStateEntity,
            @Nullable AliasEntityId defaultStateEntity)
            implements OfRelations {}

    /** The assets that a walk reaches. */
    @SchemaName("AssetSearchQueryFilter")
    record AssetSearchQuery(
            @Nullable AliasEntityId rootEntity,
            @Nullable String relationType,
            @Nullable EntitySearchDirection direction,
            @Nullable Integer maxLevel,
            @Nullable Boolean fetchLastLevelOnly,
            @Nullable Boolean rootStateEntity,
            @Nullable AliasEntityId defaultStateEntity,
            @Nullable List<String> assetTypes)
            implements OfRelations {}

    /** The devices that a walk reaches. */
    @SchemaName("DeviceSearchQueryFilter")
    record DeviceSearchQuery(
            @Nullable AliasEntityId rootEntity,
            @Nullable String relationType,
            @Nullable EntitySearchDirection direction,
            @Nullable Integer maxLevel,
            @Nullable Boolean fetchLastLevelOnly,
            @Nullable Boolean rootStateEntity,
            @Nullable AliasEntityId defaultStateEntity,
            @Nullable List<String> deviceTypes)
            implements OfRelations {}

    /** The entity views that a walk reaches. */
    @SchemaName("EntityViewSearchQueryFilter")
    record EntityViewSearchQuery(
            @Nullable AliasEntityId rootEntity,
            @Nullable String relationType,
            @Nullable EntitySearchDirection direction,
            @Nullable Integer maxLevel,
            @Nullable Boolean fetchLastLevelOnly,
            @Nullable Boolean rootStateEntity,
            @Nullable AliasEntityId defaultStateEntity,
            @Nullable List<String> entityViewTypes)
            implements OfRelations {}

    /** The edges that a walk reaches; there are none. */
    @SchemaName("EdgeSearchQueryFilter")
    record EdgeSearchQuery(
            @Nullable AliasEntityId rootEntity,
            @Nullable String relationType,
            @Nullable EntitySearchDirection direction,
            @Nullable Integer maxLevel,
            @Nullable Boolean fetchLastLevelOnly,
            @Nullable Boolean rootStateEntity,
            @Nullable AliasEntityId defaultStateEntity,
            @Nullable List<String> edgeTypes)
            implements EntityFilter {}

    /** The members of a group. */
    @SchemaName("EntityGroupFilter")
    record EntityGroup(
            @Nullable String groupType,
            @Nullable String entityGroup,
            @Nullable Boolean groupStateEntity,
            @Nullable String defaultStateGroupType,
            @Nullable String defaultStateEntityGroup)
            implements EntityFilter {}

    /** Groups by id. */
    @SchemaName("EntityGroupListFilter")
    record EntityGroupList(
            @Nullable String groupType, @Nullable List<String> entityGroupList) implements EntityFilter {}

    /** Groups by name. */
    @SchemaName("EntityGroupNameFilter")
    record EntityGroupName(
            @Nullable String groupType, @Nullable String entityGroupNameFilter) implements EntityFilter {}

    /** The members of the group that has a name at an owner. */
    @SchemaName("EntitiesByGroupNameFilter")
    record EntitiesByGroupName(
            @Nullable String groupType,
            @Nullable Ref ownerId,
            @Nullable String entityGroupNameFilter,
            @Nullable Boolean groupStateEntity,
            @Nullable String stateEntityParamName)
            implements EntityFilter {}

    /** Scheduled events; there are none. */
    @SchemaName("SchedulerEventFilter")
    record SchedulerEvent(
            @Nullable AliasEntityId originator,
            @Nullable String eventType,
            @Nullable Boolean originatorStateEntity,
            @Nullable AliasEntityId defaultStateEntity)
            implements EntityFilter {}

    /** A form that the contract does not have; kept so that the refusal can name it. */
    record Unknown(@Nullable String type) implements EntityFilter {}
}

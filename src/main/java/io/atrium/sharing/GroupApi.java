package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Page;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.entity.Effort;
import io.atrium.entity.Entities;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Listing;
import io.atrium.entity.NamedRef;
import io.atrium.entity.Platform;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** The routes of entity groups (access-model 4.6). */
final class GroupApi {

    private static final List<String> SORTS = List.of("createdTime", "name");
    private static final Kind<EntityGroup> KIND = SharingKinds.ENTITY_GROUP;

    private final Platform platform;
    private final Groups groups;
    private final Entities entities;

    GroupApi(Platform platform, Groups groups) {
        this.platform = platform;
        this.groups = groups;
        this.entities = platform.entities();
    }

    void routes(Routes routes, EntityChanges changes) {
        Routes.Area area = routes.area("EntityGroup");
        new KindRoutes(routes, "EntityGroup", KIND, "entityGroup", entities, changes).delete("deleteEntityGroup");
        one(area, changes);
        members(area);
        readMembers(area);
        lists(area);
        infos(area);
    }

    private void one(Routes.Area area, EntityChanges changes) {
        area.get("/api/entityGroup/{entityGroupId}", "getEntityGroupById", "A group by its id")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group")
                .answers(EntityGroupInfo.class)
                .handle(call -> entities.get(call.actor(), KIND, call.id("entityGroupId"), Form.PLAIN));
        area.post("/api/entityGroup", "saveEntityGroup", "Creates a group, or changes the one of the given id")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE or WRITE on groups of this type")
                .body(EntityGroup.class)
                .answers(EntityGroupInfo.class)
                .handle(call -> {
                    Entry saved = changes.save(call.actor(), KIND, call.body(), SaveOptions.PLAIN);
                    return read(
                            call,
                            scope -> entities.json(scope, scope.directory().entry(saved.ordinal()), Form.PLAIN));
                });
        area.get("/api/entityGroupInfo/{entityGroupId}", "getEntityGroupEntityInfoById", "Id and name of a group")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group")
                .answers(NamedRef.class)
                .handle(call -> read(
                        call, scope -> named(scope, Groups.require(scope, Operation.READ, call.id("entityGroupId")))));
        area.get(
                        "/api/entityGroup/all/{ownerType}/{ownerId}/{groupType}",
                        "getEntityGroupAllByOwnerAndType",
                        "The group All of an owner")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group")
                .answers(EntityGroupInfo.class)
                .handle(call -> byName(call, "All"));
        area.get(
                        "/api/entityGroup/{ownerType}/{ownerId}/{groupType}/{groupName}",
                        "getEntityGroupByOwnerAndNameAndType",
                        "A group of an owner by its name")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group")
                .answers(EntityGroupInfo.class)
                .handle(call -> byName(call, call.path("groupName")));
        area.get(
                        "/api/entityGroup/all/{ownerType}/{ownerId}/{groupType}/{groupName}",
                        "getEntityGroupByOwnerAndNameAndTypeOld",
                        "A group of an owner by its name, on the path that one client calls")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group")
                .answers(EntityGroupInfo.class)
                .handle(call -> byName(call, call.path("groupName")));
    }

    private Object byName(Call call, String name) {
        return read(call, scope -> {
            Entry owner = Groups.readableOwner(scope, call.path("ownerType"), call.id("ownerId"));
            return Groups.ofOwner(scope, owner, members(scope, call)).stream()
                    .filter(group -> VisibleText.plain(group.name()).equals(VisibleText.plain(name)))
                    .findFirst()
                    .map(group -> entities.json(scope, group, Form.PLAIN))
                    .orElseThrow(Problem::notFound);
        });
    }

    private void members(Routes.Area area) {
        area.post(
                        "/api/entityGroup/{entityGroupId}/addEntities",
                        "addEntitiesToEntityGroup",
                        "Adds entities of the group's owner")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(
                        "ADD_TO_GROUP on the group, READ on each entity, and on it what roles give on members of the group")
                .bodyList(String.class)
                .handle(call -> {
                    groups.addEntities(call.actor(), call.id("entityGroupId"), ids(call));
                    return null;
                });
        area.post(
                        "/api/entityGroup/{entityGroupId}/deleteEntities",
                        "removeEntitiesFromEntityGroup",
                        "Takes entities out of the group")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("REMOVE_FROM_GROUP on the group and READ on each entity")
                .bodyList(String.class)
                .handle(call -> {
                    groups.removeEntities(call.actor(), call.id("entityGroupId"), ids(call));
                    return null;
                });
    }

    private void readMembers(Routes.Area area) {
        area.get("/api/entityGroup/{entityGroupId}/entities", "getEntities", "The readable members, by id and name")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group; unreadable members are left out")
                .page(SORTS)
                .answersPage(ShortEntityView.class)
                .handle(this::members);
        area.get("/api/entityGroup/{entityGroupId}/{entityId}", "getGroupEntity", "One readable member")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the group and on the member")
                .answers(ShortEntityView.class)
                .handle(call -> read(call, scope -> {
                    Entry group = Groups.require(scope, Operation.READ, call.id("entityGroupId"));
                    Entry entry = scope.require(
                            Operation.READ, new Ref(scope.directory().memberKind(group), call.id("entityId")));
                    if (!Groups.of(scope, entry).contains(group)) {
                        throw Problem.notFound();
                    }
                    return shortView(scope, entry);
                }));
        area.get(
                        "/api/entityGroups/{entityType}/{entityId}",
                        "getEntityGroupsForEntity",
                        "The groups that hold an entity, All among them")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the entity")
                .answersList(Ref.class)
                .handle(call -> read(call, scope -> {
                    Entry entry = scope.require(Operation.READ, call.ref("entityType", "entityId"));
                    return Groups.of(scope, entry).stream()
                            .map(scope.directory()::ref)
                            .toList();
                }));
    }

    /** Four ways to say which groups, each as a page and as a plain list. */
    private void lists(Routes.Area area) {
        list(area, "/api/entityGroups/{groupType}", "getEntityGroupsByTypeAndPageLink", true, this::ownAndShared);
        all(area, "/api/entityGroups/{groupType}/all", "getAllEntityGroupsByType", true, this::ownAndShared);
        list(
                area,
                "/api/entityGroups/{groupType}/shared",
                "getSharedEntityGroupsByTypeAndPageLink",
                false,
                this::shared);
        all(area, "/api/entityGroups/{groupType}/shared/all", "getAllSharedEntityGroups", false, this::shared);
        list(
                area,
                "/api/entityGroups/{ownerType}/{ownerId}/{groupType}",
                "getEntityGroupsByOwnerAndTypeAndPageLink",
                false,
                this::ofOwner);
        all(
                area,
                "/api/entityGroups/{ownerType}/{ownerId}/{groupType}/all",
                "getAllEntityGroupsByOwnerAndType",
                false,
                this::ofOwner);
        list(
                area,
                "/api/entityGroupsHierarchy/{ownerType}/{ownerId}/{groupType}",
                "getEntityGroupsHierarchyByOwnerAndTypeAndPageLink",
                false,
                this::hierarchy);
        byIds(area, "/api/entityGroups/list", "getEntityGroupsByIds", true);
        byIds(area, "/api/entityGroups", "getEntityGroupsByIdsOld", true);
    }

    private void infos(Routes.Area area) {
        info(
                area,
                "/api/entityGroupInfos/{groupType}",
                "getEntityGroupEntityInfosByTypeAndPageLink",
                true,
                this::ownAndShared);
        info(
                area,
                "/api/entityGroupInfos/{groupType}/shared",
                "getSharedEntityGroupEntityInfosByTypeAndPageLink",
                false,
                this::shared);
        info(
                area,
                "/api/entityGroupInfos/{ownerType}/{ownerId}/{groupType}",
                "getEntityGroupEntityInfosByOwnerAndTypeAndPageLink",
                false,
                this::ofOwner);
        info(
                area,
                "/api/entityGroupInfosHierarchy/{ownerType}/{ownerId}/{groupType}",
                "getEntityGroupEntityInfosHierarchyByOwnerAndTypeAndPageLink",
                false,
                this::hierarchy);
        byIds(area, "/api/entityGroupInfos", "getEntityGroupEntityInfosByIds", false);
    }

    private List<Entry> ownAndShared(Scope scope, Call call) {
        List<Entry> found = new ArrayList<>(Groups.own(scope, members(scope, call)));
        if (call.flag("includeShared", false)) {
            found.addAll(Groups.shared(scope, members(scope, call)));
        }
        return found;
    }

    private List<Entry> shared(Scope scope, Call call) {
        return Groups.shared(scope, members(scope, call));
    }

    private List<Entry> ofOwner(Scope scope, Call call) {
        return Groups.ofOwner(
                scope, Groups.readableOwner(scope, call.path("ownerType"), call.id("ownerId")), members(scope, call));
    }

    private List<Entry> hierarchy(Scope scope, Call call) {
        return Groups.hierarchy(
                scope, Groups.readableOwner(scope, call.path("ownerType"), call.id("ownerId")), members(scope, call));
    }

    private void list(
            Routes.Area area,
            String path,
            String operation,
            boolean mayShare,
            BiFunction<Scope, Call, List<Entry>> source) {
        Routes.Builder route = area.get(path, operation, "Readable groups: a page, or without page parameters a list");
        shareParam(route, mayShare)
                .page(SORTS)
                .answersPage(EntityGroupInfo.class)
                .handle(call -> inSlices(call, (scope, effort) -> {
                    List<Entry> found = effort.locked(() -> source.apply(scope, call));
                    return call.hasPage()
                            ? entities.write(effort, scope, Groups.page(found, call.pageLink()), Form.PLAIN)
                            : entities.write(effort, scope, found, Form.PLAIN);
                }));
    }

    private void all(
            Routes.Area area,
            String path,
            String operation,
            boolean mayShare,
            BiFunction<Scope, Call, List<Entry>> source) {
        shareParam(area.get(path, operation, "Readable groups as a list"), mayShare)
                .answersList(EntityGroupInfo.class)
                .handle(call -> inSlices(call, (scope, effort) -> {
                    List<Entry> found = effort.locked(() -> source.apply(scope, call));
                    return entities.write(effort, scope, found, Form.PLAIN);
                }));
    }

    private void info(
            Routes.Area area,
            String path,
            String operation,
            boolean mayShare,
            BiFunction<Scope, Call, List<Entry>> source) {
        shareParam(area.get(path, operation, "Ids and names of readable groups"), mayShare)
                .page(SORTS)
                .answersPage(NamedRef.class)
                .handle(call -> inSlices(call, (scope, effort) -> {
                    List<Entry> found = effort.locked(() -> source.apply(scope, call));
                    Page<Entry> page = Groups.page(found, call.pageLink());
                    return effort.locked(() -> page.map(group -> named(scope, group)));
                }));
    }

    private static Routes.Builder shareParam(Routes.Builder route, boolean mayShare) {
        route.callers(Routes.TENANT_AND_CUSTOMER).permission("READ on each group; others are left out");
        return mayShare ? route.query("includeShared", Boolean.class, "Also groups that others share") : route;
    }

    private void byIds(Routes.Area area, String path, String operation, boolean whole) {
        area.get(path, operation, "Those of the given groups that the caller may read")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each group; others are left out")
                .queryList("entityGroupIds", UUID.class, true, "Ids")
                .answersList(whole ? EntityGroupInfo.class : NamedRef.class)
                .handle(call -> {
                    List<UUID> ids = call.requiredIds("entityGroupIds");
                    if (whole) {
                        return entities.list(call.actor(), KIND, ids, Form.PLAIN);
                    }
                    return read(call, scope -> ids.stream()
                            .map(id -> scope.readable(new Ref(TypeTable.GROUP, id)))
                            .flatMap(Optional::stream)
                            .map(group -> named(scope, group))
                            .toList());
                });
    }

    /** Answers a call about many groups, which must not keep changes waiting while they are put in order and written. */
    private Object inSlices(Call call, BiFunction<Scope, Effort, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> reader.apply(scope, effort));
    }

    private Object read(Call call, java.util.function.Function<Scope, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> reader.apply(scope));
    }

    private Object members(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Kind<?> kind = scope.read(() -> {
            Entry group = Groups.require(scope, Operation.READ, call.id("entityGroupId"));
            return scope.directory().kinds().require(scope.directory().memberKind(group));
        });
        Listing listing = Listing.of(new Listing.Source.OfGroup(call.id("entityGroupId")));
        return entities.page(scope, kind, listing, call.pageLink(), entry -> shortView(scope, entry));
    }

    private static Kind<?> members(Scope scope, Call call) {
        return scope.directory().kinds().requireGroupable(call.path("groupType"));
    }

    static NamedRef named(Scope scope, Entry entry) {
        return new NamedRef(scope.directory().ref(entry), entry.name());
    }

    private static ShortEntityView shortView(Scope scope, Entry entry) {
        return new ShortEntityView(scope.directory().ref(entry), entry.name());
    }

    static List<UUID> ids(Call call) {
        return call.bodyList(UUID.class);
    }
}

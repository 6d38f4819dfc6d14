package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Ref;
import io.atrium.entity.Effort;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.NamedRef;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/** What the caller may do, who can own things, and the change of owner (access-model 2.7, 4.5, 4.7). */
final class PermissionApi {

    private static final List<String> SORTS = List.of("createdTime", "name", "title");

    private final Platform platform;
    private final Owners owners;

    PermissionApi(Platform platform, Owners owners) {
        this.platform = platform;
        this.owners = owners;
    }

    void routes(Routes routes) {
        Routes.Area rights = routes.area("UserPermissions");
        rights.get("/api/permissions/allowedPermissions", "getAllowedPermissions", "All rights of the caller, added up")
                .answers(AllowedPermissions.class)
                .handle(call -> call.actor().isSystem()
                        ? AllowedPermissions.ofSystem(call.actor())
                        : read(call, AllowedPermissions::of));
        rights.get(
                        "/api/permission/{entityType}/{entityId}/{operation}",
                        "hasEntityPermission",
                        "True if the caller may do it; false also for what is not there")
                .permission("None: it answers false for what the caller may not read")
                .answers(Boolean.class)
                .handle(this::may);
        owners(routes.area("EntityGroup"));
        Routes.Area area = routes.area("Owner");
        changeOwner(area, TypeTable.CUSTOMER, "changeOwnerToCustomer", Routes.TENANT_AND_CUSTOMER);
        changeOwner(area, TypeTable.TENANT, "changeOwnerToTenant", Routes.TENANT);
    }

    private Object may(Call call) {
        Operation operation = Call.choice("operation", call.path("operation"), Operation.class);
        Ref ref = call.ref("entityType", "entityId");
        return read(call, scope -> scope.directory()
                .find(ref)
                .map(entry -> scope.may(operation, entry))
                .orElse(false));
    }

    private void changeOwner(
            Routes.Area area, String kind, String operation, java.util.Set<io.atrium.base.Authority> callers) {
        area.post(
                        "/api/owner/" + kind + "/{ownerId}/{entityType}/{entityId}",
                        operation,
                        "Hands an entity to another owner, into the given groups of that owner")
                .callers(callers)
                .permission("CHANGE_OWNER on the entity, ADD_TO_GROUP on the groups, WRITE_CREDENTIALS for new ones")
                .query(
                        "newCredentials",
                        Boolean.class,
                        "Gives a device a new access token, so that who read the former credentials is left out")
                .bodyList(String.class)
                .handle(call -> {
                    List<UUID> groups = call.optionalBodyList(UUID.class);
                    owners.change(
                            call.actor(),
                            new Ref(kind, call.id("ownerId")),
                            call.ref("entityType", "entityId"),
                            groups,
                            call.flag("newCredentials", false));
                    return null;
                });
    }

    private void owners(Routes.Area area) {
        area.get("/api/ownerInfo/{ownerType}/{ownerId}", "getOwnerInfo", "Id and name of an owner")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the owner, or it is the caller's own")
                .answers(NamedRef.class)
                .handle(call -> read(
                        call,
                        scope -> GroupApi.named(
                                scope, Groups.readableOwner(scope, call.path("ownerType"), call.id("ownerId")))));
        area.get("/api/ownerInfos", "getOwnerInfos", "The owners that the caller can give things to")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each owner; others are left out")
                .page(SORTS)
                .answersPage(NamedRef.class)
                .handle(call -> inSlices(call, (scope, effort) -> {
                    Page<Entry> page = readableOwners(scope, call.pageLink(), effort);
                    return effort.locked(() -> page.map(owner -> GroupApi.named(scope, owner)));
                }));
        area.get("/api/owners", "getOwners", "The owners that the caller can give things to, whole")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each owner; others are left out")
                .page(SORTS)
                .answersPage(ContactBasedObject.class)
                .handle(call -> inSlices(call, (scope, effort) -> platform.entities()
                        .write(effort, scope, readableOwners(scope, call.pageLink(), effort), Form.PLAIN)));
    }

    private static Page<Entry> readableOwners(Scope scope, PageLink link, Effort effort) {
        Kind<?> customers = scope.directory().kinds().require(TypeTable.CUSTOMER);
        String part = link.textSearch().toLowerCase(Locale.ROOT);
        List<Entry> found = new ArrayList<>();
        if (scope.owner().ordinal() == scope.directory().tenant().ordinal() && matches(scope.owner(), part)) {
            found.add(scope.owner());
        }
        RoaringBitmap visible =
                effort.locked(() -> scope.visible(Operation.READ, customers).clone());
        effort.eachLocked(visible, customer -> {
            if (matches(customer, part)) {
                found.add(customer);
            }
        });
        return Groups.page(found, link);
    }

    private static boolean matches(Entry owner, String part) {
        return owner.name().toLowerCase(Locale.ROOT).contains(part);
    }

    private Object inSlices(Call call, BiFunction<Scope, Effort, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> reader.apply(scope, effort));
    }

    private Object read(Call call, Function<Scope, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> reader.apply(scope));
    }
}

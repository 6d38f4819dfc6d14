package io.atrium.sharing;

import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Rows;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The routes of grants, which the wire calls group permissions (access-model 4.7, 3.4). */
final class GrantApi {

    private final Platform platform;
    private final Grants grants;

    GrantApi(Platform platform, Grants grants) {
        this.platform = platform;
        this.grants = grants;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("GroupPermission");
        single(area);
        lists(area);
    }

    private void single(Routes.Area area) {
        area.post("/api/groupPermission", "saveGroupPermission", "Grants a role to a user group, or changes a grant")
                .permission(
                        "CREATE or WRITE on GROUP_PERMISSION, WRITE on both groups, READ on the role, and no more than one's own rights")
                .body(GroupPermission.class)
                .answers(GroupPermission.class)
                .handle(call -> {
                    UUID id = grants.save(call.actor(), call.body(GroupPermission.class))
                            .id();
                    return read(call, scope -> plain(scope, Grants.require(scope, id)));
                });
        area.delete(
                        "/api/groupPermission/{groupPermissionId}",
                        "deleteGroupPermission",
                        "Ends a grant; this is also how a share ends")
                .permission("DELETE on GROUP_PERMISSION and WRITE on one of its groups")
                .handle(call -> {
                    grants.delete(call.actor(), call.id("groupPermissionId"));
                    return null;
                });
        area.get("/api/groupPermission/{groupPermissionId}", "getGroupPermissionById", "One grant")
                .permission("READ on GROUP_PERMISSION and on one of its groups")
                .answers(GroupPermission.class)
                .handle(call -> read(call, scope -> plain(scope, Grants.require(scope, call.id("groupPermissionId")))));
        area.get(
                        "/api/groupPermission/info/{groupPermissionId}",
                        "getGroupPermissionInfoById",
                        "One grant with the names of what it connects")
                .permission("READ on GROUP_PERMISSION and on one of its groups")
                .required("isUserGroup", Boolean.class, "Which side the caller looks from; both are filled")
                .answers(GroupPermissionInfo.class)
                .handle(call -> read(call, scope -> {
                    call.requiredText("isUserGroup");
                    call.flag("isUserGroup", true);
                    return info(scope, Grants.require(scope, call.id("groupPermissionId")));
                }));
    }

    private void lists(Routes.Area area) {
        area.get(
                        "/api/entityGroup/{entityGroupId}/groupPermissions",
                        "getEntityGroupPermissions",
                        "Who has which role on a group")
                .permission("READ on the group and on GROUP_PERMISSION")
                .answersList(GroupPermissionInfo.class)
                .handle(call -> infos(call, scope -> {
                    Entry group = Groups.require(scope, Operation.READ, call.id("entityGroupId"));
                    return scope.directory().model().grantsOnTarget(group.ordinal());
                }));
        area.get(
                        "/api/userGroup/{userGroupId}/groupPermissions",
                        "getUserGroupPermissions",
                        "The roles that a user group has")
                .permission("READ on the group and on GROUP_PERMISSION")
                .answersList(GroupPermissionInfo.class)
                .handle(call -> infos(call, scope -> {
                    Entry group = Groups.require(scope, Operation.READ, call.id("userGroupId"));
                    return scope.directory().model().grantsOfSubject(group.ordinal());
                }));
        area.post(
                        "/api/userGroup/groupPermissions/info",
                        "loadUserGroupPermissionInfos",
                        "Adds the names to grants that are not saved yet")
                .reads()
                .permission("READ on everything that they name")
                .bodyList(GroupPermission.class)
                .answersList(GroupPermissionInfo.class)
                .handle(call -> {
                    List<GroupPermission> sent = call.bodyList(GroupPermission.class);
                    Scope scope = platform.scopes().of(call.actor());
                    return platform.heavyReads()
                            .run(scope, effort -> Rows.list(effort, sent, Rows.json(row -> unsaved(scope, row))));
                });
    }

    private Object read(Call call, Function<Scope, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> reader.apply(scope));
    }

    /** Each with its role, which may be long: so they are written one by one. */
    private Reply infos(Call call, Function<Scope, List<Grant>> source) {
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> {
            List<Grant> found = effort.locked(() -> List.copyOf(source.apply(scope)));
            return Rows.list(
                    effort,
                    found,
                    Rows.json(grant -> isThere(scope.directory(), grant) && Grants.isReadable(scope, grant)
                            ? info(scope, grant)
                            : null));
        });
    }

    /** False if one of its ends was deleted since it was found. */
    private static boolean isThere(Directory directory, Grant grant) {
        return directory.entryIfThere(grant.subject()) != null
                && directory.entryIfThere(grant.role()) != null
                && (grant.target() == Grant.NONE || directory.entryIfThere(grant.target()) != null);
    }

    private GroupPermission plain(Scope scope, Grant grant) {
        Directory directory = scope.directory();
        Entry target = target(directory, grant);
        boolean publicRow = grants.isPublic(grant);
        return new GroupPermission(
                new Ref(Grants.KIND, grant.id()),
                Ids.millisOf(grant.id()),
                Ref.tenant(directory.tenantId()),
                directory.ref(grant.subject()),
                directory.ref(grant.role()),
                target == null ? null : directory.ref(target),
                targetKind(directory, target),
                publicRow,
                publicRow,
                name(directory, grant));
    }

    private GroupPermissionInfo info(Scope scope, Grant grant) {
        Directory directory = scope.directory();
        Entry target = target(directory, grant);
        Entry subject = directory.entry(grant.subject());
        boolean publicRow = grants.isPublic(grant);
        return new GroupPermissionInfo(
                new Ref(Grants.KIND, grant.id()),
                Ids.millisOf(grant.id()),
                Ref.tenant(directory.tenantId()),
                directory.ref(subject),
                directory.ref(grant.role()),
                target == null ? null : directory.ref(target),
                targetKind(directory, target),
                platform.entities().document(scope, directory.entry(grant.role()), Form.PLAIN),
                target == null ? null : target.name(),
                target == null ? null : directory.ownerRef(target),
                target == null ? null : directory.entry(target.owner()).name(),
                subject.name(),
                directory.ownerRef(subject),
                directory.entry(subject.owner()).name(),
                name(directory, grant),
                publicRow,
                publicRow,
                !grants.isChangeable(scope, grant, publicRow),
                grant.from(),
                Explanations.until(directory, grant));
    }

    private GroupPermissionInfo unsaved(Scope scope, GroupPermission row) {
        Directory directory = scope.directory();
        Entry subject = readable(scope, row.userGroupId(), TypeTable.GROUP);
        Entry role = readable(scope, row.roleId(), TypeTable.ROLE);
        Entry target = Ref.isNone(row.entityGroupId()) ? null : readable(scope, row.entityGroupId(), TypeTable.GROUP);
        return new GroupPermissionInfo(
                row.id(),
                row.createdTime(),
                Ref.tenant(directory.tenantId()),
                directory.ref(subject),
                directory.ref(role),
                target == null ? null : directory.ref(target),
                targetKind(directory, target),
                platform.entities().document(scope, role, Form.PLAIN),
                target == null ? null : target.name(),
                target == null ? null : directory.ownerRef(target),
                target == null ? null : directory.entry(target.owner()).name(),
                subject.name(),
                directory.ownerRef(subject),
                directory.entry(subject.owner()).name(),
                row.name(),
                false,
                false,
                false,
                0,
                null);
    }

    private static Entry readable(Scope scope, @Nullable Ref ref, String kind) {
        if (ref == null || ref.id() == null) {
            throw Problem.badRequest("Fields 'userGroupId' and 'roleId' should be specified!");
        }
        return scope.require(Operation.READ, new Ref(kind, ref.id()));
    }

    private static @Nullable Entry target(Directory directory, Grant grant) {
        return grant.target() == Grant.NONE ? null : directory.entry(grant.target());
    }

    /** The kind of a group's members, or of the thing itself for a grant on one thing. */
    private static @Nullable String targetKind(Directory directory, @Nullable Entry target) {
        if (target == null) {
            return null;
        }
        return directory.model().group(target.ordinal()) == null
                ? directory.kindName(target)
                : directory.memberKind(target);
    }

    private static String name(Directory directory, Grant grant) {
        String subject = "[" + directory.entry(grant.subject()).name() + "]_["
                + directory.entry(grant.role()).name() + "]";
        Entry target = target(directory, grant);
        return target == null
                ? "GENERIC_" + subject
                : "GROUP_" + subject + "_[" + target.name() + "]_[" + targetKind(directory, target) + "]";
    }
}

package io.atrium.sharing;

import io.atrium.http.Routes;
import java.util.List;
import java.util.UUID;

/** The routes that share groups and single entities (access-model 3). */
final class ShareApi {

    private final Shares shares;

    ShareApi(Shares shares) {
        this.shares = shares;
    }

    /** The grants that a share made or found. */
    public record ShareResult(List<UUID> grantIds) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("EntityGroup");
        String needs =
                "SHARE_GROUP or WRITE on the group by a role of its owner, or a share whose role has SHARE_GROUP; no more than"
                        + " one's own rights";
        area.post(
                        "/api/entityGroup/{entityGroupId}/share",
                        "shareEntityGroup",
                        "Shares a group with the users of another owner")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(needs)
                .body(ShareGroupRequest.class)
                .handle(call -> {
                    shares.shareGroup(call.actor(), call.id("entityGroupId"), call.body(ShareGroupRequest.class));
                    return null;
                });
        area.post(
                        "/api/entityGroup/{entityGroupId}/{userGroupId}/{roleId}/share",
                        "shareEntityGroupToChildOwnerUserGroup",
                        "Shares a group with a user group, with one role")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(needs)
                .handle(call -> {
                    shares.shareGroup(
                            call.actor(), call.id("entityGroupId"), call.id("userGroupId"), call.id("roleId"));
                    return null;
                });
        area.post(
                        "/api/entityGroup/{entityGroupId}/makePublic",
                        "makeEntityGroupPublic",
                        "Lets everybody who has the link read the group")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("WRITE on the group")
                .handle(call -> {
                    shares.makePublic(call.actor(), call.id("entityGroupId"));
                    return null;
                });
        area.post(
                        "/api/entityGroup/{entityGroupId}/makePrivate",
                        "makeEntityGroupPrivate",
                        "Ends what makePublic began")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("WRITE on the group by a role of its owner or of one above")
                .handle(call -> {
                    shares.makePrivate(call.actor(), call.id("entityGroupId"));
                    return null;
                });
        routes.area("Access")
                .post(
                        "/api/access/share",
                        "shareEntity",
                        "Shares one entity without a group; it ends with DELETE /api/groupPermission/{id}")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(
                        "WRITE on the entity by a role of its owner, or a share whose role has SHARE_GROUP; no more than one's"
                                + " own rights")
                .body(ShareRequest.class)
                .answers(ShareResult.class)
                .handle(call -> new ShareResult(shares.shareEntity(call.actor(), call.body(ShareRequest.class))));
    }
}

package io.atrium.sharing;

import io.atrium.access.TypeTable;
import io.atrium.entity.Administrators;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.util.Map;

/** Wires this package. */
public final class SharingFeature implements Feature {

    private final Platform platform;
    private final Administrators administrators;
    private final Invitations invitations;
    private final Groups groups;

    /** @param invitations asked for the link of a new customer's first user */
    public SharingFeature(Platform platform, Administrators administrators, Invitations invitations) {
        this.administrators = administrators;
        this.invitations = invitations;
        this.platform = platform;
        this.groups = new Groups(platform, administrators);
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(TypeTable.GROUP, groups.hooks(), TypeTable.ROLE, new Roles(administrators));
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        Grants grants = new Grants(platform, administrators);
        new GroupApi(platform, groups).routes(routes, changes);
        new RoleApi(platform).routes(routes, changes);
        new GrantApi(platform, grants).routes(routes);
        new ShareApi(new Shares(platform)).routes(routes);
        Owners owners = new Owners(platform, changes, groups);
        new PermissionApi(platform, owners).routes(routes);
        Previews previews = new Previews(platform.clock(), platform.ids());
        new AccessApi(platform, previews).routes(routes);
        new PresentShares(platform, grants).routes(routes);
        AccessChanges accessChanges = new AccessChanges(platform, owners, previews);
        new AccessChangeApi(
                        platform,
                        accessChanges,
                        new Onboardings(platform, changes, invitations),
                        new Undoing(platform, owners, grants, changes))
                .routes(routes);
    }
}

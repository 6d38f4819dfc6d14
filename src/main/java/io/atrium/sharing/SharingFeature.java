package io.atrium.sharing;

import io.atrium.access.TypeTable;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.util.Map;

/** Wires this package. */
public final class SharingFeature implements Feature {

    private final Platform platform;
    private final Groups groups;

    public SharingFeature(Platform platform) {
        this.platform = platform;
        this.groups = new Groups(platform);
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(TypeTable.GROUP, groups.hooks(), TypeTable.ROLE, new Roles());
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        Grants grants = new Grants(platform);
        new GroupApi(platform, groups).routes(routes, changes);
        new RoleApi(platform).routes(routes, changes);
        new GrantApi(platform, grants).routes(routes);
        new ShareApi(new Shares(platform)).routes(routes);
        new PermissionApi(platform, new Owners(platform, changes)).routes(routes);
        new AccessApi(platform, new Previews(platform.clock(), platform.ids())).routes(routes);
    }
}

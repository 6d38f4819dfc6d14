package io.atrium.tenant;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;

/** Tenants, their profiles, and the settings of the installation. */
public final class TenantFeature implements Feature {

    private final TenantProfiles profiles;
    private final Tenants tenants;

    public TenantFeature(Platform platform) {
        this.profiles = new TenantProfiles(platform);
        this.tenants = new Tenants(platform, profiles);
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new TenantApi(tenants).routes(routes);
        new TenantProfileApi(profiles).routes(routes);
    }
}

package io.atrium.tenant;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.nio.file.Path;

/** Tenants, their profiles, and the settings of the installation. */
public final class TenantFeature implements Feature {

    private final Platform platform;
    private final About about;
    private final TenantProfiles profiles;
    private final Tenants tenants;

    /**
     * What the server knows of itself.
     *
     * @param dataFolder a folder on the disk that holds the state
     */
    public record About(String version, Path dataFolder) {}

    public TenantFeature(Platform platform, About about) {
        this.platform = platform;
        this.about = about;
        this.profiles = new TenantProfiles(platform);
        this.tenants = new Tenants(platform, profiles);
    }

    public Tenants tenants() {
        return tenants;
    }

    public TenantProfiles profiles() {
        return profiles;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new TenantApi(tenants).routes(routes);
        new TenantProfileApi(profiles).routes(routes);
        new AdminApi(new SystemSettings(platform), about.dataFolder(), about.version()).routes(routes);
        new UsageApi(platform, profiles).routes(routes);
    }
}

package io.atrium.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;

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
     * @param publicUrl the address under which people reach this installation
     * @param mail the mail server at work as the contract shows it; its host is empty if no mail is sent
     */
    public record About(String version, Path dataFolder, Supplier<URI> publicUrl, Supplier<ObjectNode> mail) {}

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
        new AdminApi(new SystemSettings(platform, about), about).routes(routes);
        new UsageApi(platform, profiles).routes(routes);
    }
}

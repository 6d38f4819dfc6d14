package io.atrium.device;

import io.atrium.entity.BulkImports;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.entity.Profiles;
import io.atrium.http.Routes;
import java.util.Map;
import java.util.function.Supplier;

/** Wires this package. */
public final class DeviceFeature implements Feature {

    private final Platform platform;
    private final BulkImports imports;
    private final Supplier<DeviceEndpoints> endpoints;
    private final Profiles profiles =
            new Profiles(DeviceKinds.DEVICE_PROFILE, DeviceKinds.DEVICE, DeviceDefaults.profile());
    private final CredentialsChanges credentials;
    private final Claims claims;

    /**
     * @param endpoints asked for every answer, because ports may be chosen while the server starts
     */
    public DeviceFeature(
            Platform platform, BulkImports imports, Supplier<DeviceEndpoints> endpoints, DeviceConfig config) {
        this.platform = platform;
        this.imports = imports;
        this.endpoints = endpoints;
        this.credentials = new CredentialsChanges(platform.ids());
        this.claims = new Claims(platform, config);
    }

    public Claims claims() {
        return claims;
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(
                DeviceKinds.DEVICE.name(), new DeviceHooks(profiles, credentials),
                DeviceKinds.DEVICE_PROFILE.name(), new DeviceProfileHooks(profiles, platform.ids()));
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        CredentialsApi credentialsApi = new CredentialsApi(platform, credentials);
        new DeviceApi(platform, changes, credentials, imports).add(routes);
        credentialsApi.add(routes);
        new DeviceProfileApi(platform, profiles).add(routes, changes);
        new ConnectivityApi(platform, endpoints).add(routes);
        new ClaimApi(platform, changes, claims).add(routes);
    }
}

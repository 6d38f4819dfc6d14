package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.entity.ProfileRoutes;
import io.atrium.entity.Profiles;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.roaringbitmap.RoaringBitmap;

/** The routes of device profiles (device-data-api 6.5). */
final class DeviceProfileApi {

    private final Platform platform;
    private final Profiles profiles;

    DeviceProfileApi(Platform platform, Profiles profiles) {
        this.platform = platform;
        this.profiles = profiles;
    }

    void add(Routes routes, EntityChanges changes) {
        ProfileRoutes common = new ProfileRoutes(routes, "DeviceProfile", "deviceProfile", platform, profiles, changes);
        common.names()
                .whole()
                .infos("getDeviceProfileInfosByIds", "transportType", (profile, wanted) -> ProfileRoutes.field(
                                profile, "transportType")
                        .equals(wanted));
        keys(common.area(), "timeseries", "getDeviceProfileTimeseriesKeys", Operation.READ_TELEMETRY);
        keys(common.area(), "attributes", "getAttributesKeys", Operation.READ_ATTRIBUTES);
    }

    private void keys(Routes.Area area, String what, String operation, Operation permission) {
        area.get(
                        "/api/deviceProfile/devices/keys/" + what,
                        operation,
                        "Keys that devices have, of one profile or of all")
                .callers(Routes.TENANT)
                .permission(permission + " on the devices")
                .query("deviceProfileId", UUID.class, "Only devices with this profile")
                .answersList(String.class)
                .handle(call -> keys(call.actor(), call, permission));
    }

    private List<String> keys(Actor actor, Call call, Operation permission) {
        Optional<UUID> profile = call.optionalId("deviceProfileId");
        List<KeyScope> scopes = permission == Operation.READ_TELEMETRY
                ? List.of(KeyScope.TIME_SERIES)
                : List.of(KeyScope.CLIENT_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.SERVER_SCOPE);
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> {
            Directory directory = scope.directory();
            RoaringBitmap devices = scope.visible(permission, DeviceKinds.DEVICE);
            int[] chosen = devices.stream()
                    .filter(device -> profile.isEmpty() || hasProfile(directory, device, profile.get()))
                    .toArray();
            TreeSet<String> keys = new TreeSet<>();
            for (KeyScope keyScope : scopes) {
                for (String key : directory.latest().keys(keyScope)) {
                    for (int device : chosen) {
                        if (directory.latest().get(keyScope, key, device) != null) {
                            keys.add(key);
                            break;
                        }
                    }
                }
            }
            return List.copyOf(keys);
        });
    }

    private static boolean hasProfile(Directory directory, int device, UUID profile) {
        int ordinal = directory.entry(device).profile();
        return ordinal >= 0 && directory.entry(ordinal).id().equals(profile);
    }
}

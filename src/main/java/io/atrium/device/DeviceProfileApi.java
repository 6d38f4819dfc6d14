package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
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

    /** Steps for looking through the devices for one that has a key. */
    private static final int KEY_STEPS = 1_000;

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
        Directory directory = scope.directory();
        return platform.heavyReads().run(scope, effort -> {
            RoaringBitmap visible = effort.locked(
                    () -> scope.visible(permission, DeviceKinds.DEVICE).clone());
            RoaringBitmap chosen =
                    profile.map(id -> having(directory, effort, visible, id)).orElse(visible);
            TreeSet<String> keys = new TreeSet<>();
            for (KeyScope keyScope : scopes) {
                for (String key : directory.latest().keys(keyScope)) {
                    effort.spend(KEY_STEPS);
                    if (directory.latest().isAny(keyScope, key, chosen) && keys.add(key)) {
                        effort.hold(Effort.ROW_BYTES + key.length());
                    }
                }
            }
            return List.copyOf(keys);
        });
    }

    private static RoaringBitmap having(Directory directory, Effort effort, RoaringBitmap devices, UUID profile) {
        Optional<Entry> entry = directory.read(() -> directory.find(profile));
        RoaringBitmap found = new RoaringBitmap();
        effort.eachLocked(devices, device -> {
            if (entry.isPresent() && device.profile() == entry.get().ordinal()) {
                found.add(device.ordinal());
            }
        });
        return found;
    }
}

package io.atrium.device;

import io.atrium.base.Value;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Computed;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Latest;

/** The kinds of this package. */
public final class DeviceKinds {

    public static final Kind<Device> DEVICE = new Kind<>(
            "DEVICE",
            Device.class,
            DeviceInfo.class,
            Traits.named("name")
                    .ownedBy("customerId")
                    .subtype("type")
                    .profile("deviceProfileId", "DEVICE_PROFILE")
                    .labelled()
                    .inGroups(),
            Computed.NONE,
            (view, node) -> node.put("active", isActive(view)));

    public static final Kind<DeviceProfile> DEVICE_PROFILE = new Kind<>(
            "DEVICE_PROFILE",
            DeviceProfile.class,
            DeviceProfileInfo.class,
            Traits.named("name").sortsBy("type", "transportType", "description", "isDefault"));

    private DeviceKinds() {}

    /** True while the device is connected or sent something lately, by the attribute that the platform keeps. */
    static boolean isActive(Kind.EntityView view) {
        Latest.Stamped active = view.directory()
                .latest()
                .get(KeyScope.SERVER_SCOPE, "active", view.entry().ordinal());
        return active != null && active.value().equals(Value.TRUE);
    }
}

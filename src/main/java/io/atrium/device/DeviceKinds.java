package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Value;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Computed;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Latest;
import io.atrium.entity.Mark;
import io.atrium.entity.Scope;
import io.atrium.entity.Secrets;

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
                    .inGroups()
                    .withSecrets(new Secrets(
                            "deviceData",
                            DeviceDefaults.TRANSPORT_SECRETS,
                            (scope, device) -> scope.may(Operation.READ_CREDENTIALS, device))),
            Computed.NONE,
            (view, node) -> node.put("active", isActive(view))
                    .put(
                            "credentialsOfFormerOwner",
                            view.directory()
                                    .marks()
                                    .has(
                                            Mark.CREDENTIALS_OF_FORMER_OWNER,
                                            view.entry().ordinal())));

    public static final Kind<DeviceProfile> DEVICE_PROFILE = new Kind<>(
            "DEVICE_PROFILE",
            DeviceProfile.class,
            DeviceProfileInfo.class,
            Traits.named("name")
                    .sortsBy("type", "transportType", "description", "isDefault")
                    .withSecrets(
                            new Secrets("profileData", DeviceDefaults.PROFILE_SECRETS, DeviceKinds::readsSecrets)));

    private DeviceKinds() {}

    /** Who may read the credentials of the tenant's devices may read what brings in new ones. */
    private static boolean readsSecrets(Scope scope, Entry profile) {
        int devices = scope.directory().kinds().number(DEVICE);
        return scope.directory()
                .access()
                .checkOwner(scope.subject(), Operation.READ_CREDENTIALS, devices, profile.owner());
    }

    /** True while the device is connected or sent something lately, by the attribute that the platform keeps. */
    static boolean isActive(Kind.EntityView view) {
        Latest.Stamped active = view.directory()
                .latest()
                .get(KeyScope.SERVER_SCOPE, "active", view.entry().ordinal());
        return active != null && active.value().equals(Value.TRUE);
    }
}

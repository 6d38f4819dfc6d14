package io.atrium.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Computed;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Latest;
import io.atrium.entity.Mark;
import io.atrium.entity.Scope;
import io.atrium.entity.Secrets;
import org.jspecify.annotations.Nullable;

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
            DeviceKinds::addInfo);

    public static final Kind<DeviceProfile> DEVICE_PROFILE = new Kind<>(
            "DEVICE_PROFILE",
            DeviceProfile.class,
            DeviceProfileInfo.class,
            Traits.named("name")
                    .sortsBy("type", "transportType", "description", "isDefault")
                    .withSecrets(
                            new Secrets("profileData", DeviceDefaults.PROFILE_SECRETS, DeviceKinds::readsSecrets)));

    private DeviceKinds() {}

    private static void addInfo(Scope scope, Entry device, ObjectNode node) {
        Directory directory = scope.directory();
        node.put("active", active(new Kind.EntityView(device, scope)))
                .put(
                        "credentialsOfFormerOwner",
                        directory.marks().has(Mark.CREDENTIALS_OF_FORMER_OWNER, device.ordinal()))
                .put("credentialsOfFormerReceiver", isToldOfReceivers(scope, device) && outlived(directory, device));
    }

    /** Receivers do not learn of each other; the owner's side does, as far as it can give new credentials. */
    private static boolean isToldOfReceivers(Scope scope, Entry device) {
        return scope.may(Operation.WRITE_CREDENTIALS, device)
                && scope.isAtOrBelowOwn(scope.directory().entry(device.owner()));
    }

    private static boolean outlived(Directory directory, Entry device) {
        return directory.secretReaders().outlived(directory, device);
    }

    /** Who may read the credentials of the tenant's devices may read what brings in new ones. */
    private static boolean readsSecrets(Scope scope, Entry profile) {
        int devices = scope.directory().kinds().number(DEVICE);
        return scope.directory()
                .access()
                .checkOwner(scope.subject(), Operation.READ_CREDENTIALS, devices, profile.owner());
    }

    /**
     * True while the device is connected or sent something lately, by the attribute that the platform keeps; null for who may
     * not read attributes of the device.
     */
    static @Nullable Boolean active(Kind.EntityView view) {
        if (!view.scope().may(Operation.READ_ATTRIBUTES, view.entry())) {
            return null;
        }
        Latest.Stamped active = view.directory()
                .latest()
                .get(KeyScope.SERVER_SCOPE, "active", view.entry().ordinal());
        return active != null && active.value().equals(Value.TRUE);
    }
}

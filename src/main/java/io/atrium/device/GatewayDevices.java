package io.atrium.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Attachments;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import io.atrium.entity.Profiles;
import io.atrium.entity.Relation;
import io.atrium.entity.RelationsChanged;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which devices a gateway may speak for (device-data-api 1.8, where we are stricter than the incumbent): those of its own
 * owner, or of them just those that were attached to it if the gateway is set so; and devices of another owner that
 * somebody attached who administers both. It is attached to each device that it brings in, and shows that to clients by
 * a relation {@code Created}. An attachment ends with the right of who made it and with a change of owner of either side.
 * A gateway whose credentials people of another side know speaks for none until it has new ones.
 */
public final class GatewayDevices {

    private static final String LAST_GATEWAY = "lastConnectedGateway";

    private final Platform platform;
    private final NewDevices newDevices;

    public GatewayDevices(Platform platform) {
        this.platform = platform;
        this.newDevices = new NewDevices(
                new Profiles(DeviceKinds.DEVICE_PROFILE, DeviceKinds.DEVICE, DeviceDefaults.profile()),
                new CredentialsChanges(platform.ids()));
    }

    /** True if a gateway may speak for a device. The caller holds no lock. */
    public static boolean maySpeakFor(Directory directory, UUID gatewayId, UUID deviceId) {
        return directory.read(() -> {
            Optional<Entry> gateway = directory.find(gatewayId);
            Optional<Entry> device = directory.find(deviceId);
            return gateway.isPresent() && device.isPresent() && maySpeakFor(directory, gateway.get(), device.get());
        });
    }

    private static boolean maySpeakFor(Directory directory, Entry gateway, Entry device) {
        if (gateway.id().equals(device.id())
                || !directory.marks().has(Mark.GATEWAY, gateway.ordinal())
                || directory.secretReaders().isKnownElsewhere(directory, gateway)) {
            return false;
        }
        boolean byName =
                gateway.owner() == device.owner() && !directory.marks().has(Mark.ONLY_ATTACHED, gateway.ordinal());
        return byName || directory.attachments().holds(directory, gateway, device);
    }

    /**
     * The device of a name, made if there is none: of the profile with the name of the type, and of the gateway's owner. A
     * customer's gateway brings in no types, and uses those that the customer can see; for any other its devices get the
     * default. Waits for the database.
     *
     * @param login the gateway, with the credentials that let it in: by former ones nothing lasting is made
     * @param type null for the default profile
     */
    public UUID join(DeviceLogin login, String name, @Nullable String type) {
        UUID tenant = login.tenantId();
        UUID gatewayId = login.deviceId();
        Directory directory = platform.directories().of(tenant);
        Optional<UUID> known = platform.database().read(sql -> DeviceNameStore.find(sql, tenant, name));
        if (known.isPresent() && maySpeakFor(directory, gatewayId, known.get())) {
            boolean isNoted = directory.read(() -> directory
                    .find(known.get())
                    .filter(device -> isNoted(directory.body(device), gatewayId))
                    .isPresent());
            if (isNoted) {
                return known.get();
            }
        }
        return platform.gate().change(NewDevices.actor("gateway " + gatewayId), tenant, change -> {
            Entry gateway = change.find(gatewayId)
                    .orElseThrow(() -> Problem.authentication("The gateway does not exist any more"));
            if (!DeviceCredentialsStore.isCurrent(change.sql(), login)) {
                throw Problem.authentication("The gateway has other credentials now");
            }
            if (!change.directory().marks().has(Mark.GATEWAY, gateway.ordinal())) {
                throw Problem.forbidden("The device is no gateway any more");
            }
            if (directory.secretReaders().isKnownElsewhere(directory, gateway)) {
                throw Problem.forbidden(
                        "People of another side know the credentials of the gateway; it speaks for others again when it"
                                + " has new ones");
            }
            Optional<Entry> there = NewDevices.find(change, name);
            if (there.isEmpty()) {
                platform.keyLimits().requireNewDevice(tenant, gatewayId);
                return create(change, gateway, name, type).id();
            }
            if (!maySpeakFor(change.directory(), gateway, there.get())) {
                throw Problem.forbidden("The gateway may not speak for a device of this name: it has another owner,"
                        + " or the gateway speaks for attached devices only, and it is not attached");
            }
            return note(change, there.get(), gatewayId).id();
        });
    }

    private Entry create(Change change, Entry gateway, String name, @Nullable String type) {
        Entry owner = change.directory().entry(gateway.owner());
        Entry profile = newDevices.profile(change, owner, type);
        ObjectNode info = Json.object().put(LAST_GATEWAY, gateway.id().toString());
        Entry device = newDevices.create(change, name, profile, owner, info, null);
        change.facts().attach(gateway, device, null);
        change.putRelation(
                new Relation(gateway.ordinal(), device.ordinal(), Attachments.RELATION, Relation.COMMON, null, 1));
        change.publish(new RelationsChanged(change.directory().tenantId()));
        return device;
    }

    private static boolean isNoted(String body, UUID gatewayId) {
        return body.contains(LAST_GATEWAY)
                && BodyEdit.read(body)
                        .path("additionalInfo")
                        .path(LAST_GATEWAY)
                        .asText()
                        .equals(gatewayId.toString());
    }

    private static Entry note(Change change, Entry device, UUID gatewayId) {
        String stored = change.body(device);
        if (isNoted(stored, gatewayId)) {
            return device;
        }
        return BodyEdit.apply(change, device, stored, body -> {
            ObjectNode info = body.path("additionalInfo") instanceof ObjectNode present ? present : Json.object();
            body.set("additionalInfo", info.put(LAST_GATEWAY, gatewayId.toString()));
        });
    }
}

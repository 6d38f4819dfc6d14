package io.atrium.entity;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which devices were attached to which gateways: by the gateway, which made the device, or by a user who administers
 * both. Guarded by the directory's lock.
 */
public final class Attachments {

    /** The type of the relation that shows an attachment to clients. */
    public static final String RELATION = "Created";

    /** Bytes for one device of a gateway. */
    static final int BYTES = 96;

    private static final String KIND = "DEVICE";

    private final Map<Integer, Devices> byGateway = new HashMap<>();
    private final RoaringBitmap attached = new RoaringBitmap();
    private long size;

    /** A gateway's devices: those that it made, and those of users, each with the user's ordinal. */
    private record Devices(RoaringBitmap made, Map<Integer, Integer> ofUsers) {
        private int size() {
            return made.getCardinality() + ofUsers.size();
        }

        private void remove(int device) {
            made.remove(device);
            ofUsers.remove(device);
        }
    }

    Attachments() {}

    /**
     * True if a device is attached to a gateway, now: what a user attached counts for as long as that user administers
     * both, and nobody switched the account off.
     */
    public boolean holds(Directory directory, Entry gateway, Entry device) {
        Devices devices = byGateway.get(gateway.ordinal());
        if (devices == null) {
            return false;
        }
        Integer by = devices.ofUsers().get(device.ordinal());
        return devices.made().contains(device.ordinal())
                || by != null
                        && !directory.marks().has(Mark.ACCOUNT_OFF, by)
                        && mayAttach(directory, new Subject.User(by), gateway, device);
    }

    /** True if somebody may give a gateway a device: an administrator of the owners of both. */
    static boolean mayAttach(Directory directory, Subject subject, Entry gateway, Entry device) {
        return directory.access().administers(subject, gateway.type(), gateway.owner())
                && directory.access().administers(subject, device.type(), device.owner());
    }

    /** A caller drew a relation; one that shows an attachment makes it, if the caller has the right to. */
    static void drawn(Change change, Scope scope, Relation relation) {
        Directory directory = change.directory();
        Entry gateway = directory.entry(relation.from());
        Entry device = directory.entry(relation.to());
        if (isShown(directory, relation) && mayAttach(directory, scope.subject(), gateway, device)) {
            change.facts()
                    .attach(
                            gateway,
                            device,
                            directory.find(scope.actor().userId()).orElse(null));
        }
    }

    /** A caller removed a relation; an attachment that it showed ends with it. */
    static void removed(Change change, Relation relation) {
        Directory directory = change.directory();
        if (isShown(directory, relation)) {
            change.facts().detach(directory.entry(relation.from()), directory.entry(relation.to()));
        }
    }

    private static boolean isShown(Directory directory, Relation relation) {
        return relation.type().equals(RELATION)
                && relation.group().equals(Relation.COMMON)
                && relation.from() != AccessModel.TENANT
                && relation.to() != AccessModel.TENANT
                && directory.kindName(directory.entry(relation.from())).equals(KIND)
                && directory.kindName(directory.entry(relation.to())).equals(KIND);
    }

    /** How many there are. */
    long size() {
        return size;
    }

    /** @param by ordinal of the user who attaches the device, {@link Grant#NONE} for the gateway itself */
    void put(int gateway, int device, int by) {
        Devices devices = byGateway.computeIfAbsent(gateway, g -> new Devices(new RoaringBitmap(), new HashMap<>()));
        size -= devices.size();
        if (by == Grant.NONE) {
            devices.made().add(device);
        } else if (!devices.made().contains(device)) {
            devices.ofUsers().put(device, by);
        }
        size += devices.size();
        attached.add(device);
    }

    void remove(int gateway, int device) {
        Devices devices = byGateway.get(gateway);
        if (devices != null) {
            remove(devices, device);
        }
    }

    void removeAll(int ordinal) {
        Devices gone = byGateway.remove(ordinal);
        size -= gone == null ? 0 : gone.size();
        if (attached.checkedRemove(ordinal)) {
            byGateway.values().forEach(devices -> remove(devices, ordinal));
        }
    }

    private void remove(Devices devices, int device) {
        size -= devices.size();
        devices.remove(device);
        size += devices.size();
    }
}

package io.atrium.entity;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who has read or set the credentials of devices as they are now. A secret stays known to whoever saw it, so that a right to
 * it that ends, or a move to another side, is a reason for new ones. Guarded by the directory's lock.
 */
public final class SecretReaders {

    /** Bytes for one user who knows a secret. */
    static final int BYTES = 120;

    private final Map<Integer, Set<Reader>> byDevice = new HashMap<>();
    private long size;

    /** @param customer the customer of the user at that time; the tenant for its own people */
    record Reader(UUID user, UUID customer) {}

    SecretReaders() {}

    public boolean has(Entry device, UUID user, UUID customer) {
        return byDevice.getOrDefault(device.ordinal(), Set.of()).contains(new Reader(user, customer));
    }

    public boolean isKnown(Entry device) {
        return byDevice.containsKey(device.ordinal());
    }

    /**
     * True if somebody knows the credentials of a device who may not read them any more. People of the owner's side do not
     * count, unless they were moved to another one: whom an owner trusts with its own devices is its own matter.
     */
    public boolean outlived(Directory directory, Entry device) {
        return byDevice.getOrDefault(device.ordinal(), Set.of()).stream()
                .anyMatch(reader -> isElsewhere(directory, device, reader) && !mayRead(directory, device, reader));
    }

    /**
     * True if somebody knows the credentials of a device who is not, or no more, of its owner's side. Such a device must not
     * speak for others, whoever may read the credentials now: whoever knows them could speak in its place.
     */
    public boolean isKnownElsewhere(Directory directory, Entry device) {
        Set<Reader> readers = byDevice.get(device.ordinal());
        return readers != null && readers.stream().anyMatch(reader -> isElsewhere(directory, device, reader));
    }

    private static boolean isElsewhere(Directory directory, Entry device, Reader reader) {
        return !isOfOwner(directory, device, reader) || hasLeft(directory, device, reader);
    }

    private static boolean hasLeft(Directory directory, Entry device, Reader reader) {
        return directory
                .find(reader.user())
                .filter(user -> !directory.model().isInChain(user.owner(), device.ordinal()))
                .isPresent();
    }

    private static boolean isOfOwner(Directory directory, Entry device, Reader reader) {
        return directory
                .find(reader.customer())
                .filter(customer -> directory.model().isInChain(customer.ordinal(), device.ordinal()))
                .isPresent();
    }

    private static boolean mayRead(Directory directory, Entry device, Reader reader) {
        return directory
                .find(reader.user())
                .filter(user -> directory
                        .access()
                        .check(new Subject.User(user.ordinal()), Operation.READ_CREDENTIALS, device.ordinal()))
                .isPresent();
    }

    void put(int device, UUID user, UUID customer) {
        if (byDevice.computeIfAbsent(device, d -> new HashSet<>()).add(new Reader(user, customer))) {
            size++;
        }
    }

    void removeAll(int device) {
        Set<Reader> gone = byDevice.remove(device);
        size -= gone == null ? 0 : gone.size();
    }

    /** How many there are. */
    long size() {
        return size;
    }
}

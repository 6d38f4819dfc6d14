package io.atrium.entity;

import io.atrium.access.Grant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes what the server itself knows of entities, inside a change. Whoever calls has checked the right to it: this is
 * where rights come from.
 */
public final class FactChanges {

    private final Change change;
    private final Room room;
    private final List<Runnable> pending;
    private final Map<Mark, Set<UUID>> fresh = new EnumMap<>(Mark.class);

    FactChanges(Change change, List<Runnable> pending, Room room) {
        this.change = change;
        this.room = room;
        this.pending = pending;
    }

    public void mark(Entry entry, Mark mark) {
        Directory directory = change.directory();
        FactStore.mark(change.sql(), directory.tenantId(), entry.id(), mark);
        fresh.computeIfAbsent(mark, m -> new HashSet<>()).add(entry.id());
        pending.add(() -> directory.mark(mark, entry.ordinal(), true));
    }

    public void unmark(Entry entry, Mark mark) {
        FactStore.unmark(change.sql(), entry.id(), mark);
        fresh.getOrDefault(mark, new HashSet<>()).remove(entry.id());
        pending.add(() -> change.directory().mark(mark, entry.ordinal(), false));
    }

    /** What an owner holds of a kind with a mark, as the change leaves it. */
    public Optional<Entry> marked(Entry owner, String kind, Mark mark) {
        return change.owned(owner, kind)
                .filter(entry -> change.directory().marks().has(mark, entry.ordinal())
                        || fresh.getOrDefault(mark, Set.of()).contains(entry.id()))
                .findFirst();
    }

    /**
     * Gives a gateway a device.
     *
     * @param by the user who does it, or null for the gateway itself
     */
    public void attach(Entry gateway, Entry device, @Nullable Entry by) {
        Directory directory = change.directory();
        room.takeBytes(Attachments.BYTES);
        FactStore.attach(change.sql(), directory.tenantId(), gateway.id(), device.id(), by == null ? null : by.id());
        int user = by == null ? Grant.NONE : by.ordinal();
        pending.add(() -> directory.attachments().put(gateway.ordinal(), device.ordinal(), user));
    }

    void detach(Entry gateway, Entry device) {
        FactStore.detach(change.sql(), gateway.id(), device.id());
        pending.add(() -> change.directory().attachments().remove(gateway.ordinal(), device.ordinal()));
    }

    /**
     * Notes that a user knows the credentials of a device from now on.
     *
     * @param customer whose user that is; the tenant for its own people
     */
    public void secretRead(Entry device, UUID user, UUID customer) {
        room.takeBytes(SecretReaders.BYTES);
        FactStore.secretRead(change.sql(), change.directory().tenantId(), device.id(), user, customer);
        pending.add(() -> change.directory().secretReaders().put(device.ordinal(), user, customer));
    }

    /** Notes that nobody knows the credentials of a device, for they are new. */
    public void secretRenewed(Entry device) {
        FactStore.secretRenewed(change.sql(), device.id());
        pending.add(() -> change.directory().secretReaders().removeAll(device.ordinal()));
    }

    /** Runs something when the change is applied to the directory. */
    void then(Runnable step) {
        pending.add(step);
    }

    /** Ends the attachments of either side. */
    void detachAll(Entry entry) {
        FactStore.detachAll(change.sql(), entry.id());
        pending.add(() -> change.directory().attachments().removeAll(entry.ordinal()));
    }
}

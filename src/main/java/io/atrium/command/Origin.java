package io.atrium.command;

import io.atrium.access.AccessModel;
import io.atrium.base.Actor;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a persistent command came from.
 *
 * @param caller the user who sent it; null only for one that is over
 * @param callerCustomer the caller's customer at that time, or null for people of the tenant
 * @param owner the device's owner at that time, or null for the tenant
 * @param way how the caller had come in
 * @param ground the API key that it came by, or who acted as the caller; null for none
 */
record Origin(
        @Nullable UUID caller,
        @Nullable UUID callerCustomer,
        @Nullable UUID owner,
        Actor.Entrance way,
        @Nullable UUID ground) {

    static Origin of(Scope scope, Entry device) {
        Actor actor = scope.actor();
        UUID owner = ownerOf(scope.directory(), device);
        return new Origin(actor.userId(), actor.customerId(), owner, actor.entrance(), actor.ground());
    }

    /** The customer that owns a device, or null for the tenant. */
    static @Nullable UUID ownerOf(Directory directory, Entry device) {
        return device.owner() == AccessModel.TENANT
                ? null
                : directory.entry(device.owner()).id();
    }

    /**
     * True if people of these customers are told of the command: it was sent by one of them, or to a device that was
     * theirs.
     *
     * @param customers null for everybody
     */
    boolean isShownTo(@Nullable List<UUID> customers) {
        return customers == null || customers.contains(callerCustomer) || customers.contains(owner);
    }
}

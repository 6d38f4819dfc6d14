package io.atrium.command;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Presence;
import io.atrium.base.Problem;
import io.atrium.command.RpcStore.Row;
import io.atrium.device.DeviceKinds;
import io.atrium.entity.Claimant;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether a command that waited may still go to its device: asked at every try, of the rights that its caller has then. */
final class CallerRights {

    static final String OWNER_CHANGED = "The device has another owner";
    static final String RIGHT_ENDED = "Who sent it may not call the device any more";

    private final Platform platform;
    private final Presence users;

    CallerRights(Platform platform, Presence users) {
        this.platform = platform;
        this.users = users;
    }

    /**
     * Whose part of the places for commands a caller takes.
     *
     * @param caller his side in the tenant
     * @param towardsOwner the same as the device's owner sees it
     */
    record Side(Claimant caller, Claimant towardsOwner) {}

    /** The side of somebody who calls a device. */
    Side side(Actor actor, UUID device) {
        Directory directory = platform.directories().of(actor.tenantId());
        return directory.read(() -> side(directory, actor.customerId(), device));
    }

    /** The side of a command that was kept. */
    Claimant towardsOwner(UUID tenant, UUID device, Origin origin) {
        Directory directory = platform.directories().of(tenant);
        return directory.read(
                () -> side(directory, origin.callerCustomer(), device).towardsOwner());
    }

    private static Side side(Directory directory, @Nullable UUID customer, UUID device) {
        Entry called = directory.find(device).orElseThrow(Problem::notFound);
        Claimant caller = Claimant.ofCustomer(directory, customer);
        return new Side(caller, caller.towards(Claimant.ofOwner(directory, called)));
    }

    /** Why a persistent command ends before it is sent; empty if it may go. */
    Optional<String> endOf(Row row) {
        return endOf(row.tenantId(), row.deviceId(), row.origin());
    }

    /** As the other, for every command of one origin. */
    Optional<String> endOf(UUID tenant, UUID called, Origin origin) {
        Directory directory = platform.directories().find(tenant).orElse(null);
        Entry device = directory == null
                ? null
                : directory.read(() -> directory.find(called)).orElse(null);
        if (directory == null || device == null) {
            return Optional.of(RIGHT_ENDED);
        }
        if (!Objects.equals(origin.owner(), directory.read(() -> Origin.ownerOf(directory, device)))) {
            return Optional.of(OWNER_CHANGED);
        }
        UUID caller = origin.caller();
        boolean may = caller != null
                && users.of(tenant, caller, origin.way(), origin.ground())
                        .filter(actor -> mayCall(actor, device.id()))
                        .isPresent();
        return may ? Optional.empty() : Optional.of(RIGHT_ENDED);
    }

    /** True if a caller may send a device commands, now. */
    boolean mayCall(Actor actor, UUID device) {
        try {
            Scope scope = platform.scopes().of(actor);
            return scope.read(() -> scope.directory()
                    .find(device)
                    .filter(entry -> scope.directory().kindName(entry).equals(DeviceKinds.DEVICE.name()))
                    .filter(entry -> scope.may(Operation.RPC_CALL, entry))
                    .isPresent());
        } catch (Problem gone) {
            return false;
        }
    }
}

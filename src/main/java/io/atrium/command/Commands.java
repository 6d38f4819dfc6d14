package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Presence;
import io.atrium.base.Problem;
import io.atrium.device.DeviceOwnerChanged;
import io.atrium.entity.Claimant;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.FairShare;
import io.atrium.entity.Platform;
import io.atrium.entity.TenantDeleted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands for devices, from the call to the answer. What the edge tells about devices never waits; commands are kept in
 * order for each device.
 */
public final class Commands implements AutoCloseable {

    /** The way to the devices that listen. */
    @FunctionalInterface
    public interface Outlet {
        /** Hands a command to a device that listens; false if it does not. Must not wait. */
        boolean send(Command command);
    }

    static final String PARTS =
            "half is kept for the device's owner, and one other side gets half of what is left of the rest";

    /** One in so many places of a device is kept for its owner and who stands above it. */
    static final int OWN = 2;

    private final Platform platform;
    private final CommandConfig config;
    private final CallerRights rights;
    private final PersistentCommands persistent;
    private final FairShare waiting = new FairShare();
    private final Map<UUID, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private volatile Outlet outlet = command -> false;

    Commands(Platform platform, CommandConfig config, Presence users) {
        this.platform = platform;
        this.config = config;
        this.rights = new CallerRights(platform, users);
        this.persistent =
                new PersistentCommands(platform, config, rights, this::mailbox, command -> outlet.send(command));
        platform.bus().on(DeviceOwnerChanged.class, this::ownerChanged);
        platform.bus().on(EntityDeleted.class, event -> drop(event.entity().id()));
        platform.bus().on(TenantDeleted.class, event -> mailboxes.values().stream()
                .filter(mailbox -> mailbox.tenantId.equals(event.tenantId()))
                .map(mailbox -> mailbox.deviceId)
                .toList()
                .forEach(this::drop));
    }

    /** Names the way to devices; the edge does it once. */
    public void reachThrough(Outlet way) {
        outlet = way;
    }

    /** How many commands somebody waits for. */
    long waiting() {
        return waiting.taken();
    }

    PersistentCommands persistent() {
        return persistent;
    }

    // ---- from callers ------------------------------------------------------------------------------------------

    /**
     * Sends a command, or keeps it until the device listens, but no longer than the timeout. The permission is checked
     * already.
     */
    public CompletableFuture<Outcome> call(UUID tenant, UUID device, Request request) {
        Mailbox mailbox = mailbox(tenant, device);
        Runnable place = takePlace(mailbox, rights.side(request.caller(), device));
        long now = platform.clock().millis();
        Command command =
                new Command(tenant, device, mailbox.nextId(), request.method(), request.params(), request.oneway());
        Pending pending =
                new Pending(command, now + request.timeoutMillis(), () -> rights.mayCall(request.caller(), device));
        var unused = pending.outcome.whenComplete((outcome, fault) -> place.run());
        mailbox.add(pending, outlet, now);
        return pending.outcome;
    }

    /** A command that somebody waits for. */
    record Request(Actor caller, String method, JsonNode params, boolean oneway, long timeoutMillis) {}

    /** Takes a place for a command that somebody waits for; returns what gives it back. */
    private Runnable takePlace(Mailbox mailbox, CallerRights.Side side) {
        Claimant ofAll = side.caller().of(mailbox.tenantId);
        if (!waiting.take(ofAll, 1, config.maxWaiting())) {
            throw tooMany(
                    "ATRIUM_RPC_MAX_WAITING", config.maxWaiting(), "one tenant, and one customer of it, gets a part");
        }
        Claimant ofDevice = side.towardsOwner();
        int most = config.maxWaitingPerDevice();
        if (mailbox.size() >= most || !mailbox.waitedFor.fits(ofDevice, 1, most)) {
            mailbox.takeIf(pending -> pending.row == null && !pending.mayGo())
                    .forEach(ended -> ended.outcome.completeExceptionally(Problem.notFound()));
        }
        if (!mailbox.waitedFor.take(ofDevice, 1, most)) {
            waiting.give(ofAll, 1);
            throw tooMany("ATRIUM_RPC_MAX_WAITING_PER_DEVICE", most, PARTS);
        }
        return () -> {
            waiting.give(ofAll, 1);
            mailbox.waitedFor.give(ofDevice, 1);
        };
    }

    private static Problem tooMany(String setting, int limit, String parts) {
        return Problem.of(
                Problem.Kind.TOO_MANY_REQUESTS,
                "Too many commands wait for an answer; the limit " + setting + " is " + limit + "; " + parts);
    }

    // ---- from the edge -----------------------------------------------------------------------------------------

    /** A device began to listen: sends what waits for it. */
    public void listens(UUID tenant, UUID device) {
        Mailbox mailbox = mailbox(tenant, device);
        mailbox.flush(outlet, platform.clock().millis());
        persistent.pull(mailbox);
    }

    /** A device has a command. */
    public void delivered(UUID device, int id) {
        find(device).flatMap(mailbox -> mailbox.delivered(id)).ifPresent(pending -> {
            if (pending.row != null) {
                persistent.delivered(pending);
            } else if (pending.command.oneway()) {
                pending.outcome.complete(new Outcome.Delivered());
            }
        });
    }

    /** A device could not be given a command. */
    public void undelivered(UUID device, int id) {
        find(device)
                .flatMap(mailbox -> mailbox.undelivered(id))
                .filter(pending -> pending.row != null)
                .ifPresent(pending -> persistent.undelivered(pending, false));
    }

    /** A device answered a command; an answer that nobody waits for is dropped, and false returned. */
    public boolean replied(UUID device, int id, String text) {
        Optional<Pending> answered = find(device).flatMap(mailbox -> mailbox.replied(id));
        answered.ifPresent(pending -> {
            if (pending.row != null) {
                persistent.replied(pending, text);
            } else {
                pending.outcome.complete(new Outcome.Replied(text));
            }
        });
        return answered.isPresent();
    }

    // ---- the clock ---------------------------------------------------------------------------------------------

    /** Ends the commands whose time is over, and takes back persistent ones that were not acknowledged. */
    void expire() {
        long now = platform.clock().millis();
        long sentBefore = now - config.deliveryTimeout().toMillis();
        for (Mailbox mailbox : mailboxes.values()) {
            mailbox.takeIf(pending -> pending.deadline <= now)
                    .forEach(pending -> pending.outcome.complete(
                            pending.sentAt > 0 ? new Outcome.NoReply() : new Outcome.NotConnected()));
            mailbox.takeIf(pending -> pending.row != null && !pending.delivered && pending.sentAt <= sentBefore)
                    .forEach(pending -> persistent.undelivered(pending, true));
        }
    }

    /** Deletes a persistent command, wherever it is; the permission is checked already. */
    void delete(UUID device, UUID row) {
        persistent.store().delete(row);
        find(device).ifPresent(mailbox -> mailbox.takeIf(pending -> row.equals(pending.row)));
    }

    /** Whoever owned the device before does not move it any more, whatever he may still do otherwise. */
    private void ownerChanged(DeviceOwnerChanged event) {
        find(event.deviceId()).ifPresent(mailbox -> mailbox.takeIf(pending -> pending.row != null));
        persistent.endOfFormerOwners(event.tenantId(), event.deviceId());
    }

    private void drop(UUID device) {
        Mailbox mailbox = mailboxes.remove(device);
        if (mailbox != null) {
            mailbox.takeIf(pending -> true).forEach(pending -> pending.outcome.complete(new Outcome.NotConnected()));
        }
    }

    private Mailbox mailbox(UUID tenant, UUID device) {
        return mailboxes.computeIfAbsent(device, id -> new Mailbox(tenant, id));
    }

    private Optional<Mailbox> find(UUID device) {
        return Optional.ofNullable(mailboxes.get(device));
    }

    /** Gives up on everything that waits. */
    @Override
    public void close() {
        persistent.close();
        List.copyOf(mailboxes.keySet()).forEach(this::drop);
    }
}

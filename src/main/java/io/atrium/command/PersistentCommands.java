package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.command.RpcStore.Row;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Claimant;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.FairShare;
import io.atrium.entity.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commands that outlive their caller and the server. The table holds them; in memory is only what was sent and is not
 * over. All changes of state are written by one thread, in the order in which they happened.
 */
final class PersistentCommands implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PersistentCommands.class);

    /** Most persistent commands that a device is sent before it acknowledged or answered them. */
    private static final int IN_FLIGHT = 16;

    private static final long CLOSE_SECONDS = 10;

    private final Platform platform;
    private final CommandConfig config;
    private final CallerRights rights;
    private final BiFunction<UUID, UUID, Mailbox> mailboxes;
    private final Commands.Outlet outlet;
    private final RpcStore store;
    /** Devices that may have something in the queue; saves everybody else's arrival a look into the table. */
    private final Set<UUID> queued = ConcurrentHashMap.newKeySet();

    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("rpc-writer").factory());

    PersistentCommands(
            Platform platform,
            CommandConfig config,
            CallerRights rights,
            BiFunction<UUID, UUID, Mailbox> mailboxes,
            Commands.Outlet outlet) {
        this.platform = platform;
        this.config = config;
        this.rights = rights;
        this.mailboxes = mailboxes;
        this.outlet = outlet;
        this.store = new RpcStore(platform.database());
        queued.addAll(store.recover());
    }

    RpcStore store() {
        return store;
    }

    /** A command to keep. */
    record Order(
            ObjectNode body,
            boolean oneway,
            long expiration,
            int retries,
            @Nullable JsonNode additionalInfo) {}

    /** Stores a command and sends it as soon as the device listens; the permission is checked already. */
    UUID add(UUID tenant, UUID device, Origin origin, Order order) {
        requireRoom(tenant, device, origin);
        UUID id = platform.ids().next();
        ObjectNode request = Json.object()
                .put("id", id.toString())
                .put("oneway", order.oneway())
                .put("expirationTime", order.expiration())
                .put("persisted", true)
                .put("retries", order.retries());
        request.set("body", order.body());
        store.insert(new Row(
                id,
                tenant,
                device,
                order.expiration(),
                request.toString(),
                null,
                RpcStatus.QUEUED,
                order.retries(),
                order.oneway(),
                order.additionalInfo() == null ? null : order.additionalInfo().toString(),
                origin));
        queued.add(device);
        pull(mailboxes.apply(tenant, device));
        return id;
    }

    /** Refuses one more of a side that has its part; what may not be sent any more is no part of it, and ends here. */
    private void requireRoom(UUID tenant, UUID device, Origin origin) {
        Claimant who = rights.towardsOwner(tenant, device, origin);
        if (tally(tenant, device, store.open(device)).fits(who, 1, config.maxPersistent())) {
            return;
        }
        for (RpcStore.Open kept : store.open(device)) {
            rights.endOf(tenant, device, kept.origin()).ifPresent(end -> store.end(device, kept.origin(), error(end)));
        }
        if (!tally(tenant, device, store.open(device)).fits(who, 1, config.maxPersistent())) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many persistent commands of the device are not over; the limit ATRIUM_RPC_MAX_PERSISTENT is "
                            + config.maxPersistent() + "; " + Commands.PARTS);
        }
    }

    private FairShare tally(UUID tenant, UUID device, List<RpcStore.Open> open) {
        FairShare tally = new FairShare(Commands.OWN);
        open.forEach(kept -> tally.add(rights.towardsOwner(tenant, device, kept.origin()), kept.count()));
        return tally;
    }

    /** Sends what the table holds for a device that may listen. */
    void pull(Mailbox mailbox) {
        if (queued.contains(mailbox.deviceId)) {
            write(() -> pullNow(mailbox));
        }
    }

    private void pullNow(Mailbox mailbox) {
        long now = platform.clock().millis();
        int room = (int) (IN_FLIGHT - mailbox.persistent());
        if (room <= 0) {
            return;
        }
        queued.remove(mailbox.deviceId);
        try {
            var rows = store.queued(mailbox.deviceId, now, room);
            if (rows.size() == room) {
                queued.add(mailbox.deviceId);
            }
            send(mailbox, rows, now);
        } catch (RuntimeException e) {
            // What was not sent waits for the next time that the device listens.
            queued.add(mailbox.deviceId);
            throw e;
        }
    }

    private void send(Mailbox mailbox, List<Row> rows, long now) {
        for (Row row : rows) {
            Optional<String> end = rights.endOf(row);
            if (end.isPresent()) {
                store.update(row.id(), RpcStatus.FAILED, row.retries(), error(end.get()));
                continue;
            }
            Pending pending = new Pending(command(mailbox, row), row.expiration(), row.id(), row.retries());
            if (!mailbox.send(pending, outlet, now)) {
                queued.add(mailbox.deviceId);
                return;
            }
            store.update(row.id(), RpcStatus.SENT, row.retries(), null);
        }
    }

    private static String error(String reason) {
        return Json.object().put("error", reason).toString();
    }

    /** Ends what former owners of a device left in its queue, and tells them and the tenant in the audit log. */
    void endOfFormerOwners(UUID tenant, UUID device) {
        write(() -> {
            Directory directory = platform.directories().find(tenant).orElse(null);
            Entry entry = directory == null
                    ? null
                    : directory.read(() -> directory.find(device)).orElse(null);
            if (directory == null || entry == null) {
                return;
            }
            UUID owner = directory.read(() -> Origin.ownerOf(directory, entry));
            Ref ref = directory.ref(entry);
            store.endOfFormerOwners(device, owner, error(CallerRights.OWNER_CHANGED))
                    .forEach((former, count) -> platform.audit()
                            .record(
                                    Actor.PLATFORM,
                                    tenant,
                                    AuditAction.RPC_CALL,
                                    new AuditTrail.Subject(ref, entry.name(), former),
                                    Json.object()
                                            .put("entityId", device.toString())
                                            .put("endedCommands", count)
                                            .put("reason", CallerRights.OWNER_CHANGED)));
        });
    }

    private static Command command(Mailbox mailbox, Row row) {
        JsonNode body = Json.read(row.request(), JsonNode.class).path("body");
        return new Command(
                mailbox.tenantId,
                mailbox.deviceId,
                mailbox.nextId(),
                body.path("method").asText(),
                body.path("params"),
                row.oneway());
    }

    void delivered(Pending pending) {
        move(pending, pending.command.oneway() ? RpcStatus.SUCCESSFUL : RpcStatus.DELIVERED, null);
    }

    void replied(Pending pending, String text) {
        // The database takes every character but this one.
        move(pending, RpcStatus.SUCCESSFUL, text.replace("\0", ""));
    }

    /** Puts a command back into the queue, as often as was asked for. */
    void undelivered(Pending pending, boolean silent) {
        if (pending.retries > 0) {
            pending.retries--;
            queued.add(pending.command.deviceId());
            move(pending, RpcStatus.QUEUED, null);
        } else {
            move(pending, silent ? RpcStatus.TIMEOUT : RpcStatus.FAILED, null);
        }
    }

    private void move(Pending pending, RpcStatus status, @Nullable String response) {
        UUID row = pending.row;
        if (row == null) {
            return;
        }
        int retries = pending.retries;
        Command command = pending.command;
        write(() -> {
            store.update(row, status, retries, response);
            if (queued.contains(command.deviceId())) {
                pullNow(mailboxes.apply(command.tenantId(), command.deviceId()));
            }
        });
    }

    /** Ends what nobody needs any more, and deletes what nobody wants to see any more. */
    void expire() {
        long now = platform.clock().millis();
        write(() -> {
            store.expire(now);
            store.forget(now - config.keep().toMillis());
        });
    }

    private void write(Runnable work) {
        try {
            writer.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.error("The state of a persistent command was not written", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; what was on its way is sent again after the start", e);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The state of some persistent commands was not written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

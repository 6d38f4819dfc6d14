package io.atrium.ingest;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceLink.CloseReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's connection, with the devices that speak through it (device-data-api 1.8). A device joins with the first
 * message that names it; from then on it has a link of its own that takes updates of shared attributes and commands.
 * Belongs to one connection; no method waits.
 */
public final class GatewaySession {

    private final DeviceGateway ingest;
    private final GatewayTraffic traffic;
    private final DeviceSession session;
    private final DeviceTransport transport;
    private final Function<String, DeviceLink> links;
    private final Map<String, CompletableFuture<Child>> children = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A device behind the gateway, with its place there. */
    record Child(String name, DeviceSession session, OpenLink link) {}

    /**
     * @param links makes the way to a device of a name
     */
    GatewaySession(
            DeviceGateway ingest,
            GatewayTraffic traffic,
            DeviceSession session,
            DeviceTransport transport,
            Function<String, DeviceLink> links) {
        this.ingest = ingest;
        this.traffic = traffic;
        this.session = session;
        this.transport = transport;
        this.links = links;
    }

    public DeviceSession session() {
        return session;
    }

    /** How many devices speak through this connection now. */
    public int size() {
        return children.size();
    }

    /**
     * Joins a device, and makes it if there is none of this name.
     *
     * @param type name of its profile if it is made; null for the default profile
     */
    public CompletionStage<Void> connect(String name, @Nullable String type) {
        return limited(() -> join(name, type).thenCompose(child -> ingest.connected(child.session())));
    }

    /** Ends a device's place behind the gateway; a name that is not there is passed over. */
    public CompletionStage<Void> disconnect(String name) {
        CompletableFuture<Child> child = children.remove(name);
        if (child == null) {
            return CompletableFuture.completedFuture(null);
        }
        return child.thenCompose(present -> {
            present.link().close();
            return ingest.disconnected(present.session());
        });
    }

    /** Stores {@code {"A":[{..},..],"B":[..]}}; completes when all of it is durable, fails if any of it is not. */
    public CompletionStage<LeftOut> telemetry(byte[] body) {
        return telemetry(body, Payloads.JSON, false);
    }

    /**
     * As the other.
     *
     * @param backfill true for history, of which alarms take no notice
     */
    public CompletionStage<LeftOut> telemetry(byte[] body, Payloads payloads, boolean backfill) {
        return traffic.telemetry(this, body, payloads, backfill);
    }

    /** Sets client attributes, {@code {"A":{"k":v},"B":{..}}}. */
    public CompletionStage<LeftOut> attributes(byte[] body) {
        return attributes(body, Payloads.JSON);
    }

    public CompletionStage<LeftOut> attributes(byte[] body, Payloads payloads) {
        return traffic.attributes(this, body, payloads);
    }

    /** Takes claims, {@code {"A":{"secretKey":"s","durationMs":60000}}}. */
    public CompletionStage<Void> claim(byte[] body) {
        return traffic.claim(this, body);
    }

    /** The attributes of one scope of a device; no keys at all stand for all. */
    public CompletionStage<Map<String, Value>> requestAttributes(
            String name, boolean clientScope, Collection<String> keys) {
        return join(name, null).thenCompose(child -> ingest.requestAttributes(child.session(), clientScope, keys));
    }

    /** A device's answer to a command. */
    public CompletionStage<Void> reply(String name, int commandId, byte[] reply) {
        return join(name, null).thenCompose(child -> ingest.commandReply(child.session(), commandId, reply));
    }

    /** A device has a command, or (false) it could not be carried there. */
    public void commandDelivered(String name, int commandId, boolean delivered) {
        CompletableFuture<Child> child = children.get(name);
        if (child != null && child.isDone() && !child.isCompletedExceptionally()) {
            OpenLink link = child.join().link();
            if (delivered) {
                link.delivered(commandId);
            } else {
                link.undelivered(commandId);
            }
        }
    }

    /**
     * Notes a sign of life of the gateway.
     *
     * @param forAll true if it counts for every device behind it (see {@link DeviceFacts#overwriteActivityTime})
     */
    public void alive(boolean forAll) {
        ingest.alive(session);
        if (forAll) {
            children.values().stream()
                    .filter(child -> child.isDone() && !child.isCompletedExceptionally())
                    .forEach(child -> ingest.alive(child.join().session()));
        }
    }

    /** The connection is over: all places behind it end. */
    public void close() {
        closed = true;
        List<CompletableFuture<Child>> all = new ArrayList<>(children.values());
        children.clear();
        all.forEach(child -> child.thenAccept(present -> {
            present.link().close();
            var unused = ingest.disconnected(present.session());
        }));
    }

    // ---- joining -----------------------------------------------------------------------------------------------

    private CompletionStage<Void> limited(Supplier<CompletionStage<Void>> work) {
        try {
            traffic.limits().message(session);
            return work.get();
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    /** The device of a name; one that the gateway may not speak for any more is judged anew. */
    CompletableFuture<Child> join(String name, @Nullable String type) {
        CompletableFuture<Child> known = children.get(name);
        if (known != null) {
            if (!known.isDone() || !known.isCompletedExceptionally() && isGood(known.join())) {
                return known;
            }
            if (children.remove(name, known) && !known.isCompletedExceptionally()) {
                known.join().link().end(CloseReason.ACCESS_ENDED);
            }
        }
        if (children.size() >= traffic.maxDevices()) {
            return CompletableFuture.failedFuture(Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many devices speak through one gateway; the limit ATRIUM_GATEWAY_MAX_DEVICES is "
                            + traffic.maxDevices()));
        }
        CompletableFuture<Child> fresh = new CompletableFuture<>();
        CompletableFuture<Child> other = children.putIfAbsent(name, fresh);
        if (other != null) {
            return other;
        }
        traffic.find(session, name, type).whenComplete((device, fault) -> {
            if (fault != null) {
                children.remove(name, fresh);
                fresh.completeExceptionally(fault);
            } else {
                settle(name, device, fresh);
            }
        });
        return fresh;
    }

    private void settle(String name, DeviceSession device, CompletableFuture<Child> fresh) {
        Place place = new Place(name, fresh, links.apply(name));
        OpenLink link = ingest.links().open(device, transport, DeviceLinks.Manner.BEHIND_GATEWAY, place);
        place.open = link;
        fresh.complete(new Child(name, device, link));
        if (closed) {
            link.close();
            children.remove(name, fresh);
        } else {
            link.subscribeAttributes();
            link.subscribeCommands();
        }
    }

    private boolean isGood(Child child) {
        return child.link().isOpen() && traffic.maySpeakFor(session, child.session());
    }

    /** A device's link that carries nothing through a gateway that may not speak for the device any more. */
    private final class Place implements DeviceLink {

        private final String name;
        private final CompletableFuture<Child> child;
        private final DeviceLink link;
        private volatile @Nullable OpenLink open;

        Place(String name, CompletableFuture<Child> child, DeviceLink link) {
            this.name = name;
            this.child = child;
            this.link = link;
        }

        private boolean isGood() {
            OpenLink present = open;
            if (present == null || traffic.maySpeakFor(session, present.session())) {
                return true;
            }
            present.end(CloseReason.ACCESS_ENDED);
            return false;
        }

        @Override
        public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
            if (isGood()) {
                link.attributesChanged(values, deleted);
            }
        }

        @Override
        public void command(DeviceCommand command) {
            OpenLink present = open;
            if (isGood()) {
                link.command(command);
            } else if (present != null) {
                present.undelivered(command.id());
            }
        }

        @Override
        public void tooFast() {
            link.tooFast();
        }

        @Override
        public void factsChanged(DeviceFacts facts) {
            link.factsChanged(facts);
        }

        @Override
        public void close(CloseReason reason) {
            children.remove(name, child);
            link.close(reason);
        }
    }
}

package io.atrium.ingest;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.command.Command;
import io.atrium.command.Commands;
import io.atrium.device.DeviceChanged;
import io.atrium.device.DeviceCredentialsChanged;
import io.atrium.device.DeviceOwnerChanged;
import io.atrium.device.DeviceProfileChanged;
import io.atrium.device.Devices;
import io.atrium.device.GatewayDevices;
import io.atrium.entity.AccessChanged;
import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationsChanged;
import io.atrium.entity.TenantDeleted;
import io.atrium.ingest.DeviceLink.CloseReason;
import io.atrium.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Every device that listens now, and the ways to it. Carries changes of shared attributes and commands to them, and ends
 * links whose right to exist has ended: credentials, device, tenant, profile, owner. Methods return at once.
 */
public final class DeviceLinks {

    private static final Logger LOG = Logger.getLogger(DeviceLinks.class);

    /** How a link stands to others of the same device. */
    public enum Manner {
        /** The device's lasting connection: there is one, and a new one takes over. */
        EXCLUSIVE,
        /** Beside any other: a long poll, an observation. */
        SHARED,
        /** The device's place behind a gateway, beside any other. */
        BEHIND_GATEWAY
    }

    /** How many links there are. */
    public record Counts(int devices, int links) {}

    private final Platform platform;
    private final Telemetry telemetry;
    private final Devices devices;
    private final Commands commands;
    private final Map<UUID, List<OpenLink>> byDevice = new ConcurrentHashMap<>();
    /** Tenants in which a gateway may have lost a device since {@link #endForeign} looked. */
    private final Set<UUID> doubtful = ConcurrentHashMap.newKeySet();

    private volatile boolean isStopping;

    DeviceLinks(Platform platform, Telemetry telemetry, Devices devices, Commands commands) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.devices = devices;
        this.commands = commands;
        commands.reachThrough(this::send);
        platform.bus().on(AttributesChanged.class, this::push);
        platform.bus().on(DeviceCredentialsChanged.class, event -> endDirect(event.deviceId()));
        platform.bus()
                .on(EntityDeleted.class, event -> end(event.entity().id(), CloseReason.DEVICE_DELETED, link -> true));
        platform.bus().on(TenantDeleted.class, event -> endTenant(event.tenantId()));
        platform.bus().on(DeviceOwnerChanged.class, this::ownerChanged);
        platform.bus().on(RelationsChanged.class, event -> doubtful.add(event.tenantId()));
        platform.bus().on(AccessChanged.class, event -> doubtful.add(event.tenantId()));
        platform.bus().on(DeviceChanged.class, event -> changed(event.tenantId(), event.deviceId()));
        platform.bus().on(DeviceProfileChanged.class, this::profileChanged);
    }

    /**
     * Adds a link, subscribed to nothing. An exclusive one ends the one before it. Should the device's right to it have
     * ended since the log-in, the new link is told so before this returns.
     */
    public OpenLink open(DeviceSession session, DeviceTransport transport, Manner manner, DeviceLink link) {
        OpenLink open = new OpenLink(this, session, transport, link, manner, now());
        List<OpenLink> before = new ArrayList<>();
        byDevice.compute(session.deviceId(), (id, present) -> {
            List<OpenLink> all = new ArrayList<>(present == null ? List.of() : present);
            before.addAll(all);
            all.add(open);
            return List.copyOf(all);
        });
        if (manner == Manner.EXCLUSIVE) {
            before.stream()
                    .filter(other -> other.manner() == Manner.EXCLUSIVE)
                    .forEach(other -> other.end(CloseReason.TAKEN_OVER));
        }
        if (hasOtherCredentials(session)) {
            open.end(CloseReason.CREDENTIALS_CHANGED);
        } else if (isGone(session)) {
            open.end(CloseReason.DEVICE_DELETED);
        } else if (isStopping) {
            open.end(CloseReason.STOPPING);
        }
        return open;
    }

    /** True if what the device has shown lets it in now, too: a message may be whole long after its sender was judged. */
    public boolean isCurrent(DeviceSession session) {
        return !hasOtherCredentials(session) && !isGone(session);
    }

    void requireCurrent(DeviceSession session) {
        if (hasOtherCredentials(session)) {
            throw Problem.authentication("The device has other credentials now");
        }
    }

    private boolean hasOtherCredentials(DeviceSession session) {
        return !session.isBehindGateway() && devices.hasChangedSince(session.deviceId(), session.asOf());
    }

    public Counts counts() {
        return new Counts(
                byDevice.size(), byDevice.values().stream().mapToInt(List::size).sum());
    }

    /** How many links a device has. */
    public int count(UUID deviceId) {
        return of(deviceId).size();
    }

    /** True if the device has any link. */
    public boolean isLinked(UUID deviceId) {
        return byDevice.containsKey(deviceId);
    }

    // ---- for open links ----------------------------------------------------------------------------------------

    long now() {
        return platform.clock().millis();
    }

    void remove(OpenLink link) {
        byDevice.computeIfPresent(link.session().deviceId(), (id, all) -> {
            List<OpenLink> left = all.stream().filter(other -> other != link).toList();
            return left.isEmpty() ? null : left;
        });
    }

    void listens(OpenLink link) {
        commands.listens(link.session().tenantId(), link.session().deviceId());
    }

    void delivered(OpenLink link, int commandId) {
        commands.delivered(link.session().deviceId(), commandId);
    }

    void undelivered(OpenLink link, int commandId) {
        commands.undelivered(link.session().deviceId(), commandId);
    }

    // ---- what is told to links ---------------------------------------------------------------------------------

    private List<OpenLink> of(UUID deviceId) {
        return byDevice.getOrDefault(deviceId, List.of());
    }

    /** The lasting connection comes first, for it can tell whether the device has the command. */
    private boolean send(Command command) {
        DeviceCommand told = new DeviceCommand(command.id(), command.method(), command.params(), command.oneway());
        for (Manner manner : Manner.values()) {
            for (OpenLink link : of(command.deviceId())) {
                if (link.manner() == manner && link.wantsCommands()) {
                    link.tell(told);
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Tells the values as they are now, not as the event has them: two changes may arrive in the wrong order, and the
     * device must end up with the later one.
     */
    private void push(AttributesChanged event) {
        if (event.scope() != KeyScope.SHARED_SCOPE) {
            return;
        }
        List<OpenLink> listeners = of(event.entity().id()).stream()
                .filter(OpenLink::wantsAttributes)
                .toList();
        if (listeners.isEmpty()) {
            return;
        }
        Map<String, Value> values = new HashMap<>(event.values());
        List<String> deleted = new ArrayList<>(event.removed());
        Optional<Directory> directory = telemetry.loaded(event.tenantId());
        directory.ifPresent(present -> refresh(present, event.entity(), values, deleted));
        listeners.forEach(link -> link.tell(values, deleted));
    }

    private static void refresh(Directory directory, Entry entity, Map<String, Value> values, List<String> deleted) {
        List<String> keys = new ArrayList<>(values.keySet());
        keys.addAll(deleted);
        values.clear();
        deleted.clear();
        for (String key : keys) {
            Stamped current = directory.latest().get(KeyScope.SHARED_SCOPE, key, entity.ordinal());
            if (current == null) {
                deleted.add(key);
            } else {
                values.put(key, current.value());
            }
        }
    }

    // ---- what ends links ---------------------------------------------------------------------------------------

    private void end(UUID deviceId, CloseReason reason, Predicate<OpenLink> which) {
        of(deviceId).stream().filter(which).forEach(link -> link.end(reason));
    }

    private void endDirect(UUID deviceId) {
        // The credentials of a device go with it.
        of(deviceId).stream()
                .filter(link -> !link.session().isBehindGateway())
                .forEach(link -> link.end(
                        isGone(link.session()) ? CloseReason.DEVICE_DELETED : CloseReason.CREDENTIALS_CHANGED));
    }

    /** The device keeps its lasting connection, for it is the same device; whoever waits in its name starts anew. */
    private void ownerChanged(DeviceOwnerChanged event) {
        end(event.deviceId(), CloseReason.ACCESS_ENDED, link -> link.manner() != Manner.EXCLUSIVE);
        doubtful.add(event.tenantId());
    }

    /**
     * Ends the places behind gateways that may not speak for their devices any more: the gateway has another owner or is
     * none, or what it was attached by is gone. Called several times a second, and all changes in between are looked at once, for a tenant may
     * have very many places.
     */
    void endForeign() {
        for (UUID tenant : List.copyOf(doubtful)) {
            doubtful.remove(tenant);
            telemetry
                    .loaded(tenant)
                    .ifPresent(directory -> endAll(
                            CloseReason.ACCESS_ENDED,
                            link -> link.session().tenantId().equals(tenant) && isForeign(directory, link.session())));
        }
    }

    /** A device that is gone is told so by the event of its deletion. */
    private static boolean isForeign(Directory directory, DeviceSession session) {
        UUID gateway = session.gatewayId();
        return gateway != null
                && !isGone(directory, session)
                && !GatewayDevices.maySpeakFor(directory, gateway, session.deviceId());
    }

    private void endTenant(UUID tenantId) {
        endAll(CloseReason.DEVICE_DELETED, link -> link.session().tenantId().equals(tenantId));
    }

    private void endAll(CloseReason reason, Predicate<OpenLink> which) {
        byDevice.values().forEach(links -> links.forEach(link -> endQuietly(link, reason, which)));
    }

    /** One that cannot be ended must not keep the others open. */
    private static void endQuietly(OpenLink link, CloseReason reason, Predicate<OpenLink> which) {
        try {
            if (which.test(link)) {
                link.end(reason);
            }
        } catch (RuntimeException e) {
            LOG.errorf(
                    e, "A connection of device %s was not ended", link.session().deviceId());
        }
    }

    private void profileChanged(DeviceProfileChanged event) {
        telemetry.loaded(event.tenantId()).ifPresent(directory -> byDevice.keySet().stream()
                .filter(device -> directory.read(() -> hasProfile(directory, device, event.profileId())))
                .forEach(device -> changed(event.tenantId(), device)));
    }

    private static boolean hasProfile(Directory directory, UUID device, UUID profile) {
        return directory
                .find(device)
                .filter(entry -> entry.profile() >= 0
                        && directory.entry(entry.profile()).id().equals(profile))
                .isPresent();
    }

    private void changed(UUID tenantId, UUID deviceId) {
        doubtful.add(tenantId);
        if (!isLinked(deviceId)) {
            return;
        }
        telemetry
                .loaded(tenantId)
                .flatMap(directory ->
                        directory.read(() -> directory.find(deviceId).map(entry -> DeviceFacts.of(directory, entry))))
                .ifPresent(facts -> of(deviceId).forEach(link -> {
                    if (link.transport().serves(facts.transportType()) || link.manner() == Manner.BEHIND_GATEWAY) {
                        link.tell(facts);
                    } else {
                        link.end(CloseReason.PROFILE_CHANGED);
                    }
                }));
    }

    private boolean isGone(DeviceSession session) {
        return telemetry
                .loaded(session.tenantId())
                .filter(directory -> isGone(directory, session))
                .isPresent();
    }

    private static boolean isGone(Directory directory, DeviceSession session) {
        return directory.read(() -> directory.find(session.deviceId())).isEmpty();
    }

    /** Ends the lasting connections that were silent since a moment. */
    void endSilent(long since) {
        endAll(CloseReason.INACTIVE, link -> link.manner() == Manner.EXCLUSIVE && link.lastHeard() < since);
    }

    /** Ends all links, for the server stops. */
    public void stop() {
        isStopping = true;
        endAll(CloseReason.STOPPING, link -> true);
    }
}

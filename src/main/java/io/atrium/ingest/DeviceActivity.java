package io.atrium.ingest;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.WholeNumber;
import io.atrium.entity.Attributes;
import io.atrium.entity.Directories;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the server attributes {@code active}, {@code lastActivityTime} and {@code inactivityAlarmTime} of devices
 * (device-data-api 1.11). A message only notes the time in memory; the database hears of a change of state at once and
 * of mere activity now and then.
 */
final class DeviceActivity {

    private static final Logger LOG = Logger.getLogger(DeviceActivity.class);
    private static final String DEVICE = "DEVICE";
    private static final String ACTIVE = "active";
    private static final String LAST_ACTIVITY = "lastActivityTime";
    private static final String INACTIVITY_ALARM = "inactivityAlarmTime";
    private static final String TIMEOUT = "inactivityTimeout";

    private final Directories directories;
    private final Attributes attributes;
    private final InstantSource clock;
    private final IngestConfig config;
    private final Executor workers;
    private final Map<UUID, State> states = new ConcurrentHashMap<>();

    /** What is known of one device. */
    private static final class State {
        final UUID tenant;
        final UUID device;
        final AtomicBoolean settling = new AtomicBoolean();
        volatile long last;
        volatile boolean active;
        /** The time that the attribute holds; guarded by this. */
        long saved;

        State(UUID tenant, UUID device) {
            this.tenant = tenant;
            this.device = device;
        }
    }

    DeviceActivity(
            Directories directories,
            Attributes attributes,
            InstantSource clock,
            IngestConfig config,
            Executor workers) {
        this.directories = directories;
        this.attributes = attributes;
        this.clock = clock;
        this.config = config;
        this.workers = workers;
        directories.onLoad(this::resume);
    }

    /** Notes that a device was heard of; never waits. */
    void touch(UUID tenant, UUID device, long now) {
        State state = states.get(device);
        if (state == null) {
            state = states.computeIfAbsent(device, id -> new State(tenant, id));
        }
        if (now > state.last) {
            state.last = now;
        }
        if (!state.active && state.settling.compareAndSet(false, true)) {
            settleLater(state);
        }
    }

    private void settleLater(State state) {
        try {
            workers.execute(() -> settle(state));
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; activity is noted no more", e);
        }
    }

    void forget(UUID device) {
        states.remove(device);
    }

    /** Looks at every device: who fell silent, and whose last activity is worth a write. */
    void check() {
        states.values().forEach(this::settle);
    }

    /** Brings the attributes in step with what was heard; a fault is logged and the next look tries again. */
    private void settle(State state) {
        try {
            Optional<Directory> directory = directories.find(state.tenant);
            Optional<Entry> device = directory.flatMap(d -> d.read(() -> d.find(state.device)));
            if (device.isEmpty()) {
                forget(state.device);
                return;
            }
            synchronized (state) {
                settle(state, directory.orElseThrow(), device.get());
            }
        } catch (Problem e) {
            LOG.warnf("The activity of device %s is not up to date: %s", state.device, e.publicMessage());
        } catch (RuntimeException e) {
            // The database refuses a device that was deleted a moment ago; whatever it is, the others get their turn.
            LOG.warnf("The activity of device %s is not up to date: %s", state.device, e);
        } finally {
            state.settling.set(false);
        }
    }

    private void settle(State state, Directory directory, Entry device) {
        long now = clock.millis();
        long last = state.last;
        boolean active = now - last < timeout(directory, device);
        Map<String, Value> changes = new LinkedHashMap<>();
        if (active != isActive(directory, device)) {
            changes.put(ACTIVE, Value.of(active));
            if (!active) {
                changes.put(INACTIVITY_ALARM, Value.of(now));
            }
        }
        boolean isDue = last - state.saved >= config.activitySave().toMillis();
        if (last > state.saved && (isDue || !changes.isEmpty())) {
            changes.put(LAST_ACTIVITY, Value.of(last));
        }
        attributes.put(directory, device, KeyScope.SERVER_SCOPE, changes);
        state.active = active;
        if (changes.containsKey(LAST_ACTIVITY)) {
            state.saved = last;
        }
        if (!active && state.last > last) {
            // It spoke up while it was being declared silent, and saw itself active still.
            settle(state, directory, device);
        }
    }

    private long timeout(Directory directory, Entry device) {
        Value own = server(directory, device, TIMEOUT);
        long millis = own == null ? 0 : WholeNumber.of(own.json()).orElse(0);
        return millis > 0 ? millis : config.inactivity().toMillis();
    }

    private static boolean isActive(Directory directory, Entry device) {
        return Value.TRUE.equals(server(directory, device, ACTIVE));
    }

    private static @Nullable Value server(Directory directory, Entry device, String key) {
        Stamped stamped = directory.latest().get(KeyScope.SERVER_SCOPE, key, device.ordinal());
        return stamped == null ? null : stamped.value();
    }

    /**
     * Takes up the devices that were active when the server stopped. What they sent after the last write of
     * {@code lastActivityTime} is not known, so they get the benefit of it.
     */
    private void resume(Directory directory) {
        directory.ofKind(DEVICE).forEach((int ordinal) -> {
            Entry device = directory.entry(ordinal);
            if (isActive(directory, device)) {
                Value last = server(directory, device, LAST_ACTIVITY);
                long known = last != null && last.kind() == Value.Kind.LONG ? last.integer() : 0;
                State state = states.computeIfAbsent(device.id(), id -> new State(directory.tenantId(), id));
                state.last = Math.max(
                        state.last,
                        Math.min(clock.millis(), known + config.activitySave().toMillis()));
                state.active = true;
            }
        });
    }
}

package io.atrium.entity;

import io.atrium.base.Ref;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells everything that is open on somebody's behalf when rights may have changed: sockets, long polls, lasting
 * sessions. Causes are changes of grants, roles, memberships, owners and entities, grants that start or end by time, and
 * whatever else asks for a review. Causes that come close together make one review; the first is answered at once.
 */
public final class AccessReviews implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AccessReviews.class);
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TICK_MILLIS = 100;
    private static final long RETRY_MILLIS = 1_000;

    private final Directories directories;
    private final InstantSource clock;
    private final ChangeGate gate;
    private final Map<UUID, Tenant> tenants = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("access-reviews").daemon().factory());

    public AccessReviews(Platform platform) {
        directories = platform.directories();
        clock = platform.clock();
        gate = platform.gate();
        platform.bus().on(AccessChanged.class, event -> request(event.tenantId()));
        platform.bus().on(EntityDeleted.class, event -> request(event.tenantId()));
        platform.bus().on(TenantDeleted.class, event -> request(event.tenantId()));
        var unused = clockwork.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the reviews of what was registered. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** What is known of one tenant. */
    private static final class Tenant {
        private final Set<Runnable> reviews = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean wanted = new AtomicBoolean();
        private volatile long lastRound = System.nanoTime() - GAP_NANOS;
        /** When a grant starts or ends next, by the clock. */
        private volatile long nextChange;
    }

    /**
     * Registers something that looks at its rights again when it is told to.
     *
     * @param review must be quick; long work belongs on a thread of its own
     */
    public Registration add(UUID tenant, Runnable review) {
        Tenant state = tenants.computeIfAbsent(tenant, t -> new Tenant());
        state.reviews.add(review);
        return () -> state.reviews.remove(review);
    }

    /** Asks for a review of what is open in a tenant. */
    public void request(UUID tenant) {
        Tenant state = tenants.get(tenant);
        if (state == null || !state.wanted.compareAndSet(false, true)) {
            return;
        }
        long wait = Math.max(0, state.lastRound + GAP_NANOS - System.nanoTime());
        if (!clockwork.isShutdown()) {
            var unused = clockwork.schedule(() -> round(tenant, state), wait, TimeUnit.NANOSECONDS);
        }
    }

    /** As {@link #request}; what a system administrator has lost may be open in any tenant. */
    public void requestOf(UUID tenant) {
        if (tenant.equals(Ref.NULL_ID)) {
            tenants.keySet().forEach(this::request);
        } else {
            request(tenant);
        }
    }

    private void round(UUID tenant, Tenant state) {
        state.wanted.set(false);
        state.lastRound = System.nanoTime();
        state.nextChange = nextChange(tenant);
        for (Runnable review : state.reviews) {
            try {
                review.run();
            } catch (RuntimeException e) {
                LOG.error("A review of access failed", e);
            }
        }
    }

    private void tick() {
        try {
            gate.followEnds();
        } catch (RuntimeException e) {
            LOG.error("What ended by time was not followed; it is tried again", e);
        }
        long now = clock.millis();
        tenants.forEach((tenant, state) -> {
            if (now >= state.nextChange && !state.reviews.isEmpty()) {
                request(tenant);
            }
        });
    }

    private long nextChange(UUID tenant) {
        try {
            return directories
                    .find(tenant)
                    .map(directory -> directory.read(() -> directory.access().nextChange()))
                    .orElse(Long.MAX_VALUE);
        } catch (RuntimeException e) {
            LOG.error("The next change of a tenant's grants is unknown; it is looked up again", e);
            return clock.millis() + RETRY_MILLIS;
        }
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}

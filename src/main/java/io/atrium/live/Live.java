package io.atrium.live;

import io.atrium.base.Actor;
import io.atrium.entity.AccessReviews;
import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityChanged;
import io.atrium.entity.Entry;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationsChanged;
import io.atrium.entity.Scope;
import io.atrium.entity.TenantDeleted;
import io.atrium.http.Authenticator;
import io.atrium.people.ApiKeysChanged;
import io.atrium.people.SessionsEnded;
import io.atrium.query.EntityQueries;
import io.atrium.telemetry.SeriesReads;
import io.atrium.telemetry.TelemetryDeleted;
import io.atrium.telemetry.TelemetryStored;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Live views of all tenants: opens sessions, and brings them what happens. */
public final class Live implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Live.class);
    private static final long TICK_MILLIS = 100;

    /** Server attribute that says whether a device is there (device-data-api 1.11): counts and lists go by it. */
    private static final String STATE = "active";

    /** Frames from so many characters on have their place in the memory of all answers. */
    private static final int COUNTED_FRAME = 64 << 10;

    private static final long RECHECK_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Platform platform;
    private final Reads reads;
    private final LiveConfig config;
    private final Followed followed;
    private final AccessReviews reviews;
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicBoolean recheckWanted = new AtomicBoolean();
    private volatile long lastRecheck = System.nanoTime() - RECHECK_GAP_NANOS;
    private final Map<UUID, TenantLive> tenants = new ConcurrentHashMap<>();
    private final Set<LiveSession> open = ConcurrentHashMap.newKeySet();
    private final Tally sessionTally = new Tally("sessions");
    private final Tally subscriptionTally = new Tally("subscriptions");
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("live-", 0).factory());
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("live-clockwork").daemon().factory());

    /**
     * What live views are made of.
     *
     * @param limits what a tenant's profile allows
     */
    public record Reads(
            Authenticator authenticator,
            EntityQueries queries,
            SeriesReads series,
            Function<UUID, LiveLimits> limits) {}

    public Live(Platform platform, Reads reads, AccessReviews reviews, LiveConfig config) {
        this.platform = platform;
        this.reads = reads;
        this.reviews = reviews;
        this.config = config;
        this.followed = new Followed(config.maxFollowedBytes());
        listen();
        long refresh = config.refresh().toMillis();
        var ticks = clockwork.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        var refreshes = clockwork.scheduleWithFixedDelay(
                () -> tenants.values().forEach(TenantLive::requery), refresh, refresh, TimeUnit.MILLISECONDS);
    }

    private void listen() {
        var bus = platform.bus();
        bus.on(
                TelemetryStored.class,
                event -> tell(event.tenantId(), event.entry(), watch -> watch.stored(event.readings())));
        bus.on(
                TelemetryDeleted.class,
                event -> tell(event.tenantId(), event.entry(), watch -> watch.deleted(event.keys())));
        bus.on(AttributesChanged.class, event -> {
            tell(event.tenantId(), event.entity(), watch -> watch.attributes(event));
            if (event.scope() == KeyScope.SERVER_SCOPE && event.values().containsKey(STATE)) {
                stateChanged(event.tenantId());
            }
        });
        bus.on(EntityChanged.class, event -> {
            tell(event.tenantId(), event.entity(), watch -> watch.changed(event.entity()));
            requery(event.tenantId());
        });
        bus.on(RelationsChanged.class, event -> requery(event.tenantId()));
        bus.on(SessionsEnded.class, event -> recheck());
        bus.on(ApiKeysChanged.class, event -> recheck());
        bus.on(TenantDeleted.class, event -> forget(event.tenantId(), CloseCode.POLICY, LiveSession.ACCESS_ENDED));
        platform.directories().onLoad(this::loaded);
    }

    /** The listener of events: finds the watches of the entity and lets them note what happened. */
    private void tell(UUID tenant, Entry entity, Consumer<Watch> news) {
        TenantLive found = tenants.get(tenant);
        if (found != null) {
            found.watchers().tell(entity, news);
        }
    }

    /**
     * Some tokens or keys have lost their worth. All sessions look, also those of other tenants: who acts as somebody
     * else does so by credentials of his own tenant. Looks that are asked for while one is due are one look.
     */
    private void recheck() {
        if (recheckWanted.compareAndSet(false, true)) {
            later(
                    () -> {
                        recheckWanted.set(false);
                        lastRecheck = System.nanoTime();
                        open.forEach(LiveSession::recheck);
                    },
                    lastRecheck + RECHECK_GAP_NANOS - System.nanoTime());
        }
    }

    private void stateChanged(UUID tenant) {
        TenantLive found = tenants.get(tenant);
        if (found != null) {
            found.stateChanged();
        }
    }

    private void requery(UUID tenant) {
        TenantLive found = tenants.get(tenant);
        if (found != null) {
            found.requery();
        }
    }

    /** A directory that is loaded again has other ordinals, so whatever watches the old one begins anew. */
    private void loaded(Directory directory) {
        TenantLive found = tenants.get(directory.tenantId());
        if (found != null && found.directory() != directory) {
            forget(directory.tenantId(), CloseCode.RESTART, "The tenant was loaded again; connect again");
        }
    }

    private void forget(UUID tenant, CloseCode code, String reason) {
        TenantLive gone = tenants.remove(tenant);
        if (gone != null) {
            gone.close(code, reason);
        }
    }

    private void tick() {
        long now = now();
        open.forEach(session -> guarded(() -> session.check(now)));
    }

    // ---- sessions ----------------------------------------------------------------------------------------------

    /**
     * Opens a session that does not say yet whom it belongs to.
     *
     * @param wrapped true for the older protocol, whose messages are lists by kind and never hold credentials
     */
    public LiveSession open(Outlet outlet, boolean wrapped) {
        LiveSession session = new LiveSession(this, outlet, wrapped, workers);
        open.add(session);
        return session;
    }

    /** Lets a session in whose caller is known; the text of the limit that is reached, if there is no room. */
    Optional<String> admit(Actor actor, Followed.Holder holder, LiveLimits.Cap cap) {
        if (admitted.incrementAndGet() > config.maxSessions()) {
            admitted.decrementAndGet();
            return Optional.of("Max sessions limit reached! The limit is ATRIUM_WS_MAX_SESSIONS");
        }
        Optional<String> full = followed.change(holder, Followed.SESSION);
        if (full.isEmpty()) {
            full = sessionTally.take(actor, cap);
            if (full.isPresent()) {
                followed.change(holder, -Followed.SESSION);
            }
        }
        if (full.isPresent()) {
            admitted.decrementAndGet();
        }
        return full;
    }

    /** A session that was let in has ended. */
    void dismiss(Actor actor, Followed.Holder holder) {
        admitted.decrementAndGet();
        followed.change(holder, -Followed.SESSION);
        sessionTally.give(actor, 1);
    }

    /** The caller behind credentials as of now; a problem if they are worth nothing. */
    Caller caller(String credentials) {
        Actor actor = reads.authenticator().authenticate(credentials);
        long expires = reads.authenticator().validUntil(credentials);
        Scope scope = platform.scopes().of(actor);
        return new Caller(credentials, actor, expires, scope);
    }

    /** Makes a session hear of its tenant from now on. */
    TenantLive join(LiveSession session, Caller caller) {
        Directory directory = caller.scope().directory();
        TenantLive tenant = Objects.requireNonNull(tenants.compute(
                directory.tenantId(),
                (id, known) -> known != null && known.directory() == directory
                        ? known
                        : new TenantLive(this, directory, reviews)));
        tenant.sessions().add(session);
        return tenant;
    }

    void left(LiveSession session) {
        open.remove(session);
    }

    // ---- what sessions need ------------------------------------------------------------------------------------

    LiveLimits limits(UUID tenant) {
        return reads.limits().apply(tenant);
    }

    Followed followed() {
        return followed;
    }

    Tally subscriptionTally() {
        return subscriptionTally;
    }

    EntityQueries queries() {
        return reads.queries();
    }

    SeriesReads reads() {
        return reads.series();
    }

    LiveConfig config() {
        return config;
    }

    int maxPoints() {
        return config.maxPoints();
    }

    int maxEntities() {
        return config.maxEntities();
    }

    long now() {
        return platform.clock().millis();
    }

    /**
     * Sets memory aside for a long frame until the client has taken it; what to run then.
     *
     * @throws Problem 429 or 503 if too much waits for clients already
     */
    Runnable roomFor(LiveSession session, String frame) {
        if (frame.length() < COUNTED_FRAME) {
            return () -> {};
        }
        HeavyReads.Room room = platform.heavyReads().room(session.scope(), 2L * frame.length());
        return room::close;
    }

    /** Runs something quick after a while. */
    void later(Runnable work, long nanos) {
        if (!clockwork.isShutdown()) {
            var unused = clockwork.schedule(() -> guarded(work), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A step of live views failed", e);
        }
    }

    /** How many sessions are open. */
    public int sessions() {
        return open.size();
    }

    /** How many watches stand over the entities of a tenant. */
    int watches(UUID tenant) {
        TenantLive found = tenants.get(tenant);
        return found == null ? 0 : found.watchers().size();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        open.forEach(session -> session.end(CloseCode.GOING_AWAY, "The server is stopping"));
        workers.shutdown();
    }
}

package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import io.atrium.entity.TenantDeleted;
import io.atrium.ingest.RateRules.Party;
import io.atrium.ingest.RateRules.Rates;
import io.atrium.ingest.RateRules.Unit;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds devices, gateways and tenants to the rates of the tenant's profile, for all transports. Never waits: the rates
 * of a tenant are read when it is loaded, and again now and then beside the messages.
 */
final class Limits {

    private static final Logger LOG = Logger.getLogger(Limits.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Platform platform;
    private final Function<UUID, @Nullable JsonNode> configurations;
    private final Executor workers;
    private final Map<UUID, Tenant> tenants = new ConcurrentHashMap<>();
    private final Cache<Key, Buckets> buckets =
            Caffeine.newBuilder().expireAfterAccess(IDLE).build();

    /** The rules of one tenant, and when they were read. */
    private static final class Tenant {
        final AtomicBoolean reading = new AtomicBoolean();
        volatile RateRules rules;
        volatile long readAt;

        Tenant(RateRules rules, long readAt) {
            this.rules = rules;
            this.readAt = readAt;
        }
    }

    private record Key(Party party, UUID id) {}

    /** What is left for one party, by unit; made anew when the texts change. */
    private record Buckets(Rates rates, Map<Unit, Bucket> byUnit) {}

    private record Charge(Party party, Unit unit, Bucket bucket, long count) {}

    /**
     * @param configurations reads the configuration of a tenant's profile; may wait
     */
    Limits(Platform platform, Function<UUID, @Nullable JsonNode> configurations, Executor workers) {
        this.platform = platform;
        this.configurations = configurations;
        this.workers = workers;
        platform.directories().onLoad(directory -> read(directory.tenantId()));
        platform.bus().on(TenantDeleted.class, event -> tenants.remove(event.tenantId()));
    }

    /** True if a log-in may become a connection now. */
    boolean mayLogIn(DeviceSession session, boolean isGateway) {
        RateRules rules = rules(session.tenantId());
        return rules == RateRules.NONE || charge(session, rules, isGateway, Map.of(Unit.MESSAGES, 1L)) == null;
    }

    /** Counts a message that carries no data points. */
    void message(DeviceSession session) {
        count(session, Map.of(Unit.MESSAGES, 1L));
    }

    /** Counts a message with data points; one without any is plain. */
    void data(DeviceSession session, int points) {
        count(session, points == 0 ? Map.of(Unit.MESSAGES, 1L) : points(points));
    }

    private static Map<Unit, Long> points(long points) {
        return Map.of(Unit.TELEMETRY_MESSAGES, 1L, Unit.DATA_POINTS, points);
    }

    private void count(DeviceSession session, Map<Unit, Long> amounts) {
        RateRules rules = rules(session.tenantId());
        if (rules == RateRules.NONE) {
            return;
        }
        Charge refused = charge(session, rules, isGateway(session), amounts);
        if (refused != null) {
            String words = "Rate limit reached: " + RateRules.name(refused.party(), refused.unit())
                    + " of the tenant profile is "
                    + rules.of(refused.party()).text(refused.unit());
            throw refused.party() == Party.DEVICE_BEHIND_GATEWAY
                    ? new Problem(
                            Problem.Kind.TOO_MANY_REQUESTS, words, new GatewayFault(GatewayFault.Reason.DEVICE_RATE))
                    : Problem.of(Problem.Kind.TOO_MANY_REQUESTS, words);
        }
    }

    /** Takes the amounts from every bucket, or from none: then the one that lacks is returned. */
    private @Nullable Charge charge(
            DeviceSession session, RateRules rules, boolean isGateway, Map<Unit, Long> amounts) {
        List<Charge> charges = new ArrayList<>();
        add(charges, rules, Party.TENANT, session.tenantId(), amounts);
        UUID gateway = session.gatewayId();
        if (gateway != null) {
            add(charges, rules, Party.GATEWAY, gateway, amounts);
            add(charges, rules, Party.DEVICE_BEHIND_GATEWAY, session.deviceId(), amounts);
        } else {
            add(charges, rules, isGateway ? Party.GATEWAY : Party.DEVICE, session.deviceId(), amounts);
        }
        for (Charge charge : charges) {
            if (!charge.bucket().estimateAbilityToConsume(charge.count()).canBeConsumed()) {
                return charge;
            }
        }
        for (Charge charge : charges) {
            if (!charge.bucket().tryConsume(charge.count())) {
                return charge;
            }
        }
        return null;
    }

    private void add(List<Charge> charges, RateRules rules, Party party, UUID id, Map<Unit, Long> amounts) {
        Rates rates = rules.of(party);
        if (rates == Rates.NONE) {
            return;
        }
        Buckets all = buckets.asMap()
                .compute(
                        new Key(party, id),
                        (key, present) -> present != null && present.rates().equals(rates) ? present : fresh(rates));
        amounts.forEach((unit, count) -> {
            Bucket bucket = all.byUnit().get(unit);
            if (bucket != null) {
                charges.add(new Charge(party, unit, bucket, count));
            }
        });
    }

    private Buckets fresh(Rates rates) {
        Map<Unit, Bucket> byUnit = new EnumMap<>(Unit.class);
        rates.texts().forEach((unit, text) -> byUnit.put(unit, RateRules.bucket(text, platform.clock())));
        return new Buckets(rates, byUnit);
    }

    /** Only asked where limits are set at all. */
    private boolean isGateway(DeviceSession session) {
        if (session.isBehindGateway()) {
            return false;
        }
        Directory directory = platform.directories().of(session.tenantId());
        return directory.read(() -> directory
                .find(session.deviceId())
                .filter(device -> directory.marks().has(Mark.GATEWAY, device.ordinal()))
                .isPresent());
    }

    /** What a device is told of its limits. */
    RateRules rules(UUID tenantId) {
        Tenant tenant = tenants.get(tenantId);
        if (tenant == null) {
            return RateRules.NONE;
        }
        if (platform.clock().millis() - tenant.readAt > FRESH.toMillis() && tenant.reading.compareAndSet(false, true)) {
            readLater(tenantId, tenant);
        }
        return tenant.rules;
    }

    private void readLater(UUID tenantId, Tenant tenant) {
        try {
            workers.execute(() -> {
                try {
                    read(tenantId);
                } catch (Problem e) {
                    LOG.warnf("The rate limits of tenant %s were not read: %s", tenantId, e.publicMessage());
                } finally {
                    tenant.reading.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; limits are read no more", e);
        }
    }

    private void read(UUID tenantId) {
        RateRules rules = RateRules.of(configurations.apply(tenantId));
        long now = platform.clock().millis();
        Tenant tenant = tenants.computeIfAbsent(tenantId, id -> new Tenant(rules, now));
        tenant.rules = rules;
        tenant.readAt = now;
    }
}

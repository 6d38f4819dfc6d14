package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.base.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * How many keys entities and tenants may have, and how many new ones in a minute: every key takes memory and rows for
 * ever, and anybody who may send a message may invent keys. Each scope has its own number, so that a device that fills its
 * telemetry leaves room for what people set. Also how much of long texts an entity may have, and how many devices a gateway
 * may bring in. Never waits: the rules of a tenant are read when it is loaded, and again now and then beside the writes.
 */
public final class KeyLimits {

    private static final Logger LOG = Logger.getLogger(KeyLimits.class);
    private static final String PARTS = ", of which a customer with all below it gets a part";

    /** One in so many of all keys is kept for the tenant's own things. */
    private static final int KEPT = 10;

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /**
     * The numbers of one tenant; 0 for any number.
     *
     * @param entity of one entity
     * @param tenant of all its entities together
     */
    public record Rule(OfEntity entity, OfTenant tenant) {

        public static final Rule DEFAULT =
                new Rule(new OfEntity(1_000, 1_000, 4_000_000, 600), new OfTenant(50_000, 20_000_000, 200_000));
    }

    /**
     * @param most keys in one scope
     * @param perMinute new keys in a minute, over all scopes
     * @param longTexts characters of latest values and attributes that are too long to be kept in memory
     * @param devices new devices in a minute that a gateway brings in
     */
    public record OfEntity(long most, long perMinute, long longTexts, long devices) {}

    /**
     * @param names different names of keys in one scope
     * @param most keys of all entities, over all scopes
     * @param perMinute new keys of all entities in a minute
     */
    public record OfTenant(long names, long most, long perMinute) {}

    private final Function<UUID, Rule> rules;
    private final InstantSource clock;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private volatile Minute minute = new Minute(Long.MIN_VALUE);

    /** The rule of one tenant, and when it was read. */
    private static final class Held {
        final AtomicBoolean reading = new AtomicBoolean();
        volatile Rule rule;
        volatile long readAt;

        Held(Rule rule, long readAt) {
            this.rule = rule;
            this.readAt = readAt;
        }
    }

    /** The new keys of one minute, by entity and by tenant; the next minute starts with nothing. */
    private record Minute(long number, Map<UUID, AtomicLong> keys, Map<UUID, FairShare> ofTenants) {
        Minute(long number) {
            this(number, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    /**
     * @param rules reads the rule of a tenant; may wait
     */
    KeyLimits(Function<UUID, Rule> rules, Directories directories, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        directories.onLoad(directory -> read(directory.tenantId()));
    }

    /** Why an entity may not have a key that is new to it; empty if it may, and then the key is counted as new. */
    public Optional<Problem> refusal(Directory directory, Entry entry, KeyScope scope, String key) {
        return refusal(directory, entry, scope, key, 0);
    }

    /**
     * As the other.
     *
     * @param before new keys of the same write, which the entity does not have yet
     */
    public Optional<Problem> refusal(Directory directory, Entry entry, KeyScope scope, String key, int before) {
        Rule rule = rule(directory.tenantId());
        Latest latest = directory.latest();
        OfEntity entity = rule.entity();
        OfTenant tenant = rule.tenant();
        boolean isOwn = entry.owner() == AccessModel.TENANT;
        // As if the name were new to all: whether others have it is not told.
        if (!directory.hasRoom(Latest.weight(key), isOwn)) {
            return Optional.of(directory.account().budget().refusal());
        }
        if (entity.most() > 0 && latest.count(scope, entry.ordinal()) + before >= entity.most()) {
            return tooMany(
                    key,
                    "more keys than one entity may have in " + scope + "; the limit"
                            + " maxKeysPerEntity of the tenant profile is " + entity.most());
        }
        if (tenant.most() > 0 && latest.pairs() + before >= tenant.most() - (isOwn ? 0 : tenant.most() / KEPT)) {
            return tooMany(
                    key,
                    "more keys than all entities of a tenant may have; the limit maxKeys of the tenant profile is "
                            + tenant.most() + (isOwn ? "" : ", of which a tenth is kept for the tenant's own things"));
        }
        if (isOver(entry.id(), entity.perMinute())) {
            return tooMany(
                    key,
                    "more new keys of one entity than fit into a minute; the limit"
                            + " maxNewKeysPerMinute of the tenant profile is " + entity.perMinute());
        }
        if (tenant.perMinute() > 0 && !takeOfMinute(directory, entry, tenant.perMinute())) {
            return tooMany(
                    key,
                    "more new keys of a tenant than fit into a minute; the limit"
                            + " maxNewKeysOfTenantPerMinute of the tenant profile is " + tenant.perMinute() + PARTS);
        }
        if (tenant.names() > 0 && !directory.keyNames(scope).take(entry, key, tenant.names(), clock.millis())) {
            return tooMany(
                    key,
                    "more different keys than a tenant may have in " + scope + "; the limit"
                            + " maxKeyNames of the tenant profile is " + tenant.names() + PARTS);
        }
        return Optional.empty();
    }

    private boolean takeOfMinute(Directory directory, Entry entry, long most) {
        return minute().ofTenants()
                .computeIfAbsent(directory.tenantId(), id -> new FairShare())
                .take(Claimant.ofOwner(directory, entry), 1, most);
    }

    /**
     * Why an entity may not have a text that is too long to be kept in memory; empty if it may.
     *
     * @param more characters of long texts that the same write brings, this one included
     */
    public Optional<Problem> longTextRefusal(Directory directory, Entry entry, KeyScope scope, String key, long more) {
        long most = rule(directory.tenantId()).entity().longTexts();
        Latest.Stamped former = directory.latest().peek(scope, key, entry.ordinal());
        long replaced =
                former != null && former.value().isStub() ? former.value().textLength() : 0;
        if (most <= 0 || directory.latest().longTexts(entry.ordinal()) - replaced + more <= most) {
            return Optional.empty();
        }
        return Optional.of(Problem.part(
                Problem.Kind.ENTITY_LIMIT,
                "Key '" + key + "' would make the long texts of the entity longer than they may be together; the limit"
                        + " maxLongTextsPerEntity of the tenant profile is " + most + " characters"));
    }

    /** Refuses a gateway that brings in devices too quickly; counts the one that it brings now. */
    public void requireNewDevice(UUID tenant, UUID gateway) {
        long most = rule(tenant).entity().devices();
        // A key of its own: the gateway's new keys are counted by its id.
        if (isOver(new UUID(gateway.getMostSignificantBits(), ~gateway.getLeastSignificantBits()), most)) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "The gateway brings in more new devices than fit into a minute; the limit"
                            + " maxNewDevicesOfGatewayPerMinute of the tenant profile is " + most);
        }
    }

    private static Optional<Problem> tooMany(String key, String words) {
        return Optional.of(Problem.part(Problem.Kind.ENTITY_LIMIT, "Key '" + key + "' is new and would be " + words));
    }

    /** Counts one more of somebody in the present minute. */
    private boolean isOver(UUID whose, long perMinute) {
        return perMinute > 0 && counter(whose).incrementAndGet() > perMinute;
    }

    private AtomicLong counter(UUID entity) {
        return minute().keys().computeIfAbsent(entity, id -> new AtomicLong());
    }

    private Minute minute() {
        long number = clock.millis() / MINUTE;
        Minute now = minute;
        if (now.number() != number) {
            now = new Minute(number);
            minute = now;
        }
        return now;
    }

    private Rule rule(UUID tenant) {
        Held known = held.get(tenant);
        if (known == null) {
            return Rule.DEFAULT;
        }
        if (clock.millis() - known.readAt > FRESH.toMillis() && known.reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name("key-limits").start(() -> readAgain(tenant, known));
        }
        return known.rule;
    }

    private void readAgain(UUID tenant, Held known) {
        try {
            read(tenant);
        } catch (Problem e) {
            LOG.warnf("The limits on keys of tenant %s were not read: %s", tenant, e.publicMessage());
        } finally {
            known.reading.set(false);
        }
    }

    private void read(UUID tenant) {
        Rule rule = rules.apply(tenant);
        long now = clock.millis();
        Held kept = held.computeIfAbsent(tenant, id -> new Held(rule, now));
        kept.rule = rule;
        kept.readAt = now;
    }
}

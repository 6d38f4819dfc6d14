package io.atrium.entity;

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
 * How many keys an entity may have in each scope, and how many new ones in a minute: every key takes memory and rows for
 * ever, and anybody who may send a message may invent keys. Each scope has its own number, so that a device that fills its
 * telemetry leaves room for what people set. Never waits: the rules of a tenant are read when it is loaded, and again
 * now and then beside the writes.
 */
public final class KeyLimits {

    private static final Logger LOG = Logger.getLogger(KeyLimits.class);
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /**
     * The numbers of one tenant; 0 for any number.
     *
     * @param most keys of one entity in one scope
     * @param perMinute new keys of one entity in a minute, over all scopes
     */
    public record Rule(long most, long perMinute) {

        public static final Rule DEFAULT = new Rule(1_000, 1_000);
    }

    private final Function<UUID, Rule> rules;
    private final InstantSource clock;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private volatile Minute minute = new Minute(Long.MIN_VALUE, new ConcurrentHashMap<>());

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

    /** The new keys of one minute by entity; the next minute starts with nothing. */
    private record Minute(long number, Map<UUID, AtomicLong> keys) {}

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
        if (rule.most() > 0 && directory.latest().count(scope, entry.ordinal()) + before >= rule.most()) {
            return Optional.of(tooMany(
                    key,
                    "more keys than one entity may have in " + scope + "; the limit"
                            + " maxKeysPerEntity of the tenant profile is " + rule.most()));
        }
        if (rule.perMinute() > 0 && counter(entry.id()).incrementAndGet() > rule.perMinute()) {
            return Optional.of(tooMany(
                    key,
                    "more new keys of one entity than fit into a minute; the limit"
                            + " maxNewKeysPerMinute of the tenant profile is " + rule.perMinute()));
        }
        return Optional.empty();
    }

    private static Problem tooMany(String key, String words) {
        return Problem.part(Problem.Kind.ENTITY_LIMIT, "Key '" + key + "' is new and would be " + words);
    }

    private AtomicLong counter(UUID entity) {
        long number = clock.millis() / MINUTE;
        Minute now = minute;
        if (now.number() != number) {
            now = new Minute(number, new ConcurrentHashMap<>());
            minute = now;
        }
        return now.keys().computeIfAbsent(entity, id -> new AtomicLong());
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

package io.atrium.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Counts how often users are told that something is taken which they may not see: names of hidden things, tokens and
 * addresses of other tenants. Each such answer tells a little, so that after a few in a minute nothing that has to be
 * unique is tried any more: neither hit nor miss.
 */
final class Probes {

    /** Most such answers a minute for one user. */
    static final int PER_USER = 20;

    /** Most such answers a minute for all users of one tenant, who may be one and the same person. */
    static final int PER_TENANT = 100;

    private static final Logger LOG = Logger.getLogger(Probes.class);

    /** Most users and tenants that are remembered: a bound for the memory, whoever tries. */
    private static final int REMEMBERED = 10_000;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Cache<UUID, Count> counts =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Probes(InstantSource clock) {
        this.clock = clock;
    }

    /** Answers in one minute of the clock. */
    private record Count(long minute, int answers) {}

    /** Refuses a user who was told too often in this minute. */
    void requireFew(Actor actor) {
        if (!actor.isSystem() && (count(actor.userId()) >= PER_USER || count(actor.tenantId()) >= PER_TENANT)) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many names, credentials or addresses that are taken were tried; try again in a minute");
        }
    }

    /** Counts one answer. The system and the devices that bring themselves in have throttles of their own. */
    void told(Actor actor) {
        if (actor.isSystem()) {
            return;
        }
        if (add(actor.userId()) == PER_USER) {
            LOG.warnf("User %s was told %d times in a minute that hidden things are there", actor.userId(), PER_USER);
        }
        add(actor.tenantId());
    }

    private int add(UUID key) {
        long minute = clock.millis() / MINUTE;
        return counts.asMap()
                .merge(
                        key,
                        new Count(minute, 1),
                        (known, one) -> known.minute() == minute ? new Count(minute, known.answers() + 1) : one)
                .answers();
    }

    private int count(UUID key) {
        Count known = counts.getIfPresent(key);
        return known == null || known.minute() != clock.millis() / MINUTE ? 0 : known.answers();
    }
}

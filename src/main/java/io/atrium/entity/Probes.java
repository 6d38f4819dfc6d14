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
 * unique is tried any more: neither hit nor miss. The tenant's own users and each customer right below it, with all below
 * that, are counted apart, for one customer must not keep others from their work.
 */
final class Probes {

    /** Most such answers a minute for one user. */
    static final int PER_USER = 20;

    /** Most such answers a minute for all users of one side, who may be one and the same person. */
    static final int PER_SIDE = 100;

    private static final Logger LOG = Logger.getLogger(Probes.class);

    /** Most users and sides that are remembered: a bound for the memory, whoever tries. */
    private static final int REMEMBERED = 10_000;

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final Cache<UUID, Count> counts =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    Probes(InstantSource clock) {
        this.clock = clock;
    }

    /** Answers of a user, or of a side, in one minute of the clock. */
    private record Count(long minute, FairShare answers) {}

    /** Refuses a user who was told too often in this minute, or whose side was. */
    void requireFew(Change change) {
        Actor actor = change.actor();
        if (actor.isSystem()) {
            return;
        }
        Claimant who = Claimant.of(change.directory(), actor);
        if (count(actor.userId()).taken() >= PER_USER
                || !count(side(change, who)).fits(who.inSide(), 1, PER_SIDE)) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many names, credentials or addresses that are taken were tried; try again in a minute");
        }
    }

    /** Counts one answer. The system and the devices that bring themselves in have throttles of their own. */
    void told(Change change) {
        Actor actor = change.actor();
        if (actor.isSystem()) {
            return;
        }
        FairShare ofUser = count(actor.userId());
        ofUser.add(Claimant.OWN, 1);
        if (ofUser.taken() == PER_USER) {
            LOG.warnf("User %s was told %d times in a minute that hidden things are there", actor.userId(), PER_USER);
        }
        Claimant who = Claimant.of(change.directory(), actor);
        count(side(change, who)).add(who.inSide(), 1);
    }

    private static UUID side(Change change, Claimant who) {
        return who.side(change.directory().tenantId());
    }

    private FairShare count(UUID key) {
        long minute = clock.millis() / MINUTE;
        return counts.asMap()
                .compute(
                        key,
                        (id, known) ->
                                known != null && known.minute() == minute ? known : new Count(minute, new FairShare()))
                .answers();
    }
}

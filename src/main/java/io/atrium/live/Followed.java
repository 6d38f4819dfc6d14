package io.atrium.live;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The memory of what open live views remember: their sessions, and of each entity that they follow the values that the client
 * has. By estimates that are rather too high. A tenant gets half of it, one user a quarter, and so do the visitors of one
 * public link.
 */
final class Followed {

    /** Bytes for one session. */
    static final long SESSION = 8_192;

    private static final long ROW = 1_024;
    private static final long KEY = 160;
    private static final int PART_OF_TENANT = 2;
    private static final int PART_OF_USER = 4;

    private final long most;
    private final Map<UUID, Long> byHolder = new HashMap<>();
    private long taken;

    Followed(long most) {
        this.most = most;
    }

    /** Bytes for some entities with so many keys each. */
    static long bytes(long entities, long keys) {
        return entities * (ROW + KEY * keys);
    }

    /** Takes bytes, or gives them back if negative; the text of the limit if there is no room. */
    synchronized Optional<String> change(Actor actor, long bytes) {
        UUID customer = actor.customerId();
        UUID user = actor.publicLink() && customer != null ? customer : actor.userId();
        UUID tenant = actor.tenantId();
        if (bytes > 0
                && (taken + bytes > most
                        || held(tenant) + bytes > most / PART_OF_TENANT
                        || held(user) + bytes > most / PART_OF_USER)) {
            return Optional.of(
                    "Too much is followed by live views; close some, or follow fewer entities or keys; the limit"
                            + " is ATRIUM_WS_MAX_FOLLOWED");
        }
        taken += bytes;
        add(tenant, bytes);
        add(user, bytes);
        return Optional.empty();
    }

    private long held(UUID holder) {
        return byHolder.getOrDefault(holder, 0L);
    }

    private void add(UUID holder, long bytes) {
        byHolder.merge(holder, bytes, (had, more) -> had + more <= 0 ? null : Long.valueOf(had + more));
    }

    synchronized long taken() {
        return taken;
    }

    /** The part of one subscription. Belongs to its session's lane. */
    static final class Part {
        private final LiveSession session;
        private long bytes;

        Part(LiveSession session) {
            this.session = session;
        }

        /**
         * Takes what some entities with so many keys each need, in place of what it had.
         *
         * @throws Problem 400 if there is no room
         */
        void set(long entities, long keys) {
            long wanted = Followed.bytes(entities, keys);
            session.live()
                    .followed()
                    .change(session.caller().actor(), wanted - bytes)
                    .ifPresent(full -> {
                        throw Problem.badRequest(full);
                    });
            bytes = wanted;
        }
    }
}

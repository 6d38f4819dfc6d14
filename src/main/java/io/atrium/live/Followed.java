package io.atrium.live;

import io.atrium.base.Problem;
import io.atrium.entity.Claimant;
import io.atrium.entity.FairShare;
import io.atrium.entity.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The memory of what open live views remember: their sessions, and of each entity that they follow the values that the client
 * has. By estimates that are rather too high. A tenant gets half of it; each of its sides has a part of that, and each user a
 * part of his side's, so that nobody's views keep others from theirs.
 */
final class Followed {

    /** Bytes for one session. */
    static final long SESSION = 8_192;

    private static final long ROW = 1_024;
    private static final long KEY = 160;
    private static final int PART_OF_TENANT = 2;

    private final long most;
    private final Map<UUID, FairShare> byTenant = new HashMap<>();
    private long taken;

    Followed(long most) {
        this.most = most;
    }

    /** Whose part it is: as it was when the session began, be it that he is moved meanwhile. */
    record Holder(UUID tenant, Claimant who) {

        /** All visitors of a public link share its part. */
        static Holder of(Scope scope) {
            Claimant side = Claimant.of(scope);
            return new Holder(
                    scope.directory().tenantId(),
                    scope.actor().publicLink() ? side : side.by(scope.actor().userId()));
        }
    }

    /** Bytes for some entities with so many keys each. */
    static long bytes(long entities, long keys) {
        return entities * (ROW + KEY * keys);
    }

    /** Takes bytes, or gives them back if negative; the text of the limit if there is no room. */
    synchronized Optional<String> change(Holder holder, long bytes) {
        FairShare share = byTenant.computeIfAbsent(holder.tenant(), tenant -> new FairShare());
        if (bytes <= 0) {
            share.give(holder.who(), -bytes);
        } else if (taken + bytes > most || !share.take(holder.who(), bytes, most / PART_OF_TENANT)) {
            forget(holder, share);
            return Optional.of(
                    "Too much is followed by live views; close some, or follow fewer entities or keys; the limit"
                            + " is ATRIUM_WS_MAX_FOLLOWED");
        }
        taken += bytes;
        forget(holder, share);
        return Optional.empty();
    }

    /**
     * Takes bytes.
     *
     * @throws Problem 400 if there is no room
     */
    void take(Holder holder, long bytes) {
        change(holder, bytes).ifPresent(full -> {
            throw Problem.badRequest(full);
        });
    }

    /** Gives bytes back. */
    void give(Holder holder, long bytes) {
        if (bytes > 0) {
            change(holder, -bytes);
        }
    }

    private void forget(Holder holder, FairShare share) {
        if (share.taken() == 0) {
            byTenant.remove(holder.tenant());
        }
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
            session.live().followed().take(session.holder(), wanted - bytes);
            bytes = wanted;
        }
    }
}

package io.atrium.removal;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Presence;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Plans deletions, calls them off, and does those whose time has come. */
final class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);

    /** How long a deletion can be called off. */
    static final Duration WAIT = Duration.ofSeconds(30);

    /** Most entities of one request. */
    static final int MAX_ENTITIES = 100;

    /** Most deletions that one user has waiting at once. */
    static final int MAX_WAITING = 50;

    private static final int AT_ONCE = 20;

    private final Platform platform;
    private final EntityChanges changes;
    private final RemovalStore store;
    private final Presence users;

    /** @param users somebody as he is now; nobody if he is gone or switched off */
    Removals(Platform platform, EntityChanges changes, Presence users) {
        this.platform = platform;
        this.changes = changes;
        this.store = new RemovalStore(platform.database());
        this.users = users;
    }

    /** Plans a deletion, after trying it: what would be refused is refused now, and keeps nothing else from going. */
    Removal plan(Actor actor, RemovalRequest request) {
        List<Ref> entities = entities(request.entityIds());
        if (store.of(actor).size() >= MAX_WAITING) {
            throw Problem.badRequest("More than " + MAX_WAITING + " deletions are waiting; delete without a delay");
        }
        Scope scope = platform.scopes().of(actor);
        List<Ref> good = new ArrayList<>();
        List<Removal.Refused> refused = new ArrayList<>();
        for (Ref entity : entities) {
            try {
                rehearse(actor, scope, entity);
                good.add(entity);
            } catch (Problem problem) {
                refused.add(new Removal.Refused(entity, problem.publicMessage()));
                if (refused.size() == entities.size()) {
                    throw problem;
                }
            }
        }
        long now = platform.clock().millis();
        var row = new RemovalStore.Row(
                platform.ids().next(),
                actor.tenantId(),
                actor.userId(),
                actor.userName(),
                actor.entrance(),
                actor.ground(),
                now + WAIT.toMillis(),
                good);
        store.insert(row);
        return removal(row, now, refused);
    }

    List<Removal> waiting(Actor actor) {
        long now = platform.clock().millis();
        return store.of(actor).stream().map(row -> removal(row, now, List.of())).toList();
    }

    void callOff(Actor actor, UUID id) {
        if (!store.callOff(actor, id, platform.clock().millis())) {
            throw Problem.notFound();
        }
    }

    /** Does what is due. */
    void work() {
        for (RemovalStore.Row row : store.due(platform.clock().millis(), AT_ONCE)) {
            users.of(row.tenantId(), row.userId(), row.way(), row.ground())
                    .ifPresentOrElse(
                            user -> delete(user.as(row.userName(), null, row.way(), row.ground()), row),
                            () -> LOG.infof("%s is gone, and so is the deletion that waited", row.userName()));
            store.done(row.id());
        }
    }

    /** Each for itself: one that cannot be deleted any more keeps none of the others. */
    private void delete(Actor user, RemovalStore.Row row) {
        for (Ref entity : row.entities()) {
            try {
                changes.delete(user, platform.directories().kinds().require(entity.kind()), entity.id());
            } catch (Problem problem) {
                if (problem.kind() != Problem.Kind.NOT_FOUND) {
                    LOG.infof("%s %s stays: %s", entity.kind(), entity.id(), problem.publicMessage());
                }
            }
        }
    }

    /** Deletes and takes it back before anybody sees it. */
    private void rehearse(Actor actor, Scope scope, Ref entity) {
        try {
            platform.gate().change(actor, actor.tenantId(), change -> {
                changes.deleteIn(change, scope, scope.require(Operation.DELETE, entity));
                throw new Rehearsed();
            });
        } catch (Rehearsed worked) {
            // It would be deleted.
        }
    }

    private static List<Ref> entities(@Nullable List<@Nullable Ref> sent) {
        if (sent == null || sent.isEmpty()) {
            throw Problem.badRequest("Field 'entityIds' must be specified");
        }
        if (sent.size() > MAX_ENTITIES) {
            throw Problem.badRequest("Field 'entityIds' has more than " + MAX_ENTITIES + " entries");
        }
        Set<Ref> entities = new LinkedHashSet<>();
        for (Ref entity : sent) {
            if (Ref.isNone(entity)) {
                throw Problem.badRequest("Field 'entityIds' has an entry without an id");
            }
            entities.add(entity);
        }
        return new ArrayList<>(entities);
    }

    private static Removal removal(RemovalStore.Row row, long now, List<Removal.Refused> refused) {
        return new Removal(row.id(), row.entities(), row.due(), Math.max(0, row.due() - now), refused);
    }

    /** Ends a change that was only tried. */
    private static final class Rehearsed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Rehearsed() {
            super("Only tried", null, false, false);
        }
    }
}

package io.atrium.removal;

import io.atrium.base.Presence;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Wires this package. */
public final class RemovalFeature implements Feature, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RemovalFeature.class);
    private static final long TICK_MILLIS = 1_000;

    private final Platform platform;
    private final Presence users;
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("removal-clockwork").daemon().factory());
    private @Nullable Removals removals;

    /** @param users somebody as he is now; nobody if he is gone or switched off */
    public RemovalFeature(Platform platform, Presence users) {
        this.platform = platform;
        this.users = users;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        Removals made = new Removals(platform, changes, users);
        removals = made;
        Routes.Area area = routes.area("Removal");
        area.post("/api/removals", "planRemoval", "Deletes in half a minute, unless it is called off before")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("DELETE on each entity, now and when its time has come")
                .body(RemovalRequest.class)
                .answers(Removal.class)
                .handle(call -> made.plan(call.actor(), call.body(RemovalRequest.class)));
        area.get("/api/removals", "getRemovals", "The deletions of the caller that wait")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("One's own")
                .answersList(Removal.class)
                .handle(call -> made.waiting(call.actor()));
        area.delete("/api/removals/{removalId}", "callOffRemoval", "Calls a deletion off that waits")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("One's own, while it waits")
                .handle(call -> {
                    made.callOff(call.actor(), call.id("removalId"));
                    return null;
                });
    }

    /** Does what is due by now. */
    public void work() {
        if (removals != null) {
            removals.work();
        }
    }

    /** Starts to look for what is due. */
    public void start() {
        var unused = clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        work();
                    } catch (RuntimeException e) {
                        LOG.error("What is to be deleted by now could not be deleted; the next look tries again", e);
                    }
                },
                TICK_MILLIS,
                TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clockwork.shutdown();
    }
}

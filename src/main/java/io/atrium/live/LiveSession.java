package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Effort;
import io.atrium.entity.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client: first it says who it is, then it gives commands and gets answers and updates. Everything runs on the
 * session's lane, but for {@link #end}, which works at once, and for notes of what is due.
 */
public final class LiveSession {

    static final String ACCESS_ENDED = "Access ended";
    static final String TOO_MANY_UPDATES = "Too many updates!";

    private static final Logger LOG = Logger.getLogger(LiveSession.class);

    /** Longest reason that fits into a closing frame, in characters. */
    private static final int MAX_REASON = 110;

    private final Live live;
    private final Outlet outlet;
    private final boolean wrapped;
    private final Lane lane;
    private final Updates updates;
    private final Subscriptions subscriptions = new Subscriptions(this);
    private final AtomicBoolean reviewWanted = new AtomicBoolean();
    private final AtomicBoolean requeryWanted = new AtomicBoolean();
    private final AtomicBoolean recheckWanted = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final Deque<Command> commands = new ArrayDeque<>();
    private CompletableFuture<Void> message = CompletableFuture.completedFuture(null);
    private int maxQueue;
    private volatile @Nullable Caller caller;
    private volatile @Nullable Actor counted;
    private volatile Followed.@Nullable Holder holder;
    private volatile @Nullable TenantLive tenant;

    LiveSession(Live live, Outlet outlet, boolean wrapped, ExecutorService workers) {
        this.live = live;
        this.outlet = outlet;
        this.wrapped = wrapped;
        this.maxQueue = live.config().maxQueue();
        this.lane = new Lane(workers, this::failed);
        this.updates = new Updates(this, lane, outlet, subscriptions);
    }

    // ---- the edge's side ---------------------------------------------------------------------------------------

    /** Says whom the session belongs to, with what an {@link io.atrium.http.Authenticator} takes. */
    public void authenticate(String credentials) {
        lane.run(() -> enter(credentials));
    }

    /** Takes a message; the next one may come when the stage completes. */
    public CompletableFuture<Void> receive(String text) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.run(() -> {
            message = done;
            if (!ended.get()) {
                accept(text);
            }
            work();
        });
        return done;
    }

    /** The client takes frames again. */
    public void drained() {
        updates.flows();
        lane.run(this::work);
        updates.want();
    }

    public boolean isAuthenticated() {
        return caller != null;
    }

    /** The client is gone. */
    public void closed() {
        end(CloseCode.GOING_AWAY, "");
    }

    /** Ends the session at once, and says why. */
    public void end(CloseCode code, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        outlet.close(code.code(), reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason);
        live.left(this);
        TenantLive joined = tenant;
        if (joined != null) {
            joined.sessions().remove(this);
        }
        lane.run(this::release);
    }

    private void release() {
        int held = subscriptions.closeAll();
        commands.clear();
        message.complete(null);
        Actor actor = counted;
        if (actor != null) {
            counted = null;
            live.dismiss(actor, holder());
            live.subscriptionTally().give(actor, held);
        }
    }

    /** Whose memory the session takes. */
    Followed.Holder holder() {
        return Objects.requireNonNull(holder, "Nobody has logged in yet");
    }

    // ---- who it is ---------------------------------------------------------------------------------------------

    private void enter(String credentials) {
        if (ended.get()) {
            return;
        }
        Caller before = caller;
        try {
            Caller found = live.caller(credentials);
            if (before != null) {
                renew(before, found);
                return;
            }
            LiveLimits limits = live.limits(found.actor().tenantId());
            Followed.Holder whose = Followed.Holder.of(found.scope());
            holder = whose;
            Optional<String> full = live.admit(found.actor(), whose, limits.sessions());
            if (full.isPresent()) {
                end(CloseCode.POLICY, full.get());
                return;
            }
            counted = found.actor();
            subscriptions.limit(found.actor(), limits.subscriptions());
            updates.limit(UpdateRate.of(limits.updateRate()));
            maxQueue = limits.queue() > 0 ? Math.min(limits.queue(), maxQueue) : maxQueue;
            tenant = live.join(this, found);
            // What ended between the first look and the joining was told to nobody.
            caller = live.caller(credentials);
            outlet.known();
            if (ended.get()) {
                Objects.requireNonNull(tenant).sessions().remove(this);
                release();
            }
        } catch (Problem problem) {
            boolean ours = problem.kind().status() >= 500;
            end(ours ? CloseCode.RESTART : CloseCode.BAD_TOKEN, problem.publicMessage());
        }
    }

    /** A newer token of the same user lets the session go on. */
    private void renew(Caller before, Caller found) {
        boolean same = before.actor().userId().equals(found.actor().userId())
                && before.actor().tenantId().equals(found.actor().tenantId())
                && before.actor().publicLink() == found.actor().publicLink()
                && Objects.equals(before.actor().customerId(), found.actor().customerId());
        if (same) {
            caller = found;
        } else {
            end(CloseCode.BAD_TOKEN, "A session keeps its user");
        }
    }

    Caller caller() {
        return Objects.requireNonNull(caller, "Nobody is signed in");
    }

    Scope scope() {
        return caller().scope();
    }

    TenantLive tenant() {
        return Objects.requireNonNull(tenant, "Nobody is signed in");
    }

    Live live() {
        return live;
    }

    // ---- messages ----------------------------------------------------------------------------------------------

    private void accept(String text) {
        JsonNode node;
        try {
            node = Json.read(text, JsonNode.class);
        } catch (Problem problem) {
            LOG.debug("A message that is no JSON", problem);
            node = null;
        }
        JsonNode auth = node == null ? null : node.get("authCmd");
        if (auth != null && !auth.isNull() && !wrapped) {
            enter(credentials(auth));
        } else if (caller == null) {
            end(CloseCode.POLICY, "Auth cmd is missing");
        }
        if (caller == null || ended.get()) {
            return;
        }
        try {
            if (node == null || !node.isObject()) {
                throw Problem.badRequest("No object");
            }
            commands.addAll(wrapped ? CommandReader.readLists(node) : CommandReader.read(node));
        } catch (Problem problem) {
            LOG.debug("A message that holds no commands", problem);
            send(Frames.entityFault(1, Frames.BAD_REQUEST, "Failed to parse the payload"));
        }
    }

    private static String credentials(JsonNode auth) {
        String token = auth.path("token").asText("");
        return token.isEmpty() ? "ApiKey " + auth.path("apiKey").asText("") : "Bearer " + token;
    }

    /** Does commands as long as the client takes their answers. */
    private void work() {
        while (!commands.isEmpty() && !ended.get()) {
            if (outlet.isFull()) {
                updates.stall();
                return;
            }
            subscriptions.execute(commands.remove());
        }
        message.complete(null);
    }

    // ---- sending -----------------------------------------------------------------------------------------------

    void send(String frame) {
        if (ended.get()) {
            return;
        }
        if (outlet.queued() >= maxQueue) {
            end(CloseCode.POLICY, "Max pending updates limit reached!");
            return;
        }
        outlet.send(frame, live.roomFor(this, frame));
    }

    PointBuffer newBuffer() {
        return new PointBuffer(pendingBytes, live.config().maxPending().count());
    }

    /**
     * Reads what goes into one frame, and makes the frame of it, within the time and memory that one read may take. Not to
     * be called within itself, nor under the directory's lock.
     */
    <R> R reading(Function<Effort, R> work) {
        return live.reads().together(scope(), work);
    }

    SeriesReader reader(Effort effort) {
        return new SeriesReader(live.reads(), scope(), live.maxPoints(), effort);
    }

    /** Lets a subscription that is late try again after a while. */
    void resumeIn(Subscription subscription, long nanos) {
        live.later(
                () -> lane.run(() -> {
                    if (!ended.get() && caller != null) {
                        subscriptions.resume(subscription);
                    }
                }),
                nanos);
    }

    /** Notes that a subscription has something to send; called on any thread. */
    void due(Subscription subscription) {
        updates.due(subscription);
    }

    /** True while updates may go out; ends a session whose token has expired. */
    boolean mayUpdate() {
        Caller present = caller;
        if (ended.get() || present == null) {
            return false;
        }
        if (present.expires() <= live.now()) {
            end(CloseCode.POLICY, ACCESS_ENDED + ": the token has expired");
            return false;
        }
        return true;
    }

    // ---- access ------------------------------------------------------------------------------------------------

    /** Looks whether the session still belongs to somebody, and what of it he may still see. */
    void review(Runnable done) {
        if (!reviewWanted.compareAndSet(false, true)) {
            done.run();
            return;
        }
        lane.run(() -> {
            reviewWanted.set(false);
            try {
                if (!ended.get() && caller != null) {
                    look();
                }
            } finally {
                done.run();
            }
        });
    }

    private void look() {
        if (isStillSomebody()) {
            subscriptions.each(Subscription::review);
        }
    }

    /** Looks whether the credentials are still worth something. */
    void recheck() {
        if (recheckWanted.compareAndSet(false, true)) {
            lane.run(() -> {
                recheckWanted.set(false);
                if (!ended.get() && caller != null) {
                    isStillSomebody();
                }
            });
        }
    }

    /** Takes the caller as it is now; a session that belongs to nobody any more ends. */
    private boolean isStillSomebody() {
        Caller before = caller();
        try {
            Caller now = live.caller(before.credentials());
            if (now.scope().directory() != before.scope().directory()) {
                end(CloseCode.POLICY, ACCESS_ENDED);
                return false;
            }
            caller = now;
            return true;
        } catch (Problem problem) {
            boolean ours = problem.kind().status() >= 500;
            end(ours ? CloseCode.RESTART : CloseCode.POLICY, ACCESS_ENDED + ": " + problem.publicMessage());
            return false;
        }
    }

    /** Looks for entities that came. */
    void requery(Runnable done) {
        if (!requeryWanted.compareAndSet(false, true)) {
            done.run();
            return;
        }
        lane.run(() -> {
            requeryWanted.set(false);
            try {
                if (!ended.get() && caller != null) {
                    subscriptions.each(Subscription::requery);
                }
            } finally {
                done.run();
            }
        });
    }

    /** Ends a subscription whose entity the caller may not read any more. */
    void lost(Subscription subscription) {
        subscription.fault(Frames.UNAUTHORIZED, ACCESS_ENDED);
        subscriptions.remove(subscription);
    }

    /** Looks at the clock: tokens end, and clients that take nothing are let go. */
    void check(long now) {
        Caller present = caller;
        if (present != null && present.expires() <= now) {
            end(CloseCode.POLICY, ACCESS_ENDED + ": the token has expired");
        }
        if (updates.stalledNanos() > live.config().maxStall().toNanos()) {
            end(CloseCode.POLICY, "The client takes its updates too slowly; the limit is ATRIUM_WS_MAX_STALL");
        }
    }

    private void failed(RuntimeException fault) {
        LOG.error("A step of a live session failed", fault);
        end(CloseCode.RESTART, "Internal server error");
        commands.clear();
        message.complete(null);
    }
}

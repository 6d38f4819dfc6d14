package io.atrium.live;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.query.EntityCountQuery;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one client follows, by command id, and how its commands are done. Belongs to the session's lane. */
final class Subscriptions {

    /** What is kept of a command as long as it is followed, for each character of its text. */
    private static final long BYTES_OF_CHARACTER = 3;

    private final LiveSession session;
    /** What was taken of the memory of live views for the commands that are followed. */
    private final Map<Integer, Long> weights = new HashMap<>();

    private final Map<Integer, Subscription> byId = new LinkedHashMap<>();
    private final LateSubscriptions late;
    private @Nullable Actor holder;
    private LiveLimits.Cap cap = LiveLimits.NONE.subscriptions();

    Subscriptions(LiveSession session) {
        this.session = session;
        this.late = new LateSubscriptions(session);
    }

    /** Sets who holds the subscriptions, and how many may be held. */
    void limit(Actor newHolder, LiveLimits.Cap newCap) {
        holder = newHolder;
        cap = newCap;
    }

    boolean holds(Subscription subscription) {
        return byId.get(subscription.cmdId()) == subscription;
    }

    /** Visits every subscription; one that fails is told so and ends. */
    void each(Consumer<Subscription> step) {
        List.copyOf(byId.values()).forEach(subscription -> guarded(subscription, () -> step.accept(subscription)));
    }

    /** Runs a step of a subscription; a refusal ends just this one, unless it is one that passes. */
    void guarded(Subscription subscription, Runnable step) {
        try {
            step.run();
        } catch (Problem problem) {
            if (!late.takes(subscription, problem)) {
                end(subscription, problem);
            }
        }
    }

    private void end(Subscription subscription, Problem problem) {
        int code = Frames.code(problem);
        subscription.fault(code, code == Frames.UNAUTHORIZED ? LiveSession.ACCESS_ENDED : problem.publicMessage());
        remove(subscription);
    }

    /** Lets a subscription that is late try again. */
    void resume(Subscription subscription) {
        if (!holds(subscription)) {
            late.forget(subscription);
            return;
        }
        try {
            late.begin(subscription);
            subscription.afresh();
            late.forget(subscription);
        } catch (Problem problem) {
            if (!late.takes(subscription, problem)) {
                end(subscription, problem);
            }
        }
    }

    void remove(Subscription subscription) {
        late.forget(subscription);
        if (byId.remove(subscription.cmdId(), subscription)) {
            subscription.close();
            weigh(subscription.cmdId(), 0);
            session.live().subscriptionTally().give(Objects.requireNonNull(holder), 1);
        }
    }

    /** Ends all; how many there were. */
    int closeAll() {
        int count = byId.size();
        byId.values().forEach(Subscription::close);
        List.copyOf(weights.keySet()).forEach(cmdId -> weigh(cmdId, 0));
        byId.clear();
        return count;
    }

    /** Takes memory for a command that is followed from now on, in place of what it took. */
    private void weigh(Command command, int cmdId) {
        weigh(cmdId, BYTES_OF_CHARACTER * command.toString().length());
    }

    private void weigh(int cmdId, long weight) {
        long before = weights.getOrDefault(cmdId, 0L);
        session.live().followed().change(session.holder(), weight - before).ifPresent(full -> {
            throw Problem.badRequest(full);
        });
        if (weight == 0) {
            weights.remove(cmdId);
        } else {
            weights.put(cmdId, weight);
        }
    }

    // ---- commands ----------------------------------------------------------------------------------------------

    /** Does one command; what is wrong with it is told, and the session goes on. */
    void execute(Command command) {
        try {
            if (session.caller().actor().isSystem() && !(command instanceof Command.OfNothing)) {
                throw Problem.forbidden("You don't have permission to perform this operation!");
            }
            switch (command) {
                case Command.OfEntity ofEntity -> ofEntity(ofEntity);
                case Command.OfQuery ofQuery -> ofQuery(ofQuery);
                case Command.OfCount ofCount -> ofCount(ofCount);
                case Command.Unsubscribe(int cmdId) -> unsubscribe(cmdId);
                case Command.OfNothing(int cmdId, Command.Nothing what) -> nothing(cmdId, what);
                case Command.Unreadable(int cmdId, boolean ofQuery, String reason) -> throw Problem.badRequest(reason);
            }
        } catch (Problem problem) {
            session.send(fault(command, Frames.code(problem), problem.publicMessage()));
        }
    }

    private static String fault(Command command, int code, String message) {
        return switch (command) {
            case Command.OfEntity ofEntity -> Frames.entityFault(ofEntity.cmdId(), code, message);
            case Command.OfQuery ofQuery -> Frames.queryFault(ofQuery.cmdId(), code, message);
            case Command.OfCount ofCount -> Frames.countFault(ofCount.cmdId(), code, message);
            case Command.Unsubscribe(int cmdId) -> Frames.entityFault(cmdId, code, message);
            case Command.OfNothing(int cmdId, Command.Nothing what) -> Frames.entityFault(cmdId, code, message);
            case Command.Unreadable(int cmdId, boolean ofQuery, String reason) ->
                ofQuery ? Frames.queryFault(cmdId, code, message) : Frames.entityFault(cmdId, code, message);
        };
    }

    private void nothing(int cmdId, Command.Nothing what) {
        String answer = Frames.nothing(cmdId, what, session.live().maxEntities());
        if (!answer.isEmpty()) {
            session.send(answer);
        }
    }

    private void unsubscribe(int cmdId) {
        Subscription known = byId.get(cmdId);
        if (known != null) {
            remove(known);
        }
    }

    private void ofEntity(Command.OfEntity command) {
        String entityId = Objects.requireNonNullElse(command.entityId(), "");
        if (command.unsubscribe()) {
            if (!entityId.isEmpty()) {
                unsubscribe(command.cmdId());
            } else {
                List.copyOf(byId.values()).forEach(this::remove);
            }
            return;
        }
        if (entityId.isEmpty()) {
            throw Problem.badRequest("Device id is empty!");
        }
        Ref ref = ref(command.entityType(), entityId);
        switch (command.form()) {
            case ATTRIBUTES -> {
                AttributesSubscription added = new AttributesSubscription(session, command, ref);
                start(added, command, added::start);
            }
            case TIMESERIES -> {
                SeriesSubscription added = new SeriesSubscription(session, command, ref);
                start(added, command, added::start);
            }
            case TIMESERIES_HISTORY -> history(command, ref);
        }
    }

    private static Ref ref(@Nullable String kind, String id) {
        if (kind == null || kind.isEmpty()) {
            throw Problem.badRequest("Field 'entityType' is missing");
        }
        try {
            return new Ref(kind, UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Field 'entityId' must be a UUID", e);
        }
    }

    private void history(Command.OfEntity command, Ref ref) {
        Command.Times times = command.times();
        Long start = times.startTs();
        Long end = times.endTs();
        SeriesRequest request = new SeriesRequest(
                SeriesRequest.keys(command.keyList()),
                SeriesRequest.range(
                        times,
                        start == null ? 0 : start,
                        end == null ? 0 : end,
                        session.live().maxPoints()),
                false);
        session.reading(effort -> {
            Map<String, List<Sample>> data = session.reader(effort).read(ref, request, null);
            Map<String, List<Sample>> found = new LinkedHashMap<>(data);
            found.values().removeIf(List::isEmpty);
            session.send(Frames.entity(command.cmdId(), found, command.valueTypes()));
            return true;
        });
    }

    private void ofQuery(Command.OfQuery command) {
        Subscription known = byId.get(command.cmdId());
        if (known instanceof EntitiesSubscription entities) {
            weigh(command, command.cmdId());
            begin(entities, () -> entities.command(command));
            requireRoom(entities);
            return;
        }
        EntitiesSubscription added = new EntitiesSubscription(session, command.cmdId());
        start(added, command, () -> added.command(command));
        requireRoom(added);
    }

    /** A repeated command id is passed over. */
    private void ofCount(Command.OfCount command) {
        if (byId.get(command.cmdId()) instanceof CountSubscription) {
            return;
        }
        EntityCountQuery query = command.query();
        if (query == null) {
            throw Problem.badRequest("Query is empty!");
        }
        CountSubscription added = new CountSubscription(session, command.cmdId(), query);
        start(added, command, added::start);
        requireRoom(added);
    }

    private void requireRoom(Subscription added) {
        int max = session.live().config().maxDynamicQueries();
        long dynamic = added.isDynamic()
                ? byId.values().stream().filter(Subscription::isDynamic).count()
                : 0;
        if (dynamic > max) {
            remove(added);
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "More than " + max + " dynamic queries; the limit is ATRIUM_WS_MAX_DYNAMIC_QUERIES");
        }
    }

    /** Puts a subscription in place of an older one of its id; it is gone again if it cannot start. */
    private void start(Subscription added, Command command, Runnable first) {
        unsubscribe(added.cmdId());
        int max = session.live().config().maxSubscriptions();
        Optional<String> full = byId.size() >= max
                ? Optional.of("Max session subscriptions limit reached!")
                : session.live().subscriptionTally().take(Objects.requireNonNull(holder), cap);
        if (full.isPresent()) {
            session.end(CloseCode.POLICY, full.get());
            return;
        }
        byId.put(added.cmdId(), added);
        boolean started = false;
        try {
            weigh(command, added.cmdId());
            begin(added, first);
            started = true;
        } finally {
            if (!started) {
                remove(added);
            }
        }
    }

    /** Answers a command; if there is no room for the answer now, it comes later. */
    private void begin(Subscription subscription, Runnable first) {
        try {
            first.run();
        } catch (Problem problem) {
            if (!late.takes(subscription, problem)) {
                throw problem;
            }
        }
    }
}

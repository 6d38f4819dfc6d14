package io.atrium.live;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Effort;
import io.atrium.entity.Scope;
import io.atrium.live.Command.AggCmd;
import io.atrium.live.Command.OfQuery;
import io.atrium.live.Command.SeriesCmd;
import io.atrium.query.EntityDataPageLink;
import io.atrium.query.EntityDataQuery;
import io.atrium.query.EntityKey;
import io.atrium.query.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Follows the entities that a query finds: their latest values, points of their series, and the entities themselves.
 * Without {@code dynamic} the page may only lose entities, with it others come as well.
 */
final class EntitiesSubscription implements Subscription {

    private final LiveSession session;
    private final int cmdId;
    private final Pace pace = new Pace();
    private final Queue<EntityRow> touched = new ConcurrentLinkedQueue<>();
    private final EntityValues values;
    private final Followed.Part held;
    private final OutdatedAggregates aggregates = new OutdatedAggregates();
    private @Nullable EntityDataQuery query;
    private List<EntityKey> chosen = List.of();
    private Map<Integer, Integer> roots = Map.of();
    private Map<UUID, EntityRow> rows = new LinkedHashMap<>();
    private int totalPages;
    private long total;
    private boolean hasNext;
    private @Nullable SeriesCmd tsCmd;
    private @Nullable AggCmd aggTsCmd;
    private volatile Interest interest = Interest.NONE;

    /** A command whose answer is still owed. */
    private @Nullable OfQuery postponed;

    EntitiesSubscription(LiveSession session, int cmdId) {
        this.session = session;
        this.cmdId = cmdId;
        this.values = new EntityValues(session);
        this.held = new Followed.Part(session);
    }

    Interest interest() {
        return interest;
    }

    void touched(EntityRow row) {
        touched.add(row);
        session.due(this);
    }

    // ---- commands ----------------------------------------------------------------------------------------------

    /** Does a command: a query begins anew, the other parts apply to the entities that are there. */
    void command(OfQuery cmd) {
        EntityDataQuery wanted = cmd.query();
        if (wanted == null && query == null) {
            throw Problem.badRequest("Query is empty!");
        }
        Interest before = wanted == null ? interest : Interest.NONE;
        Interest next = before.with(cmd, session.live().queries());
        postponed = cmd;
        if (wanted != null) {
            EntityValues.requireSize(wanted, session.live().maxEntities());
            query = wanted;
            interest = Interest.NONE;
            tsCmd = null;
            aggTsCmd = null;
            select(wanted);
        }
        tsCmd = cmd.tsCmd() == null ? tsCmd : cmd.tsCmd();
        aggTsCmd = cmd.aggTsCmd() == null ? aggTsCmd : cmd.aggTsCmd();
        interest = next;
        watch();
        if (wanted != null) {
            sendPage(rows.values(), cmd);
        } else {
            session.reading(effort -> {
                sendParts(cmd, effort);
                return true;
            });
        }
        postponed = null;
    }

    @Override
    public void afresh() {
        OfQuery cmd = postponed;
        if (cmd == null) {
            rows.values().forEach(row -> row.points.take());
            watch();
            sendPage(rows.values(), null);
        } else {
            command(cmd);
        }
    }

    /** Runs the query and takes its entities; those that stay keep what is known of them. */
    private void select(EntityDataQuery wanted) {
        Scope scope = session.scope();
        Selection found = session.live().queries().find(scope, wanted);
        Map<UUID, EntityRow> next = new LinkedHashMap<>();
        for (Selection.Row row : found.rows()) {
            EntityRow known = rows.remove(row.entry().id());
            if (known == null) {
                Ref ref = scope.directory().ref(row.entry());
                known = new EntityRow(this, ref, row, session);
            } else {
                known.takeRights(row);
            }
            next.put(row.entry().id(), known);
        }
        rows.values().forEach(EntityRow::close);
        rows = next;
        chosen = found.chosen();
        roots = found.roots();
        totalPages = found.totalPages();
        total = found.totalElements();
        hasNext = found.hasNext();
    }

    /** Follows every entity; must stand before anything is read. */
    private void watch() {
        held.set(rows.size(), chosen.size() + interest.latest().size());
        if (interest.isEmpty()) {
            rows.values().forEach(EntityRow::unwatch);
            return;
        }
        session.scope().read(() -> {
            rows.values().forEach(this::watch);
            return true;
        });
    }

    private void watch(EntityRow row) {
        Optional<Selection.Row> now =
                session.live().queries().row(session.scope(), row.ref().id());
        now.ifPresent(present -> {
            row.takeRights(present);
            row.watch(session.scope(), session.live().reads(), session.tenant().watchers());
        });
    }

    /** The page with all that the command asks for; entities that are new get the points of the followed series, too. */
    private void sendPage(Iterable<EntityRow> fresh, @Nullable OfQuery cmd) {
        session.reading(effort -> {
            sendPage(fresh, cmd, effort);
            return true;
        });
    }

    private void sendPage(Iterable<EntityRow> fresh, @Nullable OfQuery cmd, Effort effort) {
        Map<UUID, Map<String, List<Sample>>> series = new LinkedHashMap<>();
        Map<UUID, Map<Integer, Frames.Comparison>> aggregates = new LinkedHashMap<>();
        if (cmd != null) {
            values.history(fresh, cmd.historyCmd(), series, effort);
            values.aggregateHistory(fresh, cmd.aggHistoryCmd(), aggregates, effort);
        }
        values.live(fresh, tsCmd, cmd == null, series, effort);
        values.aggregateLive(fresh, aggTsCmd, aggregates, effort);
        Set<EntityKey> keys = new LinkedHashSet<>(chosen);
        keys.addAll(interest.latest());
        Map<UUID, Map<EntityKey, Sample>> latest = values.latest(rows.values(), keys, roots, effort);
        List<Frames.Row> page = new ArrayList<>();
        rows.values().forEach(row -> {
            UUID id = row.ref().id();
            Map<EntityKey, Sample> mine = latest.getOrDefault(id, Map.of());
            row.noteSent(mine);
            Part part = new Part(mine, series.getOrDefault(id, Map.of()), aggregates.getOrDefault(id, Map.of()));
            page.add(row.frame(part));
        });
        session.send(Frames.page(
                cmdId,
                new Frames.Page(page, totalPages, total, hasNext),
                session.live().maxEntities(),
                wantsTypes()));
    }

    private boolean wantsTypes() {
        return query != null && query.wantsTypes();
    }

    /** The second step: the parts as updates, history and aggregates first. */
    private void sendParts(OfQuery cmd, Effort effort) {
        Map<UUID, Map<String, List<Sample>>> series = new LinkedHashMap<>();
        Map<UUID, Map<Integer, Frames.Comparison>> aggregates = new LinkedHashMap<>();
        values.history(rows.values(), cmd.historyCmd(), series, effort);
        values.aggregateHistory(rows.values(), cmd.aggHistoryCmd(), aggregates, effort);
        values.live(rows.values(), cmd.tsCmd(), false, series, effort);
        values.aggregateLive(rows.values(), cmd.aggTsCmd(), aggregates, effort);
        if (cmd.historyCmd() != null || cmd.tsCmd() != null) {
            sendUpdate(id -> new Part(Map.of(), series.getOrDefault(id, Map.of()), Map.of()));
        }
        if (cmd.aggHistoryCmd() != null || cmd.aggTsCmd() != null) {
            sendUpdate(id -> new Part(Map.of(), Map.of(), aggregates.getOrDefault(id, Map.of())));
        }
        if (cmd.latestCmd() != null) {
            Map<UUID, Map<EntityKey, Sample>> latest = values.latest(rows.values(), interest.latest(), roots, effort);
            rows.values()
                    .forEach(row -> row.noteSent(latest.getOrDefault(row.ref().id(), Map.of())));
            sendUpdate(id -> new Part(latest.getOrDefault(id, Map.of()), Map.of(), Map.of()));
        }
    }

    /** What an update says of one entity. */
    record Part(
            Map<EntityKey, Sample> latest,
            Map<String, List<Sample>> series,
            Map<Integer, Frames.Comparison> aggregates) {}

    private void sendUpdate(java.util.function.Function<UUID, Part> parts) {
        Map<EntityRow, Part> update = new LinkedHashMap<>();
        rows.values().forEach(row -> update.put(row, parts.apply(row.ref().id())));
        sendUpdate(update);
    }

    private void sendUpdate(Map<EntityRow, Part> update) {
        List<Frames.Row> out = new ArrayList<>(update.size());
        update.forEach((row, part) -> out.add(row.frame(part)));
        if (!out.isEmpty()) {
            session.send(Frames.update(cmdId, out, session.live().maxEntities(), wantsTypes()));
        }
    }

    // ---- updates -----------------------------------------------------------------------------------------------

    @Override
    public void flush() {
        if (postponed != null) {
            return;
        }
        // A row that is touched again while this runs stands in the queue twice, and is one row none the less.
        Set<EntityRow> due = new LinkedHashSet<>();
        for (EntityRow row = touched.poll(); row != null; row = touched.poll()) {
            row.untouch();
            if (rows.get(row.ref().id()) == row) {
                due.add(row);
            }
        }
        EntityValues.News news = session.reading(effort -> {
            EntityValues.News found = values.news(due, roots, effort);
            if (found.isPlain()) {
                tell(found, effort);
            }
            return found;
        });
        if (news.isPlain()) {
            return;
        }
        if (news.accessChanged()) {
            review();
        }
        if (news.lost()) {
            resync();
            return;
        }
        if (news.moved()) {
            watch();
            sendPage(rows.values(), null);
            return;
        }
        session.reading(effort -> {
            tell(news, effort);
            return true;
        });
    }

    private void tell(EntityValues.News news, Effort effort) {
        aggregates.add(news.outdated());
        Map<EntityRow, Part> update = new LinkedHashMap<>(news.parts());
        addAggregates(update, effort);
        sendUpdate(update);
    }

    /** Adds the values made of many points to an update, as far as it is their turn. */
    private void addAggregates(Map<EntityRow, Part> update, Effort effort) {
        long began = System.nanoTime();
        List<EntityRow> due = aggregates.take(began);
        if (!due.isEmpty()) {
            List<EntityRow> present =
                    due.stream().filter(row -> rows.get(row.ref().id()) == row).toList();
            Map<UUID, Map<Integer, Frames.Comparison>> found = new LinkedHashMap<>();
            values.aggregateLive(present, aggTsCmd, found, effort);
            present.forEach(row -> update.merge(
                    row,
                    new Part(Map.of(), Map.of(), found.getOrDefault(row.ref().id(), Map.of())),
                    (news, made) -> new Part(news.latest(), news.series(), made.aggregates())));
            aggregates.worked(began, System.nanoTime());
        }
        long wait = aggregates.wakeIn(System.nanoTime());
        if (wait > 0) {
            session.live().later(() -> session.due(this), wait);
        }
    }

    /** Points had to be dropped: says so, and gives all data afresh. */
    private void resync() {
        fault(Frames.TOO_MANY_UPDATES, LiveSession.TOO_MANY_UPDATES);
        rows.values().forEach(row -> row.points.take());
        sendPage(rows.values(), null);
    }

    @Override
    public void review() {
        if (query == null) {
            return;
        }
        Scope scope = session.scope();
        List<EntityRow> gone = new ArrayList<>();
        boolean differs = scope.read(() -> {
            boolean any = false;
            for (EntityRow row : rows.values()) {
                Optional<Selection.Row> now =
                        session.live().queries().row(scope, row.ref().id());
                if (now.isEmpty()) {
                    gone.add(row);
                } else if (row.takeRights(now.get()) || row.hasTurned()) {
                    any = true;
                }
            }
            return any;
        });
        if (gone.isEmpty() && !differs) {
            return;
        }
        gone.forEach(row -> {
            row.close();
            rows.remove(row.ref().id());
        });
        total = Math.max(rows.size(), total - gone.size());
        watch();
        sendPage(List.of(), null);
    }

    @Override
    public void requery() {
        EntityDataQuery again = query;
        if (again == null || !isDynamic()) {
            return;
        }
        Set<UUID> before = Set.copyOf(rows.keySet());
        long totalBefore = total;
        select(again);
        if (rows.keySet().equals(before) && total == totalBefore) {
            return;
        }
        List<EntityRow> fresh = rows.values().stream()
                .filter(row -> !before.contains(row.ref().id()))
                .toList();
        watch();
        sendPage(fresh, null);
    }

    @Override
    public boolean isDynamic() {
        EntityDataQuery present = query;
        EntityDataPageLink link = present == null ? null : present.pageLink();
        return link != null && Objects.requireNonNullElse(link.dynamic(), false);
    }

    @Override
    public void fault(int code, String message) {
        session.send(Frames.queryFault(cmdId, code, message));
    }

    @Override
    public int cmdId() {
        return cmdId;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public void close() {
        rows.values().forEach(EntityRow::close);
        rows.clear();
        held.set(0, 0);
    }
}

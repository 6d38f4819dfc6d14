package io.atrium.live;

import io.atrium.base.Problem;
import io.atrium.entity.Effort;
import io.atrium.entity.LongTexts;
import io.atrium.entity.Scope;
import io.atrium.live.Command.AggCmd;
import io.atrium.live.Command.AggKey;
import io.atrium.live.Command.SeriesCmd;
import io.atrium.live.EntitiesSubscription.Part;
import io.atrium.query.EntityData.TsValue;
import io.atrium.query.EntityDataPageLink;
import io.atrium.query.EntityDataQuery;
import io.atrium.query.EntityKey;
import io.atrium.query.EntityKeyType;
import io.atrium.query.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the entities of a query show, with the caller's rights of this moment. */
final class EntityValues {

    private static final String VIEW = "ENTITY_VIEW";
    private static final int MAX_AGGREGATES = 100;

    private final LiveSession session;

    EntityValues(LiveSession session) {
        this.session = session;
    }

    static void requireSize(EntityDataQuery wanted, int most) {
        EntityDataPageLink link = wanted.pageLink();
        Integer size = link == null ? null : link.pageSize();
        if (size != null && size > most) {
            throw Problem.badRequest("Field 'query.pageLink.pageSize' must be at most " + most
                    + "; the limit is ATRIUM_WS_MAX_ENTITIES");
        }
    }

    /**
     * What there is to tell.
     *
     * @param parts of each entity its new latest values and points
     * @param outdated entities whose values made of many points are out of date
     * @param accessChanged true if the rights on some entity are others than before
     * @param lost true if points had to be dropped
     * @param moved true if a view shows something else now
     */
    record News(
            Map<EntityRow, Part> parts, List<EntityRow> outdated, boolean accessChanged, boolean lost, boolean moved) {

        /** True if there is nothing but values to tell. */
        boolean isPlain() {
            return !accessChanged && !lost && !moved;
        }
    }

    /** Takes what the entities noted; nothing of what the caller may not see any more is in it. */
    News news(Set<EntityRow> due, Map<Integer, Integer> roots, Effort effort) {
        Scope scope = session.scope();
        Map<EntityRow, Part> parts = new LinkedHashMap<>();
        List<EntityRow> outdated = new ArrayList<>();
        boolean[] flags = new boolean[3];
        LongTexts texts = new LongTexts(scope.directory().latest(), effort);
        // What changes from here on is noted anew: what is read now may be old by then, but is never the last word.
        Map<EntityRow, List<EntityKey>> taken = new LinkedHashMap<>();
        due.forEach(row -> taken.put(row, row.takeChanged()));
        try {
            taken.forEach((row, keys) -> fetch(scope, row, keys, texts));
        } catch (Problem e) {
            taken.forEach(EntityRow::putBack);
            throw e;
        }
        effort.locked(() -> {
            texts.handOver();
            for (EntityRow row : due) {
                List<EntityKey> keys = taken.getOrDefault(row, List.of());
                Optional<Selection.Row> found =
                        session.live().queries().row(scope, row.ref().id());
                if (found.isEmpty() || differs(row.row(), found.get()) || row.hasTurned()) {
                    flags[0] = true;
                    row.putBack(keys);
                    continue;
                }
                flags[2] |= row.moved;
                row.moved = false;
                PointBuffer.Taken points = row.points.take();
                flags[1] |= points.lost();
                Map<String, List<Sample>> fresh = row.seen.fresh(points.points());
                boolean shown = found.get().readTimeSeries() && row.hasSeries();
                Map<String, List<Sample>> series = shown ? fresh : Map.of();
                Map<EntityKey, Sample> values = row.news(values(scope, row, found.get(), keys, roots, texts));
                values.values().forEach(value -> effort.hold(value.bytes()));
                if (!series.isEmpty() || !values.isEmpty()) {
                    parts.put(row, new Part(values, series, Map.of()));
                }
                if (row.aggregates) {
                    row.aggregates = false;
                    outdated.add(row);
                }
            }
            return true;
        });
        return new News(parts, outdated, flags[0], flags[1], flags[2]);
    }

    private static boolean differs(Selection.Row before, Selection.Row now) {
        return before.readAttributes() != now.readAttributes() || before.readTimeSeries() != now.readTimeSeries();
    }

    /** The latest values of entities that the caller may read now. */
    Map<UUID, Map<EntityKey, Sample>> latest(
            Collection<EntityRow> rows, Collection<EntityKey> keys, Map<Integer, Integer> roots, Effort effort) {
        Map<UUID, Map<EntityKey, Sample>> latest = new LinkedHashMap<>();
        List<EntityRow> again = read(rows, keys, roots, latest, effort);
        // Texts that became long in this moment; what is not there now either is told by an update.
        read(again, keys, roots, latest, effort);
        return latest;
    }

    /** Reads latest values; the entities of which some became long meanwhile. */
    private List<EntityRow> read(
            Collection<EntityRow> rows,
            Collection<EntityKey> keys,
            Map<Integer, Integer> roots,
            Map<UUID, Map<EntityKey, Sample>> latest,
            Effort effort) {
        List<EntityRow> again = new ArrayList<>();
        if (rows.isEmpty()) {
            return again;
        }
        Scope scope = session.scope();
        LongTexts texts = new LongTexts(scope.directory().latest(), effort);
        rows.forEach(row -> fetch(scope, row, keys, texts));
        texts.handOver();
        Iterator<EntityRow> left = rows.iterator();
        effort.eachLocked(() -> {
            if (!left.hasNext()) {
                return false;
            }
            EntityRow row = left.next();
            session.live().queries().row(scope, row.ref().id()).ifPresent(now -> {
                Map<EntityKey, Sample> values = values(scope, row, now, keys, roots, texts);
                values.values().forEach(value -> effort.hold(value.bytes()));
                latest.put(row.ref().id(), values);
                if (values.size() < keys.size()) {
                    again.add(row);
                }
            });
            effort.spend(Effort.LOOK * (1L + keys.size()));
            return true;
        });
        return again;
    }

    private void fetch(Scope scope, EntityRow row, Collection<EntityKey> keys, LongTexts texts) {
        if (row.ref().kind().equals(VIEW)) {
            row.fetchThroughView(keys, texts);
        }
        session.live().queries().fetch(scope.directory(), row.row(), keys, texts);
    }

    private Map<EntityKey, Sample> values(
            Scope scope,
            EntityRow row,
            Selection.Row now,
            Collection<EntityKey> keys,
            Map<Integer, Integer> roots,
            LongTexts texts) {
        Map<EntityKey, Sample> values = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            return values;
        }
        Map<EntityKey, TsValue> found = session.live().queries().values(scope, now, keys, roots, texts);
        boolean view = row.ref().kind().equals(VIEW);
        found.forEach((key, value) -> {
            boolean own = !view || key.type() == EntityKeyType.ENTITY_FIELD || !row.isWatched();
            Sample shown =
                    own ? new Sample(value.ts(), value.value(), null, value.type()) : row.throughView(key, texts);
            if (!texts.missed()) {
                values.put(key, shown);
            }
        });
        return values;
    }

    // ---- series ------------------------------------------------------------------------------------------------

    void history(
            Iterable<EntityRow> rows,
            @Nullable SeriesCmd cmd,
            Map<UUID, Map<String, List<Sample>>> found,
            Effort effort) {
        if (cmd != null) {
            read(rows, SeriesRequest.history(cmd, session.live().maxPoints()), false, found, effort);
        }
    }

    /**
     * The points with which a followed window starts.
     *
     * @param again true if the window was opened a while ago, and has moved on since
     */
    void live(
            Iterable<EntityRow> rows,
            @Nullable SeriesCmd cmd,
            boolean again,
            Map<UUID, Map<String, List<Sample>>> found,
            Effort effort) {
        if (cmd != null) {
            SeriesRequest request = SeriesRequest.live(
                    cmd, session.live().now(), again, session.live().maxPoints());
            read(rows, request, true, found, effort);
        }
    }

    private void read(
            Iterable<EntityRow> rows,
            SeriesRequest request,
            boolean followed,
            Map<UUID, Map<String, List<Sample>>> found,
            Effort effort) {
        SeriesReader reader = session.reader(effort);
        for (EntityRow row : rows) {
            if (row.row().readTimeSeries()) {
                found.computeIfAbsent(row.ref().id(), id -> new LinkedHashMap<>())
                        .putAll(readOne(reader, row, request, followed));
            }
        }
    }

    /** An entity that was lost while the others were read has no points any more, and the review tells why. */
    private static Map<String, List<Sample>> readOne(
            SeriesReader reader, EntityRow row, SeriesRequest request, boolean followed) {
        try {
            return reader.read(row.ref(), request, followed ? row.seen : null);
        } catch (Problem problem) {
            if (Frames.code(problem) == Frames.UNAUTHORIZED) {
                return Map.of();
            }
            throw problem;
        }
    }

    // ---- one value of many -------------------------------------------------------------------------------------

    static Set<String> keys(AggCmd cmd) {
        Set<String> names = new LinkedHashSet<>();
        checked(cmd).forEach(key -> {
            String name = key.key();
            if (name != null) {
                names.add(name);
            }
        });
        return names;
    }

    private static List<AggKey> checked(AggCmd cmd) {
        List<AggKey> keys = cmd.keys();
        if (keys == null) {
            return List.of();
        }
        if (keys.size() > MAX_AGGREGATES || keys.contains(null)) {
            throw Problem.badRequest("Field 'keys' must hold at most " + MAX_AGGREGATES + " objects");
        }
        return keys;
    }

    void aggregateHistory(
            Iterable<EntityRow> rows,
            @Nullable AggCmd cmd,
            Map<UUID, Map<Integer, Frames.Comparison>> found,
            Effort effort) {
        if (cmd != null) {
            compare(rows, cmd, new Span(value(cmd.startTs()), value(cmd.endTs())), found, effort);
        }
    }

    /** The window slides along with the clock. */
    void aggregateLive(
            Iterable<EntityRow> rows,
            @Nullable AggCmd cmd,
            Map<UUID, Map<Integer, Frames.Comparison>> found,
            Effort effort) {
        if (cmd != null) {
            long width = Math.max(0, value(cmd.timeWindow()));
            long now = session.live().now();
            long start = Math.max(value(cmd.startTs()), now - width);
            compare(rows, cmd, new Span(start, Math.max(start + width, now + 1)), found, effort);
        }
    }

    private record Span(long start, long end) {}

    private void compare(
            Iterable<EntityRow> rows,
            AggCmd cmd,
            Span span,
            Map<UUID, Map<Integer, Frames.Comparison>> found,
            Effort effort) {
        SeriesReader reader = session.reader(effort);
        for (EntityRow row : rows) {
            if (row.row().readTimeSeries()) {
                try {
                    found.computeIfAbsent(row.ref().id(), id -> new LinkedHashMap<>())
                            .putAll(reader.compare(row.ref(), checked(cmd), span.start(), span.end()));
                } catch (Problem problem) {
                    if (Frames.code(problem) != Frames.UNAUTHORIZED) {
                        throw problem;
                    }
                }
            }
        }
    }

    private static long value(@Nullable Long given) {
        return given == null ? 0 : given;
    }
}

package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.base.AnswerText;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Latest;
import io.atrium.entity.LongTexts;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Answers entity queries out of the directory, always with the viewer's rights: over entities the viewer may read, and
 * for attributes and time series over those whose values the viewer may read. What looks at many entities does so in
 * slices and takes the directory's lock by itself; what looks at one expects its caller to hold it.
 */
public final class EntityQueries {

    private static final EntityData.TsValue BLANK = new EntityData.TsValue(0, "", null, null);

    private final Platform platform;
    private final HeaderIndex index = new HeaderIndex();

    public EntityQueries(Platform platform) {
        this.platform = platform;
    }

    /**
     * The page that a query asks for; a fault in the query is a 400 that names the field. The caller must not hold the
     * directory's lock.
     */
    public Selection find(Scope scope, EntityDataQuery query) {
        return find(scope, query, (selection, effort) -> selection);
    }

    /** As the other, with something that is made of the page within the same effort. */
    <R> R find(Scope scope, EntityDataQuery query, BiFunction<Selection, Effort, R> then) {
        return platform.heavyReads().run(scope, effort -> then.apply(find(scope, query, effort), effort));
    }

    /** The page that a query asks for, as the wire's page of {@link EntityData}. */
    public byte[] page(Scope scope, EntityDataQuery query) {
        return find(scope, query, (selection, effort) -> {
            AnswerText out =
                    new AnswerText(EntityDataWriter.USUAL_ROW * selection.rows().size() + 128);
            new EntityDataWriter(
                            out,
                            effort,
                            scope.directory(),
                            selection.roots(),
                            platform.clock().millis(),
                            selection.chosen(),
                            query.wantsTypes())
                    .page(selection, platform.bodies(), row -> now(scope, selection, row));
            return out.bytes();
        });
    }

    /** A row as it may be seen now; the caller holds the lock. */
    private static Optional<Selection.Row> now(Scope scope, Selection selection, Selection.Row row) {
        return scope.directory().version() == selection.version()
                ? Optional.of(row)
                : row(scope, row.entry().ordinal());
    }

    private Selection find(Scope scope, EntityDataQuery query, Effort effort) {
        EntityDataPageLink link = QueryLimits.required("pageLink", query.pageLink());
        int size = number("pageLink.pageSize", link.pageSize(), 1, PageLink.MAX_PAGE_SIZE);
        int page = number("pageLink.page", link.page(), 0, Call.MAX_PAGE);
        String text = Matching.searchText(link.textSearch(), Call.MAX_TEXT_SEARCH);
        List<QueryKey> chosen = Keys.chosen(query);
        RowOrder order = RowOrder.of(link.sortOrder());
        KeyFilters filters = filters(scope, query.keyFilters(), query.keyFiltersOperation(), effort);
        Set<EntityKeyType> types = EnumSet.noneOf(EntityKeyType.class);
        types.addAll(filters.types());
        types.addAll(order.types());
        chosen.forEach(key -> types.add(key.type()));
        Candidates candidates = candidates(scope, query.entityFilter(), types, effort);

        Matching matching = matching(scope, candidates, effort);
        List<Part> parts = new ArrayList<>();
        long total = 0;
        for (Part candidate : candidates.parts()) {
            Part filtered = filters.apply(matching.named(candidate, candidates.names()), matching);
            Part part = matching.search(filtered, text, chosen);
            parts.add(part);
            total += part.entities().getLongCardinality();
        }
        PageLink cut = new PageLink(size, page, "", null, true);
        int[] ordinals = order.page(parts, cut.offset(), size, matching, index);
        int totalPages = (int) ((total + size - 1) / size);
        long found = total;
        return effort.locked(() -> new Selection(
                rows(scope, ordinals),
                totalPages,
                found,
                page + 1 < totalPages,
                chosen.stream()
                        .map(key -> new EntityKey(key.type(), key.name()))
                        .toList(),
                candidates.roots(),
                scope.directory().version()));
    }

    /** How many entities a query finds. The caller must not hold the directory's lock. */
    public long count(Scope scope, EntityCountQuery query) {
        return platform.heavyReads().run(scope, effort -> {
            KeyFilters filters = filters(scope, query.keyFilters(), query.keyFiltersOperation(), effort);
            Candidates candidates = candidates(scope, query.entityFilter(), filters.types(), effort);
            Matching matching = matching(scope, candidates, effort);
            long total = 0;
            for (Part part : candidates.parts()) {
                Part found = filters.apply(matching.named(part, candidates.names()), matching);
                total += found.entities().getLongCardinality();
            }
            return total;
        });
    }

    private static KeyFilters filters(
            Scope scope, @Nullable List<KeyFilter> list, @Nullable ComplexOperation operation, Effort effort) {
        return effort.locked(() -> new KeyFilters(list, operation, new DynamicValues(scope)));
    }

    private Candidates candidates(Scope scope, @Nullable EntityFilter filter, Set<EntityKeyType> types, Effort effort) {
        return new EntityFilters(scope, effort).find(QueryLimits.required("entityFilter", filter), types);
    }

    private Matching matching(Scope scope, Candidates candidates, Effort effort) {
        return new Matching(
                new EntityFields(scope.directory(), platform.bodies()::of, candidates.roots(), effort::spend),
                new Readings(scope.directory().latest()),
                effort);
    }

    /** Keys as a query takes them, each once; a fault is a 400 that names the field. */
    public List<EntityKey> checked(String field, @Nullable List<EntityKey> keys) {
        List<EntityKey> given = QueryLimits.list(field, keys, QueryLimits.MAX_KEYS);
        Set<EntityKey> checked = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            QueryKey key = Keys.of(field + "[" + i + "]", given.get(i));
            checked.add(new EntityKey(key.type(), key.name()));
        }
        return List.copyOf(checked);
    }

    /** Reads the long texts and the long body of an entity under keys that were {@link #checked}. The caller holds no lock. */
    public void fetch(Directory directory, Selection.Row row, Collection<EntityKey> keys, LongTexts texts) {
        int ordinal = row.entry().ordinal();
        Entry present = directory.entryIfThere(ordinal);
        if (present != null && !present.whole()) {
            EntityFields fields = new EntityFields(directory, texts::body, Map.of(), steps -> {});
            if (keys.stream()
                    .anyMatch(key -> key.type() == EntityKeyType.ENTITY_FIELD
                            && fields.isFarAway(present, QueryLimits.required("key", key.key())))) {
                texts.fetchBody(present, platform.bodies());
            }
        }
        if (texts.isAny(ordinal)) {
            keys.forEach(key -> Readings.fetch(
                    texts, QueryLimits.required("type", key.type()), QueryLimits.required("key", key.key()), ordinal));
        }
    }

    /**
     * What the viewer sees of one entity under keys that were {@link #checked}; a blank has the time 0. What became long since
     * it was fetched is left out. The caller holds the directory's lock.
     *
     * @param texts the long ones of the entity, read before
     */
    public Map<EntityKey, EntityData.TsValue> values(
            Scope scope, Selection.Row row, Collection<EntityKey> keys, Map<Integer, Integer> roots, LongTexts texts) {
        EntityFields fields = new EntityFields(scope.directory(), texts::body, roots, steps -> {});
        Readings readings = new Readings(scope.directory().latest(), texts);
        Kind<?> kind = scope.directory().kind(row.entry());
        Map<EntityKey, EntityData.TsValue> values = new LinkedHashMap<>();
        for (EntityKey key : keys) {
            String name = QueryLimits.required("key", key.key());
            EntityData.TsValue value =
                    switch (QueryLimits.required("type", key.type())) {
                        case ENTITY_FIELD -> field(EntityFields.text(fields.of(kind, name), row.entry()));
                        case TIME_SERIES -> row.readTimeSeries() ? latest(readings, key, name, row) : BLANK;
                        case ATTRIBUTE, CLIENT_ATTRIBUTE, SHARED_ATTRIBUTE, SERVER_ATTRIBUTE ->
                            row.readAttributes() ? latest(readings, key, name, row) : BLANK;
                        case ALARM_FIELD -> BLANK;
                    };
            if (!texts.missed()) {
                values.put(key, value);
            }
        }
        return values;
    }

    private EntityData.TsValue field(@Nullable String text) {
        return text == null || text.isEmpty()
                ? BLANK
                : new EntityData.TsValue(platform.clock().millis(), text, null, null);
    }

    private static EntityData.TsValue latest(Readings readings, EntityKey key, String name, Selection.Row row) {
        EntityKeyType type = QueryLimits.required("type", key.type());
        Latest.Stamped found = readings.get(type, name, row.entry().ordinal());
        return found == null
                ? BLANK
                : new EntityData.TsValue(
                        found.ts(), found.value().text(), null, found.value().kind());
    }

    /** A row as the viewer may see it now; empty if it may not, or if the entity is gone. The caller holds the lock. */
    public Optional<Selection.Row> row(Scope scope, UUID id) {
        return scope.directory()
                .find(id)
                .filter(entry -> scope.may(Operation.READ, entry))
                .map(entry -> row(scope, entry));
    }

    private static List<Selection.Row> rows(Scope scope, int[] ordinals) {
        List<Selection.Row> rows = new ArrayList<>(ordinals.length);
        for (int ordinal : ordinals) {
            row(scope, ordinal).ifPresent(rows::add);
        }
        return rows;
    }

    private static Optional<Selection.Row> row(Scope scope, int ordinal) {
        Entry entry = scope.directory().entryIfThere(ordinal);
        return entry != null && scope.may(Operation.READ, entry) ? Optional.of(row(scope, entry)) : Optional.empty();
    }

    private static Selection.Row row(Scope scope, Entry entry) {
        return new Selection.Row(
                entry, scope.may(Operation.READ_ATTRIBUTES, entry), scope.may(Operation.READ_TELEMETRY, entry));
    }

    private static int number(String field, @Nullable Integer given, int min, int max) {
        int number = QueryLimits.required(field, given);
        if (number < min || number > max) {
            throw Problem.badRequest("Field '" + field + "' must be between " + min + " and " + max);
        }
        return number;
    }
}

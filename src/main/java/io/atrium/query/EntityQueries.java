package io.atrium.query;

import io.atrium.access.Operation;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Latest;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers entity queries out of the directory, always with the viewer's rights: over entities the viewer may read, and
 * for attributes and time series over those whose values the viewer may read. The caller of every method holds the
 * directory's read lock, through {@link Scope#read}.
 */
public final class EntityQueries {

    private static final EntityData.TsValue BLANK = new EntityData.TsValue(0, "", null, null);

    private final Platform platform;
    private final HeaderIndex index = new HeaderIndex();

    public EntityQueries(Platform platform) {
        this.platform = platform;
    }

    /** The page that a query asks for; a fault in the query is a 400 that names the field. */
    public Selection find(Scope scope, EntityDataQuery query) {
        EntityDataPageLink link = QueryLimits.required("pageLink", query.pageLink());
        int size = number("pageLink.pageSize", link.pageSize(), 1, PageLink.MAX_PAGE_SIZE);
        int page = number("pageLink.page", link.page(), 0, Call.MAX_PAGE);
        String text = KeyFilters.searchText(link.textSearch(), Call.MAX_TEXT_SEARCH);
        List<QueryKey> chosen = Keys.chosen(query);
        RowOrder order = RowOrder.of(link.sortOrder());
        KeyFilters filters = new KeyFilters(query.keyFilters(), query.keyFiltersOperation(), new DynamicValues(scope));
        Candidates candidates = candidates(scope, query.entityFilter());

        Readings readings = new Readings(scope.directory().latest());
        EntityFields fields = new EntityFields(scope.directory(), platform.bodies(), candidates.roots());
        List<Part> parts = new ArrayList<>();
        long total = 0;
        for (Part candidate : candidates.parts()) {
            Part filtered = filters.apply(candidate, fields, readings);
            Part part = KeyFilters.search(filtered, text, chosen, fields, readings);
            parts.add(part);
            total += part.entities().getLongCardinality();
        }
        PageLink cut = new PageLink(size, page, "", null, true);
        int[] ordinals = order.page(parts, cut.offset(), size, fields, readings, index);
        int totalPages = (int) ((total + size - 1) / size);
        return new Selection(
                rows(scope, ordinals),
                totalPages,
                total,
                page + 1 < totalPages,
                chosen.stream()
                        .map(key -> new EntityKey(key.type(), key.name()))
                        .toList(),
                candidates.roots());
    }

    /** How many entities a query finds. */
    public long count(Scope scope, EntityCountQuery query) {
        KeyFilters filters = new KeyFilters(query.keyFilters(), query.keyFiltersOperation(), new DynamicValues(scope));
        Candidates candidates = candidates(scope, query.entityFilter());
        Readings readings = new Readings(scope.directory().latest());
        EntityFields fields = new EntityFields(scope.directory(), platform.bodies(), candidates.roots());
        long total = 0;
        for (Part part : candidates.parts()) {
            total += filters.apply(part, fields, readings).entities().getLongCardinality();
        }
        return total;
    }

    /** Writes a selection as the wire's page of {@link EntityData}, in the form that the query asked for. */
    public void write(StringBuilder out, Scope scope, Selection selection, EntityDataQuery query) {
        EntityFields fields = new EntityFields(scope.directory(), platform.bodies(), selection.roots());
        new EntityDataWriter(
                        out,
                        scope.directory(),
                        fields,
                        platform.clock().millis(),
                        selection.chosen(),
                        query.wantsTypes())
                .page(selection);
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

    /** What the viewer sees of one entity under keys that were {@link #checked}; a blank has the time 0. */
    public Map<EntityKey, EntityData.TsValue> values(
            Scope scope, Selection.Row row, Collection<EntityKey> keys, Map<Integer, Integer> roots) {
        EntityFields fields = new EntityFields(scope.directory(), platform.bodies(), roots);
        Readings readings = new Readings(scope.directory().latest());
        Kind<?> kind = scope.directory().kind(row.entry());
        Map<EntityKey, EntityData.TsValue> values = new LinkedHashMap<>();
        for (EntityKey key : keys) {
            String name = QueryLimits.required("key", key.key());
            values.put(
                    key,
                    switch (QueryLimits.required("type", key.type())) {
                        case ENTITY_FIELD -> field(EntityFields.text(fields.of(kind, name), row.entry()));
                        case TIME_SERIES -> row.readTimeSeries() ? latest(readings, key, name, row) : BLANK;
                        case ATTRIBUTE, CLIENT_ATTRIBUTE, SHARED_ATTRIBUTE, SERVER_ATTRIBUTE ->
                            row.readAttributes() ? latest(readings, key, name, row) : BLANK;
                        case ALARM_FIELD -> BLANK;
                    });
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

    /** A row as the viewer may see it now; empty if it may not, or if the entity is gone. */
    public Optional<Selection.Row> row(Scope scope, UUID id) {
        return scope.directory()
                .find(id)
                .filter(entry -> scope.may(Operation.READ, entry))
                .map(entry -> row(scope, entry));
    }

    private Candidates candidates(Scope scope, @Nullable EntityFilter filter) {
        return new EntityFilters(scope, index).find(QueryLimits.required("entityFilter", filter));
    }

    private static List<Selection.Row> rows(Scope scope, int[] ordinals) {
        List<Selection.Row> rows = new ArrayList<>(ordinals.length);
        for (int ordinal : ordinals) {
            Entry entry = scope.directory().entry(ordinal);
            rows.add(row(scope, entry));
        }
        return rows;
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

package io.atrium.query;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.atrium.base.AnswerText;
import io.atrium.entity.Bodies;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Latest;
import io.atrium.entity.LongTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes entities and their values straight into the text of an answer (device-data-api 5.5). A value that is not there,
 * and one that the viewer may not read, are the same blank.
 */
final class EntityDataWriter {

    private static final String BLANK = "{\"ts\":0,\"value\":\"\"}";
    static final int USUAL_ROW = 512;

    /** Texts that are counted one by one. */
    private static final int LONG_TEXT = 4 << 10;

    private final AnswerText answer;
    private final Effort effort;
    private final LongTexts texts;
    private StringBuilder out;
    private int counted;
    private boolean isFirst = true;
    private final int columnCount;
    private final Directory directory;
    private final EntityFields fields;
    private final long now;
    private final boolean types;
    private final Map<EntityKeyType, Column[]> columns = new EnumMap<>(EntityKeyType.class);
    private @Nullable Kind<?> kind;

    /** One key: its name in quotes, and for entity fields how the present kind's is read. */
    private static final class Column {
        private final String key;
        private final String quoted;
        private EntityFields.Field field = new EntityFields.Field.None();

        Column(String key) {
            this.key = key;
            this.quoted = "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(key)) + "\":";
        }
    }

    /**
     * @param types true if values say their type
     */
    EntityDataWriter(
            AnswerText answer,
            Effort effort,
            Directory directory,
            Map<Integer, Integer> roots,
            long now,
            List<EntityKey> chosen,
            boolean types) {
        this.answer = answer;
        this.effort = effort;
        this.texts = new LongTexts(directory.latest(), effort);
        this.out = answer.end();
        this.directory = directory;
        this.fields = new EntityFields(directory, texts::body, roots, effort::spend);
        this.now = now;
        this.types = types;
        Map<EntityKeyType, List<Column>> lists = new EnumMap<>(EntityKeyType.class);
        for (EntityKey key : chosen) {
            Objects.requireNonNull(lists.computeIfAbsent(Objects.requireNonNull(key.type()), t -> new ArrayList<>()))
                    .add(new Column(Objects.requireNonNull(key.key())));
        }
        lists.forEach((type, list) -> columns.put(type, list.toArray(Column[]::new)));
        this.columnCount = chosen.size();
    }

    /**
     * Writes the whole page, a slice at a time.
     *
     * @param now the row as the viewer may see it at the moment when it is written, under the directory's lock
     */
    void page(Selection selection, Bodies bodies, Function<Selection.Row, Optional<Selection.Row>> now) {
        out.append("{\"data\":[");
        Iterator<Selection.Row> rows = selection.rows().iterator();
        boolean more = true;
        while (more) {
            more = slice(rows, bodies, now);
        }
        out.append("],\"totalPages\":").append(selection.totalPages());
        out.append(",\"totalElements\":").append(selection.totalElements());
        out.append(",\"hasNext\":").append(selection.hasNext()).append('}');
    }

    /** Writes rows up to one with long texts, which are read without the lock, and this; false if there are no more. */
    private boolean slice(
            Iterator<Selection.Row> rows, Bodies bodies, Function<Selection.Row, Optional<Selection.Row>> now) {
        Slow slow = new Slow();
        effort.eachLocked(() -> {
            if (!rows.hasNext()) {
                return false;
            }
            Selection.Row row = rows.next();
            if (isSlow(row)) {
                slow.row = row;
                return false;
            }
            write(row, now);
            return true;
        });
        Selection.Row row = slow.row;
        if (row == null) {
            return false;
        }
        Entry present = directory.entryIfThere(row.entry().ordinal());
        if (present != null && columns.containsKey(EntityKeyType.ENTITY_FIELD)) {
            texts.fetchBody(present, bodies);
        }
        columns.forEach((type, group) -> {
            for (Column column : group) {
                Readings.fetch(texts, type, column.key, row.entry().ordinal());
            }
        });
        effort.locked(() -> {
            texts.handOver();
            write(row, now);
            return true;
        });
        texts.clear();
        return true;
    }

    private boolean isSlow(Selection.Row row) {
        Entry present = directory.entryIfThere(row.entry().ordinal());
        return texts.isAny(row.entry().ordinal()) || present != null && isFarAway(present);
    }

    private boolean isFarAway(Entry entry) {
        return !entry.whole()
                && Arrays.stream(columns.getOrDefault(EntityKeyType.ENTITY_FIELD, new Column[0]))
                        .anyMatch(column -> fields.isFarAway(entry, column.key));
    }

    private static final class Slow {
        private Selection.@Nullable Row row;
    }

    private void write(Selection.Row found, Function<Selection.Row, Optional<Selection.Row>> now) {
        int before = out.length();
        now.apply(found).ifPresent(row -> {
            out.append(isFirst ? "" : ",");
            isFirst = false;
            row(row);
        });
        int length = out.length() - before;
        effort.hold(length - counted);
        counted = 0;
        effort.spend((long) Effort.LOOK * (1 + columnCount) + length);
        answer.settle();
        out = answer.end();
    }

    void row(Selection.Row row) {
        Kind<?> of = directory.kind(row.entry());
        if (kind != of) {
            kind = of;
            Column[] ofFields = columns.getOrDefault(EntityKeyType.ENTITY_FIELD, new Column[0]);
            Arrays.stream(ofFields).forEach(column -> column.field = fields.of(of, column.key));
        }
        out.append("{\"entityId\":{\"entityType\":\"").append(of.name());
        out.append("\",\"id\":\"").append(row.entry().id()).append("\"},\"readAttrs\":");
        out.append(row.readAttributes());
        out.append(",\"readTs\":").append(row.readTimeSeries()).append(",\"latest\":{");
        String comma = "";
        for (Map.Entry<EntityKeyType, Column[]> group : columns.entrySet()) {
            out.append(comma).append('"').append(group.getKey().name()).append("\":{");
            values(row, group.getKey(), group.getValue());
            out.append('}');
            comma = ",";
        }
        out.append("},\"timeseries\":{},\"aggLatest\":{}}");
    }

    private void values(Selection.Row row, EntityKeyType type, Column[] group) {
        boolean readable = type == EntityKeyType.ENTITY_FIELD
                || (type == EntityKeyType.TIME_SERIES ? row.readTimeSeries() : row.readAttributes());
        String comma = "";
        for (Column column : group) {
            out.append(comma).append(column.quoted);
            comma = ",";
            if (!readable) {
                out.append(BLANK);
            } else if (type == EntityKeyType.ENTITY_FIELD) {
                String text = EntityFields.text(column.field, row.entry());
                value(now, text == null ? "" : text);
            } else {
                Latest.Stamped found = new Readings(directory.latest(), texts)
                        .get(type, column.key, row.entry().ordinal());
                if (found == null) {
                    out.append(BLANK);
                } else {
                    stamped(found);
                }
            }
        }
    }

    private void stamped(Latest.Stamped found) {
        if (found.value().textLength() > LONG_TEXT) {
            // Before it is written: one row may have hundreds of such texts.
            effort.hold(found.value().textLength());
            counted += found.value().textLength();
        }
        out.append("{\"ts\":").append(found.ts()).append(",\"value\":\"");
        JsonStringEncoder.getInstance().quoteAsString(found.value().text(), out);
        if (types) {
            out.append("\",\"type\":\"").append(found.value().kind().name());
        }
        out.append("\"}");
    }

    private void value(long ts, String text) {
        if (text.isEmpty()) {
            out.append(BLANK);
            return;
        }
        out.append("{\"ts\":").append(ts).append(",\"value\":\"");
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append("\"}");
    }
}

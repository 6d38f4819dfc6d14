package io.atrium.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.query.EntityKey;
import io.atrium.query.EntityKeyType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the answers of device-data-api 4.2. */
final class Frames {

    static final int OK = 0;
    static final int INTERNAL = 1;
    static final int BAD_REQUEST = 2;
    static final int UNAUTHORIZED = 3;
    static final int TOO_MANY_UPDATES = 34;

    private Frames() {}

    /** Writes the fields of one answer. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * One entity of an answer.
     *
     * @param timeseries by key; a key without points has an empty list
     */
    record Row(
            Ref entity,
            boolean readAttributes,
            boolean readTimeSeries,
            Map<EntityKey, Sample> latest,
            Map<String, List<Sample>> timeseries,
            Map<Integer, Comparison> aggLatest) {}

    /** A value made of many, and the one of an earlier time; null where it was not asked for. */
    record Comparison(@Nullable Sample current, @Nullable Sample previous) {}

    /** A page of entities. */
    record Page(List<Row> rows, int totalPages, long totalElements, boolean hasNext) {
        static final Page EMPTY = new Page(List.of(), 0, 0, false);
    }

    /** The code of the wire for a refusal; what may not be known and what may not be done are one to the client. */
    static int code(Problem problem) {
        return switch (problem.kind()) {
            // Not the code for updates that are late: clients take that as a sign that more will come.
            case TOO_MANY_REQUESTS, ENTITY_LIMIT -> BAD_REQUEST;
            case NOT_FOUND, FORBIDDEN, AUTHENTICATION, TOKEN_EXPIRED, CREDENTIALS_EXPIRED -> UNAUTHORIZED;
            case BAD_REQUEST, TOO_LARGE, PASSWORD_POLICY, UNSUPPORTED_MEDIA, METHOD_NOT_ALLOWED, VERSION_CONFLICT ->
                BAD_REQUEST;
            case INTERNAL, UNAVAILABLE -> INTERNAL;
        };
    }

    // ---- answers about one entity ------------------------------------------------------------------------------

    /**
     * @param types true if each value is followed by its type
     */
    static String entity(int cmdId, Map<String, List<Sample>> data, boolean types) {
        return write(out -> {
            head(out, "subscriptionId", cmdId, OK, null);
            out.writeObjectFieldStart("data");
            for (Map.Entry<String, List<Sample>> key : data.entrySet()) {
                out.writeArrayFieldStart(key.getKey());
                for (Sample sample : key.getValue()) {
                    out.writeStartArray();
                    out.writeNumber(sample.ts());
                    out.writeString(sample.text());
                    Value.Kind type = sample.type();
                    if (types && type != null) {
                        out.writeString(type.name());
                    }
                    out.writeEndArray();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeObjectFieldStart("latestValues");
            for (Map.Entry<String, List<Sample>> key : data.entrySet()) {
                long newest =
                        key.getValue().stream().mapToLong(Sample::ts).max().orElse(0);
                out.writeNumberField(key.getKey(), newest);
            }
            out.writeEndObject();
        });
    }

    static String entityFault(int cmdId, int code, String message) {
        return write(out -> {
            head(out, "subscriptionId", cmdId, code, message);
            out.writeNullField("data");
            out.writeObjectFieldStart("latestValues");
            out.writeEndObject();
        });
    }

    // ---- answers about many ------------------------------------------------------------------------------------

    /**
     * @param types true if values say their type
     */
    static String page(int cmdId, Page page, int allowed, boolean types) {
        return write(out -> {
            head(out, "cmdId", cmdId, OK, null);
            out.writeFieldName("data");
            page(out, page, types);
            out.writeNullField("update");
            out.writeNumberField("allowedEntities", allowed);
            out.writeStringField("cmdUpdateType", "ENTITY_DATA");
        });
    }

    static String update(int cmdId, List<Row> rows, int allowed, boolean types) {
        return write(out -> {
            head(out, "cmdId", cmdId, OK, null);
            out.writeNullField("data");
            out.writeArrayFieldStart("update");
            for (Row row : rows) {
                row(out, row, types);
            }
            out.writeEndArray();
            out.writeNumberField("allowedEntities", allowed);
            out.writeStringField("cmdUpdateType", "ENTITY_DATA");
        });
    }

    static String queryFault(int cmdId, int code, String message) {
        return write(out -> {
            head(out, "cmdId", cmdId, code, message);
            out.writeNullField("data");
            out.writeNullField("update");
            out.writeNumberField("allowedEntities", 0);
            out.writeStringField("cmdUpdateType", "ENTITY_DATA");
        });
    }

    static String count(int cmdId, long count) {
        return count(cmdId, OK, null, count, "COUNT_DATA");
    }

    static String countFault(int cmdId, int code, String message) {
        return count(cmdId, code, message, 0, "COUNT_DATA");
    }

    private static String count(int cmdId, int code, @Nullable String message, long count, String type) {
        return write(out -> {
            head(out, "cmdId", cmdId, code, message);
            out.writeNumberField("count", count);
            out.writeStringField("cmdUpdateType", type);
        });
    }

    /** The answer about what there is none of; empty for commands without an answer. */
    static String nothing(int cmdId, Command.Nothing what, int allowed) {
        return switch (what) {
            case ALARM_DATA ->
                write(out -> {
                    head(out, "cmdId", cmdId, OK, null);
                    out.writeFieldName("data");
                    page(out, Page.EMPTY, false);
                    out.writeNullField("update");
                    out.writeNumberField("allowedEntities", allowed);
                    out.writeNumberField("totalEntities", 0);
                    out.writeStringField("cmdUpdateType", "ALARM_DATA");
                });
            case ALARM_COUNT -> count(cmdId, OK, null, 0, "ALARM_COUNT_DATA");
            case ALARM_STATUS ->
                write(out -> {
                    head(out, "cmdId", cmdId, OK, null);
                    out.writeBooleanField("active", false);
                    out.writeStringField("cmdUpdateType", "ALARM_STATUS");
                });
            case NOTIFICATIONS, NOTIFICATIONS_COUNT ->
                write(out -> {
                    head(out, "cmdId", cmdId, OK, null);
                    if (what == Command.Nothing.NOTIFICATIONS) {
                        out.writeArrayFieldStart("notifications");
                        out.writeEndArray();
                        out.writeNullField("update");
                    }
                    out.writeNumberField("totalUnreadCount", 0);
                    out.writeNumberField("sequenceNumber", 1);
                    out.writeStringField("cmdUpdateType", what.name());
                });
            case MARK_NOTIFICATIONS_AS_READ, MARK_ALL_NOTIFICATIONS_AS_READ -> "";
        };
    }

    // ---- parts -------------------------------------------------------------------------------------------------

    private static String write(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.mapper().getFactory().createGenerator(text)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void head(JsonGenerator out, String idField, int cmdId, int code, @Nullable String message)
            throws IOException {
        out.writeNumberField(idField, cmdId);
        out.writeNumberField("errorCode", code);
        out.writeStringField("errorMsg", message);
    }

    private static void page(JsonGenerator out, Page page, boolean types) throws IOException {
        out.writeStartObject();
        out.writeArrayFieldStart("data");
        for (Row row : page.rows()) {
            row(out, row, types);
        }
        out.writeEndArray();
        out.writeNumberField("totalPages", page.totalPages());
        out.writeNumberField("totalElements", page.totalElements());
        out.writeBooleanField("hasNext", page.hasNext());
        out.writeEndObject();
    }

    private static void row(JsonGenerator out, Row row, boolean types) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("entityId");
        out.writeStringField("entityType", row.entity().kind());
        out.writeStringField("id", row.entity().id().toString());
        out.writeEndObject();
        out.writeBooleanField("readAttrs", row.readAttributes());
        out.writeBooleanField("readTs", row.readTimeSeries());
        latest(out, row.latest(), types);
        out.writeObjectFieldStart("timeseries");
        for (Map.Entry<String, List<Sample>> key : row.timeseries().entrySet()) {
            out.writeArrayFieldStart(key.getKey());
            for (Sample sample : key.getValue()) {
                sample(out, sample, types);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
        out.writeObjectFieldStart("aggLatest");
        for (Map.Entry<Integer, Comparison> key : row.aggLatest().entrySet()) {
            out.writeObjectFieldStart(Integer.toString(key.getKey()));
            compared(out, "current", key.getValue().current(), types);
            compared(out, "previous", key.getValue().previous(), types);
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void latest(JsonGenerator out, Map<EntityKey, Sample> latest, boolean types) throws IOException {
        Map<EntityKeyType, Map<String, Sample>> byType = new EnumMap<>(EntityKeyType.class);
        latest.forEach(
                (key, sample) -> byType.computeIfAbsent(Objects.requireNonNull(key.type()), t -> new LinkedHashMap<>())
                        .put(Objects.requireNonNull(key.key()), sample));
        out.writeObjectFieldStart("latest");
        for (Map.Entry<EntityKeyType, Map<String, Sample>> type : byType.entrySet()) {
            out.writeObjectFieldStart(type.getKey().name());
            for (Map.Entry<String, Sample> key : type.getValue().entrySet()) {
                out.writeFieldName(key.getKey());
                sample(out, key.getValue(), types);
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private static void compared(JsonGenerator out, String field, @Nullable Sample sample, boolean types)
            throws IOException {
        out.writeFieldName(field);
        if (sample == null) {
            out.writeNull();
        } else {
            sample(out, sample, types);
        }
    }

    private static void sample(JsonGenerator out, Sample sample, boolean types) throws IOException {
        out.writeStartObject();
        out.writeNumberField("ts", sample.ts());
        out.writeStringField("value", sample.text());
        Value.Kind type = sample.type();
        if (types && type != null) {
            out.writeStringField("type", type.name());
        }
        Long count = sample.count();
        if (count != null) {
            out.writeNumberField("count", count);
        }
        out.writeEndObject();
    }
}

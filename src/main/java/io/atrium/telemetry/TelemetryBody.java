package io.atrium.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bodies of telemetry and attributes (device-data-api 1.4) as a stream, without a tree: this is the first
 * step of every message. As lenient as shipped devices need: unquoted names, single quotes, raw control characters and
 * loose numbers pass; of a key given twice, the later one wins once stored.
 */
public final class TelemetryBody {

    private static final String BAD_TELEMETRY = "Unable to parse time series payload: Invalid JSON body!";
    private static final String BAD_ATTRIBUTES = "Invalid JSON";
    private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Keys repeat endlessly and so are shared, but never put into the process-wide pool: callers choose them. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .build();

    /** For values that are objects or arrays; keeps decimals as written. */
    private static final ObjectReader DOCUMENTS = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private final byte[] body;
    private final long receivedAt;
    private final BodyRules rules;
    private final List<Reading> readings = new ArrayList<>(4);

    private TelemetryBody(byte[] body, long receivedAt, BodyRules rules) {
        this.body = body;
        this.receivedAt = receivedAt;
        this.rules = rules;
    }

    /**
     * Readings of {@code {"k":v}}, {@code {"ts":..,"values":{"k":v}}} or an array of these, in the order sent.
     *
     * @param receivedAt the time stamp of values that came without one
     */
    public static List<Reading> telemetry(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(withoutMark(body), receivedAt, rules);
        decoder.decode(BAD_TELEMETRY, decoder::telemetry);
        return decoder.found("No time series data found in request body!");
    }

    /** Attributes of one object {@code {"k":v}}; all carry the time of receipt. */
    public static List<Reading> attributes(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(withoutMark(body), receivedAt, rules);
        decoder.decode(BAD_ATTRIBUTES, decoder::attributes);
        return decoder.found("No attributes data found in request body!");
    }

    /** What one of several devices sent in a common message. */
    public record Part(String name, List<Reading> readings) {}

    /**
     * Readings of several devices, {@code {"A":[{..},..],"B":[..]}}, in the order sent. Members that are no lists, and
     * elements that are no objects, are passed over (device-data-api 1.8).
     */
    public static List<Part> ofGateway(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(withoutMark(body), receivedAt, rules);
        List<Part> parts = new ArrayList<>();
        decoder.decode(BAD_TELEMETRY, parser -> decoder.parts(parser, token -> token == JsonToken.START_ARRAY, parts));
        return parts;
    }

    /** Attributes of several devices, {@code {"A":{"k":v},"B":{..}}}; members that are no objects are passed over. */
    public static List<Part> attributesOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(withoutMark(body), receivedAt, rules);
        List<Part> parts = new ArrayList<>();
        decoder.decode(
                BAD_ATTRIBUTES, parser -> decoder.parts(parser, token -> token == JsonToken.START_OBJECT, parts));
        return parts;
    }

    private void parts(JsonParser parser, Predicate<JsonToken> isWanted, List<Part> parts) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.badRequest("Request is not a JSON object");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            int from = readings.size();
            if (!isWanted.test(token)) {
                parser.skipChildren();
                continue;
            }
            if (token == JsonToken.START_OBJECT) {
                fields(parser, receivedAt);
            } else {
                elements(parser);
            }
            parts.add(new Part(name, List.copyOf(readings.subList(from, readings.size()))));
        }
    }

    private void elements(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                entry(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private interface Form {
        void read(JsonParser parser) throws IOException;
    }

    private void decode(String fault, Form form) {
        if (isWideText(body)) {
            throw Problem.badRequest(fault);
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            form.read(parser);
            if (parser.nextToken() != null) {
                throw Problem.badRequest(fault);
            }
        } catch (StreamConstraintsException e) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "JSON is too large: at most " + Json.MAX_DEPTH + " levels deep and " + Json.MAX_NUMBER_LENGTH
                            + " characters per number",
                    e);
        } catch (IOException | NumberFormatException e) {
            // The lenient grammar lets a lonely point through as a number.
            throw new Problem(Problem.Kind.BAD_REQUEST, fault, e);
        }
    }

    private List<Reading> found(String fault) {
        if (readings.isEmpty() && rules.strict()) {
            throw Problem.badRequest(fault);
        }
        return readings;
    }

    private void telemetry(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                entry(parser);
            }
        } else {
            entry(parser);
        }
    }

    private void attributes(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.badRequest("Request is not a JSON object");
        }
        fields(parser, receivedAt);
    }

    private void fields(JsonParser parser, long ts) throws IOException {
        String key = parser.nextFieldName();
        while (key != null) {
            add(ts, key, value(parser, key, parser.nextToken()));
            key = parser.nextFieldName();
        }
    }

    /** One object that either has its own time stamp or not; which one shows when both {@code ts} and {@code values} came. */
    private void entry(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Problem.badRequest("Telemetry must be a JSON object or an array of JSON objects");
        }
        String key = parser.nextFieldName();
        if (!"ts".equals(key)) {
            looseEntry(parser, key, null, false);
            return;
        }
        JsonToken token = parser.nextToken();
        Value ts = token == JsonToken.VALUE_NULL ? null : value(parser, key, token);
        key = parser.nextFieldName();
        if (!"values".equals(key)) {
            looseEntry(parser, key, ts, true);
            return;
        }
        requireObject(parser.nextToken());
        fields(parser, millis(ts));
        while (parser.nextFieldName() != null) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    /** The rare order: {@code values} is set aside as bytes until it is known whether {@code ts} is there, too. */
    private void looseEntry(JsonParser parser, @Nullable String first, @Nullable Value firstTs, boolean tsGiven)
            throws IOException {
        Value ts = firstTs;
        boolean hasTs = tsGiven;
        boolean hasValues = false;
        Value scalar = null;
        int from = -1;
        int to = -1;
        int mark = readings.size();
        for (String key = first; key != null; key = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if ("ts".equals(key)) {
                hasTs = true;
                ts = value(parser, key, token);
            } else if (!"values".equals(key)) {
                add(receivedAt, key, value(parser, key, token));
            } else if (token == JsonToken.START_OBJECT) {
                hasValues = true;
                from = (int) parser.currentLocation().getByteOffset() - 1;
                parser.skipChildren();
                to = (int) parser.currentLocation().getByteOffset();
            } else {
                hasValues = true;
                from = -1;
                scalar = value(parser, key, token);
            }
        }
        if (hasTs && hasValues) {
            readings.subList(mark, readings.size()).clear();
            requireObject(from < 0 ? JsonToken.NOT_AVAILABLE : JsonToken.START_OBJECT);
            try (JsonParser values = FACTORY.createParser(body, from, to - from)) {
                values.nextToken();
                fields(values, millis(ts));
            }
        } else if (hasTs) {
            add(receivedAt, "ts", ts);
        } else if (hasValues) {
            add(receivedAt, "values", from < 0 ? scalar : document(from, to));
        }
    }

    private Value document(int from, int to) throws IOException {
        return rules.typing().document("values", DOCUMENTS.readTree(body, from, to - from));
    }

    private @Nullable Value value(JsonParser parser, String key, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Value.TRUE;
            case VALUE_FALSE -> Value.FALSE;
            case VALUE_STRING -> rules.typing().string(key, parser.getText());
            case VALUE_NUMBER_INT -> integer(parser, key);
            case VALUE_NUMBER_FLOAT ->
                parser.isNaN() ? Value.of(parser.getText()) : rules.typing().number(key, parser.getText());
            case START_OBJECT, START_ARRAY -> rules.typing().document(key, DOCUMENTS.readTree(parser));
            default -> throw Problem.badRequest("Value of key '" + key + "' is missing");
        };
    }

    private Value integer(JsonParser parser, String key) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? rules.typing().number(key, parser.getText())
                : Value.of(parser.getLongValue());
    }

    private void add(long ts, String key, @Nullable Value value) {
        rules.requireKey(key);
        if (value == null) {
            if (rules.strict()) {
                throw Problem.badRequest("Value of key '" + key + "' must not be null");
            }
            return;
        }
        rules.requireRoom(readings.size());
        readings.add(new Reading(ts, key, value));
    }

    private static void requireObject(JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw Problem.badRequest("Field 'values' beside 'ts' must be a JSON object");
        }
    }

    private static long millis(@Nullable Value ts) {
        if (ts != null && ts.kind() == Value.Kind.LONG) {
            return ts.integer();
        }
        // Some transports answer a time that is no number in a way of its own (device-data-api 1.6).
        throw new Problem(
                Problem.Kind.BAD_REQUEST,
                "Field 'ts' must be a whole number of milliseconds since 1970",
                new NumberFormatException());
    }

    /** JSON may also come as UTF-16 or UTF-32; devices never send these, and byte offsets would not hold. */
    private static boolean isWideText(byte[] body) {
        return body.length > 1
                && (body[0] == 0 || body[1] == 0 || (body[0] & 0xFE) == 0xFE && (body[1] & 0xFE) == 0xFE);
    }

    private static byte[] withoutMark(byte[] body) {
        return body.length >= 3 && Arrays.equals(body, 0, 3, UTF8_MARK, 0, 3)
                ? Arrays.copyOfRange(body, 3, body.length)
                : body;
    }
}

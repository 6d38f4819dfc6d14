package io.atrium.telemetry;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.atrium.base.BareWords;
import io.atrium.base.DeviceJson;
import io.atrium.base.Json;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.WholeNumber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bodies of telemetry and attributes (device-data-api 1.4) as a stream, without a tree: this is the first
 * step of every message, on every channel. As lenient as {@link DeviceJson}; of a key given twice, the later one wins
 * once stored. What of a message cannot be stored is left out by name, and the rest is read all the same.
 */
public final class TelemetryBody {

    private static final String BAD_TELEMETRY = "Unable to parse time series payload: Invalid JSON body!";
    private static final String BAD_ATTRIBUTES = "Invalid JSON";

    private final long receivedAt;
    private final Form form;
    private final BodyValues values;
    private final List<Part> parts = new ArrayList<>(0);
    private byte[] body;

    /** What a message may be. */
    private enum Form {
        TELEMETRY,
        ATTRIBUTES,
        GATEWAY_TELEMETRY,
        GATEWAY_ATTRIBUTES;

        /** What is said of a message that is no JSON. */
        String fault() {
            return this == TELEMETRY || this == GATEWAY_TELEMETRY ? BAD_TELEMETRY : BAD_ATTRIBUTES;
        }
    }

    private TelemetryBody(byte[] body, long receivedAt, BodyRules rules, Form form) {
        this.body = DeviceJson.withoutMark(body);
        this.receivedAt = receivedAt;
        this.form = form;
        this.values = new BodyValues(rules);
    }

    /**
     * Readings of {@code {"k":v}}, {@code {"ts":..,"values":{"k":v}}} or an array of these, in the order sent.
     *
     * @param receivedAt the time stamp of values that came without one
     */
    public static Decoded telemetry(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(body, receivedAt, rules, Form.TELEMETRY);
        decoder.decode();
        return decoder.values.found("No time series data found in request body!");
    }

    /** Attributes of one object {@code {"k":v}}; all carry the time of receipt. */
    public static Decoded attributes(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(body, receivedAt, rules, Form.ATTRIBUTES);
        decoder.decode();
        return decoder.values.found("No attributes data found in request body!");
    }

    /** What one of several devices sent in a common message. */
    public record Part(String name, Decoded data) {}

    /**
     * A message about several devices.
     *
     * @param leftOut what belongs to no device
     */
    public record Parts(List<Part> parts, LeftOut leftOut) {}

    /**
     * Readings of several devices, {@code {"A":[{..},..],"B":[..]}}, in the order sent. Members that are no lists, and
     * elements that are no objects, are left out (device-data-api 1.8).
     */
    public static Parts ofGateway(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(body, receivedAt, rules, Form.GATEWAY_TELEMETRY);
        decoder.decode();
        return new Parts(decoder.parts, decoder.values.takeLeftOut());
    }

    /** Attributes of several devices, {@code {"A":{"k":v},"B":{..}}}; members that are no objects are left out. */
    public static Parts attributesOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryBody decoder = new TelemetryBody(body, receivedAt, rules, Form.GATEWAY_ATTRIBUTES);
        decoder.decode();
        return new Parts(decoder.parts, decoder.values.takeLeftOut());
    }

    // ---- the message -------------------------------------------------------------------------------------------

    private void decode() {
        if (isWideText(body)) {
            throw Problem.badRequest(form.fault());
        }
        try {
            read();
        } catch (StreamConstraintsException e) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "JSON is too large: at most " + Json.MAX_DEPTH + " levels deep and " + Json.MAX_NUMBER_LENGTH
                            + " characters per number",
                    e);
        } catch (IOException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, form.fault(), e);
        }
    }

    private void read() throws IOException {
        try {
            readOnce();
        } catch (JsonParseException e) {
            byte[] mended = BareWords.mend(body);
            if (mended.length == 0) {
                throw e;
            }
            body = mended;
            values.clear();
            parts.clear();
            readOnce();
        }
    }

    private void readOnce() throws IOException {
        try (JsonParser parser = DeviceJson.FACTORY.createParser(body)) {
            JsonToken first = parser.nextToken();
            switch (form) {
                case TELEMETRY -> telemetry(parser, first);
                case ATTRIBUTES -> {
                    requireObject(first);
                    values.fields(parser, receivedAt);
                }
                case GATEWAY_TELEMETRY, GATEWAY_ATTRIBUTES -> {
                    requireObject(first);
                    parts(parser);
                }
            }
            if (parser.nextToken() != null) {
                throw Problem.badRequest(form.fault());
            }
        }
    }

    private static void requireObject(@Nullable JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw Problem.badRequest("Request is not a JSON object");
        }
    }

    private void parts(JsonParser parser) throws IOException {
        JsonToken wanted = form == Form.GATEWAY_TELEMETRY ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
        LeftOut ofNobody = new LeftOut();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (token != wanted) {
                values.count();
                ofNobody.refused(name, LeftOut.Reason.INVALID, wrongForm(name));
                parser.skipChildren();
                continue;
            }
            if (token == JsonToken.START_OBJECT) {
                values.fields(parser, receivedAt);
            } else {
                elements(parser);
            }
            parts.add(new Part(name, values.take()));
        }
        if (!ofNobody.isNothing()) {
            values.leftOut().add(ofNobody);
        }
    }

    private Problem wrongForm(String name) {
        return Problem.badPart("Data of device '" + LeftOut.shown(name) + "' must be "
                + (form == Form.GATEWAY_TELEMETRY ? "a JSON array of objects" : "a JSON object"));
    }

    private void telemetry(JsonParser parser, @Nullable JsonToken first) throws IOException {
        if (first == JsonToken.START_ARRAY) {
            elements(parser);
        } else if (first == JsonToken.START_OBJECT) {
            entry(parser);
        } else {
            throw Problem.badRequest("Telemetry must be a JSON object or an array of JSON objects");
        }
    }

    private void elements(JsonParser parser) throws IOException {
        int at = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                entry(parser);
            } else if (token == null) {
                throw new JsonEOFException(parser, null, "The list does not end");
            } else {
                values.refuse("[" + at + "]", Problem.badPart("Entry " + at + " of the list must be a JSON object"));
                parser.skipChildren();
            }
            at++;
        }
    }

    // ---- one object --------------------------------------------------------------------------------------------

    /** One object that either has its own time stamp or not; which one shows when both {@code ts} and {@code values} came. */
    private void entry(JsonParser parser) throws IOException {
        String key = parser.nextFieldName();
        if (!"ts".equals(key)) {
            looseEntry(parser, key, null);
            return;
        }
        Held ts = time(parser, parser.nextToken());
        key = parser.nextFieldName();
        if (!"values".equals(key)) {
            looseEntry(parser, key, ts);
            return;
        }
        timed(parser, ts, parser.nextToken());
        while (parser.nextFieldName() != null) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private void timed(JsonParser parser, Held ts, JsonToken token) throws IOException {
        if (!ts.isTime()) {
            values.refuse("ts", badTime());
            parser.skipChildren();
        } else if (token != JsonToken.START_OBJECT) {
            values.refuse("values", Problem.badPart("Field 'values' beside 'ts' must be a JSON object"));
            parser.skipChildren();
        } else {
            values.fields(parser, ts.millis());
        }
    }

    /** Some transports answer a time that is no number in a way of its own (device-data-api 1.6). */
    private static Problem badTime() {
        return new Problem(
                Problem.Kind.BAD_REQUEST,
                "Field 'ts' must be a whole number of milliseconds since 1970",
                new NumberFormatException());
    }

    /**
     * A member whose meaning is not known yet.
     *
     * @param from where it is in the body; -1 for a plain integer
     */
    private record Held(int from, int to, boolean isTime, long millis) {}

    private Held time(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return new Held(-1, -1, true, parser.getLongValue());
        }
        boolean isScalar = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_STRING;
        return hold(parser, isScalar ? WholeNumber.of(parser.getText()) : OptionalLong.empty());
    }

    private Held hold(JsonParser parser, OptionalLong millis) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        return new Held(from, to, millis.isPresent(), millis.orElse(0));
    }

    /** The rare order: {@code ts} and {@code values} are set aside until it is known whether both are there. */
    private void looseEntry(JsonParser parser, @Nullable String first, @Nullable Held firstTs) throws IOException {
        Held ts = firstTs;
        Held held = null;
        int mark = values.mark();
        for (String key = first; key != null; key = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if ("ts".equals(key)) {
                ts = time(parser, token);
            } else if ("values".equals(key)) {
                held = hold(parser, OptionalLong.empty());
            } else {
                values.take(parser, receivedAt, key, token);
            }
        }
        if (ts != null && held != null) {
            Held time = ts;
            values.backTo(mark);
            again(held, (inner, token) -> timed(inner, time, token));
        } else if (ts != null && ts.from() < 0) {
            values.add(receivedAt, "ts", Value.of(ts.millis()));
        } else if (ts != null) {
            again(ts, (inner, token) -> values.take(inner, receivedAt, "ts", token));
        } else if (held != null) {
            again(held, (inner, token) -> values.take(inner, receivedAt, "values", token));
        }
    }

    private interface Reader {
        void read(JsonParser parser, JsonToken token) throws IOException;
    }

    private void again(Held held, Reader reader) throws IOException {
        try (JsonParser parser = DeviceJson.FACTORY.createParser(body, held.from(), held.to() - held.from())) {
            reader.read(parser, parser.nextToken());
        }
    }

    /** JSON may also come as UTF-16 or UTF-32; devices never send these, and byte offsets would not hold. */
    private static boolean isWideText(byte[] body) {
        return body.length > 1
                && (body[0] == 0 || body[1] == 0 || (body[0] & 0xFE) == 0xFE && (body[1] & 0xFE) == 0xFE);
    }
}

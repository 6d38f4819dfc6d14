package io.atrium.telemetry;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The values of a message while it is read: those that are taken, and what becomes of the others. */
final class BodyValues {

    private static final Logger LOG = Logger.getLogger(BodyValues.class);

    private final BodyRules rules;
    private List<Reading> readings = new ArrayList<>(4);
    private @Nullable LeftOut leftOut;
    /** How many values the message has so far, taken or not. */
    private int count;

    BodyValues(BodyRules rules) {
        this.rules = rules;
    }

    void clear() {
        readings.clear();
        leftOut = null;
        count = 0;
    }

    void count() {
        rules.requireRoom(count++);
    }

    int mark() {
        return readings.size();
    }

    /** Forgets what was taken since. */
    void backTo(int mark) {
        readings.subList(mark, readings.size()).clear();
    }

    LeftOut leftOut() {
        LeftOut known = leftOut;
        if (known == null) {
            known = new LeftOut();
            leftOut = known;
        }
        return known;
    }

    LeftOut takeLeftOut() {
        LeftOut taken = leftOut == null ? LeftOut.NOTHING : leftOut;
        leftOut = null;
        return taken;
    }

    /** All of one device; the next starts afresh. */
    Decoded take() {
        Decoded taken = new Decoded(readings, takeLeftOut());
        readings = new ArrayList<>(4);
        return taken;
    }

    /** All of the message. */
    Decoded found(String fault) {
        if (readings.isEmpty()) {
            requireSomething(fault);
        }
        return take();
    }

    /** A message of which nothing is left is refused for what was wrong with it; sensors that failed do no wrong. */
    private void requireSomething(String fault) {
        Optional<Problem> refusal = leftOut == null ? Optional.empty() : leftOut.refusal();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (rules.strict()) {
            throw Problem.badRequest(leftOut == null ? fault : leftOut.firstWords());
        }
    }

    void refuse(String key, Problem problem) {
        count();
        leftOut().refused(key, LeftOut.Reason.INVALID, problem);
    }

    void add(long ts, String key, Value value) {
        count();
        readings.add(new Reading(ts, key, value));
    }

    void fields(JsonParser parser, long ts) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            take(parser, ts, key, parser.nextToken());
        }
    }

    /** Takes one value, or leaves it out; the parser then stands at its end. */
    void take(JsonParser parser, long ts, String key, JsonToken token) throws IOException {
        count();
        Problem fault = rules.keyFault(key);
        if (fault != null) {
            leftOut().refused(key, LeftOut.Reason.INVALID, fault);
            parser.skipChildren();
            return;
        }
        try {
            Value value = value(parser, key, token);
            if (value != null) {
                readings.add(new Reading(ts, key, value));
            }
        } catch (Problem problem) {
            leftOut().refused(key, LeftOut.Reason.INVALID, problem);
        }
    }

    /** The value; null if it was left out. */
    private @Nullable Value value(JsonParser parser, String key, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NULL -> {
                leftOut().empty(key, LeftOut.Reason.NULL);
                yield null;
            }
            case VALUE_TRUE -> Value.TRUE;
            case VALUE_FALSE -> Value.FALSE;
            case VALUE_STRING -> rules.typing().string(key, parser.getText());
            case VALUE_NUMBER_INT -> integer(parser, key);
            case VALUE_NUMBER_FLOAT -> real(parser, key);
            case START_OBJECT, START_ARRAY -> rules.typing().document(key, document(parser, key));
            default -> throw new JsonParseException(parser, "A value is missing");
        };
    }

    private Value integer(JsonParser parser, String key) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? rules.typing().number(key, parser.getText())
                : Value.of(parser.getLongValue());
    }

    private @Nullable Value real(JsonParser parser, String key) throws IOException {
        if (!parser.isNaN()) {
            try {
                return rules.typing().number(key, parser.getText());
            } catch (NumberFormatException e) {
                // The lenient grammar lets a lonely point through as a number.
                LOG.debug("A number without digits", e);
            }
        }
        leftOut().empty(key, LeftOut.Reason.NOT_A_NUMBER);
        return null;
    }

    /** In an object or a list, null takes the place of what is no number, so that the others keep theirs. */
    private JsonNode document(JsonParser parser, String key) throws IOException {
        JsonNode document;
        try {
            document = DeviceJson.DOCUMENTS.readTree(parser);
        } catch (NumberFormatException e) {
            throw new JsonParseException(parser, "A number without digits", e);
        }
        if (NonNumbers.replace(document) > 0) {
            leftOut().empty(key, LeftOut.Reason.NOT_A_NUMBER);
        }
        return document;
    }
}

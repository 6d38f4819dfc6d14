package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Readings of a message that is a tree already, whose numbers have their kinds: a DOUBLE stays one, whatever its value.
 * Other than that the rules are those of {@link TelemetryBody}.
 */
public final class TelemetryTree {

    private final BodyRules rules;
    private final List<Reading> readings = new ArrayList<>();

    public TelemetryTree(BodyRules rules) {
        this.rules = rules;
    }

    /** Takes every member of an object as the value of a key. */
    public TelemetryTree add(long ts, JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            add(ts, member.getKey(), member.getValue());
        }
        return this;
    }

    public TelemetryTree add(long ts, String key, JsonNode node) {
        rules.requireKey(key);
        value(key, node).ifPresent(value -> {
            rules.requireRoom(readings.size());
            readings.add(new Reading(ts, key, value));
        });
        return this;
    }

    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    private Optional<Value> value(String key, JsonNode node) {
        if (node.isBinary()) {
            return Optional.of(Value.of(node.asText()));
        }
        if (node.isFloatingPointNumber()) {
            double number = node.doubleValue();
            return Optional.of(Double.isFinite(number) ? Value.of(number) : Value.of(Double.toString(number)));
        }
        return rules.typing().value(key, node);
    }
}

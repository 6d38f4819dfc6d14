package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
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
    private final LeftOut leftOut = new LeftOut();

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
        rules.requireRoom(readings.size() + leftOut.count());
        Problem fault = rules.keyFault(key);
        if (fault != null) {
            refuse(key, fault);
        } else if (node.isNull() || node.isMissingNode()) {
            leftOut.empty(key, LeftOut.Reason.NULL);
        } else if (NonNumbers.isNone(node)) {
            leftOut.empty(key, LeftOut.Reason.NOT_A_NUMBER);
        } else {
            take(ts, key, node);
        }
        return this;
    }

    private void take(long ts, String key, JsonNode node) {
        if (NonNumbers.replace(node) > 0) {
            leftOut.empty(key, LeftOut.Reason.NOT_A_NUMBER);
        }
        try {
            value(key, node).ifPresent(value -> readings.add(new Reading(ts, key, value)));
        } catch (Problem problem) {
            refuse(key, problem);
        }
    }

    /** Leaves a value out that could not even be read. */
    public void refuse(String key, Problem problem) {
        leftOut.refused(key, LeftOut.Reason.INVALID, problem);
    }

    /** All of it; a message of which nothing is left is refused for what was wrong with it. */
    public Decoded decoded() {
        if (readings.isEmpty() && leftOut.refusal().isPresent()) {
            throw leftOut.refusal().get();
        }
        return part();
    }

    /** All of one device of several. */
    public Decoded part() {
        return new Decoded(List.copyOf(readings), leftOut.isNothing() ? LeftOut.NOTHING : leftOut);
    }

    private Optional<Value> value(String key, JsonNode node) {
        return node.isBinary()
                ? Optional.of(Value.of(node.asText()))
                : rules.typing().value(key, node);
    }
}

package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** NaN and the infinities inside objects and lists, which JSON has no words for. */
final class NonNumbers {

    private NonNumbers() {}

    /** Puts null in their place; returns how many there were. */
    static int replace(JsonNode document) {
        int found = 0;
        if (document instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (isNone(member.getValue())) {
                    member.setValue(NullNode.getInstance());
                    found++;
                } else {
                    found += replace(member.getValue());
                }
            }
        } else if (document instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (isNone(array.get(i))) {
                    array.set(i, NullNode.getInstance());
                    found++;
                } else {
                    found += replace(array.get(i));
                }
            }
        }
        return found;
    }

    static boolean isNone(JsonNode node) {
        return node.isFloatingPointNumber() && !node.isBigDecimal() && !Double.isFinite(node.doubleValue());
    }
}

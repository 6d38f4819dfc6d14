package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes out of the audit log what is named like a secret: parameters of a command, attributes and descriptions hold
 * passwords, and the log is read by more people, and for longer.
 */
final class AuditedSecrets {

    private static final TextNode MASK = TextNode.valueOf("(secret)");

    /** How names of secrets end, in small letters without anything between. */
    private static final List<String> ENDINGS =
            List.of("password", "passwd", "passphrase", "secret", "token", "psk", "privatekey", "apikey");

    private AuditedSecrets() {}

    /** The data without secrets: itself if there are none. */
    static JsonNode masked(JsonNode data) {
        return holds(data) ? replaced(data.deepCopy()) : data;
    }

    private static boolean holds(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object.properties().stream().anyMatch(member -> isSecret(member) || holds(member.getValue()));
        }
        if (node instanceof ArrayNode array) {
            for (JsonNode item : array) {
                if (holds(item)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static JsonNode replaced(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                member.setValue(isSecret(member) ? MASK : replaced(member.getValue()));
            }
        }
        if (node instanceof ArrayNode array) {
            array.forEach(AuditedSecrets::replaced);
        }
        return node;
    }

    private static boolean isSecret(Map.Entry<String, JsonNode> member) {
        JsonNode value = member.getValue();
        if (!value.isNumber() && (!value.isTextual() || value.textValue().isEmpty())) {
            return false;
        }
        String name = member.getKey().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}

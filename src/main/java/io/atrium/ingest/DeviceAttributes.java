package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The attributes that a device asked for, by key. */
public record DeviceAttributes(Map<String, Value> client, Map<String, Value> shared) {

    /** {@code {"client":{..},"shared":{..}}}; a part without values is left out. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        put(json, "client", client);
        put(json, "shared", shared);
        return json;
    }

    /** What a device is told of a change: {@code {"k":v,"deleted":["x"]}}; a part without content is left out. */
    public static ObjectNode change(Map<String, Value> values, Collection<String> deleted) {
        ObjectNode json = Json.object();
        values.forEach((key, value) -> json.set(key, value.json()));
        if (!deleted.isEmpty()) {
            json.set("deleted", Json.tree(deleted));
        }
        return json;
    }

    /**
     * The keys that a device asks for in a field: a text with commas, or a list of texts. Anything else is refused, for no
     * keys at all would mean all of them.
     */
    public static List<String> keys(JsonNode message, String field) {
        JsonNode wanted = message.path(field);
        List<String> keys = new ArrayList<>();
        if (wanted.isTextual()) {
            for (String key : wanted.textValue().split(",")) {
                keys.add(key.strip());
            }
        } else if (wanted.isArray()) {
            for (JsonNode key : wanted) {
                if (!key.isTextual()) {
                    throw wrongKeys(field);
                }
                keys.add(key.textValue());
            }
        } else if (!wanted.isMissingNode() && !wanted.isNull()) {
            throw wrongKeys(field);
        }
        keys.removeIf(String::isEmpty);
        return keys;
    }

    private static Problem wrongKeys(String field) {
        return Problem.badRequest("Field '" + field + "' must be a text of keys with commas, or a list of texts");
    }

    private static void put(ObjectNode json, String part, Map<String, Value> values) {
        if (!values.isEmpty()) {
            ObjectNode node = json.putObject(part);
            values.forEach((key, value) -> node.set(key, value.json()));
        }
    }
}

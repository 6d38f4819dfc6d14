package io.atrium.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import java.util.Collection;
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

    private static void put(ObjectNode json, String part, Map<String, Value> values) {
        if (!values.isEmpty()) {
            ObjectNode node = json.putObject(part);
            values.forEach((key, value) -> node.set(key, value.json()));
        }
    }
}

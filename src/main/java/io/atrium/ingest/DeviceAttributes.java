package io.atrium.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
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

    private static void put(ObjectNode json, String part, Map<String, Value> values) {
        if (!values.isEmpty()) {
            ObjectNode node = json.putObject(part);
            values.forEach((key, value) -> node.set(key, value.json()));
        }
    }
}

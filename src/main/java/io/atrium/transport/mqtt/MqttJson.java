package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import java.util.Collection;
import java.util.Map;

/** The small documents of the MQTT device API (device-data-api 1.4) to clients. */
final class MqttJson {

    private MqttJson() {}

    /** {@code {"k":v,..}}. */
    static ObjectNode values(Map<String, Value> values) {
        ObjectNode json = Json.object();
        values.forEach((key, value) -> json.set(key, value.json()));
        return json;
    }

    /** {@code {"deleted":["k",..]}}. */
    static ObjectNode deleted(Collection<String> keys) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("deleted");
        keys.forEach(list::add);
        return json;
    }
}

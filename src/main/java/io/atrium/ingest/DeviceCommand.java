package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;

/**
 * A command for a device (device-data-api 1.4, server RPC).
 *
 * @param id number that the device answers with; counts up per device from 0 since the server started
 * @param oneway true if no answer is awaited
 */
public record DeviceCommand(int id, String method, JsonNode params, boolean oneway) {

    /** {@code {"method":"m","params":..}}, the form of MQTT. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("method", method);
        json.set("params", params);
        return json;
    }

    /** {@code {"id":7,"method":"m","params":..}}, the form of HTTP, CoAP and devices behind a gateway. */
    public ObjectNode jsonWithId() {
        ObjectNode json = Json.object().put("id", id).put("method", method);
        json.set("params", params);
        return json;
    }
}

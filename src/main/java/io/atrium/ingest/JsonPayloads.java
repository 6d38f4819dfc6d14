package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.telemetry.BodyRules;
import io.atrium.telemetry.Decoded;
import io.atrium.telemetry.TelemetryBody;
import io.atrium.telemetry.TelemetryBody.Parts;
import java.util.Collection;
import java.util.Map;

/** Messages in JSON. */
record JsonPayloads() implements Payloads {

    @Override
    public Decoded telemetry(byte[] body, long receivedAt, BodyRules rules) {
        return TelemetryBody.telemetry(body, receivedAt, rules);
    }

    @Override
    public Decoded attributes(byte[] body, long receivedAt, BodyRules rules) {
        return TelemetryBody.attributes(body, receivedAt, rules);
    }

    @Override
    public Parts telemetryOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        return TelemetryBody.ofGateway(body, receivedAt, rules);
    }

    @Override
    public Parts attributesOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        return TelemetryBody.attributesOfGateway(body, receivedAt, rules);
    }

    @Override
    public byte[] json(Word word, byte[] body) {
        return body;
    }

    @Override
    public byte[] found(int requestId, DeviceAttributes attributes) {
        return Json.bytes(attributes.json());
    }

    @Override
    public byte[] changed(Map<String, Value> attributes) {
        ObjectNode json = Json.object();
        attributes.forEach((key, value) -> json.set(key, value.json()));
        return Json.bytes(json);
    }

    @Override
    public byte[] deleted(Collection<String> keys) {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("deleted");
        keys.forEach(list::add);
        return Json.bytes(json);
    }

    @Override
    public byte[] command(DeviceCommand command) {
        return Json.bytes(command.json());
    }

    @Override
    public byte[] answer(JsonNode answer) {
        return Json.bytes(answer);
    }
}

package io.atrium.transport.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** The small documents of the MQTT device API (device-data-api 1.4), read as leniently as telemetry is. */
final class MqttJson {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .build();

    private static final ObjectReader READER =
            JsonMapper.builder(FACTORY).build().readerFor(JsonNode.class);

    private MqttJson() {}

    /** A message that must be one JSON object; an empty message counts as an empty object. */
    static ObjectNode object(byte[] payload) {
        if (payload.length == 0) {
            return Json.object();
        }
        try {
            if (READER.readTree(payload) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "The message is not valid JSON", e);
        }
        throw Problem.badRequest("The message must be a JSON object");
    }

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

package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Json;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.Payloads.Word;
import io.atrium.proto.ProtoSchema;
import io.atrium.telemetry.TelemetryBody.Part;
import io.atrium.telemetry.TelemetryBody.Parts;
import io.atrium.telemetry.TelemetryTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The messages of {@code proto/device.proto}, which are the same for all devices (device-data-api 1.4). */
final class SharedMessages {

    private static final Map<String, ProtoSchema> ALL = ProtoSchema.parseAll(text());

    static final ProtoSchema TELEMETRY = schema("PostTelemetryMsg");
    static final ProtoSchema ATTRIBUTES = schema("PostAttributeMsg");
    static final ProtoSchema CALL = schema("RpcRequest");
    static final ProtoSchema GATEWAY_TELEMETRY = schema("GatewayTelemetryMsg");
    static final ProtoSchema GATEWAY_ATTRIBUTES = schema("GatewayAttributesMsg");

    private static final ProtoSchema ATTRIBUTES_REQUEST = schema("AttributesRequest");
    private static final ProtoSchema FOUND = schema("AttributesResponse");
    private static final ProtoSchema CHANGE = schema("AttributesUpdate");
    private static final ProtoSchema ANSWER = schema("CallResponse");
    private static final ProtoSchema CONNECT = schema("ConnectMsg");
    private static final ProtoSchema DISCONNECT = schema("DisconnectMsg");
    private static final ProtoSchema GATEWAY_REPLY = schema("GatewayRpcResponseMsg");
    private static final ProtoSchema GATEWAY_REQUEST = schema("GatewayAttributesRequestMsg");

    private static final String DEVICE_NAME = "deviceName";

    private SharedMessages() {}

    private static String text() {
        try (InputStream in = Objects.requireNonNull(SharedMessages.class.getResourceAsStream("/proto/device.proto"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("proto/device.proto", e);
        }
    }

    private static ProtoSchema schema(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    // ---- data --------------------------------------------------------------------------------------------------

    static TelemetryTree telemetry(JsonNode message, long receivedAt, TelemetryTree out) {
        for (JsonNode entry : message.path("tsKvList")) {
            long ts = entry.path("ts").longValue();
            keyValues(entry, ts == 0 ? receivedAt : ts, out);
        }
        return out;
    }

    static TelemetryTree values(JsonNode message, long receivedAt, TelemetryTree out) {
        keyValues(message, receivedAt, out);
        return out;
    }

    private static void keyValues(JsonNode message, long ts, TelemetryTree out) {
        for (JsonNode pair : message.path("kv")) {
            String key = pair.path("key").asText();
            try {
                out.add(ts, key, value(pair));
            } catch (Unreadable e) {
                out.refuse(key, Problem.badPart(e.getMessage()));
            }
        }
    }

    private static JsonNode value(JsonNode pair) {
        return switch (pair.path("type").asText()) {
            case "BOOLEAN_V" -> pair.path("bool_v");
            case "LONG_V" -> pair.path("long_v");
            case "DOUBLE_V" -> pair.path("double_v");
            case "STRING_V" -> pair.path("string_v");
            case "JSON_V" -> document(pair);
            default -> throw new Unreadable("Field 'type' of a key is unknown");
        };
    }

    private static JsonNode document(JsonNode pair) {
        try {
            return DeviceJson.tree(pair.path("json_v").asText().getBytes(StandardCharsets.UTF_8));
        } catch (Problem problem) {
            throw new Unreadable("Field 'json_v' of a key is not valid JSON");
        }
    }

    /** One value that cannot be read; the others of its message can. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    static Parts parts(JsonNode message, Function<JsonNode, TelemetryTree> data) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : message.path("msg")) {
            parts.add(new Part(
                    part.path(DEVICE_NAME).asText(),
                    data.apply(part.path("msg")).part()));
        }
        return new Parts(parts, LeftOut.NOTHING);
    }

    // ---- words -------------------------------------------------------------------------------------------------

    static JsonNode word(Word word, byte[] body) {
        return switch (word) {
            case ATTRIBUTES_REQUEST -> ATTRIBUTES_REQUEST.read(body);
            case CALL -> withJson(CALL.read(body), "params");
            case REPLY -> ANSWER.read(body);
            case GATEWAY_CONNECT -> named(CONNECT.read(body), "deviceType", "type");
            case GATEWAY_DISCONNECT -> named(DISCONNECT.read(body), "", "");
            case GATEWAY_REPLY -> withJson(named(GATEWAY_REPLY.read(body), "", ""), "data");
            case GATEWAY_ATTRIBUTES_REQUEST -> named(GATEWAY_REQUEST.read(body), "", "");
        };
    }

    private static ObjectNode named(ObjectNode message, String field, String renamed) {
        message.set("device", message.remove(DEVICE_NAME));
        if (!field.isEmpty()) {
            message.set(renamed, message.remove(field));
        }
        return message;
    }

    /** A text that is JSON becomes what it says. */
    private static ObjectNode withJson(ObjectNode message, String field) {
        String text = message.path(field).asText();
        if (!text.isEmpty()) {
            message.set(field, parsed(text));
        }
        return message;
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.read(text, JsonNode.class);
        } catch (Problem problem) {
            return TextNode.valueOf(text);
        }
    }

    // ---- to the device -----------------------------------------------------------------------------------------

    static byte[] found(int requestId, DeviceAttributes attributes) {
        ObjectNode message = Json.object().put("requestId", requestId);
        pairs(message.putArray("client"), attributes.client());
        pairs(message.putArray("shared"), attributes.shared());
        return FOUND.write(message);
    }

    static byte[] changed(Map<String, Value> attributes) {
        ObjectNode message = Json.object();
        pairs(message.putArray("updated"), attributes);
        return CHANGE.write(message);
    }

    static byte[] deleted(Collection<String> keys) {
        ObjectNode message = Json.object();
        ArrayNode list = message.putArray("deleted");
        keys.forEach(list::add);
        return CHANGE.write(message);
    }

    static byte[] answer(JsonNode answer) {
        ObjectNode message = Json.object();
        message.set("payload", answer);
        return ANSWER.write(message);
    }

    private static void pairs(ArrayNode out, Map<String, Value> attributes) {
        attributes.forEach((key, value) -> {
            ObjectNode pair = out.addObject().put("key", key);
            switch (value.kind()) {
                case BOOLEAN -> pair.put("type", "BOOLEAN_V").put("bool_v", value.bool());
                case LONG -> pair.put("type", "LONG_V").put("long_v", value.integer());
                case DOUBLE -> pair.put("type", "DOUBLE_V").put("double_v", value.number());
                case STRING -> pair.put("type", "STRING_V").put("string_v", value.text());
                case JSON -> pair.put("type", "JSON_V").put("json_v", value.text());
            }
        });
    }
}

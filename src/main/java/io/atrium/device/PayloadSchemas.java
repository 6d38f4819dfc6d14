package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.atrium.base.Problem;
import io.atrium.proto.ProtoSchema;
import io.atrium.proto.ProtoSchema.FieldKind;
import java.util.List;
import java.util.Optional;

/**
 * The proto3 schemas of a device profile whose devices speak Protocol Buffers (device-data-api 1.4, 6.5). The schemas of
 * commands and their replies may be empty.
 *
 * @param alsoJson whether a message that is none of the schema is tried as JSON
 * @param jsonDownlink whether the usual topics to the device carry JSON all the same
 */
public record PayloadSchemas(
        String telemetry,
        String attributes,
        String rpcRequest,
        String rpcResponse,
        boolean alsoJson,
        boolean jsonDownlink) {

    private static final String CONFIGURATION = "transportPayloadTypeConfiguration";
    private static final String PROTOBUF = "PROTOBUF";
    private static final String PLACE = "profileData.transportConfiguration.";

    /** What a profile says; empty if its devices speak JSON. */
    public static Optional<PayloadSchemas> of(String transportType, JsonNode transportConfiguration) {
        JsonNode payload = configuration(transportType, transportConfiguration);
        if (!payload.path("transportPayloadType").asText("").equals(PROTOBUF)) {
            return Optional.empty();
        }
        return Optional.of(new PayloadSchemas(
                text(payload, "deviceTelemetryProtoSchema"),
                text(payload, "deviceAttributesProtoSchema"),
                text(payload, "deviceRpcRequestProtoSchema"),
                text(payload, "deviceRpcResponseProtoSchema"),
                payload.path("enableCompatibilityWithJsonPayloadFormat").asBoolean(false),
                payload.path("useJsonPayloadFormatForDefaultDownlinkTopics").asBoolean(false)));
    }

    private static JsonNode configuration(String transportType, JsonNode transportConfiguration) {
        return switch (transportType) {
            case "MQTT" -> transportConfiguration.path(CONFIGURATION);
            case "COAP" ->
                transportConfiguration.path("coapDeviceTypeConfiguration").path(CONFIGURATION);
            default -> MissingNode.getInstance();
        };
    }

    private static String text(JsonNode payload, String field) {
        return payload.path(field).asText("");
    }

    /** Refuses a profile whose schemas cannot be used; the refusal names the schema and the place of its fault. */
    static void require(String transportType, JsonNode transportConfiguration) {
        String place =
                PLACE + (transportType.equals("COAP") ? "coapDeviceTypeConfiguration." : "") + CONFIGURATION + '.';
        JsonNode type = configuration(transportType, transportConfiguration).path("transportPayloadType");
        if (!type.isMissingNode()
                && !type.isNull()
                && !List.of("JSON", PROTOBUF).contains(type.asText())) {
            throw Problem.badRequest("Field '" + place + "transportPayloadType' must be one of [JSON, PROTOBUF]");
        }
        of(transportType, transportConfiguration).ifPresent(schemas -> schemas.require(place));
    }

    private void require(String place) {
        ProtoSchema.parse(place + "deviceTelemetryProtoSchema", telemetry);
        ProtoSchema.parse(place + "deviceAttributesProtoSchema", attributes);
        if (!rpcResponse.isEmpty()) {
            ProtoSchema.parse(place + "deviceRpcResponseProtoSchema", rpcResponse);
        }
        if (!rpcRequest.isEmpty()) {
            String field = place + "deviceRpcRequestProtoSchema";
            ProtoSchema request = ProtoSchema.parse(field, rpcRequest);
            FieldKind id = request.field("requestId").orElse(FieldKind.INTEGER);
            if (!request.field("method").equals(Optional.of(FieldKind.TEXT))
                    || request.field("params").isEmpty()
                    || id != FieldKind.INTEGER) {
                throw Problem.badRequest("Field '" + field
                        + "' must have a message with the fields 'method' (string) and 'params', and a number if it has"
                        + " 'requestId'");
            }
        }
    }
}

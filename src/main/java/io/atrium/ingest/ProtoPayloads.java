package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.WholeNumber;
import io.atrium.device.PayloadSchemas;
import io.atrium.proto.ProtoSchema;
import io.atrium.telemetry.BodyRules;
import io.atrium.telemetry.Decoded;
import io.atrium.telemetry.TelemetryBody.Parts;
import io.atrium.telemetry.TelemetryTree;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Messages in Protocol Buffers: by the schemas of a profile, or where there is none by the messages that all devices
 * share ({@link SharedMessages}).
 */
final class ProtoPayloads implements Payloads {

    /** For devices whose profile has no schema. */
    static final Payloads SHARED = new ProtoPayloads(null, null, null, null, false);

    private final @Nullable ProtoSchema telemetry;
    private final @Nullable ProtoSchema attributes;
    private final @Nullable ProtoSchema rpcRequest;
    private final @Nullable ProtoSchema rpcResponse;
    private final boolean alsoJson;

    private ProtoPayloads(
            @Nullable ProtoSchema telemetry,
            @Nullable ProtoSchema attributes,
            @Nullable ProtoSchema rpcRequest,
            @Nullable ProtoSchema rpcResponse,
            boolean alsoJson) {
        this.telemetry = telemetry;
        this.attributes = attributes;
        this.rpcRequest = rpcRequest;
        this.rpcResponse = rpcResponse;
        this.alsoJson = alsoJson;
    }

    static ProtoPayloads of(PayloadSchemas texts) {
        return new ProtoPayloads(
                parsed("deviceTelemetryProtoSchema", texts.telemetry()),
                parsed("deviceAttributesProtoSchema", texts.attributes()),
                parsed("deviceRpcRequestProtoSchema", texts.rpcRequest()),
                parsed("deviceRpcResponseProtoSchema", texts.rpcResponse()),
                texts.alsoJson());
    }

    private static @Nullable ProtoSchema parsed(String field, String text) {
        return text.isEmpty() ? null : ProtoSchema.parse(field, text);
    }

    /** Reads a message; if that fails, and the profile wants it, as JSON. The first fault is the one that is told. */
    private <R> R read(byte[] body, Function<byte[], R> proto, Function<Payloads, R> json) {
        try {
            return proto.apply(body);
        } catch (Problem problem) {
            if (alsoJson && looksLikeJson(body)) {
                return json.apply(JSON);
            }
            throw problem;
        }
    }

    private static boolean looksLikeJson(byte[] body) {
        for (byte each : body) {
            if (!Character.isWhitespace(each)) {
                return each == '{' || each == '[';
            }
        }
        return false;
    }

    // ---- data --------------------------------------------------------------------------------------------------

    @Override
    public Decoded telemetry(byte[] body, long receivedAt, BodyRules rules) {
        return read(body, bytes -> data(bytes, receivedAt, rules), json -> json.telemetry(body, receivedAt, rules));
    }

    private Decoded data(byte[] body, long receivedAt, BodyRules rules) {
        TelemetryTree tree = new TelemetryTree(rules);
        if (telemetry == null) {
            return SharedMessages.telemetry(SharedMessages.TELEMETRY.read(body), receivedAt, tree)
                    .decoded();
        }
        ObjectNode message = telemetry.read(body);
        if (message.has("ts") && message.path("values").isObject()) {
            return tree.add(time(message.path("ts"), receivedAt), message.path("values"))
                    .decoded();
        }
        return tree.add(receivedAt, message).decoded();
    }

    /** A time of 0 is one that was not sent, for proto3 leaves zeros out. */
    private static long time(JsonNode ts, long receivedAt) {
        long millis = WholeNumber.require(ts, "ts");
        return millis == 0 ? receivedAt : millis;
    }

    @Override
    public Decoded attributes(byte[] body, long receivedAt, BodyRules rules) {
        return read(
                body,
                bytes -> attributes == null
                        ? SharedMessages.values(
                                        SharedMessages.ATTRIBUTES.read(bytes), receivedAt, new TelemetryTree(rules))
                                .decoded()
                        : new TelemetryTree(rules)
                                .add(receivedAt, attributes.read(bytes))
                                .decoded(),
                json -> json.attributes(body, receivedAt, rules));
    }

    @Override
    public Parts telemetryOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        return read(
                body,
                bytes -> SharedMessages.parts(
                        SharedMessages.GATEWAY_TELEMETRY.read(bytes),
                        message -> SharedMessages.telemetry(message, receivedAt, new TelemetryTree(rules))),
                json -> json.telemetryOfGateway(body, receivedAt, rules));
    }

    @Override
    public Parts attributesOfGateway(byte[] body, long receivedAt, BodyRules rules) {
        return read(
                body,
                bytes -> SharedMessages.parts(
                        SharedMessages.GATEWAY_ATTRIBUTES.read(bytes),
                        message -> SharedMessages.values(message, receivedAt, new TelemetryTree(rules))),
                json -> json.attributesOfGateway(body, receivedAt, rules));
    }

    @Override
    public byte[] json(Word word, byte[] body) {
        return read(
                body,
                bytes -> Json.bytes(
                        word == Word.REPLY && rpcResponse != null
                                ? rpcResponse.read(bytes)
                                : SharedMessages.word(word, bytes)),
                json -> body);
    }

    // ---- to the device -----------------------------------------------------------------------------------------

    @Override
    public byte[] found(int requestId, DeviceAttributes found) {
        return SharedMessages.found(requestId, found);
    }

    @Override
    public byte[] changed(Map<String, Value> values) {
        return SharedMessages.changed(values);
    }

    @Override
    public byte[] deleted(Collection<String> keys) {
        return SharedMessages.deleted(keys);
    }

    @Override
    public byte[] command(DeviceCommand command) {
        ObjectNode message = command.json().put("requestId", command.id());
        return (rpcRequest == null ? SharedMessages.CALL : rpcRequest).write(message);
    }

    @Override
    public byte[] answer(JsonNode answer) {
        return SharedMessages.answer(answer);
    }
}

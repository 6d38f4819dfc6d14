package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Value;
import io.atrium.telemetry.BodyRules;
import io.atrium.telemetry.Decoded;
import io.atrium.telemetry.TelemetryBody.Parts;
import java.util.Collection;
import java.util.Map;

/**
 * How messages from and to a device are written (device-data-api 1.4): as JSON, or as Protocol Buffers. All methods throw
 * a {@link io.atrium.base.Problem} if a message cannot be read or written.
 */
public sealed interface Payloads permits JsonPayloads, ProtoPayloads {

    Payloads JSON = new JsonPayloads();

    /** Small messages without data points. */
    enum Word {
        ATTRIBUTES_REQUEST,
        CALL,
        REPLY,
        GATEWAY_CONNECT,
        GATEWAY_DISCONNECT,
        GATEWAY_REPLY,
        GATEWAY_ATTRIBUTES_REQUEST
    }

    Decoded telemetry(byte[] body, long receivedAt, BodyRules rules);

    Decoded attributes(byte[] body, long receivedAt, BodyRules rules);

    Parts telemetryOfGateway(byte[] body, long receivedAt, BodyRules rules);

    Parts attributesOfGateway(byte[] body, long receivedAt, BodyRules rules);

    /** A small message, as JSON says it. */
    byte[] json(Word word, byte[] body);

    // ---- to the device -----------------------------------------------------------------------------------------

    byte[] found(int requestId, DeviceAttributes attributes);

    byte[] changed(Map<String, Value> attributes);

    byte[] deleted(Collection<String> keys);

    byte[] command(DeviceCommand command);

    /** The answer to a device's own call. */
    byte[] answer(JsonNode answer);
}

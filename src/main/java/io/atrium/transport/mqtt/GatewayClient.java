package io.atrium.transport.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.TextField;
import io.atrium.base.WholeNumber;
import io.atrium.ingest.DeviceAttributes;
import io.atrium.ingest.DeviceFacts;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.GatewaySession;
import io.atrium.ingest.Payloads;
import io.atrium.ingest.Payloads.Word;
import java.util.List;

/** A gateway's words for the devices behind it (device-data-api 1.8), on the event loop of its connection. */
final class GatewayClient {

    static final String ATTRIBUTES = Uplink.GATEWAY + "attributes";
    static final String ATTRIBUTE_RESPONSE = Uplink.GATEWAY + "attributes/response";
    static final String DISCONNECT = Uplink.GATEWAY + "disconnect";
    static final String CALL = Uplink.GATEWAY + "rpc";

    private static final String DEVICE = "device";

    private final Connection connection;
    private final GatewaySession session;
    private boolean overwritesActivity;
    private Payloads payloads;

    GatewayClient(Connection connection, DeviceSession gateway, DeviceFacts facts) {
        this.connection = connection;
        this.session = connection
                .edge()
                .gateway
                .openGateway(gateway, DeviceTransport.MQTT, name -> new BehindLink(this, name));
        this.overwritesActivity = facts.overwriteActivityTime();
        this.payloads = connection.edge().gateway.payloads(facts).usual();
    }

    GatewaySession session() {
        return session;
    }

    void publish(Uplink.Action action, byte[] payload, Ack ack) {
        switch (action) {
            case GATEWAY_TELEMETRY -> ack.settleWithData(session.telemetry(payload, payloads, false));
            case GATEWAY_BACKFILL -> ack.settleWithData(session.telemetry(payload, payloads, true));
            case GATEWAY_ATTRIBUTES -> ack.settleWithData(session.attributes(payload, payloads));
            case GATEWAY_CLAIM -> ack.settleWith(session.claim(payload));
            case GATEWAY_CONNECT -> connect(word(Word.GATEWAY_CONNECT, payload), ack);
            case GATEWAY_DISCONNECT -> ack.settleWith(session.disconnect(name(word(Word.GATEWAY_DISCONNECT, payload))));
            case GATEWAY_ATTRIBUTE_REQUEST -> requestAttributes(word(Word.GATEWAY_ATTRIBUTES_REQUEST, payload), ack);
            case GATEWAY_REPLY -> reply(word(Word.GATEWAY_REPLY, payload), ack);
            case TELEMETRY,
                    BACKFILL,
                    ATTRIBUTES,
                    ATTRIBUTE_REQUEST,
                    CALL,
                    REPLY,
                    CLAIM,
                    FIRMWARE,
                    PROVISION,
                    GATEWAY_UNKNOWN -> ack.settle(Outcome.UNKNOWN_TOPIC);
        }
    }

    private ObjectNode word(Word word, byte[] payload) {
        return DeviceJson.object(payloads.json(word, payload));
    }

    private void connect(JsonNode message, Ack ack) {
        String type = TextField.of(message, "type");
        ack.settleWith(session.connect(name(message), type.isEmpty() ? null : type));
    }

    private void requestAttributes(ObjectNode message, Ack ack) {
        List<String> keys = DeviceAttributes.keys(message, "keys");
        JsonNode one = message.path("key");
        if (one.isTextual()) {
            keys.add(one.textValue());
        } else if (!one.isMissingNode() && !one.isNull()) {
            throw Problem.badRequest("Field 'key' must be a text");
        }
        int id = number(message);
        String name = name(message);
        boolean isClient = message.path("client").asBoolean(false);
        session.requestAttributes(name, isClient, keys).whenComplete((found, fault) -> {
            ack.settle(Outcome.of(fault));
            if (fault == null) {
                ObjectNode answer = Json.object();
                answer.put("id", id);
                answer.put(DEVICE, name);
                ObjectNode values = MqttJson.values(found);
                if (keys.size() == 1 && values.size() == 1) {
                    answer.set("value", values.get(keys.getFirst()));
                } else {
                    answer.set("values", values);
                }
                send(ATTRIBUTE_RESPONSE, answer, Downlink.Delivered.NOBODY_ASKS);
            }
        });
    }

    private void reply(ObjectNode message, Ack ack) {
        byte[] data = Json.bytes(message.path("data"));
        ack.settleWith(session.reply(name(message), number(message), data));
    }

    private static int number(JsonNode message) {
        return WholeNumber.requireInt(message.path("id"), "id");
    }

    private static String name(JsonNode message) {
        JsonNode name = message.path(DEVICE);
        if (!name.isTextual() || name.textValue().isEmpty()) {
            throw Problem.badRequest("Field 'device' must be the name of a device");
        }
        return name.textValue();
    }

    /** Sends to the gateway, from any thread. */
    void send(String topic, ObjectNode json, Downlink.Delivered delivered) {
        byte[] payload = Json.bytes(json);
        connection.loop().execute(() -> connection.send(topic, topic, payload, delivered));
    }

    /**
     * Tells the gateway that a device has no place behind it any more, or may not send for now (device-data-api 1.8);
     * older clients are not told.
     */
    void disconnected(String name, Reason reason) {
        if (connection.isVersion5()) {
            send(
                    DISCONNECT,
                    Json.object().put(DEVICE, name).put("reason", reason.code),
                    Downlink.Delivered.NOBODY_ASKS);
        }
    }

    void alive() {
        session.alive(overwritesActivity);
    }

    void changed(DeviceFacts facts) {
        overwritesActivity = facts.overwriteActivityTime();
        payloads = connection.edge().gateway.payloads(facts).usual();
    }

    void close() {
        session.close();
    }
}

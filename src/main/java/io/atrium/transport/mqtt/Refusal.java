package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttReasonCodes.PubAck;

/**
 * The table of device-data-api 1.6: what a client hears of a message that is not taken. An older client has one way to
 * hear of anything, its connection ends.
 *
 * @param closes whether an MQTT 5 connection ends, too, although the acknowledgement told the reason
 */
record Refusal(PubAck acknowledgement, Disconnect disconnect, boolean closes) {

    private static final Refusal PAYLOAD =
            new Refusal(PubAck.PAYLOAD_FORMAT_INVALID, Disconnect.PAYLOAD_FORMAT_INVALID, false);
    private static final Refusal NUMBER =
            new Refusal(PubAck.PAYLOAD_FORMAT_INVALID, Disconnect.PAYLOAD_FORMAT_INVALID, true);
    private static final Refusal QUOTA = new Refusal(PubAck.QUOTA_EXCEEDED, Disconnect.QUOTA_EXCEEDED, false);
    private static final Refusal NO_DEVICE = new Refusal(PubAck.NOT_AUTHORIZED, Disconnect.ADMINISTRATIVE_ACTION, true);
    private static final Refusal NOT_NOW =
            new Refusal(PubAck.IMPLEMENTATION_SPECIFIC_ERROR, Disconnect.IMPLEMENTATION_SPECIFIC_ERROR, true);

    static Refusal of(Problem problem) {
        return switch (problem.kind()) {
            case BAD_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA ->
                problem.getCause() instanceof NumberFormatException ? NUMBER : PAYLOAD;
            case ENTITY_LIMIT -> QUOTA;
            case AUTHENTICATION, TOKEN_EXPIRED, CREDENTIALS_EXPIRED, PASSWORD_POLICY -> NO_DEVICE;
            case FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, VERSION_CONFLICT, TOO_MANY_REQUESTS, INTERNAL, UNAVAILABLE ->
                NOT_NOW;
        };
    }

    /** True if the message itself is at fault, which some profiles ask to acknowledge all the same. */
    boolean isBadPayload() {
        return acknowledgement == PubAck.PAYLOAD_FORMAT_INVALID;
    }
}

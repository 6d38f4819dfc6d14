package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.atrium.ingest.GatewayFault;

/**
 * The table of device-data-api 1.6: what a client hears of a message that is not taken.
 *
 * @param endsOld whether an MQTT 3 connection ends, which is the one way to tell such a client of anything
 * @param ends whether an MQTT 5 connection ends, too, although the acknowledgement told the reason
 */
record Refusal(Reason acknowledgement, Reason disconnect, boolean endsOld, boolean ends) {

    private static final Refusal PAYLOAD =
            new Refusal(Reason.PAYLOAD_FORMAT_INVALID, Reason.PAYLOAD_FORMAT_INVALID, true, false);
    private static final Refusal NUMBER =
            new Refusal(Reason.PAYLOAD_FORMAT_INVALID, Reason.PAYLOAD_FORMAT_INVALID, true, true);
    private static final Refusal QUOTA = new Refusal(Reason.QUOTA_EXCEEDED, Reason.QUOTA_EXCEEDED, true, false);
    /** Of a gateway, for one of its devices: the others must not suffer for it. */
    private static final Refusal NOT_YOURS = new Refusal(Reason.NOT_AUTHORIZED, Reason.NOT_AUTHORIZED, false, false);

    private static final Refusal NO_DEVICE =
            new Refusal(Reason.NOT_AUTHORIZED, Reason.ADMINISTRATIVE_ACTION, true, true);
    private static final Refusal NOT_NOW =
            new Refusal(Reason.IMPLEMENTATION_SPECIFIC, Reason.IMPLEMENTATION_SPECIFIC, true, true);

    static Refusal of(Problem problem) {
        if (problem.getCause() instanceof GatewayFault fault) {
            return switch (fault.reason()) {
                case DEVICE_RATE -> QUOTA;
                case NOTHING_LEFT -> NOT_NOW;
            };
        }
        return switch (problem.kind()) {
            case BAD_REQUEST, TOO_LARGE, UNSUPPORTED_MEDIA ->
                problem.getCause() instanceof NumberFormatException ? NUMBER : PAYLOAD;
            case ENTITY_LIMIT -> QUOTA;
            case FORBIDDEN, NOT_FOUND -> NOT_YOURS;
            case AUTHENTICATION, TOKEN_EXPIRED, CREDENTIALS_EXPIRED, PASSWORD_POLICY -> NO_DEVICE;
            case METHOD_NOT_ALLOWED, VERSION_CONFLICT, TOO_MANY_REQUESTS, INTERNAL, UNAVAILABLE -> NOT_NOW;
        };
    }

    /** True if the message itself is at fault, which some profiles ask to acknowledge all the same. */
    boolean isBadPayload() {
        return acknowledgement == Reason.PAYLOAD_FORMAT_INVALID;
    }

    /** True if a client of MQTT 3 gets a plain acknowledgement for want of words. */
    boolean isSilentForOld() {
        return !endsOld;
    }
}

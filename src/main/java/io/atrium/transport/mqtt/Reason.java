package io.atrium.transport.mqtt;

/** Reason codes of MQTT 5 (section 2.4) that the server uses. */
enum Reason {
    SUCCESS(0x00),
    NO_SUBSCRIPTION_EXISTED(0x11),
    MALFORMED_PACKET(0x81),
    PROTOCOL_ERROR(0x82),
    IMPLEMENTATION_SPECIFIC(0x83),
    NOT_AUTHORIZED(0x87),
    SERVER_SHUTTING_DOWN(0x8B),
    SESSION_TAKEN_OVER(0x8E),
    TOPIC_FILTER_INVALID(0x8F),
    TOPIC_NAME_INVALID(0x90),
    PACKET_ID_NOT_FOUND(0x92),
    TOPIC_ALIAS_INVALID(0x94),
    PACKET_TOO_LARGE(0x95),
    MESSAGE_RATE_TOO_HIGH(0x96),
    QUOTA_EXCEEDED(0x97),
    ADMINISTRATIVE_ACTION(0x98),
    PAYLOAD_FORMAT_INVALID(0x99),
    MAXIMUM_CONNECT_TIME(0xA0);

    final int code;

    Reason(int code) {
        this.code = code;
    }
}

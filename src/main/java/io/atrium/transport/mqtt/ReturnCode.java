package io.atrium.transport.mqtt;

import io.atrium.ingest.LoginResult.Reason;

/** The table of device-data-api 1.2: what a client hears that is not let in. */
record ReturnCode(int version3, int version5, String words) {

    static final ReturnCode BAD_CLIENT_ID = new ReturnCode(2, 0x85, "No device has this client id");
    static final ReturnCode UNAVAILABLE = new ReturnCode(3, 0x88, "The server cannot tell at the moment");
    static final ReturnCode BAD_VERSION = new ReturnCode(1, 0x84, "MQTT 3.1, 3.1.1 and 5 are spoken here");
    /** Only MQTT 5 clients can get that far. */
    static final ReturnCode BAD_METHOD = new ReturnCode(5, 0x8C, "Extended authentication is not offered");

    private static final ReturnCode NOTHING = new ReturnCode(5, 0x87, "No user name, client id or certificate");
    private static final ReturnCode BAD_CREDENTIALS = new ReturnCode(5, 0x86, "No device has these credentials");
    private static final ReturnCode BAD_CERTIFICATE =
            new ReturnCode(5, 0x87, "No device has this certificate, or it is not valid");
    private static final ReturnCode WRONG_TRANSPORT =
            new ReturnCode(3, 0x88, "The device's profile wants another transport");
    private static final ReturnCode RATE = new ReturnCode(3, 0x9F, "Too many messages or connections");

    /** Of a CONNECT of MQTT 5 that breaks a rule. */
    static ReturnCode broken(io.atrium.transport.mqtt.Reason reason) {
        return new ReturnCode(5, reason.code, "The CONNECT packet breaks a rule of MQTT 5");
    }

    static ReturnCode of(Reason reason) {
        return switch (reason) {
            case NOTHING_PRESENTED -> NOTHING;
            case UNKNOWN_CLIENT_ID -> BAD_CLIENT_ID;
            case BAD_CREDENTIALS -> BAD_CREDENTIALS;
            case BAD_CERTIFICATE -> BAD_CERTIFICATE;
            case WRONG_TRANSPORT -> WRONG_TRANSPORT;
            case RATE_LIMIT -> RATE;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }
}

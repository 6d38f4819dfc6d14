package io.atrium.transport.mqtt;

import io.atrium.ingest.LoginResult.Reason;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

/** The table of device-data-api 1.2: what a client hears that is not let in. */
record ReturnCode(MqttConnectReturnCode version3, MqttConnectReturnCode version5, String words) {

    private static final ReturnCode NOTHING = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
            "No user name, client id or certificate");
    static final ReturnCode BAD_CLIENT_ID = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
            MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
            "No device has this client id");
    private static final ReturnCode BAD_CREDENTIALS = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
            "No device has these credentials");
    private static final ReturnCode BAD_CERTIFICATE = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
            "No device has this certificate, or it is not valid");
    private static final ReturnCode WRONG_TRANSPORT = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
            "The device's profile wants another transport");
    static final ReturnCode UNAVAILABLE = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
            "The server cannot tell at the moment");
    private static final ReturnCode RATE = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
            MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED,
            "Too many messages or connections");
    static final ReturnCode BAD_VERSION = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
            MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION,
            "MQTT 3.1, 3.1.1 and 5 are spoken here");
    /** Only MQTT 5 clients can get that far. */
    static final ReturnCode BAD_METHOD = new ReturnCode(
            MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
            "Extended authentication is not offered");

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

package io.atrium.device;

/** How a device proves who it is (device-data-api 7.2). */
public enum DeviceCredentialsType {
    ACCESS_TOKEN,
    X509_CERTIFICATE,
    MQTT_BASIC,
    LWM2M_CREDENTIALS
}

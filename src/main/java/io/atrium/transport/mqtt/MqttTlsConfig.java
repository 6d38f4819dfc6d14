package io.atrium.transport.mqtt;

import io.atrium.config.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The MQTT listener with TLS: its certificate comes as PEM files or in a key store. */
public record MqttTlsConfig(
        @Setting(
                env = "ATRIUM_MQTTS_PORT",
                fallback = "-1",
                min = -1,
                max = 65535,
                doc = "Port of the MQTT device API over TLS, usually 8883; -1 has none, 0 takes a free one")
        int port,

        @Setting(
                env = "ATRIUM_MQTTS_CERTIFICATE",
                example = "/etc/atrium/mqtt.crt",
                doc = "PEM file with the certificate of the TLS listener and those that signed it")
        @Nullable
        Path certificate,

        @Setting(
                env = "ATRIUM_MQTTS_KEY",
                example = "/etc/atrium/mqtt.key",
                doc = "PEM file (PKCS #8) with the private key of that certificate")
        @Nullable
        Path key,

        @Setting(env = "ATRIUM_MQTTS_KEY_PASSWORD", secret = true, doc = "Password of the private key, if it has one")
        String keyPassword,

        @Setting(
                env = "ATRIUM_MQTTS_KEY_STORE",
                example = "/etc/atrium/mqtt.p12",
                doc = "PKCS #12 or JKS file with certificate and key, instead of the two PEM files")
        @Nullable
        Path keyStore,

        @Setting(env = "ATRIUM_MQTTS_KEY_STORE_PASSWORD", secret = true, doc = "Password of the key store")
        String keyStorePassword) {

    boolean isOn() {
        return port >= 0;
    }
}

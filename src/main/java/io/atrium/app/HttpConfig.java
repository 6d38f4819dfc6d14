package io.atrium.app;

import io.atrium.config.Setting;
import org.jspecify.annotations.Nullable;

/** Where the server listens, and how it is reached from outside. */
public record HttpConfig(
        @Setting(
                env = "ATRIUM_HTTP_PORT",
                fallback = "8080",
                min = 0,
                max = 65535,
                doc = "Port of the REST API and the web app; 0 takes a free one")
        int httpPort,

        @Setting(
                env = "ATRIUM_MQTT_PORT",
                fallback = "1883",
                min = 0,
                max = 65535,
                doc = "Port of the MQTT device API; 0 takes a free one")
        int mqttPort,

        @Setting(env = "ATRIUM_BIND", fallback = "127.0.0.1", doc = "Address to listen on")
        String bind,

        @Setting(
                env = "ATRIUM_PUBLIC_URL",
                example = "https://iot.example.org",
                doc = "Base of activation and share links; without it http://localhost and the port")
        @Nullable
        String publicUrl) {}

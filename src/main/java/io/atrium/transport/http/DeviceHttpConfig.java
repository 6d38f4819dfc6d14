package io.atrium.transport.http;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;

/** The sizes that devices may send over HTTP. */
public record DeviceHttpConfig(
        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_TELEMETRY",
                fallback = "4MB",
                min = 1024,
                max = 1L << 30,
                doc = "Largest body of a telemetry request")
        Bytes maxTelemetry,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_ATTRIBUTES",
                fallback = "1MB",
                min = 1024,
                max = 1L << 30,
                doc = "Largest body of an attributes request")
        Bytes maxAttributes) {}

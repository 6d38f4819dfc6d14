package io.atrium.transport.http;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;
import java.time.Duration;

/** What devices may send over HTTP, and how long they may wait. */
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
        Bytes maxAttributes,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_RPC",
                fallback = "64KB",
                min = 1024,
                max = 1L << 30,
                doc = "Largest body of a claim, a provision request, a call, or an answer to a command")
        Bytes maxRpc,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_TIMEOUT",
                fallback = "60s",
                min = 1_000,
                max = 300_000,
                doc = "How long a device waits for updates or commands if it does not say")
        Duration timeout,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_TIMEOUT",
                fallback = "300s",
                min = 1_000,
                max = 3_600_000,
                doc = "Longest wait of a device for updates or commands; longer ones are cut to it")
        Duration maxTimeout,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_POLLS",
                fallback = "20000",
                min = 1,
                max = 1_000_000,
                doc = "Most requests of devices that wait for updates or commands at a time")
        int maxPolls,

        @Setting(
                env = "ATRIUM_DEVICE_HTTP_MAX_POLLS_PER_DEVICE",
                fallback = "10",
                min = 1,
                max = 10_000,
                doc = "Most requests of one device that wait at a time")
        int maxPollsPerDevice) {}

package io.atrium.ingest;

import io.atrium.config.Setting;
import java.time.Duration;

/** When a device counts as active, and how much of its state waits for the database. */
public record IngestConfig(
        @Setting(
                env = "ATRIUM_DEVICE_INACTIVITY",
                fallback = "600s",
                min = 1_000,
                doc = "Silence after which a device is inactive; its attribute inactivityTimeout (ms) overrides it")
        Duration inactivity,

        @Setting(
                env = "ATRIUM_DEVICE_INACTIVITY_CHECK",
                fallback = "60s",
                min = 100,
                max = 24L * 3_600_000,
                doc = "How often silence is looked for")
        Duration inactivityCheck,

        @Setting(
                env = "ATRIUM_DEVICE_ACTIVITY_SAVE",
                fallback = "5m",
                min = 1_000,
                max = 24L * 3_600_000,
                doc = "Shortest time between two writes of a device's attribute lastActivityTime")
        Duration activitySave,

        @Setting(
                env = "ATRIUM_DEVICE_ATTRIBUTE_QUEUE",
                fallback = "1000",
                min = 1,
                max = 1_000_000,
                doc = "Most attribute messages of devices that wait for the database at a time")
        int attributeQueue,

        @Setting(
                env = "ATRIUM_DEVICE_SESSION_INACTIVITY",
                fallback = "600s",
                min = 1_000,
                doc = "Silence after which a device's connection is closed")
        Duration sessionInactivity,

        @Setting(
                env = "ATRIUM_GATEWAY_MAX_DEVICES",
                fallback = "10000",
                min = 1,
                max = 1_000_000,
                doc = "Most devices that speak through one connection of a gateway")
        int gatewayDevices,

        @Setting(
                env = "ATRIUM_DEVICE_FAILURES_PER_ADDRESS",
                fallback = "3000",
                min = 1,
                max = 1_000_000,
                doc = "Wrong tokens, passwords and provisioning keys of devices a minute from one address")
        int failuresPerAddress,

        @Setting(
                env = "ATRIUM_DEVICE_FAILURES_PER_NAME",
                fallback = "60",
                min = 1,
                max = 1_000_000,
                doc = "Wrong passwords a minute for one user name or provisioning key from one address")
        int failuresPerName) {}

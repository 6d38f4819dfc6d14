package io.atrium.transport.mqtt;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;
import java.time.Duration;

/** How much of the server MQTT clients may take. */
public record MqttConfig(
        @Setting(
                env = "ATRIUM_MQTT_MAX_PACKET",
                fallback = "64KB",
                min = 1024,
                max = 16L << 20,
                doc = "Largest MQTT packet of a device, without its fixed header")
        Bytes maxPacket,

        @Setting(
                env = "ATRIUM_MQTT_MAX_CONNECTIONS",
                fallback = "100000",
                min = 1,
                max = 10_000_000,
                doc = "Most MQTT connections at a time; one more is closed when it is opened")
        int maxConnections,

        @Setting(
                env = "ATRIUM_MQTT_MAX_IN_FLIGHT",
                fallback = "100",
                min = 1,
                max = 65_535,
                doc = "Most messages of one MQTT connection that wait to be stored before it is not read any further")
        int maxInFlight,

        @Setting(
                env = "ATRIUM_MQTT_MAX_PENDING",
                fallback = "64MB",
                min = 1L << 20,
                max = 16L << 30,
                doc =
                        "Most bytes of all MQTT messages that wait to be stored before senders are not read any further; also of"
                                + " packets that have not arrived as a whole, beyond it their senders are cut off, and, half as much, of"
                                + " what clients have not read, beyond it whom most waits for is cut off")
        Bytes maxPending,

        @Setting(
                env = "ATRIUM_MQTT_MAX_OUTBOUND",
                fallback = "1MB",
                min = 64L << 10,
                max = 1L << 30,
                doc = "Most bytes that may wait for one MQTT client to read them before it is disconnected")
        Bytes maxOutbound,

        @Setting(
                env = "ATRIUM_MQTT_CONNECT_TIMEOUT",
                fallback = "30s",
                min = 100,
                max = 3_600_000,
                doc = "Longest time from the opening of an MQTT connection to its accepted CONNECT, and from the first"
                        + " byte of any packet to its last")
        Duration connectTimeout,

        @Setting(
                env = "ATRIUM_MQTT_CONNECT_QUEUE",
                fallback = "100",
                min = 0,
                max = 10_000,
                doc = "Most packets of an MQTT client that wait while its CONNECT is judged")
        int connectQueue,

        @Setting(
                env = "ATRIUM_MQTT_MAX_STALL",
                fallback = "60s",
                min = 100,
                max = 3_600_000,
                doc = "An MQTT client that takes nothing for so long of what it was sent is cut off")
        Duration maxStall,

        @Setting(
                env = "ATRIUM_MQTT_MAX_UNACKNOWLEDGED",
                fallback = "1000",
                min = 1,
                max = 65_535,
                doc =
                        "Most messages of QoS 1 that one MQTT client has been sent and has not acknowledged; more wait, as far"
                                + " as ATRIUM_MQTT_MAX_OUTBOUND allows. A client may ask for fewer (Receive Maximum)")
        int maxUnacknowledged) {}

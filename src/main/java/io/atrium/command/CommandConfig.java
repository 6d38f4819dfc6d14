package io.atrium.command;

import io.atrium.config.Setting;
import java.time.Duration;

/** How long commands wait, and how many of them. */
public record CommandConfig(
        @Setting(
                env = "ATRIUM_RPC_MIN_TIMEOUT",
                fallback = "5s",
                min = 1,
                max = 300_000,
                doc = "Shortest wait for a device's answer; shorter ones are raised to it")
        Duration minTimeout,

        @Setting(
                env = "ATRIUM_RPC_MAX_TIMEOUT",
                fallback = "5m",
                min = 1_000,
                max = 3_600_000,
                doc = "Longest wait for a device's answer")
        Duration maxTimeout,

        @Setting(
                env = "ATRIUM_RPC_DELIVERY_TIMEOUT",
                fallback = "10s",
                min = 100,
                max = 600_000,
                doc = "Time for a device to acknowledge a persistent command before it is sent again")
        Duration deliveryTimeout,

        @Setting(
                env = "ATRIUM_RPC_MAX_WAITING",
                fallback = "10000",
                min = 1,
                max = 1_000_000,
                doc =
                        "Most commands of the whole server that somebody waits for; a tenant, and a customer of it, gets a part")
        int maxWaiting,

        @Setting(
                env = "ATRIUM_RPC_MAX_WAITING_PER_DEVICE",
                fallback = "100",
                min = 1,
                max = 100_000,
                doc =
                        "Most commands of one device that somebody waits for. Half is kept for its owner and who stands above it;"
                                + " one other customer gets half of what is left of the rest")
        int maxWaitingPerDevice,

        @Setting(
                env = "ATRIUM_RPC_MAX_PERSISTENT",
                fallback = "1000",
                min = 1,
                max = 1_000_000,
                doc =
                        "Most persistent commands of one device that are not over. Half is kept for its owner and who stands"
                                + " above it; one other customer gets half of what is left of the rest")
        int maxPersistent,

        @Setting(
                env = "ATRIUM_RPC_MAX_REQUEST",
                fallback = "65536",
                min = 256,
                max = 16_777_216,
                doc = "Longest method and parameters of a command, in characters of JSON")
        int maxRequest,

        @Setting(
                env = "ATRIUM_RPC_KEEP",
                fallback = "30d",
                min = 60_000,
                doc = "How long persistent commands that are over are kept")
        Duration keep) {}

package io.atrium.entity;

import io.atrium.config.Setting;
import java.time.Duration;

/** How much of the machine one read may take. */
public record ReadConfig(
        @Setting(
                env = "ATRIUM_READ_MAX_TIME",
                fallback = "5s",
                min = 10,
                max = 600_000,
                doc = "How long one query, list, count or preview may take before it is refused")
        Duration maxTime,

        @Setting(
                env = "ATRIUM_READ_LONG_PER_TENANT",
                fallback = "0",
                min = 0,
                max = 1_000,
                doc =
                        "How many long reads of one tenant are worked on at once, others of it wait, short ones never; 0 for one"
                                + " per processor, and at least two")
        int longPerTenant) {

    int places() {
        return longPerTenant > 0
                ? longPerTenant
                : Math.max(2, Runtime.getRuntime().availableProcessors());
    }
}

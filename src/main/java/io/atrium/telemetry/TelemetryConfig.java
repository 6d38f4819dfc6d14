package io.atrium.telemetry;

import io.atrium.base.ValueTyping;
import io.atrium.config.Setting;
import java.time.Duration;

/** The limits of what is written and read. */
public record TelemetryConfig(
        @Setting(
                env = "ATRIUM_TELEMETRY_MAX_FUTURE",
                fallback = "365d",
                min = 1_000,
                max = 3_650L * 24 * 3_600_000,
                doc = "How far in the future a time stamp may be")
        Duration maxFuture,

        @Setting(
                env = "ATRIUM_TELEMETRY_MAX_VALUES",
                fallback = "50000",
                min = 1,
                max = 1_000_000,
                doc = "Most values in one message")
        int maxValues,

        @Setting(
                env = "ATRIUM_TELEMETRY_MAX_TEXT",
                fallback = "1000000",
                min = 1,
                max = 100_000_000,
                doc = "Longest text or JSON value in characters")
        int maxText,

        @Setting(
                env = "ATRIUM_TELEMETRY_MAX_RESULT",
                fallback = "1000000",
                min = 1,
                max = 100_000_000,
                doc = "Most points that one read may return over all its keys")
        int maxResult,

        @Setting(
                env = "ATRIUM_TELEMETRY_MAX_EXPORT",
                fallback = "10000000",
                min = 1,
                max = 1_000_000_000,
                doc = "Most points of one export as CSV")
        int maxExport,

        @Setting(
                env = "ATRIUM_TELEMETRY_SWEEP",
                fallback = "15m",
                min = 100,
                max = 24L * 3_600_000,
                doc = "How often points whose time is over are looked for and deleted")
        Duration sweep,

        @Setting(
                env = "ATRIUM_JSON_TYPE_CAST",
                fallback = "true",
                doc = "Whether text that is a number is stored as a number")
        boolean castStrings) {

    BodyRules rules(boolean strict) {
        return new BodyRules(
                new ValueTyping(castStrings, maxText), BodyRules.DEFAULT_MAX_KEY_LENGTH, maxValues, strict);
    }
}

package io.atrium.telemetry;

import io.atrium.base.ValueTyping;

/**
 * How telemetry and attribute bodies are judged.
 *
 * @param maxKeyLength longest key in characters
 * @param maxReadings most values in one message
 * @param strict true for REST, where null values and empty bodies are errors; devices have their nulls skipped
 */
public record BodyRules(ValueTyping typing, int maxKeyLength, int maxReadings, boolean strict) {

    public static final int DEFAULT_MAX_KEY_LENGTH = 255;
    public static final int DEFAULT_MAX_READINGS = 50_000;

    public static BodyRules device(ValueTyping typing) {
        return new BodyRules(typing, DEFAULT_MAX_KEY_LENGTH, DEFAULT_MAX_READINGS, false);
    }

    public static BodyRules rest(ValueTyping typing) {
        return new BodyRules(typing, DEFAULT_MAX_KEY_LENGTH, DEFAULT_MAX_READINGS, true);
    }
}

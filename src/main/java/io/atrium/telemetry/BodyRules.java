package io.atrium.telemetry;

import io.atrium.base.Problem;
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

    /** Refuses one reading more than a message may have. */
    void requireRoom(int readings) {
        if (readings >= maxReadings) {
            throw Problem.badRequest("The message has more than " + maxReadings + " values");
        }
    }

    /** Refuses a key that nobody could show or write down. */
    void requireKey(String key) {
        if (key.isBlank()) {
            throw Problem.badRequest("Key cannot be blank");
        }
        if (key.length() > maxKeyLength) {
            throw Problem.badRequest("Key '" + key.substring(0, Math.min(32, maxKeyLength)) + "...' is " + key.length()
                    + " characters long; the limit is " + maxKeyLength);
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < ' ' || c == 0x7F || Character.isSurrogate(c) && !isPair(key, i)) {
                throw Problem.badRequest("Key must not contain control characters or broken Unicode");
            }
            if (c == '<' && opensMarkup(key, i + 1)) {
                throw Problem.badRequest("Key '" + key + "' must not contain markup");
            }
        }
    }

    private static boolean isPair(String key, int at) {
        return Character.isHighSurrogate(key.charAt(at))
                ? at + 1 < key.length() && Character.isLowSurrogate(key.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(key.charAt(at - 1));
    }

    private static boolean opensMarkup(String key, int at) {
        if (at >= key.length()) {
            return false;
        }
        char next = key.charAt(at);
        return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
    }
}

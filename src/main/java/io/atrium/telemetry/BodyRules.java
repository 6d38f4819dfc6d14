package io.atrium.telemetry;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.ValueTyping;
import org.jspecify.annotations.Nullable;

/**
 * How telemetry and attribute bodies are judged.
 *
 * @param maxKeyLength longest key in characters
 * @param maxReadings most values in one message
 * @param strict true for REST, where a body without any value is an error; devices may have nothing to say
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

    /** Refuses one value more than a message may have, those that are left out included. */
    void requireRoom(int values) {
        if (values >= maxReadings) {
            throw Problem.badRequest("The message has more than " + maxReadings + " values");
        }
    }

    /** Why nobody could show or write down a key; null if it is good. */
    @Nullable
    Problem keyFault(String key) {
        if (key.isBlank()) {
            return Problem.badPart("Key cannot be blank");
        }
        if (key.length() > maxKeyLength) {
            return Problem.badPart("Key '" + LeftOut.shown(key) + "' is " + key.length()
                    + " characters long; the limit is " + maxKeyLength);
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < ' ' || c == 0x7F || Character.isSurrogate(c) && ValueTyping.hasLoneSurrogate(key)) {
                return Problem.badPart("Key must not contain control characters or broken Unicode");
            }
            if (c == '<' && opensMarkup(key, i + 1)) {
                return Problem.badPart("Key '" + key + "' must not contain markup");
            }
        }
        return null;
    }

    private static boolean opensMarkup(String key, int at) {
        if (at >= key.length()) {
            return false;
        }
        char next = key.charAt(at);
        return Character.isLetter(next) || next == '/' || next == '!' || next == '?';
    }
}

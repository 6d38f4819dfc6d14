package io.atrium.telemetry;

import io.atrium.base.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long points are kept, set on a tenant, a profile or a single entity.
 *
 * @param key the key it is for; absent for all keys that have no rule of their own at this level
 * @param ttlSeconds greatest age of a point; 0 keeps points for ever, whatever the levels above say
 */
record RetentionRule(@Nullable String key, @Nullable Long ttlSeconds) {

    static final int MOST_RULES = 100;
    private static final long LEAST_SECONDS = 60;
    private static final long MOST_SECONDS = 100L * 366 * 86_400;

    /** The key as it is stored: empty for all keys. */
    String storedKey() {
        return key == null ? "" : key;
    }

    long ttlMillis() {
        return ttlSeconds == null ? 0 : ttlSeconds * 1_000;
    }

    /** Refuses rules that could not be meant. */
    static List<RetentionRule> checked(List<RetentionRule> rules) {
        if (rules.size() > MOST_RULES) {
            throw Problem.badRequest("More than " + MOST_RULES + " retention rules on one entity");
        }
        Set<String> keys = new HashSet<>();
        for (RetentionRule rule : rules) {
            Long seconds = rule.ttlSeconds();
            if (seconds == null || seconds != 0 && (seconds < LEAST_SECONDS || seconds > MOST_SECONDS)) {
                throw Problem.badRequest(
                        "Field 'ttlSeconds' must be 0 (for ever) or between " + LEAST_SECONDS + " and " + MOST_SECONDS);
            }
            String key = rule.key();
            if (key != null && (key.isBlank() || key.length() > BodyRules.DEFAULT_MAX_KEY_LENGTH)) {
                throw Problem.badRequest("Field 'key' must have 1 to " + BodyRules.DEFAULT_MAX_KEY_LENGTH
                        + " characters, or be absent for all keys");
            }
            if (key != null && key.indexOf('\0') >= 0) {
                throw Problem.badRequest("Field 'key' must not contain the character U+0000");
            }
            if (!keys.add(rule.storedKey())) {
                throw Problem.badRequest("Two rules for key '" + rule.storedKey() + "'");
            }
        }
        return rules;
    }
}

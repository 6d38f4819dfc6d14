package io.atrium.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules would delete now.
 *
 * @param complete false when there was more to count than a preview may count
 * @param points older than the rules allow, over all rules
 * @param oldestTs time of the oldest of them; absent if there is none
 */
record RetentionPreview(
        boolean complete, long points, @Nullable Long oldestTs, List<Effect> rules) {

    /**
     * What one rule would delete.
     *
     * @param series how many series it decides about
     */
    record Effect(
            @Nullable String key,
            long ttlSeconds,
            long series,
            long points,
            @Nullable Long oldestTs) {}
}

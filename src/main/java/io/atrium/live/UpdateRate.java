package io.atrium.live;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How many updates a client may get; those above it wait and melt together. */
final class UpdateRate {

    private static final Logger LOG = Logger.getLogger(UpdateRate.class);

    private final @Nullable Bucket bucket;

    private UpdateRate(@Nullable Bucket bucket) {
        this.bucket = bucket;
    }

    /**
     * @param text {@code updates:seconds}, several separated by commas; without a limit if empty or malformed
     */
    static UpdateRate of(String text) {
        if (text.isBlank()) {
            return new UpdateRate(null);
        }
        try {
            LocalBucketBuilder builder = Bucket.builder();
            for (String part : text.split(",")) {
                String[] words = part.strip().split(":");
                long updates = Long.parseLong(words[0]);
                Duration time = Duration.ofSeconds(Long.parseLong(words[1]));
                builder.addLimit(limit -> limit.capacity(updates).refillGreedy(updates, time));
            }
            return new UpdateRate(builder.build());
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            LOG.warnf(e, "'%s' is no rate of the form updates:seconds; it sets no limit", text);
            return new UpdateRate(null);
        }
    }

    /** Takes one update; otherwise the nanoseconds until there is one. */
    long take() {
        if (bucket == null) {
            return 0;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Math.max(1, probe.getNanosToWaitForRefill());
    }
}

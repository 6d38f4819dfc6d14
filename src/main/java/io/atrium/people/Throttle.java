package io.atrium.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Counts tries by key and refuses those above so many a minute. */
final class Throttle {

    private static final int KEYS = 100_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final int perMinute;
    private final TimeMeter meter;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(KEYS)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    Throttle(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.meter = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    /** Counts one try, or refuses it with 429. */
    void take(String key) {
        if (!bucket(key).tryConsume(1)) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many attempts, at most " + perMinute + " a minute; wait a while");
        }
    }

    /** Forgets a try that turned out to be in order. */
    void giveBack(String key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(String key) {
        return buckets.get(key, k -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, PERIOD))
                .withCustomTimePrecision(meter)
                .build());
    }
}

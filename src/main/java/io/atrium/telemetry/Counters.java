package io.atrium.telemetry;

import io.atrium.base.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the messages of every entity that sent one since the start. */
final class Counters {

    /** Why a message was turned down. */
    enum Refusal {
        /** No telemetry, or a value beyond a limit. */
        INVALID,
        /** A time stamp too far in the future. */
        FUTURE,
        /** A rate of the tenant's profile was reached. */
        RATE_LIMIT,
        /** The store had too much to write already. */
        BUSY,
        /** The server's own fault. */
        FAILED;

        static Refusal of(Throwable fault) {
            if (!(fault instanceof Problem problem)) {
                return FAILED;
            }
            return switch (problem.kind()) {
                case TOO_MANY_REQUESTS -> RATE_LIMIT;
                case UNAVAILABLE -> BUSY;
                case INTERNAL -> FAILED;
                default -> INVALID;
            };
        }
    }

    private static final int RECEIVED = 0;
    private static final int STORED = 1;
    private static final int VALUES = 2;
    private static final int REFUSED = 3;

    private final Map<UUID, AtomicLongArray> byEntity = new ConcurrentHashMap<>();

    void received(UUID entity) {
        of(entity).incrementAndGet(RECEIVED);
    }

    void stored(UUID entity, int values) {
        AtomicLongArray counts = of(entity);
        counts.addAndGet(VALUES, values);
        counts.incrementAndGet(STORED);
    }

    void refused(UUID entity, Refusal reason) {
        of(entity).incrementAndGet(REFUSED + reason.ordinal());
    }

    TelemetryCounts read(UUID entity) {
        AtomicLongArray counts = byEntity.get(entity);
        Map<String, Long> refused = new LinkedHashMap<>();
        for (Refusal reason : Refusal.values()) {
            refused.put(
                    reason.name().toLowerCase(Locale.ROOT),
                    counts == null ? 0 : counts.get(REFUSED + reason.ordinal()));
        }
        return counts == null
                ? new TelemetryCounts(0, 0, 0, refused)
                : new TelemetryCounts(counts.get(RECEIVED), counts.get(STORED), counts.get(VALUES), refused);
    }

    void forget(UUID entity) {
        byEntity.remove(entity);
    }

    private AtomicLongArray of(UUID entity) {
        AtomicLongArray counts = byEntity.get(entity);
        return counts != null
                ? counts
                : byEntity.computeIfAbsent(entity, e -> new AtomicLongArray(REFUSED + Refusal.values().length));
    }
}

package io.atrium.telemetry;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts the messages of every entity that sent one since the start. */
final class Counters {

    /** Why a message was turned down. */
    enum Refusal {
        /** No telemetry, or a value beyond a limit. */
        INVALID,
        /** Something that the sender has no right to, such as to speak as a gateway. */
        FORBIDDEN,
        /** A time stamp too far in the future. */
        FUTURE,
        /** A rate of the tenant's profile was reached. */
        RATE_LIMIT,
        /** Nothing but new keys beyond the number that an entity may have. */
        KEYS,
        /** The store had too much to write already. */
        BUSY,
        /** The server's own fault. */
        FAILED;

        static Refusal of(@Nullable Throwable fault) {
            if (!(fault instanceof Problem problem)) {
                return FAILED;
            }
            return switch (problem.kind()) {
                case TOO_MANY_REQUESTS -> RATE_LIMIT;
                case ENTITY_LIMIT -> KEYS;
                case FORBIDDEN -> FORBIDDEN;
                case UNAVAILABLE -> BUSY;
                case INTERNAL -> FAILED;
                default -> INVALID;
            };
        }
    }

    private static final int RECEIVED = 0;
    private static final int STORED = 1;
    private static final int VALUES = 2;
    private static final int PAST = 3;
    private static final int REFUSED = 4;
    private static final int LEFT_OUT = REFUSED + Refusal.values().length;
    private static final int SIZE = LEFT_OUT + LeftOut.Reason.values().length;

    private static final AtomicLongArray NONE = new AtomicLongArray(SIZE);

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

    /** Counts values whose time is decades back. */
    void farInThePast(UUID entity, int values) {
        of(entity).addAndGet(PAST, values);
    }

    /** Counts single values that were not taken of a message that was. */
    void leftOut(UUID entity, LeftOut parts) {
        if (!parts.isNothing()) {
            AtomicLongArray counts = of(entity);
            for (LeftOut.Reason reason : LeftOut.Reason.values()) {
                counts.addAndGet(LEFT_OUT + reason.ordinal(), parts.count(reason));
            }
        }
    }

    TelemetryCounts read(UUID entity) {
        AtomicLongArray counts = byEntity.getOrDefault(entity, NONE);
        Map<String, Long> refused = new LinkedHashMap<>();
        for (Refusal reason : Refusal.values()) {
            refused.put(reason.name().toLowerCase(Locale.ROOT), counts.get(REFUSED + reason.ordinal()));
        }
        Map<String, Long> leftOut = new LinkedHashMap<>();
        for (LeftOut.Reason reason : LeftOut.Reason.values()) {
            leftOut.put(reason.wire(), counts.get(LEFT_OUT + reason.ordinal()));
        }
        return new TelemetryCounts(
                counts.get(RECEIVED), counts.get(STORED), counts.get(VALUES), refused, leftOut, counts.get(PAST));
    }

    void forget(UUID entity) {
        byEntity.remove(entity);
    }

    private AtomicLongArray of(UUID entity) {
        AtomicLongArray counts = byEntity.get(entity);
        return counts != null ? counts : byEntity.computeIfAbsent(entity, e -> new AtomicLongArray(SIZE));
    }
}

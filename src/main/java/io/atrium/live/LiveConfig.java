package io.atrium.live;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Limits and paces of live views (device-data-api 4.5, 4.6). */
public record LiveConfig(
        @Setting(
                env = "ATRIUM_WS_AUTH_TIMEOUT",
                fallback = "10s",
                min = 100,
                max = 600_000,
                doc = "How long a WebSocket may wait with its first message, which says who it is")
        Duration authTimeout,

        @Setting(
                env = "ATRIUM_WS_PING_TIMEOUT",
                fallback = "30s",
                min = 300,
                max = 3_600_000,
                doc = "A WebSocket that answers no ping for so long is closed; a ping goes out every third of it")
        Duration pingTimeout,

        @Setting(
                env = "ATRIUM_WS_MAX_MESSAGE",
                fallback = "32KB",
                min = 1024,
                max = 16L << 20,
                doc = "Largest message that a WebSocket client may send")
        Bytes maxMessage,

        @Setting(
                env = "ATRIUM_WS_MAX_QUEUE",
                fallback = "1000",
                min = 1,
                max = 100_000,
                doc = "Most messages that wait for one WebSocket client; it is closed when there are more")
        int maxQueue,

        @Setting(
                env = "ATRIUM_WS_MAX_PENDING",
                fallback = "4MB",
                min = 1024,
                max = 1L << 30,
                doc =
                        "Most time-series points, in bytes, that wait for one WebSocket client; beyond it they are dropped,"
                                + " the client is told and gets its data afresh")
        Bytes maxPending,

        @Setting(
                env = "ATRIUM_WS_UPDATE_RATE",
                fallback = "20",
                min = 1,
                max = 1_000,
                doc =
                        "Most updates a second of one subscription: below it each leaves at once, above it they are joined")
        int updateRate,

        @Setting(
                env = "ATRIUM_WS_MAX_STALL",
                fallback = "20s",
                min = 100,
                max = 3_600_000,
                doc = "A WebSocket client that takes nothing for so long while data waits is closed")
        Duration maxStall,

        @Setting(
                env = "ATRIUM_WS_MAX_ENTITIES",
                fallback = "10000",
                min = 1,
                max = 10_000,
                doc = "Most entities of one data subscription")
        int maxEntities,

        @Setting(
                env = "ATRIUM_WS_MAX_POINTS",
                fallback = "50000",
                min = 1,
                max = 10_000_000,
                doc = "Most time-series points in one answer over a WebSocket")
        int maxPoints,

        @Setting(
                env = "ATRIUM_WS_REFRESH",
                fallback = "10s",
                min = 100,
                max = 3_600_000,
                doc =
                        "How often dynamic queries and counts are asked again; changes of access and entities do so at once")
        Duration refresh,

        @Setting(
                env = "ATRIUM_WS_MAX_DYNAMIC_QUERIES",
                fallback = "100",
                min = 0,
                max = 100_000,
                doc = "Most dynamic queries and counts that one WebSocket client may have open")
        int maxDynamicQueries,

        @Setting(
                env = "ATRIUM_WS_MAX_SUBSCRIPTIONS",
                fallback = "10000",
                min = 1,
                max = 1_000_000,
                doc = "Most subscriptions of one WebSocket client")
        int maxSubscriptions,

        @Setting(
                env = "ATRIUM_WS_MAX_SESSIONS",
                fallback = "20000",
                min = 1,
                max = 1_000_000,
                doc =
                        "Most WebSocket clients of the whole installation; the tenant profile may set less for each tenant")
        int maxSessions,

        @Setting(
                env = "ATRIUM_WS_MAX_UNKNOWN",
                fallback = "1000",
                min = 1,
                max = 1_000_000,
                doc = "Most WebSockets that have not said whose they are; with one more the oldest of them is closed")
        int maxUnknown,

        @Setting(
                env = "ATRIUM_WS_MAX_UNKNOWN_PER_ADDRESS",
                fallback = "100",
                min = 1,
                max = 1_000_000,
                doc =
                        "The same for those of one address; of more than one page behind a proxy each says at once who it is")
        int maxUnknownPerAddress,

        @Setting(
                env = "ATRIUM_WS_MAX_FOLLOWED",
                example = "256MB",
                min = 1L << 20,
                max = 1L << 40,
                doc =
                        "Most bytes of what all live views remember: sessions, queries, and the values of each entity that is followed. A"
                                + " tenant gets half; its own people, each customer and each user have parts of that."
                                + " Without it a quarter of the heap")
        @Nullable
        Bytes maxFollowed) {

    private static final int PART_OF_HEAP = 4;

    long maxFollowedBytes() {
        return maxFollowed == null ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP : maxFollowed.count();
    }

    /** Nanoseconds between two updates of one subscription that has more to tell than it may. */
    long updateNanos() {
        return TimeUnit.SECONDS.toNanos(1) / updateRate;
    }
}

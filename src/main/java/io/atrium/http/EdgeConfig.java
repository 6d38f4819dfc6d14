package io.atrium.http;

import io.atrium.config.Bytes;
import io.atrium.config.Networks;
import io.atrium.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What callers over HTTP may take of the server, and for how long. */
public record EdgeConfig(
        @Setting(
                env = "ATRIUM_HTTP_MAX_BODY",
                fallback = "8MB",
                min = 1024,
                max = 64L << 20,
                doc = "Largest body of a REST request that saves something big; others may have less, and log-ins 16KB")
        Bytes maxBody,

        @Setting(
                env = "ATRIUM_HTTP_BODY_BUDGET",
                example = "256MB",
                min = 1L << 20,
                max = 1L << 40,
                doc =
                        "Most bytes of all bodies under way and of what is made of them; one caller gets at most half, those"
                                + " who are not known yet an eighth together. Without it a quarter of the heap")
        @Nullable
        Bytes bodyBudget,

        @Setting(
                env = "ATRIUM_HTTP_ANSWER_BUDGET",
                example = "256MB",
                min = 1L << 20,
                max = 1L << 40,
                doc =
                        "Most bytes of all long answers that are not read yet; one caller gets at most half, those who are not"
                                + " known an eighth together, and half of it may lie in sockets. With more, who has read nothing for"
                                + " longest is cut off. Without it a quarter of the heap")
        @Nullable
        Bytes answerBudget,

        @Setting(
                env = "ATRIUM_HTTP_MAX_STALL",
                fallback = "20s",
                min = 100,
                max = 3_600_000,
                doc = "A client over HTTP that takes nothing of its answer for so long is cut off")
        Duration maxStall,

        @Setting(
                env = "ATRIUM_HTTP_HEADER_TIMEOUT",
                fallback = "10s",
                min = 100,
                max = 600_000,
                doc =
                        "Longest time from the opening of an HTTP connection to the end of the headers of its first request")
        Duration headerTimeout,

        @Setting(
                env = "ATRIUM_HTTP_BODY_TIMEOUT",
                fallback = "30s",
                min = 100,
                max = 3_600_000,
                doc = "Longest time from the headers of a request to the end of its body; then 408 and the end of the"
                        + " connection")
        Duration bodyTimeout,

        @Setting(
                env = "ATRIUM_HTTP_IDLE_TIMEOUT",
                fallback = "75s",
                min = 100,
                max = 3_600_000,
                doc = "An HTTP connection without a request is closed after so long")
        Duration idleTimeout,

        @Setting(
                env = "ATRIUM_HTTP_MAX_NEW_CONNECTIONS",
                fallback = "2000",
                min = 8,
                max = 1_000_000,
                doc =
                        "Most HTTP connections that have not sent a first request; with one more the oldest of them is closed")
        int maxNewConnections,

        @Setting(
                env = "ATRIUM_TRUSTED_PROXIES",
                example = "127.0.0.1,10.0.0.0/8",
                doc =
                        "Networks of proxies that stand before the server: of a request from one of them the last address in"
                                + " X-Forwarded-For that is none of them counts as the caller's, in limits and in the audit log")
        @Nullable
        Networks trustedProxies,

        @Setting(
                env = "ATRIUM_HTTP2",
                fallback = "false",
                doc =
                        "Whether clients may speak HTTP/2 without TLS, for a proxy that does; such a proxy passes no 'Upgrade: h2c'"
                                + " of its clients on, or they speak with the server past its rules")
        boolean http2) {}

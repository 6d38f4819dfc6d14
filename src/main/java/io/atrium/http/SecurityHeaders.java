package io.atrium.http;

import io.vertx.core.MultiMap;

/** The headers that every answer carries (design.md section 9). */
public final class SecurityHeaders {

    private static final String NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

    private SecurityHeaders() {}

    /** Keeps caches off an answer that holds a caller's data; the other headers stand there from the start. */
    public static void ofData(MultiMap headers) {
        headers.set("Cache-Control", "no-store");
    }

    /**
     * @param data true for answers that hold a caller's data, which no cache may keep and no page may run
     */
    public static void put(MultiMap headers, boolean data) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", NOTHING_RUNS);
        if (data) {
            ofData(headers);
        }
    }
}

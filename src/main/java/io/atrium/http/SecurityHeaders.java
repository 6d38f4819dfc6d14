package io.atrium.http;

import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** The headers that every answer carries (design.md section 9). */
public final class SecurityHeaders {

    private static final String NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'";

    private static final String PERSONAL = "/api";

    private SecurityHeaders() {}

    /**
     * Before all routes: guards every answer, whoever gives it.
     *
     * @param path of the request; what lies below {@code /api} is somebody's own until its route says otherwise
     */
    public static void ofEvery(MultiMap headers, @Nullable String path) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Content-Security-Policy", NOTHING_RUNS);
        if (path == null || path.startsWith(PERSONAL)) {
            ofData(headers);
        }
    }

    /** Keeps caches off an answer that holds a caller's data. */
    public static void ofData(MultiMap headers) {
        headers.set("Cache-Control", "no-store");
    }
}

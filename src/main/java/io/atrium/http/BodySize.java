package io.atrium.http;

/** How long the body of a route may be. */
public enum BodySize {
    /** Log-ins, and whatever takes a few words or no body at all. */
    SMALL(16 << 10),
    /** What people write and lists name. */
    USUAL(1 << 20),
    /** Dashboards, imports, pictures and readings; up to ATRIUM_HTTP_MAX_BODY. */
    LARGE(Long.MAX_VALUE);

    private final long bytes;

    BodySize(long bytes) {
        this.bytes = bytes;
    }

    /** @param largest as the operator set it */
    Body.Limit limit(long largest) {
        return bytes < largest ? new Body.Limit(bytes, "") : new Body.Limit(largest, "ATRIUM_HTTP_MAX_BODY");
    }
}

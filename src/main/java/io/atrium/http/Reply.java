package io.atrium.http;

import io.atrium.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole answer, for handlers that return something else than an object to write as JSON. */
public record Reply(int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {

    private static final byte[] NOTHING = {};

    /** What a handler returned, as a whole answer: an object is written as JSON, null is an empty one. */
    static Reply of(@Nullable Object value) {
        if (value instanceof Reply reply) {
            return reply;
        }
        return value == null ? empty(200) : json(Json.bytes(value));
    }

    /** JSON that is written already. */
    public static Reply json(byte[] json) {
        return new Reply(200, "application/json", json, Map.of());
    }

    public static Reply json(int status, @Nullable Object value) {
        return new Reply(status, "application/json", Json.bytes(value), Map.of());
    }

    public static Reply text(String text) {
        return new Reply(200, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Reply text(int status, String text) {
        return new Reply(status, "text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    public static Reply empty(int status) {
        return new Reply(status, null, NOTHING, Map.of());
    }

    /** 303 to a page of our own; never to an address that a caller chose. */
    public static Reply seeOther(String location) {
        return new Reply(303, null, NOTHING, Map.of("Location", location));
    }

    public static Reply bytes(String contentType, byte[] body, Map<String, String> headers) {
        return new Reply(200, contentType, body, headers);
    }
}

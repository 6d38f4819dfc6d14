package io.atrium.http;

import io.atrium.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, for handlers that return something else than an object to write as JSON.
 *
 * @param pieces writes the body while it is sent, for answers that would not fit into memory; then the body is empty
 * @param cookies set by the answer
 */
public record Reply(
        int status,
        @Nullable String contentType,
        byte[] body,
        Map<String, String> headers,
        @Nullable Pieces pieces,
        List<Cookie> cookies) {

    private static final byte[] NOTHING = {};

    /** Writes a body piece by piece; what it throws cuts the answer off, so that no reader takes it for whole. */
    @FunctionalInterface
    public interface Pieces {
        void write(OutputStream out) throws IOException;
    }

    public Reply(int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
        this(status, contentType, body, headers, null, List.of());
    }

    /** The same answer, and it sets cookies. */
    public Reply with(List<Cookie> more) {
        return new Reply(status, contentType, body, headers, pieces, more);
    }

    /** An answer that is made while it is sent. */
    public static Reply streamed(String contentType, Map<String, String> headers, Pieces pieces) {
        return new Reply(200, contentType, NOTHING, headers, pieces, List.of());
    }

    /** The same answer with its body in memory. */
    Reply whole() {
        if (pieces == null) {
            return this;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            pieces.write(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(status, contentType, all.toByteArray(), headers);
    }

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

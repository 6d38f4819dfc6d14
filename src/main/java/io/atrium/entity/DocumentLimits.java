package io.atrium.entity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the documents of entities and their texts may be, for every kind and every way in. What is stored already and is
 * longer can be read, made shorter and deleted.
 */
final class DocumentLimits {

    /** Longest text at whatever depth, in bytes of UTF-8. */
    static final int MAX_TEXT = 65_536;

    /** Longest picture, a text in the field {@code image}, in bytes. */
    static final int MAX_IMAGE = 524_288;

    /** Longest document without its picture, in bytes of JSON. */
    static final int MAX_DOCUMENT = 262_144;

    private static final String IMAGE = "image";

    /** Most bytes of UTF-8 for one character of Java. */
    private static final int MAX_BYTES = 3;

    private final boolean large;
    private final String body;

    private DocumentLimits(Kind<?> kind, String body) {
        this.large = !kind.traits().bodyInMemory();
        this.body = body;
    }

    /**
     * Refuses a body that is too long, unless the stored one is so, too, and is longer.
     *
     * @param former asked for the stored body if the new one is too long; empty if there is none
     */
    static void require(Kind<?> kind, String body, Supplier<String> former) {
        if (body.length() * (long) MAX_BYTES <= MAX_TEXT) {
            return;
        }
        Optional<Problem> fault = new DocumentLimits(kind, body).fault();
        if (fault.isPresent()) {
            String stored = former.get();
            if (stored.length() <= body.length()
                    || new DocumentLimits(kind, stored).fault().isEmpty()) {
                throw fault.get();
            }
        }
    }

    /** Large bodies have fields with limits of their own: these are passed over. */
    private Optional<Problem> fault() {
        long bytes = 0;
        try (JsonParser parser = Json.mapper().createParser("{" + body + "}")) {
            @Nullable JsonToken token = parser.nextToken();
            while (token != null) {
                if (large
                        && token.isStructStart()
                        && !parser.getParsingContext().getParent().inRoot()) {
                    parser.skipChildren();
                } else if (token == JsonToken.VALUE_STRING) {
                    long length = utf8(parser.getText());
                    boolean isImage = isTop(parser) && IMAGE.equals(parser.currentName());
                    long most = isImage ? MAX_IMAGE : MAX_TEXT;
                    if (length > most) {
                        return Optional.of(tooLong("Field '" + path(parser) + "'", most));
                    }
                    bytes += isImage ? 0 : length;
                } else {
                    bytes += utf8(parser.getText());
                }
                token = parser.nextToken();
            }
        } catch (IOException e) {
            throw Problem.internal("A body is no JSON", e);
        }
        return bytes > MAX_DOCUMENT ? Optional.of(tooLong("The document", MAX_DOCUMENT)) : Optional.empty();
    }

    private static boolean isTop(JsonParser parser) {
        var parent = parser.getParsingContext().getParent();
        return parent != null && parent.inRoot();
    }

    private static String path(JsonParser parser) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        String path = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
        return path.length() <= Draft.MAX_NAME ? path : path.substring(0, Draft.MAX_NAME) + "…";
    }

    private static Problem tooLong(String what, long most) {
        return Problem.badRequest(what + " is longer than " + most + " bytes");
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : MAX_BYTES;
        }
        return bytes;
    }
}

package io.atrium.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON in and out, with the limits that hold everywhere. */
public final class Json {

    /** Deepest nesting that any document may have. */
    public static final int MAX_DEPTH = 200;

    /** Longest number literal, in characters. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Most names, values and brackets of one document. */
    public static final int MAX_TOKENS = 1_000_000;

    private static final ObjectMapper MAPPER = Binding.exact(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    // JSON that is exchanged is UTF-8 (RFC 8259 section 8.1); what counts bytes before reading relies
                    // on it.
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a document that a caller sent; a fault becomes a 400 that names the place. */
    public static <T> T read(byte[] document, Class<T> type) {
        try {
            T value = MAPPER.readValue(document, type);
            if (value == null) {
                throw Problem.badRequest("The body must not be null");
            }
            return value;
        } catch (IOException e) {
            throw Malformed.problem(e);
        }
    }

    public static <T> T read(String document, Class<T> type) {
        return read(document.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
    }

    /** True if JSON holds the character U+0000, which the database cannot store; its spelling in text is harmless. */
    public static boolean holdsNul(String json) {
        for (int at = json.indexOf("\\u0000"); at >= 0; at = json.indexOf("\\u0000", at + 1)) {
            int first = at;
            while (first > 0 && json.charAt(first - 1) == '\\') {
                first--;
            }
            if ((at - first) % 2 == 0) {
                return true;
            }
        }
        return false;
    }

    /** Reads an array that a caller sent; elements are never null. */
    public static <T> List<T> readList(byte[] document, Class<T> element) {
        try {
            List<T> values =
                    MAPPER.readValue(document, MAPPER.getTypeFactory().constructCollectionType(List.class, element));
            if (values == null) {
                throw Problem.badRequest("The body must be a list");
            }
            return values;
        } catch (IOException e) {
            throw Malformed.problem(e);
        }
    }

    /** Binds a tree that a caller sent to a type; a fault becomes a 400 that names the field. */
    public static <T> T bind(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw Malformed.problem(e);
        }
    }

    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A valid document that is going to be written as it is; nothing else can be done with the node. */
    public static JsonNode raw(String document) {
        return new POJONode(new RawValue(document));
    }

    public static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw Problem.internal("Unwritable JSON", e);
        }
    }

    public static byte[] bytes(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw Problem.internal("Unwritable JSON", e);
        }
    }
}

package io.atrium.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON in and out, with the limits that hold everywhere. */
public final class Json {

    /** Deepest nesting that any document may have. */
    public static final int MAX_DEPTH = 200;

    /** Longest number literal, in characters. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
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
            throw malformed(e);
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

    /** Binds a tree that a caller sent to a type; a fault becomes a 400 that names the field. */
    public static <T> T bind(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    public static JsonNode tree(@Nullable Object value) {
        return MAPPER.valueToTree(value);
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

    private static Problem malformed(IOException fault) {
        if (fault.getCause() instanceof Problem problem) {
            return problem;
        }
        if (fault instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            return new Problem(Problem.Kind.BAD_REQUEST, "Invalid value of field '" + field + "'", fault);
        }
        if (fault instanceof JsonProcessingException processing && processing.getLocation() != null) {
            return new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "Invalid JSON at line " + processing.getLocation().getLineNr() + ", column "
                            + processing.getLocation().getColumnNr() + " (at most " + MAX_DEPTH + " levels deep)",
                    fault);
        }
        return new Problem(Problem.Kind.BAD_REQUEST, "Invalid JSON", fault);
    }
}

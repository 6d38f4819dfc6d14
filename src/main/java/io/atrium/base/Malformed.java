package io.atrium.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a document that a caller sent: the field, and what it should be. */
final class Malformed {

    /** How the library's message begins when a component is not there at all. */
    static final String MISSING = "Missing";

    private Malformed() {}

    static Problem problem(IOException fault) {
        if (fault.getCause() instanceof Problem problem) {
            return problem;
        }
        return new Problem(Problem.Kind.BAD_REQUEST, message(fault), fault);
    }

    private static String message(IOException fault) {
        if (fault instanceof MismatchedInputException mismatch) {
            return subject(mismatch) + " " + demand(mismatch);
        }
        if (fault instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()
                && !(fault.getCause() instanceof JsonProcessingException)
                && !(fault instanceof StreamConstraintsException)) {
            return "Invalid value of field '" + path(mapping) + "'";
        }
        if (fault instanceof JsonProcessingException processing && processing.getLocation() != null) {
            return "Invalid JSON at line " + processing.getLocation().getLineNr() + ", column "
                    + processing.getLocation().getColumnNr() + " (at most " + Json.MAX_DEPTH + " levels deep and "
                    + Json.MAX_TOKENS + " names, values and brackets)";
        }
        return "Invalid JSON";
    }

    private static String subject(JsonMappingException fault) {
        return fault.getPath().isEmpty() ? "The body" : "Field '" + path(fault) + "'";
    }

    /** As a reader of the document would write it, for instance {@code filters[0].entityTypes[1]}. */
    private static String path(JsonMappingException fault) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : fault.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(Math.max(step.getIndex(), 0)).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String demand(MismatchedInputException fault) {
        Class<?> type = fault.getTargetType();
        if (fault instanceof InvalidNullException) {
            return "must not be null";
        }
        if (fault.getOriginalMessage().startsWith(MISSING)) {
            return "is missing";
        }
        return type == null ? "has a wrong value" : "must be " + words(type);
    }

    private static String words(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type == Ref.class) {
            return "a reference, as in {\"entityType\":\"DEVICE\",\"id\":\"…\"}";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        String scalar = scalar(type);
        return scalar == null ? "an object" : scalar;
    }

    private static @Nullable String scalar(Class<?> type) {
        return Map.<Class<?>, String>of(
                        String.class, "a text",
                        UUID.class, "a UUID",
                        Boolean.class, "true or false",
                        boolean.class, "true or false",
                        Long.class, "a whole number of at most 64 bits",
                        Integer.class, "a whole number of at most 32 bits",
                        Double.class, "a number that a double can hold",
                        JsonNode.class, "a value")
                .get(type);
    }
}

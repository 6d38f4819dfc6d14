package io.atrium.query;

import io.atrium.base.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much one query may ask for. */
final class QueryLimits {

    static final int MAX_KEY_FILTERS = 100;

    /** Deepest nesting of COMPLEX predicates. */
    static final int MAX_PREDICATE_DEPTH = 10;

    /** Most predicates of one query, nested ones included. */
    static final int MAX_PREDICATES = 300;

    /** Most {@code entityFields} and {@code latestValues} together. */
    static final int MAX_KEYS = 500;

    /** Most ids in a list of entities or groups. */
    static final int MAX_ENTITIES = 10_000;

    static final int MAX_ROOTS = 1_000;
    static final int MAX_RELATION_FILTERS = 100;

    /** Most subtypes or kinds in one filter. */
    static final int MAX_TYPES = 1_000;

    /** Most values of an IN list. */
    static final int MAX_IN_VALUES = 1_000;

    /** Longest text that a value is compared with, in characters. */
    static final int MAX_TEXT = 4_000;

    /** Longest text of an IN list, in characters. */
    static final int MAX_LIST_TEXT = 65_536;

    /** Most characters of text in all key filters of one query. */
    static final int MAX_FILTER_TEXT = 131_072;

    /** Longest pattern for names, in characters: names are not longer. */
    static final int MAX_NAME_FILTER = 255;

    /** Deepest walk over relations, also for those who ask for more or do not say. */
    static final int MAX_LEVEL = 50;

    /** Most relations that one walk passes over. */
    static final int MAX_PASSED = 1_000_000;

    /** Most entities that key listings look at. */
    static final int MAX_KEYS_PAGE = 100;

    private QueryLimits() {}

    /** The list, empty if absent. */
    static <T> List<T> list(String field, @Nullable List<T> list, int limit) {
        checkSize(field, list, limit);
        if (list == null) {
            return List.of();
        }
        if (list.stream().anyMatch(Objects::isNull)) {
            throw Problem.badRequest("Field '" + field + "' must not contain null");
        }
        return list;
    }

    static void checkSize(String field, @Nullable Collection<?> list, int limit) {
        if (list != null && list.size() > limit) {
            throw Problem.badRequest("Field '" + field + "' has more than " + limit + " elements");
        }
    }

    static void checkLength(String field, String text, int limit) {
        if (text.length() > limit) {
            throw Problem.badRequest("Field '" + field + "' is longer than " + limit + " characters");
        }
    }

    static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw Problem.badRequest("Required field '" + field + "' is missing");
        }
        return value;
    }
}

package io.atrium.http;

import java.util.List;

/**
 * A query or path parameter of a route.
 *
 * @param type String, UUID, Integer, Long, Boolean or an enum
 * @param list true if it may be repeated, or hold several values with commas between them
 */
public record Param(
        String name, In in, Class<?> type, boolean required, boolean list, List<String> values, String doc) {

    /** Where a parameter stands. */
    public enum In {
        PATH,
        QUERY
    }

    static Param path(String name, Class<?> type) {
        return new Param(name, In.PATH, type, true, false, List.of(), "");
    }
}

package io.atrium.http;

import java.util.List;
import java.util.Optional;

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

    /** The header that may stand for a query parameter: {@code xMobileToken} may come as {@code X-Mobile-Token}. */
    Optional<String> header() {
        return in == In.QUERY && name.matches("x[A-Z]\\w*")
                ? Optional.of("X" + name.substring(1).replaceAll("([A-Z])", "-$1"))
                : Optional.empty();
    }

    static Param path(String name, Class<?> type) {
        return new Param(name, In.PATH, type, true, false, List.of(), "");
    }
}

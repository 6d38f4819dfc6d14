package io.atrium.query;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name filters of aliases (device-data-api 5.3): a prefix, or where the text starts or ends with {@code %} a pattern
 * with {@code %} for any text and {@code _} for any character. Case does not count.
 */
record NamePattern(String text, boolean isPattern) {

    /** Every name. */
    static final NamePattern ALL = new NamePattern("", false);

    /** The pattern of a filter's field; blank means every name. */
    static NamePattern of(String field, @Nullable String filter) {
        String text = filter == null ? "" : filter;
        QueryLimits.checkLength(field, text, QueryLimits.MAX_NAME_FILTER);
        boolean isPattern = text.startsWith("%") || text.endsWith("%");
        return new NamePattern(isPattern ? text.toLowerCase(Locale.ROOT) : text, isPattern);
    }

    boolean matchesAll() {
        return text.isBlank();
    }

    boolean matches(String name) {
        return isPattern
                ? like(name.toLowerCase(Locale.ROOT), text)
                : name.regionMatches(true, 0, text, 0, text.length());
    }

    /** As {@link #matches}, but without a pattern the name must be the whole text. */
    boolean matchesWhole(String name) {
        return isPattern ? matches(name) : name.equalsIgnoreCase(text);
    }

    /** Goes back to the last {@code %} only, so that no pattern takes exponential time. */
    private static boolean like(String name, String pattern) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '%') {
                star = in++;
                resume = at;
            } else if (in < pattern.length() && (pattern.charAt(in) == '_' || pattern.charAt(in) == name.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '%') {
            in++;
        }
        return in == pattern.length();
    }

    static boolean containsIgnoringCase(String text, String part) {
        int last = text.length() - part.length();
        for (int i = 0; i <= last; i++) {
            if (text.regionMatches(true, i, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}

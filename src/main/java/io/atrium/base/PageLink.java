package io.atrium.base;

import org.jspecify.annotations.Nullable;

/**
 * The page that a caller asks for (access-model 5.1).
 *
 * @param pageSize 1 to {@link #MAX_PAGE_SIZE}
 * @param page 0-based
 * @param textSearch case-insensitive "contains", or empty for no filter
 * @param sortProperty a property that the route lists, or null for id order
 */
public record PageLink(
        int pageSize, int page, String textSearch, @Nullable String sortProperty, boolean ascending) {

    /** Largest page that one call may ask for. */
    public static final int MAX_PAGE_SIZE = 10_000;

    public static PageLink first(int pageSize) {
        return new PageLink(pageSize, 0, "", null, true);
    }

    public long offset() {
        return (long) page * pageSize;
    }
}

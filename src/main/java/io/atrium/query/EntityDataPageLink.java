package io.atrium.query;

import org.jspecify.annotations.Nullable;

/**
 * The page that a query asks for.
 *
 * @param textSearch case-insensitive part of any of the chosen values; of the name if none is chosen
 * @param dynamic for live queries; of no meaning here
 */
public record EntityDataPageLink(
        @Nullable Integer pageSize,
        @Nullable Integer page,
        @Nullable String textSearch,
        @Nullable EntityDataSortOrder sortOrder,
        @Nullable Boolean dynamic) {

    /** The key to sort by, and which way. */
    public record EntityDataSortOrder(
            @Nullable EntityKey key, @Nullable Direction direction) {}

    /** Upwards or downwards. */
    public enum Direction {
        ASC,
        DESC
    }

    EntityDataPageLink atMost(int size) {
        return pageSize == null || pageSize <= size
                ? this
                : new EntityDataPageLink(size, page, textSearch, sortOrder, dynamic);
    }
}

package io.atrium.entity;

import org.jspecify.annotations.Nullable;

/**
 * A directed, typed link between two entities of one tenant (device-data-api 6.1).
 *
 * @param from ordinal of the start
 * @param to ordinal of the end
 * @param group the wire's {@code typeGroup}, COMMON for everything that users draw
 */
public record Relation(
        int from,
        int to,
        String type,
        String group,
        @Nullable String additionalInfo,
        long version) {

    public static final String COMMON = "COMMON";
    public static final String CONTAINS = "Contains";

    /** Bytes that it takes in memory, about. */
    int weight() {
        return 150 + (additionalInfo == null ? 0 : additionalInfo.length());
    }

    boolean isSameLink(Relation other) {
        return from == other.from && to == other.to && type.equals(other.type) && group.equals(other.group);
    }
}

package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import org.jspecify.annotations.Nullable;

/**
 * A directed, typed link between two entities of one tenant (device-data-api 6.1).
 *
 * @param from ordinal of the start
 * @param to ordinal of the end
 * @param group the wire's {@code typeGroup}, COMMON for everything that users draw
 * @param side ordinal of the owner for whom somebody drew it who administers both ends: {@link AccessModel#TENANT} or a
 *     customer; {@link Grant#NONE} if nobody did
 */
public record Relation(
        int from,
        int to,
        String type,
        String group,
        @Nullable String additionalInfo,
        long version,
        int side) {

    public static final String COMMON = "COMMON";
    public static final String CONTAINS = "Contains";

    /** One that no side has drawn. */
    public Relation(int from, int to, String type, String group, @Nullable String additionalInfo, long version) {
        this(from, to, type, group, additionalInfo, version, Grant.NONE);
    }

    /** True if it was drawn for the owners of both ends, as they are now, or for one above both. */
    public boolean isOfOwners(AccessModel model) {
        return side == AccessModel.TENANT
                || side != Grant.NONE && model.isInChain(side, from) && model.isInChain(side, to);
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        return 150 + (additionalInfo == null ? 0 : additionalInfo.length());
    }

    boolean isSameLink(Relation other) {
        return from == other.from && to == other.to && type.equals(other.type) && group.equals(other.group);
    }
}

package io.atrium.entity;

import java.util.List;
import java.util.UUID;

/**
 * The computed groups All. Their members follow from the owner, so nothing is stored and nothing can be stale; even the
 * id follows from the owner's (docs/decisions.md).
 */
final class AllGroups {

    static final String NAME = "All";
    static final String BODY = "\"additionalInfo\":{},\"configuration\":{}";

    private static final long VERSION_MASK = 0xF000L;
    private static final long VERSION_8 = 0x8000L;

    private AllGroups() {}

    /** The id of an owner's group All: the owner's id with version 8 and the member kind mixed into the low bits. */
    static UUID id(UUID owner, String memberKind) {
        long high = owner.getMostSignificantBits() & ~VERSION_MASK | VERSION_8;
        return new UUID(high, owner.getLeastSignificantBits() ^ memberKind.hashCode() & 0xFFFF_FFFFL);
    }

    /** The ids of all groups All of an owner. */
    static List<UUID> ids(UUID owner, Kinds kinds) {
        return kinds.all().stream()
                .filter(kind -> kind.traits().groupable())
                .map(kind -> id(owner, kind.name()))
                .toList();
    }

    static boolean isAllGroup(UUID id) {
        return id.version() == 8;
    }
}

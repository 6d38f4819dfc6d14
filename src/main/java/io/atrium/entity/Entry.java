package io.atrium.entity;

import io.atrium.base.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The header of one entity, as the directory keeps it in memory.
 *
 * @param ordinal dense number of the entity in its tenant, in the order of creation
 * @param type number of the kind in the type table
 * @param owner ordinal of the owning tenant or customer; the tenant owns itself
 * @param subtype the wire's {@code type}: profile name, role type, member kind of a group
 * @param profile ordinal of the profile, -1 for none
 * @param body the kind's own fields as JSON members without braces, or their summary
 * @param whole false if the body is a summary; {@link Directory#body} has all of it
 */
public record Entry(
        int ordinal,
        int type,
        UUID id,
        int owner,
        String name,
        @Nullable String subtype,
        @Nullable String label,
        int profile,
        long version,
        String body,
        boolean whole) {

    /** Bytes for the numbers, the id and the places in the maps of the directory. */
    private static final int HEADER = 250;

    public Entry(
            int ordinal,
            int type,
            UUID id,
            int owner,
            String name,
            @Nullable String subtype,
            @Nullable String label,
            int profile,
            long version,
            String body) {
        this(ordinal, type, id, owner, name, subtype, label, profile, version, body, true);
    }

    /** The moment in the id; a group All has its owner's (version 8), and the system tenant (version 1) has none. */
    public long createdTime() {
        return id.version() >= 7 ? Ids.millisOf(id) : 0;
    }

    /** Bytes that the header takes in memory, about. */
    int weight() {
        return HEADER + name.length() + body.length() + (label == null ? 0 : label.length());
    }

    Entry withSubtype(String newSubtype) {
        return new Entry(ordinal, type, id, owner, name, newSubtype, label, profile, version + 1, body, whole);
    }

    Entry withOwner(int newOwner, long newVersion) {
        return new Entry(ordinal, type, id, newOwner, name, subtype, label, profile, newVersion, body, whole);
    }
}

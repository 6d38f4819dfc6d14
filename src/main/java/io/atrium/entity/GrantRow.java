package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.base.Ref;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A grant as the database keeps it.
 *
 * @param target the entity group or entity, or null for a generic role
 * @param publicLink true for the fixed row that makes a group public
 * @param createdBy the user who made it, or null for the platform
 */
public record GrantRow(
        UUID id,
        Entry subject,
        Entry role,
        @Nullable Entry target,
        long from,
        long until,
        boolean publicLink,
        @Nullable UUID createdBy) {

    /** The kind of a grant's id on the wire. */
    public static final String KIND = "GROUP_PERMISSION";

    /** The grant as the directory keeps it, which by now has a place for a subject that came with the same change. */
    Grant grant(Directory directory) {
        int receiver = subject.ordinal() == Grant.NONE
                ? directory.find(subject.id()).orElseThrow().ordinal()
                : subject.ordinal();
        int publisher = publicLink ? publisher(directory, createdBy) : Grant.NONE;
        return new Grant(
                id, receiver, role.ordinal(), target == null ? Grant.NONE : target.ordinal(), from, until, publisher);
    }

    /** The ordinal of whoever made a group public. */
    static int publisher(Directory directory, @Nullable UUID user) {
        return user == null || user.equals(Ref.NULL_ID)
                ? AccessModel.TENANT
                : directory.find(user).map(Entry::ordinal).orElse(Grant.GONE);
    }
}

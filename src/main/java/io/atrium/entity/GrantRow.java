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
 * @param under the customer or user on whose behalf it was made, or null for the tenant
 */
public record GrantRow(
        UUID id,
        Entry subject,
        Entry role,
        @Nullable Entry target,
        long from,
        long until,
        boolean publicLink,
        @Nullable UUID createdBy,
        @Nullable Entry under) {

    /** The kind of a grant's id on the wire. */
    public static final String KIND = "GROUP_PERMISSION";

    /** A grant on behalf of the tenant. */
    public GrantRow(
            UUID id,
            Entry subject,
            Entry role,
            @Nullable Entry target,
            long from,
            long until,
            boolean publicLink,
            @Nullable UUID createdBy) {
        this(id, subject, role, target, from, until, publicLink, createdBy, null);
    }

    /** The grant as the directory keeps it, which by now has a place for a subject that came with the same change. */
    Grant grant(Directory directory) {
        int receiver = subject.ordinal() == Grant.NONE
                ? directory.find(subject.id()).orElseThrow().ordinal()
                : subject.ordinal();
        int publisher = publicLink ? ordinal(directory, createdBy) : Grant.NONE;
        int on = target == null ? Grant.NONE : target.ordinal();
        int party = under == null ? AccessModel.TENANT : under.ordinal();
        return new Grant(id, receiver, role.ordinal(), on, from, until, publisher, party);
    }

    /** The ordinal of whoever made a group public, or on whose behalf a grant was made. */
    static int ordinal(Directory directory, @Nullable UUID party) {
        return party == null || party.equals(Ref.NULL_ID)
                ? AccessModel.TENANT
                : directory.find(party).map(Entry::ordinal).orElse(Grant.GONE);
    }
}

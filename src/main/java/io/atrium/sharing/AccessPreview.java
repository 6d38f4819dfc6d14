package io.atrium.sharing;

import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do: who gains or loses sight of which things.
 *
 * @param affectedUsers how many users would gain or lose anything, also beyond those listed
 * @param users at most {@link #MAX_USERS} of them
 */
public record AccessPreview(int affectedUsers, List<AffectedUser> users) {

    /** Most users that one preview lists. */
    static final int MAX_USERS = 200;

    /** Most things that a preview lists for one user, each way. */
    static final int MAX_ENTITIES = 100;

    /**
     * A change to try. Exactly one of the three parts is given.
     *
     * @param share a share of one entity
     * @param groupShare a share of a group
     * @param owner a change of owner
     */
    public record Request(
            @Nullable ShareRequest share,
            @Nullable GroupShare groupShare,
            @Nullable OwnerChange owner) {}

    /** A share of a group, as {@code POST /api/entityGroup/{id}/share} takes it. */
    public record GroupShare(
            @Nullable Ref entityGroupId, @Nullable ShareGroupRequest request) {}

    /** A change of owner of several things at once. */
    public record OwnerChange(
            @Nullable List<Ref> entities,
            @Nullable Ref ownerId,
            @Nullable List<Ref> groupIds) {}

    /**
     * One user with what changes for him.
     *
     * @param gains things that the user would newly see, at most {@link #MAX_ENTITIES}
     * @param gainCount how many they are in all
     */
    public record AffectedUser(
            Ref user,
            String email,
            String ownerName,
            int gainCount,
            List<Thing> gains,
            int lossCount,
            List<Thing> losses) {}

    /** A thing by id and name. */
    public record Thing(Ref id, String name) {}
}

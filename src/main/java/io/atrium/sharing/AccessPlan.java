package io.atrium.sharing;

import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do.
 *
 * @param entities all things that would change
 * @param left what they contain that would stay as it is
 * @param preview who would gain or lose sight of what
 */
public record AccessPlan(List<PlannedThing> entities, List<LeftThing> left, AccessPreview preview) {

    /** Most things that stay as they are and are listed. */
    static final int MAX_LEFT = 200;

    /**
     * A thing that would change.
     *
     * @param contained true if it was not named but is contained in what was
     * @param moves true if it would get another owner
     */
    public record PlannedThing(
            Ref id,
            String name,
            @Nullable String type,
            Ref ownerId,
            String ownerName,
            boolean contained,
            boolean moves) {}

    /** Why a contained thing stays as it is. */
    public enum Reason {
        /** It belongs to somebody else than what contains it. */
        OTHER_OWNER,
        /** The caller may see it but not change its access. */
        NOT_ALLOWED,
        /** The relation to it was drawn by somebody who does not administer both ends. */
        DRAWN_BY_OTHERS
    }

    /** A contained thing that stays as it is. */
    public record LeftThing(Ref id, String name, Reason reason) {}
}

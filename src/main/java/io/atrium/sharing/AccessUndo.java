package io.atrium.sharing;

import io.atrium.base.Ref;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The way back from a change of access, as its answer gives it. It gives no right of its own: every step needs what it
 * would need by itself.
 *
 * @param revoke grants to end
 * @param moves things to hand back, with the groups they were in
 * @param grants grants to give again, as they were
 * @param created what was made and goes again, in this order
 */
public record AccessUndo(
        @Nullable List<UUID> revoke,
        @Nullable List<Move> moves,
        @Nullable List<Given> grants,
        @Nullable List<Ref> created) {

    /** A thing with its former owner and groups. */
    public record Move(
            @Nullable Ref entity,
            @Nullable Ref ownerId,
            @Nullable List<UUID> groupIds) {}

    /** A grant as it was. */
    @io.atrium.http.SchemaName("FormerGrant")
    public record Given(
            @Nullable Ref subject,
            @Nullable Ref role,
            @Nullable Ref target,
            @Nullable Long from,
            @Nullable Long until) {}
}

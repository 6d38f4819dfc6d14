package io.atrium.sharing;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to share a group with, and how (access-model 3.2).
 *
 * @param allUserGroup true for all users of {@code ownerId}, false for the users of {@code userGroupId}
 * @param readElseWrite the read-only or the write role of the platform; not looked at if there are {@code roleIds}
 */
public record ShareGroupRequest(
        @Nullable Ref ownerId,
        @JsonAlias("isAllUserGroup") @Nullable Boolean allUserGroup,
        @Nullable Ref userGroupId,
        @Nullable Boolean readElseWrite,
        @Nullable List<Ref> roleIds) {}

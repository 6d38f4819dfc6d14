package io.atrium.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A grant on the wire (access-model 2.5): a role for a user group, on everything of its owner or on one entity group. */
public record GroupPermission(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref userGroupId,
        @Nullable Ref roleId,
        @Nullable Ref entityGroupId,
        @Nullable String entityGroupType,
        @Nullable Boolean isPublic,
        @JsonProperty("public") @Nullable Boolean publicRow,
        @Nullable String name) {}

package io.atrium.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.http.SchemaOf;
import org.jspecify.annotations.Nullable;

/**
 * A grant with the names of everything it connects.
 *
 * @param readOnly true for rows that the caller cannot change
 * @param from first millisecond in which the grant counts, 0 for always; not part of the wire contract
 * @param until first millisecond in which it no longer counts, null for never; not part of the wire contract
 */
public record GroupPermissionInfo(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref userGroupId,
        @Nullable Ref roleId,
        @Nullable Ref entityGroupId,
        @Nullable String entityGroupType,
        @SchemaOf(Role.class) @Nullable JsonNode role,
        @Nullable String entityGroupName,
        @Nullable Ref entityGroupOwnerId,
        @Nullable String entityGroupOwnerName,
        @Nullable String userGroupName,
        @Nullable Ref userGroupOwnerId,
        @Nullable String userGroupOwnerName,
        @Nullable String name,
        @JsonProperty("public") boolean publicRow,
        boolean isPublic,
        boolean readOnly,
        long from,
        @Nullable Long until) {}

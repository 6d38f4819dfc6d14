package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A named set of permissions; see access-model 2.2. */
public record Role(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String name,
        @Nullable String type,
        @Nullable JsonNode permissions,
        @Nullable JsonNode excludedPermissions,
        @Nullable Long version,
        @Nullable Ref ownerId) {}

package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** Things of one kind and one owner that are shared together. */
public record EntityGroup(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable String type,
        @Nullable String name,
        @Nullable Ref ownerId,
        @Nullable JsonNode additionalInfo,
        @Nullable JsonNode configuration,
        @Nullable Long version,
        @Nullable Ref tenantId,
        @Nullable Boolean groupAll,
        @Nullable Boolean edgeGroupAll) {}

package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group with the chain of its owners. */
public record EntityGroupInfo(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable String type,
        @Nullable String name,
        @Nullable Ref ownerId,
        @Nullable JsonNode additionalInfo,
        @Nullable JsonNode configuration,
        @Nullable Long version,
        @Nullable Ref tenantId,
        @Nullable List<Ref> ownerIds,
        @Nullable Boolean groupAll,
        @Nullable Boolean edgeGroupAll) {}

package io.atrium.asset;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.entity.NamedRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An asset with its owner and its groups. */
public record AssetInfo(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String name,
        @Nullable String type,
        @Nullable String label,
        @Nullable Ref assetProfileId,
        @Nullable Long version,
        @Nullable Ref ownerId,
        @Nullable String ownerName,
        @Nullable List<NamedRef> groups) {}

package io.atrium.asset;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A building, a room, a vehicle: something that contains devices. */
public record Asset(
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
        @Nullable Ref ownerId) {}

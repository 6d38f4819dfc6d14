package io.atrium.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.http.SchemaOf;
import org.jspecify.annotations.Nullable;

/** A window on some keys of an entity, for some time. */
public record EntityView(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref entityId,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String name,
        @Nullable String type,
        @SchemaOf(TelemetryEntityView.class) @Nullable JsonNode keys,
        @Nullable Long startTimeMs,
        @Nullable Long endTimeMs,
        @Nullable Long version,
        @Nullable Ref ownerId) {}

package io.atrium.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.entity.NamedRef;
import io.atrium.http.SchemaOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An entity view with its owner and its groups. */
public record EntityViewInfo(
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
        @Nullable Ref ownerId,
        @Nullable String ownerName,
        @Nullable List<NamedRef> groups) {}

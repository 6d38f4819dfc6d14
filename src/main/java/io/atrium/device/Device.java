package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.http.SchemaOf;
import org.jspecify.annotations.Nullable;

/** A thing that sends readings and takes commands. */
public record Device(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String name,
        @Nullable String type,
        @Nullable String label,
        @Nullable Ref deviceProfileId,
        @SchemaOf(DeviceData.class) @Nullable JsonNode deviceData,
        @Nullable Ref firmwareId,
        @Nullable Ref softwareId,
        @Nullable Long version,
        @Nullable Ref ownerId) {}

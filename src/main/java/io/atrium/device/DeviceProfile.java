package io.atrium.device;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.http.SchemaOf;
import org.jspecify.annotations.Nullable;

/** What devices of one type have in common. */
public record DeviceProfile(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable String name,
        @Nullable String description,
        @Nullable String image,
        @Nullable String type,
        @Nullable String transportType,
        @Nullable String provisionType,
        @Nullable Ref defaultRuleChainId,
        @Nullable Ref defaultDashboardId,
        @Nullable String defaultQueueName,
        @SchemaOf(DeviceProfileData.class) @Nullable JsonNode profileData,
        @Nullable String provisionDeviceKey,
        @Nullable Ref firmwareId,
        @Nullable Ref softwareId,
        @Nullable Ref defaultEdgeRuleChainId,
        @Nullable Long version,
        @JsonProperty("default") @Nullable Boolean isDefault) {}

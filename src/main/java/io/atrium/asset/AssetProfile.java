package io.atrium.asset;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** What assets of one type have in common. */
public record AssetProfile(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable String name,
        @Nullable String description,
        @Nullable String image,
        @Nullable Ref defaultRuleChainId,
        @Nullable Ref defaultDashboardId,
        @Nullable String defaultQueueName,
        @Nullable Ref defaultEdgeRuleChainId,
        @Nullable Long version,
        @JsonProperty("default") @Nullable Boolean isDefault) {}

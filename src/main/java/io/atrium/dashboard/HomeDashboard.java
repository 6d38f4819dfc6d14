package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** The dashboard that a user lands on, whole. */
public record HomeDashboard(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String title,
        @Nullable String name,
        @Nullable String image,
        @Nullable JsonNode assignedCustomers,
        @Nullable Boolean mobileHide,
        @Nullable Integer mobileOrder,
        @Nullable JsonNode configuration,
        @Nullable JsonNode resources,
        @Nullable Long version,
        @Nullable Ref ownerId,
        @Nullable Boolean hideDashboardToolbar) {}

package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** Widgets, states and aliases; the configuration is opaque to the server, and so is what a file has beside these fields. */
public record Dashboard(
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
        @Nullable Ref ownerId) {}

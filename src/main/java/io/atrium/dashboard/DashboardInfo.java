package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.entity.NamedRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dashboard with its owner and its groups. */
public record DashboardInfo(
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
        @Nullable String ownerName,
        @Nullable List<NamedRef> groups) {}

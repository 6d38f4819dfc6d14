package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** Somebody the tenant works for; owns things and users, and customers of its own. */
public record Customer(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable String country,
        @Nullable String state,
        @Nullable String city,
        @Nullable String address,
        @Nullable String address2,
        @Nullable String zip,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String title,
        @Nullable String name,
        @Nullable Ref tenantId,
        @Nullable Ref parentCustomerId,
        @Nullable Ref customerId,
        @Nullable Ref customMenuId,
        @Nullable Long version,
        @Nullable Ref ownerId) {}

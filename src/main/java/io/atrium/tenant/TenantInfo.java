package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A tenant with the name of its profile. */
public record TenantInfo(
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
        @Nullable String region,
        @Nullable Ref tenantProfileId,
        @Nullable Long version,
        @Nullable String tenantProfileName) {}

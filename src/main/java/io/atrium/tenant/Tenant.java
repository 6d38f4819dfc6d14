package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** An operator; the hard wall of the installation. */
public record Tenant(
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
        @Nullable Long version) {}

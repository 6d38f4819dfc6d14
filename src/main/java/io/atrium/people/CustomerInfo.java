package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.entity.NamedRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A customer with its owner and its groups. */
public record CustomerInfo(
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
        @Nullable Ref ownerId,
        @Nullable String ownerName,
        @Nullable List<NamedRef> groups) {}

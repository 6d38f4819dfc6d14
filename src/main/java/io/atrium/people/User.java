package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Authority;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** Somebody who logs in. */
public record User(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String email,
        @Nullable String name,
        @Nullable Authority authority,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable Ref customMenuId,
        @Nullable Long version,
        @Nullable Ref ownerId) {}

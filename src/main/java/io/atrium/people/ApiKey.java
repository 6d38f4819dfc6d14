package io.atrium.people;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A new API key with its value, which is shown this once. */
public record ApiKey(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref userId,
        @Nullable Long expirationTime,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable Boolean expired,
        String value) {}

package io.atrium.people;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its value.
 *
 * @param expirationTime in milliseconds; 0 for never
 */
public record ApiKeyInfo(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref userId,
        @Nullable Long expirationTime,
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable Boolean expired) {}

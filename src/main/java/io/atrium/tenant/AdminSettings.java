package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/**
 * One group of settings of the system or of a tenant.
 *
 * @param key {@code general} or {@code mail}
 */
record AdminSettings(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable String key,
        @Nullable JsonNode jsonValue) {}

package io.atrium.query;

import org.jspecify.annotations.Nullable;

/**
 * Names an entity, or one that depends on who asks.
 *
 * @param aliasEntityType one of CURRENT_CUSTOMER, CURRENT_TENANT, CURRENT_USER, CURRENT_USER_OWNER; may stand in {@code
 *     entityType} as well
 * @param id a UUID; of no meaning for the four
 */
public record AliasEntityId(
        @Nullable String aliasEntityType,
        @Nullable String entityType,
        @Nullable String id) {}

package io.atrium.audit;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Something that a caller asked for and was refused.
 *
 * @param customerId the customer that owns the entity, else the caller's; the null id for the tenant
 * @param entityId absent if the refusal was about a whole resource
 * @param operation the operation that was asked for, such as {@code WRITE}; absent if the reason names none
 */
public record AccessRefusal(
        Ref id,
        long createdTime,
        Ref customerId,
        @Nullable Ref entityId,
        @Nullable String entityName,
        @Nullable Ref userId,
        @Nullable String userName,
        @Nullable String operation,
        String reason) {}

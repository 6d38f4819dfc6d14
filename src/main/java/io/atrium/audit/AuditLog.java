package io.atrium.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log: who did what to whom.
 *
 * @param customerId the customer that the entry belongs to; the null id for the tenant's own
 * @param entityId absent for actions that are about no entity
 */
public record AuditLog(
        Ref id,
        long createdTime,
        Ref tenantId,
        Ref customerId,
        @Nullable Ref entityId,
        @Nullable String entityName,
        @Nullable Ref userId,
        @Nullable String userName,
        ActionType actionType,
        JsonNode actionData,
        ActionStatus actionStatus,
        String actionFailureDetails) {}

package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A persistent command as the wire shows it. */
public record Rpc(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable Ref tenantId,
        @Nullable Ref deviceId,
        @Nullable Long expirationTime,
        @Nullable JsonNode request,
        @Nullable JsonNode response,
        @Nullable RpcStatus status,
        @Nullable JsonNode additionalInfo) {}

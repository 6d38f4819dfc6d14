package io.atrium.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a user are worth nothing any more: after a log-out, a new password, a move or a lock.
 *
 * @param sessionId the one log-in that ended; null for all of them
 */
public record SessionsEnded(
        UUID tenantId, UUID userId, @Nullable UUID sessionId) {}

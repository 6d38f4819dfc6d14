package io.atrium.base;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: the facts of a verified token, API key or public link. Rights are never part of it; they are looked
 * up for every call.
 *
 * @param tenantId the tenant that the caller belongs to; {@link Ref#NULL_ID} for a system administrator
 * @param customerId the customer that owns the user, or null for users of the tenant itself
 * @param sessionId the log-in this call belongs to, or null for API keys and internal work
 * @param publicLink true for the anonymous user of a public customer
 */
public record Actor(
        Authority authority,
        UUID tenantId,
        @Nullable UUID customerId,
        UUID userId,
        String userName,
        @Nullable UUID sessionId,
        boolean publicLink) {

    public boolean isSystem() {
        return authority == Authority.SYS_ADMIN;
    }
}

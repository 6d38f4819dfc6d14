package io.atrium.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a user logs in.
 *
 * @param passwordHash null until the user has chosen a password
 * @param activateUntil end of the activation link in milliseconds; 0 for none
 * @param resetUntil end of the link to reset the password in milliseconds; 0 for none
 * @param resetAsked when such a link was last asked for; 0 for never
 * @param tokensFrom tokens that were issued before this moment are dead
 * @param passwordSet when the password was chosen; 0 for never
 * @param lastLogin 0 for never
 */
record Account(
        UUID userId,
        UUID tenantId,
        String email,
        @Nullable String passwordHash,
        boolean enabled,
        @Nullable String activateToken,
        long activateUntil,
        long resetUntil,
        long resetAsked,
        int failedAttempts,
        long tokensFrom,
        long passwordSet,
        long lastLogin) {

    boolean isActivated() {
        return passwordHash != null;
    }
}

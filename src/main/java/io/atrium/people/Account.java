package io.atrium.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a user logs in.
 *
 * @param passwordHash null until the user has chosen a password
 * @param switchedOff whether somebody switched it off, also before it was activated
 * @param activateNonce from which this installation's key makes the activation link's secret; null if there is no link
 * @param activateBy who was shown the activation link last; null if that is not known
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
        boolean switchedOff,
        @Nullable String activateNonce,
        @Nullable UUID activateBy,
        long activateUntil,
        long resetUntil,
        long resetAsked,
        int failedAttempts,
        long tokensFrom,
        long passwordSet,
        long lastLogin) {

    /** The account after everything of before ended. */
    Account from(long moment) {
        return new Account(
                userId,
                tenantId,
                email,
                passwordHash,
                enabled,
                switchedOff,
                activateNonce,
                activateBy,
                activateUntil,
                resetUntil,
                resetAsked,
                failedAttempts,
                moment,
                passwordSet,
                lastLogin);
    }

    boolean isActivated() {
        return passwordHash != null;
    }
}

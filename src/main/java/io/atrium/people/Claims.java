package io.atrium.people;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token with a good signature says. Rights and owners are never taken from here.
 *
 * @param session the log-in; null for visitors of a public link
 * @param publicCustomer the public customer whose link was opened; null for people
 * @param issued when it was made, in milliseconds, so that a token of the same second as a log-out can be told apart
 * @param tokenId which of a log-in's refresh tokens it is; null for access tokens
 * @param guise who is behind the user; null when it is the user itself
 */
record Claims(
        UUID userId,
        @Nullable UUID session,
        @Nullable UUID tenantOfPublic,
        @Nullable UUID publicCustomer,
        long issued,
        long expires,
        @Nullable UUID tokenId,
        @Nullable Guise guise) {

    /**
     * Somebody in the place of a user.
     *
     * @param by who it is
     * @param session the log-in of his from which he does it; null if he had none
     * @param readOnly true for looking on, false for acting
     */
    record Guise(UUID by, @Nullable UUID session, boolean readOnly) {}

    boolean isPublic() {
        return publicCustomer != null;
    }
}

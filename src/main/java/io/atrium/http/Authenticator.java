package io.atrium.http;

import io.atrium.base.Actor;

/** Turns the credentials of a request into the caller, or refuses with a problem of status 401. */
@FunctionalInterface
public interface Authenticator {

    /**
     * @param credentials the value of {@code X-Authorization} or {@code Authorization}: {@code Bearer <jwt>} or
     *     {@code ApiKey <value>}; empty if the request has none
     */
    Actor authenticate(String credentials);

    /** Whether a caller was given the token against forged calls with the session that this call belongs to. */
    default boolean vouches(Actor actor, String csrfToken) {
        return false;
    }

    /** The first millisecond in which good credentials are worth nothing any more; {@link Long#MAX_VALUE} for never. */
    default long validUntil(String credentials) {
        return Long.MAX_VALUE;
    }
}

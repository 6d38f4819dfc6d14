package io.atrium.tenant;

import org.jspecify.annotations.Nullable;

/**
 * How log-ins are signed and how long they last. Taken from the start configuration, so that no call can weaken them.
 *
 * @param tokenExpirationTime life time of an access token, in seconds
 * @param refreshTokenExpTime life time of a refresh token, in seconds
 * @param tokenSigningKey never shown: always null
 */
public record JwtSettings(
        int tokenExpirationTime,
        int refreshTokenExpTime,
        String tokenIssuer,
        @Nullable String tokenSigningKey) {

    public JwtSettings(int tokenExpirationTime, int refreshTokenExpTime, String tokenIssuer) {
        this(tokenExpirationTime, refreshTokenExpTime, tokenIssuer, null);
    }
}

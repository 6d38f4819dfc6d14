package io.atrium.people;

import io.atrium.base.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long tokens are good, and how they are signed (access-model 6.1). The times can be saved and hold for tokens made
 * from then on; the issuer and the key belong to the installation.
 *
 * @param tokenExpirationTime life time of an access token, in seconds
 * @param refreshTokenExpTime life time of a refresh token, in seconds
 * @param tokenSigningKey never shown: always null
 */
record JwtSettings(
        @Nullable Integer tokenExpirationTime,
        @Nullable Integer refreshTokenExpTime,
        @Nullable String tokenIssuer,
        @Nullable String tokenSigningKey) {

    static final String KEY = "jwt";

    private static final int MIN_ACCESS = 60;
    private static final int MAX_ACCESS = 604_800;
    private static final int MIN_REFRESH = 900;
    private static final int MAX_REFRESH = 31_536_000;

    static JwtSettings of(Duration access, Duration refresh) {
        return new JwtSettings((int) access.toSeconds(), (int) refresh.toSeconds(), Tokens.ISSUER, null);
    }

    /** Refuses what is out of bounds, and what cannot be changed here. */
    JwtSettings checked() {
        int access = within("tokenExpirationTime", tokenExpirationTime, MIN_ACCESS, MAX_ACCESS);
        int refresh = within("refreshTokenExpTime", refreshTokenExpTime, MIN_REFRESH, MAX_REFRESH);
        if (refresh <= access) {
            throw Problem.badRequest("Field 'refreshTokenExpTime' must be greater than 'tokenExpirationTime'");
        }
        if (tokenIssuer != null && !tokenIssuer.equals(Tokens.ISSUER)) {
            throw Problem.badRequest("Field 'tokenIssuer' is always " + Tokens.ISSUER);
        }
        if (tokenSigningKey != null && !tokenSigningKey.isEmpty()) {
            throw Problem.badRequest(
                    "Field 'tokenSigningKey' cannot be set; the key is made by the installation and never leaves it");
        }
        return of(Duration.ofSeconds(access), Duration.ofSeconds(refresh));
    }

    private static int within(String field, @Nullable Integer value, int min, int max) {
        if (value == null || value < min || value > max) {
            throw Problem.badRequest("Field '" + field + "' must be between " + min + " and " + max + " seconds");
        }
        return value;
    }

    Duration access(Duration fallback) {
        return tokenExpirationTime == null ? fallback : Duration.ofSeconds(tokenExpirationTime);
    }

    Duration refresh(Duration fallback) {
        return refreshTokenExpTime == null ? fallback : Duration.ofSeconds(refreshTokenExpTime);
    }
}

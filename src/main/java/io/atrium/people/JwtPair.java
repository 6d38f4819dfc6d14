package io.atrium.people;

import io.atrium.base.Authority;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a log-in.
 *
 * @param scope set only while a log-in is half done; always null here
 */
record JwtPair(String token, String refreshToken, @Nullable Authority scope) {

    static JwtPair of(LoginResponse tokens) {
        return new JwtPair(tokens.token(), tokens.refreshToken(), null);
    }
}

package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Problem;
import io.atrium.http.Authenticator;
import io.atrium.people.Claims.Guise;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Finds the caller behind a token or an API key. The token only names the user; owner, authority and whether the user
 * may still come in are those of this moment.
 */
final class TokenAuthenticator implements Authenticator {

    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "ApiKey ";

    private final Tokens tokens;
    private final Accounts accounts;
    private final ApiKeys keys;
    private final Standing standing;
    private final InstantSource clock;

    TokenAuthenticator(Parts parts, ApiKeys keys, Standing standing) {
        this.tokens = parts.tokens();
        this.accounts = parts.accounts();
        this.keys = keys;
        this.standing = standing;
        this.clock = parts.platform().clock();
    }

    @Override
    public Actor authenticate(String credentials) {
        if (credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return current(
                    tokens.verifyAccess(credentials.substring(BEARER.length()).strip()));
        }
        if (credentials.regionMatches(true, 0, API_KEY, 0, API_KEY.length())) {
            return keys.caller(credentials.substring(API_KEY.length()).strip());
        }
        throw Problem.authentication("Authentication failed");
    }

    @Override
    public boolean vouches(Actor actor, String csrfToken) {
        UUID session = actor.sessionId();
        return session != null
                && MessageDigest.isEqual(
                        tokens.csrf(session).getBytes(StandardCharsets.UTF_8),
                        csrfToken.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long validUntil(String credentials) {
        if (credentials.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.verifyAccess(credentials.substring(BEARER.length()).strip())
                    .expires();
        }
        return credentials.regionMatches(true, 0, API_KEY, 0, API_KEY.length())
                ? keys.validUntil(credentials.substring(API_KEY.length()).strip())
                : Long.MAX_VALUE;
    }

    /** The caller of claims with a good signature, if they still hold. */
    Actor current(Claims claims) {
        if (claims.expires() <= clock.millis()) {
            throw expired();
        }
        UUID customer = claims.publicCustomer();
        UUID tenant = claims.tenantOfPublic();
        if (customer != null && tenant != null) {
            return accounts.visitor(tenant, customer).orElseThrow(TokenAuthenticator::expired);
        }
        UUID session = claims.session();
        if (session == null
                || !accounts.honours(claims.userId(), claims.issued())
                || !accounts.isOpen(claims.userId(), session)) {
            throw expired();
        }
        Actor actor = accounts.state(claims.userId())
                .flatMap(state -> accounts.actor(state.tenantId(), claims.userId(), session))
                .orElseThrow(TokenAuthenticator::expired);
        Guise guise = claims.guise();
        return guise == null ? actor : impersonated(actor, guise, claims.issued());
    }

    /**
     * Both names go on the audit log. It ends when he who is behind the user logs out, changes his password, is switched
     * off or moved, and when he has no right to it any more.
     */
    private Actor impersonated(Actor actor, Guise guise, long issued) {
        UUID impersonator = guise.by();
        UUID from = guise.session();
        if (!accounts.honours(impersonator, issued)
                || from != null && !accounts.isOpen(impersonator, from)
                || !standing.holds(impersonator, Operation.IMPERSONATE, actor)) {
            throw expired();
        }
        String by = accounts.state(impersonator)
                .flatMap(state -> accounts.actor(state.tenantId(), impersonator, null))
                .map(Actor::userName)
                .orElseThrow(TokenAuthenticator::expired);
        return actor.as(
                actor.userName() + " (by " + by + ")",
                actor.sessionId(),
                guise.readOnly() ? Entrance.VIEW_AS : Entrance.ACT_AS,
                impersonator);
    }

    static Problem expired() {
        return Problem.of(Problem.Kind.TOKEN_EXPIRED, "Token has expired");
    }
}

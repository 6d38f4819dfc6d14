package io.atrium.people;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.http.Cookie;
import io.atrium.http.Cookies;
import io.atrium.http.Reply;
import io.atrium.people.Claims.Guise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Log-ins of the web app, in two cookies: one with the access token, which may be that of a look, and one with the refresh
 * token, which is always the user's own and so the way back from a look.
 */
final class WebSessions {

    static final String REFRESH = "atrium_refresh";

    private static final String EVERYWHERE = "/api";
    private static final String SESSION_ROUTES = "/api/session";

    private final Parts parts;
    private final Logins logins;
    private final TokenAuthenticator authenticator;
    private final String mapTiles;

    WebSessions(Parts parts, Logins logins, TokenAuthenticator authenticator, String mapTiles) {
        this.parts = parts;
        this.logins = logins;
        this.authenticator = authenticator;
        this.mapTiles = mapTiles;
    }

    /** The answer that opens a session, or lets one go on, with new tokens of a user's own. */
    Reply open(LoginResponse tokens) {
        return answer(tokens.token()).with(List.of(access(tokens.token()), refresh(tokens.refreshToken())));
    }

    /**
     * The answer that lets a page go on in a log-in that a program has, by its access token only: the refresh token stays
     * the program's, and the page ends when the program logs out. Nobody is moved from his own session into another's, and
     * no look becomes more than a look.
     */
    Reply enter(String token, Cookies cookies) {
        Claims claims = parts.tokens().verifyAccess(token);
        Actor actor = authenticator.current(claims);
        if (claims.session() == null || claims.guise() != null) {
            throw Problem.badRequest("Only a user's own log-in can be taken into a page");
        }
        boolean taken = Stream.of(visible(cookies), owner(cookies))
                .flatMap(Optional::stream)
                .anyMatch(here -> here.readOnly() || !here.userId().equals(actor.userId()));
        if (taken) {
            throw Problem.forbidden("Somebody else is logged in here, or looks on");
        }
        return answer(token).with(List.of(access(token), Cookie.gone(REFRESH, SESSION_ROUTES, isSecure())));
    }

    private Optional<Actor> visible(Cookies cookies) {
        try {
            return cookies.find(Cookies.SESSION)
                    .map(token -> authenticator.current(parts.tokens().verifyAccess(token)));
        } catch (Problem ended) {
            return ended(ended);
        }
    }

    /** The answer that begins a look; the user's own log-in waits. */
    Reply look(LoginResponse tokens) {
        return answer(tokens.token()).with(List.of(access(tokens.token())));
    }

    /** Refreshes the user's own log-in; a look that is under way goes on until its own end. */
    Reply refresh(Cookies cookies) {
        LoginResponse own = logins.refresh(cookies.find(REFRESH).orElse(""));
        Optional<String> look = lookOf(cookies, own);
        return look.isEmpty() ? open(own) : answer(look.get()).with(List.of(refresh(own.refreshToken())));
    }

    private Optional<String> lookOf(Cookies cookies, LoginResponse own) {
        try {
            String token = cookies.find(Cookies.SESSION).orElse("");
            Claims claims = parts.tokens().verifyAccess(token);
            Actor actor = authenticator.current(claims);
            Guise guise = claims.guise();
            boolean his = guise != null
                    && guise.by()
                            .equals(parts.tokens().verifyAccess(own.token()).userId());
            return actor.readOnly() && his ? Optional.of(token) : Optional.empty();
        } catch (Problem ended) {
            return ended(ended);
        }
    }

    /** What the cookies of a call say about its session. */
    WebSession current(Cookies cookies) {
        if (!cookies.credentials()) {
            throw Problem.badRequest("This is for the web app's session, which is kept in a cookie");
        }
        return describe(cookies.find(Cookies.SESSION).orElse(""));
    }

    /** The caller behind the refresh token, as far as there is one; not the one that he looks on as. */
    Optional<Actor> owner(Cookies cookies) {
        try {
            return cookies.find(REFRESH)
                    .map(token -> authenticator.current(parts.tokens().verifyRefresh(token)));
        } catch (Problem ended) {
            return ended(ended);
        }
    }

    private static <T> Optional<T> ended(Problem problem) {
        if (problem.kind().status() != Problem.Kind.AUTHENTICATION.status()) {
            throw problem;
        }
        return Optional.empty();
    }

    /** An answer that also takes the cookies away. */
    Reply closed(Reply reply) {
        return reply.with(List.of(
                Cookie.gone(Cookies.SESSION, EVERYWHERE, isSecure()),
                Cookie.gone(REFRESH, SESSION_ROUTES, isSecure())));
    }

    private Reply answer(String token) {
        return Reply.json(200, describe(token));
    }

    private WebSession describe(String token) {
        Claims claims = parts.tokens().verifyAccess(token);
        UUID session = claims.session();
        if (session == null) {
            throw Problem.badRequest("A visitor has no session");
        }
        String csrf = parts.tokens().csrf(session);
        Guise guise = claims.guise();
        if (guise == null) {
            return new WebSession(csrf, claims.userId(), claims.expires(), mapTiles, null);
        }
        WebSession.ViewingAs look =
                new WebSession.ViewingAs(claims.userId(), name(claims.userId()), claims.expires(), name(guise.by()));
        return new WebSession(csrf, guise.by(), claims.expires(), mapTiles, look);
    }

    private String name(UUID user) {
        return parts.accounts()
                .state(user)
                .flatMap(state -> parts.accounts().actor(state.tenantId(), user, null))
                .map(Actor::userName)
                .orElse("");
    }

    private Cookie access(String token) {
        return new Cookie(
                Cookies.SESSION, token, EVERYWHERE, left(parts.tokens().verifyAccess(token)), isSecure());
    }

    private Cookie refresh(String token) {
        return new Cookie(REFRESH, token, SESSION_ROUTES, left(parts.tokens().verifyRefresh(token)), isSecure());
    }

    private Duration left(Claims claims) {
        return Duration.ofMillis(
                Math.max(0, claims.expires() - parts.platform().clock().millis()));
    }

    private boolean isSecure() {
        return "https".equalsIgnoreCase(parts.publicUrl().get().getScheme());
    }
}

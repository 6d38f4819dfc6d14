package io.atrium.http;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * Finds out who calls: by a header, or else by the cookie of the web app. A browser sends a cookie whoever wrote the page
 * that asks, so a call by cookie that changes something must also bring what only our own pages know.
 */
final class Callers {

    /** The header with the token that goes with a session of the web app. */
    static final String CSRF = "X-Atrium-Csrf";

    private final Authenticator authenticator;
    private final OwnOrigin own;

    Callers(Authenticator authenticator, OwnOrigin own) {
        this.authenticator = authenticator;
        this.own = own;
    }

    Cookies cookies(HttpServerRequest request) {
        return Cookies.of(request, own);
    }

    /** The caller of a route that needs one, or a problem. */
    Call.Caller of(HttpServerRequest request, Cookies cookies, Route route) {
        if (route.isAnonymous()) {
            return Call.Caller.NOBODY;
        }
        String credentials = credentials(request, cookies);
        Actor actor = authenticator.authenticate(credentials);
        if (cookies.credentials() && !route.method().equals("GET")) {
            String token = request.getHeader(CSRF);
            if (token == null || !authenticator.vouches(actor, token)) {
                throw Problem.forbidden("The header '" + CSRF + "' must hold the csrfToken of the session");
            }
        }
        route.requireCaller(actor);
        return new Call.Caller(actor, () -> authenticator.authenticate(credentials));
    }

    private static String credentials(HttpServerRequest request, Cookies cookies) {
        if (cookies.credentials()) {
            return "Bearer " + cookies.find(Cookies.SESSION).orElse("");
        }
        MultiMap headers = request.headers();
        String value = headers.get("X-Authorization");
        if (value == null) {
            value = headers.get("Authorization");
        }
        return value == null ? "" : value;
    }
}

package io.atrium.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cookies of a request. Those that come with a page of somebody else's are not looked at.
 *
 * @param credentials true if a cookie is all that says who calls; a header would have won
 * @param foreign true if a page of another origin asks
 */
public record Cookies(Map<String, String> values, boolean credentials, boolean foreign) {

    /** The cookie that holds the access token of the web app. */
    public static final String SESSION = "atrium_session";

    /** Names of cookies that come over TLS begin with it (RFC 6265bis section 4.1.3.2). */
    static final String HOST_ONLY = "__Host-";

    static final Cookies NONE = new Cookies(Map.of(), false, false);

    public static Cookies of(HttpServerRequest request, OwnOrigin own) {
        if (isForeign(request, own)) {
            return new Cookies(Map.of(), false, true);
        }
        Map<String, String> values = new HashMap<>();
        String prefix = own.isSecure() ? HOST_ONLY : "";
        request.cookies().forEach(cookie -> {
            if (cookie.getName().startsWith(prefix)) {
                values.putIfAbsent(cookie.getName().substring(prefix.length()), cookie.getValue());
            }
        });
        boolean header = request.headers().contains("X-Authorization")
                || request.headers().contains("Authorization");
        return new Cookies(values, !header && values.containsKey(SESSION), false);
    }

    private static boolean isForeign(HttpServerRequest request, OwnOrigin own) {
        String origin = request.getHeader("Origin");
        String site = request.getHeader("Sec-Fetch-Site");
        return origin != null && !own.is(origin, request.getHeader("Host"))
                || "cross-site".equals(site)
                || "same-site".equals(site);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}

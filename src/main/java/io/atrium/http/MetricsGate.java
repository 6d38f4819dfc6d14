package io.atrium.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code /metrics} to who may know how the server fares: callers with the operator's token, or, where none is set,
 * those on this very machine. What a proxy passes on comes from elsewhere, wherever the proxy stands, and so does what a
 * page asks for whose name was pointed here.
 */
public final class MetricsGate {

    private static final Logger LOG = Logger.getLogger(MetricsGate.class);
    private static final String PATH = "/metrics";
    private static final String BEARER = "Bearer ";
    private static final String[] PASSED_ON = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"};

    private final @Nullable String token;

    /** @param token that callers must bring as {@code Authorization: Bearer}; null for callers on this machine only */
    public MetricsGate(@Nullable String token) {
        this.token = token == null || token.isEmpty() ? null : token;
    }

    /** @param order before the one of what answers the path */
    public void mount(Router router, int order) {
        router.route(PATH).order(order).handler(this::judge);
        router.route(PATH + "/*").order(order).handler(this::judge);
    }

    private void judge(RoutingContext context) {
        if (isAllowed(context.request())) {
            context.next();
        } else {
            context.response().setStatusCode(token == null ? 403 : 401).end();
        }
    }

    private boolean isAllowed(HttpServerRequest request) {
        if (token != null) {
            String given = request.getHeader("Authorization");
            return given != null
                    && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && MessageDigest.isEqual(bytes(given.substring(BEARER.length())), bytes(token));
        }
        for (String header : PASSED_ON) {
            if (request.headers().contains(header)) {
                return false;
            }
        }
        return isLocal(request) && isNamedLocally(request);
    }

    private static boolean isNamedLocally(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        String host = asked == null ? "" : asked.host().replace("[", "").replace("]", "");
        try {
            return host.equalsIgnoreCase("localhost")
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            LOG.debug("Not asked for by an address of this machine", e);
            return false;
        }
    }

    private static boolean isLocal(HttpServerRequest request) {
        String address =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return address != null
                && (address.startsWith("127.")
                        || address.equals("::1")
                        || address.equals("0:0:0:0:0:0:0:1")
                        || address.startsWith("::ffff:127."));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

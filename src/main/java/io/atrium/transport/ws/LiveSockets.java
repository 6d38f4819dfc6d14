package io.atrium.transport.ws;

import io.atrium.http.ClientAddress;
import io.atrium.http.Cookies;
import io.atrium.http.OwnOrigin;
import io.atrium.http.ProblemBody;
import io.atrium.http.SecurityHeaders;
import io.atrium.live.Live;
import io.atrium.live.LiveConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Serves {@code GET /api/ws} and {@code GET /api/ws/plugins/telemetry} with an upgrade to a WebSocket. The token may stand
 * in the query as {@code token}; on the first path it may also come in the first message. Pages of this server need
 * neither, their cookie says who it is.
 */
public final class LiveSockets {

    private static final Logger LOG = Logger.getLogger(LiveSockets.class);
    private static final String PATH = "/api/ws";
    private static final String VERSION = "13";
    private static final int KEY_LENGTH = 24;
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;
    private static final String WRAPPED = PATH + "/plugins/telemetry";
    /** Before the REST API, which reads whole bodies of everything under {@code /api}. */
    private static final int ORDER = -1_000;

    private final Live live;
    private final LiveConfig config;
    private final OwnOrigin own;
    private final ClientAddress from;
    private final Strangers strangers;
    private final InstantSource clock;

    public LiveSockets(Live live, LiveConfig config, OwnOrigin own, ClientAddress from, InstantSource clock) {
        this.clock = clock;
        this.from = from;
        this.live = live;
        this.config = config;
        this.own = own;
        this.strangers = new Strangers(config.maxUnknown(), config.maxUnknownPerAddress());
    }

    public void mount(Router router) {
        router.route(PATH).order(ORDER).handler(this::upgrade);
        router.route(PATH + "/*").order(ORDER).handler(this::upgrade);
    }

    private void upgrade(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            context.next();
            return;
        }
        String path = request.path();
        boolean wrapped = path.equals(WRAPPED);
        if (!wrapped && !path.equals(PATH) && !path.equals(PATH + "/")) {
            context.next();
            return;
        }
        if (!isHandshake(request)) {
            return;
        }
        String token = token(request);
        String network = from.network(request);
        request.toWebSocket()
                .onSuccess(socket ->
                        new Line(context.vertx(), socket, config, strangers, network).start(live, wrapped, token))
                .onFailure(fault -> LOG.debug("A client did not finish its handshake", fault));
    }

    /** Whether the request is one that opens a WebSocket (RFC 6455 section 4.2.1); if not, it is answered here. */
    private boolean isHandshake(HttpServerRequest request) {
        String connection = String.valueOf(request.getHeader("Connection")).toLowerCase(Locale.ROOT);
        String key = request.getHeader("Sec-WebSocket-Key");
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            request.response().putHeader("Sec-WebSocket-Version", VERSION);
            refuse(request, UPGRADE_REQUIRED, "The header 'Sec-WebSocket-Version' must be " + VERSION);
        } else if (!request.method().equals(HttpMethod.GET)
                || !request.version().equals(HttpVersion.HTTP_1_1)) {
            refuse(request, BAD_REQUEST, "A WebSocket is opened by GET in HTTP/1.1");
        } else if (!connection.contains("upgrade")) {
            refuse(request, BAD_REQUEST, "The header 'Connection' must be 'Upgrade'");
        } else if (key == null || key.length() != KEY_LENGTH) {
            refuse(request, BAD_REQUEST, "The header 'Sec-WebSocket-Key' must be 16 bytes in Base64");
        } else {
            return true;
        }
        return false;
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        SecurityHeaders.ofData(request.response().headers());
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(ProblemBody.of(status, message, clock.millis())));
    }

    /**
     * What the client brings along. Any page may open a socket here and the browser adds our cookies, so they count only
     * if it says that the page is ours.
     */
    private String token(HttpServerRequest request) {
        String token = request.getParam("token");
        if (token != null) {
            return token;
        }
        Cookies cookies = Cookies.of(request, own);
        boolean ofPage = request.getHeader("Origin") != null && cookies.credentials();
        return ofPage ? cookies.find(Cookies.SESSION).orElse("") : "";
    }
}

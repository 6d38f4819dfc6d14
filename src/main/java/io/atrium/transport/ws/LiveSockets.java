package io.atrium.transport.ws;

import io.atrium.http.Cookies;
import io.atrium.http.OwnOrigin;
import io.atrium.live.Live;
import io.atrium.live.LiveConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/**
 * Serves {@code GET /api/ws} and {@code GET /api/ws/plugins/telemetry} with an upgrade to a WebSocket. The token may stand
 * in the query as {@code token}; on the first path it may also come in the first message. Pages of this server need
 * neither, their cookie says who it is.
 */
public final class LiveSockets {

    private static final Logger LOG = Logger.getLogger(LiveSockets.class);
    private static final String PATH = "/api/ws";
    private static final String WRAPPED = PATH + "/plugins/telemetry";
    /** Before the REST API, which reads whole bodies of everything under {@code /api}. */
    private static final int ORDER = -1_000;

    private final Live live;
    private final LiveConfig config;
    private final OwnOrigin own;
    private final Strangers strangers;

    public LiveSockets(Live live, LiveConfig config, OwnOrigin own) {
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
        String token = token(request);
        request.toWebSocket()
                .onSuccess(socket -> open(context, socket, wrapped, token))
                .onFailure(fault -> LOG.debug("A client did not finish its handshake", fault));
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

    private void open(RoutingContext context, ServerWebSocket socket, boolean wrapped, String token) {
        new Line(context.vertx(), socket, config, strangers).start(live, wrapped, token);
    }
}

package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the web app: {@code GET} of everything that is no route of the server. A file of the app is sent as it is; any
 * other address is one that the app itself understands, so it gets the app's page.
 */
public final class WebApp {

    /** After all routes of the server, and after those that Quarkus adds. */
    private static final int ORDER = 1_000_000;

    /** Before the handler of faults that Quarkus adds. */
    private static final int FIRST = -100_000;

    private static final int INTERNAL = 500;
    private static final Logger LOG = Logger.getLogger(WebApp.class);

    private static final String NONCE = "__CSP_NONCE__";
    private static final String NO_APP = "The web app is not part of this build; the API is described at /api/docs\n";
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private static final Set<String> SERVER_ROOTS = Set.of("api", "metrics", "q");

    private final WebFiles files;
    private final WebPolicy policy;
    private final Supplier<String> nonces;
    private final InstantSource clock;
    private final @Nullable String page;

    /**
     * @param files the built app
     * @param nonces gives a new secret for every page sent
     */
    public WebApp(WebFiles files, WebPolicy policy, Supplier<String> nonces, InstantSource clock) {
        this.clock = clock;
        this.files = files;
        this.policy = policy;
        this.nonces = nonces;
        this.page = files.find("index.html")
                .map(file -> new String(files.bytes(file, ""), StandardCharsets.UTF_8))
                .orElse(null);
    }

    public void mount(Router router) {
        router.route().order(FIRST).failureHandler(this::failed);
        router.route().order(ORDER).handler(this::serve);
    }

    /** The last word on what no route took. */
    private void refuse(HttpServerRequest request, Problem problem) {
        request.response().setStatusCode(problem.kind().status()).putHeader("Content-Type", "application/json");
        end(request, ProblemBody.of(problem, clock.millis()));
    }

    /** A fault in whatever route of the framework looks like one of ours. */
    private void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        Throwable fault = context.failure();
        if (fault != null) {
            LOG.error("A request failed", fault);
        }
        refuse(
                context.request(),
                fault == null && context.statusCode() < INTERNAL
                        ? Problem.badRequest("Malformed request")
                        : Problem.of(Problem.Kind.INTERNAL, "Internal server error"));
    }

    private void serve(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        boolean read =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        if (!read || SERVER_ROOTS.contains(PathRoot.of(path))) {
            refuse(request, Problem.notFound());
            return;
        }
        WebFiles.File file = path.equals("/index.html")
                ? null
                : files.find(path.substring(Math.min(1, path.length()))).orElse(null);
        if (file != null) {
            sendFile(request, file);
        } else if (isPage(request, path)) {
            sendPage(request);
        } else {
            request.response().putHeader("Cache-Control", "no-cache");
            refuse(request, Problem.notFound());
        }
    }

    /** Addresses of the app are asked for by people; scripts, pictures and sources of attacks have endings. */
    private static boolean isPage(HttpServerRequest request, String path) {
        // Without the slash it is a page of the app.
        if (path.startsWith("/assets/")) {
            return false;
        }
        String accept = request.getHeader("Accept");
        if (accept != null && accept.contains("text/html")) {
            return true;
        }
        boolean any = accept == null || accept.contains("*/*");
        return any && path.indexOf('.', path.lastIndexOf('/')) < 0;
    }

    private void sendPage(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        policy.guard(response.headers());
        if (page == null) {
            response.putHeader("Content-Type", "text/plain;charset=UTF-8");
            response.setStatusCode(404);
            end(request, NO_APP.getBytes(StandardCharsets.UTF_8));
            return;
        }
        String nonce = nonces.get();
        response.putHeader("Content-Security-Policy", policy.ofPage(nonce));
        // Every answer has another nonce, so an older copy is of no use.
        response.putHeader("Cache-Control", "no-cache");
        response.putHeader("Content-Type", "text/html;charset=UTF-8");
        end(request, page.replace(NONCE, nonce).getBytes(StandardCharsets.UTF_8));
    }

    private void sendFile(HttpServerRequest request, WebFiles.File file) {
        HttpServerResponse response = request.response();
        policy.guard(response.headers());
        String tag = '"' + file.tag() + '"';
        boolean hashed = file.name().startsWith("assets/");
        response.putHeader("ETag", tag).putHeader("Cache-Control", hashed ? FOREVER : "no-cache");
        if (!file.forms().isEmpty()) {
            response.putHeader("Vary", "Accept-Encoding");
        }
        String known = request.getHeader("If-None-Match");
        if (known != null && known.contains(tag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", file.type());
        String form = form(file, request.getHeader("Accept-Encoding"));
        if (!form.isEmpty()) {
            response.putHeader("Content-Encoding", form.equals("gz") ? "gzip" : form);
        }
        end(request, files.bytes(file, form));
    }

    private static String form(WebFiles.File file, @Nullable String accepted) {
        if (accepted == null) {
            return "";
        }
        if (file.forms().contains("br") && takes(accepted, "br")) {
            return "br";
        }
        return file.forms().contains("gz") && takes(accepted, "gzip") ? "gz" : "";
    }

    private static boolean takes(String accepted, String coding) {
        for (String part : accepted.split(",")) {
            String[] words = part.strip().split(";", 2);
            if (words[0].strip().equalsIgnoreCase(coding)) {
                return words.length == 1 || !words[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static void end(HttpServerRequest request, byte[] body) {
        HttpServerResponse response = request.response();
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(body.length)).end();
        } else {
            LongAnswer.send(request, body, null);
        }
    }
}

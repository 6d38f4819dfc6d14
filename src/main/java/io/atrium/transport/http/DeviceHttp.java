package io.atrium.transport.http;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.http.SecurityHeaders;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceSession;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code POST /api/v1/{token}/telemetry}, {@code POST} and {@code GET /api/v1/{token}/attributes}. A message is
 * read, judged and handed over on its event loop and answered when it is durable.
 *
 * <p>Differs from the incumbent on purpose: a malformed body is the sender's fault and gets 400 with a problem that
 * names the field and the limit, not 500; a full queue gets 503 with {@code Retry-After}, not an empty 500.
 */
public final class DeviceHttp {

    private static final Logger LOG = Logger.getLogger(DeviceHttp.class);

    private static final String PREFIX = "/api/v1/";
    /** Before the REST API, which reads whole bodies of everything under {@code /api}. */
    private static final int ORDER = -1_000;
    /** Longer bodies are judged on a worker thread, so that one of them does not hold up everybody else. */
    private static final int LOOP_BYTES = 64 << 10;

    private static final int MAX_TOKEN = 255;
    private static final String RETRY_SECONDS = "1";

    private final DeviceGateway gateway;
    private final InstantSource clock;
    private final DeviceHttpConfig config;

    public DeviceHttp(DeviceGateway gateway, InstantSource clock, DeviceHttpConfig config) {
        this.gateway = gateway;
        this.clock = clock;
        this.config = config;
    }

    /** Adds the routes; paths below {@code /api/v1} that are none of these go on to the next route. */
    public void mount(Router router) {
        router.route(PREFIX + "*").order(ORDER).handler(this::route);
    }

    /** The first message of a device looks its token up in the database, beside the event loop. */
    private void route(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        int slash = path.indexOf('/', PREFIX.length());
        Optional<String> token = slash < 0 ? Optional.empty() : token(path.substring(PREFIX.length(), slash));
        if (token.isEmpty() || gateway.isInMemory(token.get())) {
            routeNow(context, path, slash);
            return;
        }
        request.pause();
        context.vertx()
                .executeBlocking(() -> gateway.byToken(token.get()), false)
                .onComplete(done -> {
                    request.resume();
                    if (done.succeeded()) {
                        routeNow(context, path, slash);
                    } else {
                        LOG.warn("A device's token could not be looked up", done.cause());
                        refuse(request, Problem.of(Problem.Kind.UNAVAILABLE, "The database does not answer"));
                    }
                });
    }

    private void routeNow(RoutingContext context, String path, int slash) {
        HttpServerRequest request = context.request();
        String what = slash < 0 ? "" : path.substring(slash + 1);
        boolean post = request.method().equals(HttpMethod.POST);
        if (what.equals("telemetry") && post) {
            session(request, path, slash)
                    .ifPresent(session -> receive(
                            context,
                            "ATRIUM_DEVICE_HTTP_MAX_TELEMETRY",
                            config.maxTelemetry().count(),
                            session,
                            gateway::telemetry));
        } else if (what.equals("attributes") && post) {
            session(request, path, slash)
                    .ifPresent(session -> receive(
                            context,
                            "ATRIUM_DEVICE_HTTP_MAX_ATTRIBUTES",
                            config.maxAttributes().count(),
                            session,
                            gateway::attributes));
        } else if (what.equals("attributes") && request.method().equals(HttpMethod.GET)) {
            session(request, path, slash).ifPresent(session -> attributes(context, session));
        } else {
            context.next();
        }
    }

    /** The device of the token in the path; without one the request is answered with 401 and nothing else. */
    private Optional<DeviceSession> session(HttpServerRequest request, String path, int slash) {
        Optional<DeviceSession> session =
                token(path.substring(PREFIX.length(), slash)).flatMap(gateway::byToken);
        if (session.isEmpty()) {
            request.handler(chunk -> {});
            request.response().setStatusCode(401).end();
        }
        return session;
    }

    private static Optional<String> token(String segment) {
        try {
            String token = segment.indexOf('%') < 0
                    ? segment
                    : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            return token.isEmpty() || token.length() > MAX_TOKEN ? Optional.empty() : Optional.of(token);
        } catch (IllegalArgumentException e) {
            LOG.debug("A token with a broken escape", e);
            return Optional.empty();
        }
    }

    private void receive(
            RoutingContext context,
            String limitName,
            long limit,
            DeviceSession session,
            BiFunction<DeviceSession, byte[], CompletionStage<Void>> work) {
        HttpServerRequest request = context.request();
        Runnable tooLarge = () -> refuse(
                request,
                Problem.of(
                        Problem.Kind.TOO_LARGE,
                        "The body is larger than " + limit + " bytes; the limit is " + limitName));
        BodyReader.read(
                request,
                limit,
                body -> answer(
                        context, body.length > LOOP_BYTES, () -> work.apply(session, body), done -> empty(request)),
                tooLarge);
    }

    private void attributes(RoutingContext context, DeviceSession session) {
        HttpServerRequest request = context.request();
        answer(
                context,
                false,
                () -> gateway.requestAttributes(session, keys(context, "clientKeys"), keys(context, "sharedKeys")),
                found -> json(request, 200, Json.bytes(found.json())));
    }

    private static List<String> keys(RoutingContext context, String name) {
        return context.queryParam(name).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .toList();
    }

    /** Runs the work, and takes its result on the request's event loop. */
    private <R> void answer(
            RoutingContext context, boolean onWorker, Supplier<CompletionStage<R>> work, Consumer<R> success) {
        Context loop = context.vertx().getOrCreateContext();
        if (onWorker) {
            context.vertx()
                    .executeBlocking(work::get, false)
                    .onSuccess(stage -> settle(loop, context.request(), stage, success))
                    .onFailure(fault -> refuse(context.request(), problem(fault)));
            return;
        }
        settle(loop, context.request(), work.get(), success);
    }

    private <R> void settle(Context loop, HttpServerRequest request, CompletionStage<R> stage, Consumer<R> success) {
        stage.whenComplete((result, fault) -> {
            if (fault == null) {
                onLoop(loop, () -> success.accept(result));
            } else {
                onLoop(loop, () -> refuse(request, problem(fault)));
            }
        });
    }

    private static void onLoop(Context loop, Runnable work) {
        if (Vertx.currentContext() == loop) {
            work.run();
        } else {
            loop.runOnContext(next -> work.run());
        }
    }

    private static Problem problem(@Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof Problem problem) {
            return problem;
        }
        LOG.error("A message of a device failed", cause);
        return Problem.of(Problem.Kind.INTERNAL, "Internal server error");
    }

    private static void empty(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        Problem.Kind kind = problem.kind();
        if (kind == Problem.Kind.AUTHENTICATION) {
            request.response().setStatusCode(kind.status());
            empty(request);
            return;
        }
        if (kind == Problem.Kind.UNAVAILABLE) {
            request.response().putHeader("Retry-After", RETRY_SECONDS);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", kind.status());
        body.put("message", problem.publicMessage());
        body.put("errorCode", kind.errorCode());
        body.put("timestamp", clock.millis());
        json(request, kind.status(), Json.bytes(body));
    }

    private static void json(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        SecurityHeaders.put(response.headers(), true);
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(body));
    }
}

package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Serves the routes under {@code /api}: finds the route, the caller and the answer, and writes problems uniformly. */
public final class ApiServer {

    private static final Logger LOG = Logger.getLogger(ApiServer.class);
    private static final String JSON = "application/json";

    private final RouteTree tree;
    private final Callers callers;
    private final ExecutorService workers;
    private final InstantSource clock;
    private final long maxBodyBytes;

    public ApiServer(
            List<Route> routes,
            Authenticator authenticator,
            OwnOrigin own,
            ExecutorService workers,
            InstantSource clock,
            long maxBodyBytes) {
        this.tree = new RouteTree(routes);
        this.callers = new Callers(authenticator, own);
        this.workers = workers;
        this.clock = clock;
        this.maxBodyBytes = maxBodyBytes;
    }

    public void mount(Router router) {
        router.route("/api/*")
                .handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes))
                .handler(this::dispatch)
                .failureHandler(this::fail);
    }

    private void dispatch(RoutingContext context) {
        RouteTree.Match match =
                tree.find(context.request().method().name(), context.request().path());
        Route route = match.route();
        if (route == null) {
            boolean otherMethod = !match.methods().isEmpty();
            Problem problem = otherMethod
                    ? Problem.of(
                            Problem.Kind.METHOD_NOT_ALLOWED, "Method not allowed; this path has " + match.methods())
                    : Problem.notFound();
            write(context, problem(problem));
            return;
        }
        byte[] body = body(context);
        workers.execute(() -> {
            Reply reply = answer(context, route, match.variables(), body);
            if (reply.pieces() != null) {
                StreamedAnswer.send(context, reply, reply.pieces());
                return;
            }
            context.vertx().runOnContext(done -> write(context, reply));
        });
    }

    private Reply answer(RoutingContext context, Route route, Map<String, String> variables, byte[] body) {
        try {
            Cookies cookies = callers.cookies(context.request());
            Call.Caller caller = callers.of(context.request(), cookies, route);
            Call call = new Call(route, caller, decode(variables), query(context), body, client(context), cookies);
            return Reply.of(route.handler().handle(call));
        } catch (Problem problem) {
            if (problem.kind().status() >= 500) {
                LOG.errorf(problem, "%s %s", route.method(), route.path());
            }
            return problem(problem);
        } catch (Throwable fault) {
            LOG.errorf(fault, "%s %s", route.method(), route.path());
            return problem(Problem.of(Problem.Kind.INTERNAL, "Internal server error"));
        }
    }

    private Reply problem(Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", problem.kind().status());
        body.put("message", problem.publicMessage());
        body.put("errorCode", problem.kind().errorCode());
        body.put("timestamp", clock.millis());
        return Reply.json(problem.kind().status(), body);
    }

    private void fail(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        Problem.Kind kind = context.statusCode() == 413 ? Problem.Kind.TOO_LARGE : Problem.Kind.BAD_REQUEST;
        String message = kind == Problem.Kind.TOO_LARGE
                ? "The body is larger than " + maxBodyBytes + " bytes"
                : "Malformed request";
        write(context, problem(Problem.of(kind, message)));
    }

    private static void write(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        if (JSON.equals(reply.contentType())) {
            SecurityHeaders.ofData(response.headers());
        }
        reply.headers().forEach(response::putHeader);
        reply.cookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie.header()));
        if (reply.contentType() != null) {
            response.putHeader("Content-Type", reply.contentType());
        }
        response.end(Buffer.buffer(reply.body()));
    }

    private static byte[] body(RoutingContext context) {
        Buffer buffer = context.body().buffer();
        return buffer == null ? new byte[0] : buffer.getBytes();
    }

    private static Map<String, String> decode(Map<String, String> variables) {
        Map<String, String> decoded = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            try {
                decoded.put(name, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new Problem(Problem.Kind.BAD_REQUEST, "Malformed path parameter '" + name + "'", e);
            }
        });
        return decoded;
    }

    private static Map<String, List<String>> query(RoutingContext context) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        context.queryParams().forEach(entry -> query.computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                .add(entry.getValue()));
        return query;
    }

    private static Call.Client client(RoutingContext context) {
        String agent = context.request().getHeader("User-Agent");
        String accept = context.request().getHeader("Accept");
        var address = context.request().remoteAddress();
        return new Call.Client(
                address == null || address.hostAddress() == null ? "" : address.hostAddress(),
                agent == null ? "" : agent,
                accept != null && accept.contains("text/html"));
    }
}

package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Serves the routes under {@code /api}: finds the route, the caller and the answer, and writes problems uniformly. */
public final class ApiServer {

    private static final Logger LOG = Logger.getLogger(ApiServer.class);
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_SECONDS = "1";

    private final RouteTree tree;
    private final Callers callers;
    private final ExecutorService workers;
    private final InstantSource clock;
    private final Sizes sizes;

    /**
     * What bodies and answers may take.
     *
     * @param largest longest body of all, in bytes
     */
    public record Sizes(CallerShares shares, long largest) {}

    public ApiServer(
            List<Route> routes,
            Authenticator authenticator,
            OwnOrigin own,
            ExecutorService workers,
            InstantSource clock,
            Sizes sizes) {
        this.tree = new RouteTree(routes);
        this.callers = new Callers(authenticator, own);
        this.workers = workers;
        this.clock = clock;
        this.sizes = sizes;
    }

    public void mount(Router router) {
        router.route("/api/*").handler(this::dispatch).failureHandler(this::fail);
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
            write(context, new Made(problem(problem), null));
            return;
        }
        BodyReader.read(
                context.request(),
                route.bodySize().limit(sizes.largest()),
                () -> payer(context, route),
                new BodyReader.Taker() {
                    @Override
                    public void whole(Body body) {
                        Context loop = context.vertx().getOrCreateContext();
                        workers.execute(() -> work(context, loop, new Found(route, match.variables()), body));
                    }

                    @Override
                    public void refused(Problem problem) {
                        write(context, new Made(problem(problem), null));
                    }
                });
    }

    /** Who pays for a long body: asked while the rest of it waits, so that strangers send no more than a piece. */
    private CompletionStage<BodyBudget.Share> payer(RoutingContext context, Route route) {
        if (route.isAnonymous()) {
            return CompletableFuture.completedFuture(sizes.shares().body(context.request(), null));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    Cookies cookies = callers.cookies(context.request());
                    Call.Caller caller = callers.of(context.request(), cookies, route);
                    return sizes.shares().body(context.request(), caller.actor());
                },
                workers);
    }

    private record Found(Route route, Map<String, String> variables) {}

    private void work(RoutingContext context, Context loop, Found found, Body body) {
        try (body) {
            Made made = answer(context, found.route(), found.variables(), body);
            Reply.Pieces pieces = made.reply().pieces();
            if (pieces != null && made.lease() != null) {
                StreamedAnswer.send(context, made.reply(), pieces, made.lease())
                        .ifPresent(
                                problem -> loop.runOnContext(done -> write(context, new Made(problem(problem), null))));
                return;
            }
            loop.runOnContext(done -> write(context, made));
        }
    }

    /** An answer, and the memory that is taken for it if it is long. */
    private record Made(Reply reply, AnswerBudget.@Nullable Lease lease) {}

    private Made paid(Reply reply, Call.Caller caller, RoutingContext context) {
        boolean isStreamed = reply.pieces() != null;
        if (!isStreamed && reply.body().length <= LongAnswer.PIECE_BYTES) {
            return new Made(reply, null);
        }
        AnswerBudget.Share share = sizes.shares().answer(context.request(), caller.actor());
        long bytes = (isStreamed ? StreamedAnswer.BYTES : reply.body().length) + LongAnswer.packing(context.request());
        return new Made(
                reply, share.take(bytes, () -> Flow.cut(context.request().connection())));
    }

    private Made answer(RoutingContext context, Route route, Map<String, String> variables, Body body) {
        try {
            Cookies cookies = callers.cookies(context.request());
            Call.Caller caller = callers.of(context.request(), cookies, route);
            byte[] open = body.paidBy(sizes.shares().body(context.request(), caller.actor()))
                    .open();
            Call call =
                    new Call(route, caller, decode(variables), query(context, route), open, client(context), cookies);
            return paid(Reply.of(route.handler().handle(call)), caller, context);
        } catch (Problem problem) {
            // A refusal for want of room is an answer like any other; only what failed is worth a line.
            if (problem.kind() == Problem.Kind.INTERNAL
                    || problem.kind().status() >= 500 && problem.getCause() != null) {
                LOG.errorf(problem, "%s %s", route.method(), route.path());
            }
            return new Made(problem(problem), null);
        } catch (Throwable fault) {
            LOG.errorf(fault, "%s %s", route.method(), route.path());
            return new Made(problem(Problem.of(Problem.Kind.INTERNAL, "Internal server error")), null);
        }
    }

    private Reply problem(Problem problem) {
        return new Reply(
                problem.kind().status(), "application/json", ProblemBody.of(problem, clock.millis()), Map.of());
    }

    private void fail(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        write(context, new Made(problem(Problem.badRequest("Malformed request")), null));
    }

    private static void write(RoutingContext context, Made made) {
        Reply reply = made.reply();
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            if (made.lease() != null) {
                made.lease().close();
            }
            return;
        }
        response.setStatusCode(reply.status());
        SecurityHeaders.ofData(response.headers());
        if (reply.status() == UNAVAILABLE || reply.status() == TOO_MANY) {
            response.putHeader("Retry-After", RETRY_SECONDS);
        }
        reply.headers().forEach(response::putHeader);
        reply.cookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie.header()));
        if (reply.contentType() != null) {
            response.putHeader("Content-Type", reply.contentType());
        }
        LongAnswer.send(context.request(), reply.body(), made.lease());
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

    private static Map<String, List<String>> query(RoutingContext context, Route route) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        context.queryParams().forEach(entry -> query.computeIfAbsent(entry.getKey(), k -> new ArrayList<>())
                .add(entry.getValue()));
        for (Param param : route.params()) {
            param.header()
                    .map(context.request()::getHeader)
                    .ifPresent(value -> query.putIfAbsent(param.name(), List.of(value)));
        }
        return query;
    }

    private Call.Client client(RoutingContext context) {
        String agent = context.request().getHeader("User-Agent");
        String accept = context.request().getHeader("Accept");
        return new Call.Client(
                sizes.shares().from().of(context.request()),
                agent == null ? "" : agent,
                accept != null && accept.contains("text/html"));
    }
}

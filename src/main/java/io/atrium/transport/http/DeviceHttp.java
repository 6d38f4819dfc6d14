package io.atrium.transport.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.WholeNumber;
import io.atrium.config.Bytes;
import io.atrium.http.Body;
import io.atrium.http.BodyBudget;
import io.atrium.http.BodyReader;
import io.atrium.http.CallerShares;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.Payloads;
import io.atrium.ingest.TransportLimits;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Serves the HTTP device API of device-data-api 2.1: {@code POST /api/v1/provision}, and below
 * {@code /api/v1/{token}} telemetry, attributes, their updates, commands, calls and claims; of firmware that there is none. A message is read, judged
 * and handed over on its event loop and answered when it is durable.
 *
 * <p>Differs from the incumbent on purpose: a malformed body is the sender's fault and gets 400 with a problem that
 * names the field and the limit, not 500; a full queue gets 503 and a reached rate 429, both with {@code Retry-After},
 * not an empty 500.
 */
public final class DeviceHttp {

    private static final Logger LOG = Logger.getLogger(DeviceHttp.class);

    private static final String PREFIX = "/api/v1/";
    private static final String PROVISION = PREFIX + "provision";
    private static final String REPLY = "rpc/";
    private static final String RPC_LIMIT = "ATRIUM_DEVICE_HTTP_MAX_RPC";
    /** Before the REST API, which reads whole bodies of everything under {@code /api}. */
    private static final int ORDER = -1_000;
    /** Longer bodies are judged on a worker thread, so that one of them does not hold up everybody else. */
    private static final int LOOP_BYTES = 64 << 10;

    private static final int MAX_TOKEN = 255;
    private static final int MAX_INFLIGHT = 100;

    private final DeviceGateway gateway;
    private final DeviceHttpConfig config;
    private final CallerShares shares;
    private final Answers answers;
    private final LongPolls polls;

    public DeviceHttp(DeviceGateway gateway, InstantSource clock, DeviceHttpConfig config, CallerShares shares) {
        this.gateway = gateway;
        this.config = config;
        this.shares = shares;
        this.answers = new Answers(clock, shares);
        this.polls = new LongPolls(gateway, config, answers);
    }

    /** What is done for a device that is known. */
    private interface Work extends Consumer<DeviceSession> {}

    /** Adds the routes; paths below {@code /api/v1} that are none of these go on to the next route. */
    public void mount(Router router) {
        router.route(PREFIX + "*").order(ORDER).handler(this::route);
    }

    private void route(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        boolean isPost = request.method().equals(HttpMethod.POST);
        if (isPost && path.equals(PROVISION)) {
            body(
                    context,
                    new Body.Limit(config.maxRpc().count(), RPC_LIMIT),
                    shares.body(request, null),
                    () -> true,
                    body -> gateway.provision(body, address(request)),
                    this::answerTree);
            return;
        }
        int slash = path.indexOf('/', PREFIX.length());
        String what = slash < 0 ? "" : path.substring(slash + 1);
        Optional<Work> work =
                isPost ? post(context, what) : request.method().equals(HttpMethod.GET) ? get(context, what) : none();
        if (work.isEmpty()) {
            context.next();
        } else {
            asDevice(context, path.substring(PREFIX.length(), slash), work.get());
        }
    }

    private static Optional<Work> none() {
        return Optional.empty();
    }

    private Optional<Work> post(RoutingContext context, String what) {
        return switch (what) {
            case "telemetry" ->
                message(
                        context,
                        "ATRIUM_DEVICE_HTTP_MAX_TELEMETRY",
                        config.maxTelemetry(),
                        (session, body) -> gateway.telemetry(session, body, Payloads.JSON, isBackfill(context)),
                        this::taken);
            case "attributes" ->
                message(
                        context,
                        "ATRIUM_DEVICE_HTTP_MAX_ATTRIBUTES",
                        config.maxAttributes(),
                        (session, body) -> gateway.attributes(session, body),
                        this::taken);
            case "claim" -> message(context, RPC_LIMIT, config.maxRpc(), gateway::claim, DeviceHttp::done);
            case "rpc" ->
                Optional.of(session -> body(
                        context,
                        new Body.Limit(config.maxRpc().count(), RPC_LIMIT),
                        shares.bodies().known(session.deviceId()),
                        () -> gateway.links().isCurrent(session),
                        body -> gateway.clientCommand(session, body, limits()),
                        this::answerTree));
            default -> what.startsWith(REPLY) ? reply(context, what.substring(REPLY.length())) : none();
        };
    }

    /** {@code ?backfill=true}: alarms take no notice of what is sent. */
    private static boolean isBackfill(RoutingContext context) {
        if (context.request().query() == null) {
            return false;
        }
        List<String> given = context.queryParam("backfill");
        String value = given.isEmpty() ? "false" : given.getFirst();
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.badRequest("Parameter 'backfill' must be true or false");
        }
        return value.equals("true");
    }

    private TransportLimits limits() {
        return new TransportLimits((int) config.maxTelemetry().count(), MAX_INFLIGHT);
    }

    private <R> Optional<Work> message(
            RoutingContext context,
            String limitName,
            Bytes limit,
            BiFunction<DeviceSession, byte[], CompletionStage<R>> work,
            Writer<? super R> writer) {
        return Optional.of(session -> body(
                context,
                new Body.Limit(limit.count(), limitName),
                shares.bodies().known(session.deviceId()),
                () -> gateway.links().isCurrent(session),
                body -> work.apply(session, body),
                writer));
    }

    private static void done(HttpServerRequest request, Object nothing) {
        Answers.empty(request, 200);
    }

    /** Says what was left out; an empty answer says that all was taken. */
    private void taken(HttpServerRequest request, LeftOut leftOut) {
        if (leftOut.isNothing()) {
            Answers.empty(request, 200);
        } else {
            answers.json(request, 200, Json.bytes(leftOut.json()));
        }
    }

    private Optional<Work> reply(RoutingContext context, String id) {
        return message(
                context,
                RPC_LIMIT,
                config.maxRpc(),
                (session, body) -> gateway.commandReply(session, WholeNumber.requireInt(id, "id"), body),
                DeviceHttp::done);
    }

    private Optional<Work> get(RoutingContext context, String what) {
        return switch (what) {
            case "attributes" ->
                Optional.of(session -> answer(
                        context,
                        false,
                        () -> gateway.requestAttributes(
                                session, keys(context, "clientKeys"), keys(context, "sharedKeys")),
                        found -> answers.json(context.request(), 200, Json.bytes(found.json()))));
            case "attributes/updates" -> Optional.of(session -> polls.poll(context, session, false));
            case "rpc" -> Optional.of(session -> polls.poll(context, session, true));
            case "firmware", "software" ->
                Optional.of(session -> answers.refuse(
                        context.request(), Problem.of(Problem.Kind.NOT_FOUND, "No package is assigned to the device")));
            default -> none();
        };
    }

    // ---- who is it ---------------------------------------------------------------------------------------------

    /** The first message of a device looks its token up in the database, beside the event loop. */
    private void asDevice(RoutingContext context, String segment, Work work) {
        HttpServerRequest request = context.request();
        Optional<String> token = token(segment);
        String address = address(request);
        if (!gateway.guesses().mayTry(address, token.orElse(""))) {
            request.handler(chunk -> {});
            answers.refuse(request, Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "Too many wrong tokens; wait a minute"));
            return;
        }
        if (token.isEmpty() || gateway.isInMemory(token.get())) {
            known(request, token.orElse(""), token.flatMap(gateway::byToken), work);
            return;
        }
        request.pause();
        context.vertx()
                .executeBlocking(() -> gateway.byToken(token.get()), false)
                .onComplete(done -> {
                    request.resume();
                    if (done.succeeded()) {
                        known(request, token.get(), done.result(), work);
                    } else {
                        LOG.warn("A device's token could not be looked up", done.cause());
                        answers.refuse(request, Problem.of(Problem.Kind.UNAVAILABLE, "The database does not answer"));
                    }
                });
    }

    /** Without a device the request is answered with 401 and nothing else. */
    private void known(HttpServerRequest request, String token, Optional<DeviceSession> session, Work work) {
        if (session.isPresent()) {
            gateway.guesses().passed(address(request), token);
            work.accept(session.get());
        } else {
            gateway.guesses().failed(address(request), token);
            request.handler(chunk -> {});
            Answers.empty(request, 401);
        }
    }

    private String address(HttpServerRequest request) {
        return shares.from().of(request);
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

    // ---- bodies and answers ------------------------------------------------------------------------------------

    private interface Reader<R> {
        CompletionStage<R> read(byte[] body);
    }

    private interface Writer<R> {
        void write(HttpServerRequest request, R result);
    }

    /** @param isStillIn asked when the body is whole: who was let in by the head may have been shut out meanwhile */
    private <R> void body(
            RoutingContext context,
            Body.Limit limit,
            BodyBudget.Share payer,
            BooleanSupplier isStillIn,
            Reader<R> reader,
            Writer<? super R> writer) {
        HttpServerRequest request = context.request();
        BodyReader.read(request, limit, () -> CompletableFuture.completedFuture(payer), new BodyReader.Taker() {
            @Override
            public void whole(Body body) {
                if (!isStillIn.getAsBoolean()) {
                    body.close();
                    Answers.empty(request, 401);
                    return;
                }
                boolean isLong = body.isPacked() || body.raw().length > LOOP_BYTES;
                answer(
                        context,
                        isLong,
                        () -> isLong ? opened(body.paidBy(payer), reader) : paid(body, reader.read(body.raw())),
                        result -> writer.write(request, result));
            }

            @Override
            public void refused(Problem problem) {
                answers.refuse(request, problem);
            }
        });
    }

    private static <R> CompletionStage<R> opened(Body body, Reader<R> reader) {
        boolean isBegun = false;
        try {
            CompletionStage<R> stage = reader.read(body.open());
            isBegun = true;
            return paid(body, stage);
        } finally {
            if (!isBegun) {
                body.close();
            }
        }
    }

    /** Gives the memory of a body back when the work is done. */
    private static <R> CompletionStage<R> paid(Body body, CompletionStage<R> stage) {
        return body.isPaid() ? stage.whenComplete((done, fault) -> body.close()) : stage;
    }

    private void answerTree(HttpServerRequest request, JsonNode tree) {
        answers.json(request, 200, Json.bytes(tree));
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
                    .onFailure(fault -> answers.refuse(context.request(), Answers.problem(fault)));
            return;
        }
        try {
            settle(loop, context.request(), work.get(), success);
        } catch (Problem problem) {
            answers.refuse(context.request(), problem);
        }
    }

    private <R> void settle(Context loop, HttpServerRequest request, CompletionStage<R> stage, Consumer<R> success) {
        stage.whenComplete((result, fault) -> {
            if (fault == null) {
                onLoop(loop, () -> success.accept(result));
            } else {
                onLoop(loop, () -> answers.refuse(request, Answers.problem(fault)));
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
}

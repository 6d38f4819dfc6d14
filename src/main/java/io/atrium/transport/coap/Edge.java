package io.atrium.transport.coap;

import io.atrium.base.Json;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.LoginResult;
import io.atrium.ingest.Payloads;
import io.atrium.ingest.Presented;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.EndpointContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What all resources share: the way in, and the way from an outcome to a response. */
final class Edge {

    /** An answer that takes longer is announced by an empty acknowledgement, so that the device does not ask again. */
    static final long PATIENCE_MILLIS = 500;

    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final int MAX_TOKEN = 255;
    /** Most requests at a time of whom it is looked up who they are. */
    private static final int MAX_JUDGED = 1_000;

    final DeviceGateway gateway;
    final CoapSettings settings;
    private final ScheduledExecutorService clock;
    private final AtomicInteger judging = new AtomicInteger();
    private final AtomicInteger farewells = new AtomicInteger();

    Edge(DeviceGateway gateway, CoapSettings settings, ScheduledExecutorService clock) {
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
    }

    /** Counts a last word until it is on its way; what is returned may be called again. */
    Runnable farewell() {
        farewells.incrementAndGet();
        AtomicBoolean isSaid = new AtomicBoolean();
        return () -> {
            if (isSaid.compareAndSet(false, true)) {
                farewells.decrementAndGet();
            }
        };
    }

    /** Whether all last words are on their way. */
    boolean isSilent() {
        return farewells.get() == 0;
    }

    /** A device that was let in, and how it writes. */
    record Known(DeviceSession session, Payloads payloads) {}

    /** Lets the device of a token in; fails with a {@link Problem} otherwise. */
    CompletionStage<Known> login(String token, String address) {
        if (token.isEmpty() || token.length() > MAX_TOKEN) {
            return CompletableFuture.failedFuture(Problem.authentication("No such access token"));
        }
        // A datagram costs its sender nothing, and says nothing true of where it comes from.
        if (judging.incrementAndGet() > MAX_JUDGED) {
            judging.decrementAndGet();
            return CompletableFuture.failedFuture(
                    Problem.of(Problem.Kind.UNAVAILABLE, "Too many devices ask to be let in; try again"));
        }
        return gateway.login(new Presented.Token(token), DeviceTransport.COAP, address)
                .whenComplete((result, fault) -> judging.decrementAndGet())
                .thenApply(this::accepted);
    }

    static String address(CoapExchange exchange) {
        return address(exchange.getSourceAddress());
    }

    static String address(EndpointContext context) {
        return address(context.getPeerAddress().getAddress());
    }

    private static String address(@Nullable InetAddress address) {
        return address == null ? "" : address.getHostAddress();
    }

    private Known accepted(LoginResult result) {
        return switch (result) {
            case LoginResult.Accepted accepted ->
                new Known(accepted.session(), gateway.payloads(accepted.facts()).usual());
            case LoginResult.Refused refused ->
                throw switch (refused.reason()) {
                    case RATE_LIMIT -> Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "Too many messages");
                    case UNAVAILABLE -> Problem.of(Problem.Kind.UNAVAILABLE, "The server cannot tell at the moment");
                    case WRONG_TRANSPORT -> Problem.forbidden("The device's profile does not allow CoAP");
                    default -> Problem.authentication("No such access token");
                };
        };
    }

    /** Does the work of a device and responds with what comes of it. */
    void answer(CoapExchange exchange, String token, Function<Known, CompletionStage<Response>> work) {
        answer(exchange, login(token, address(exchange)).thenCompose(work));
    }

    void answer(CoapExchange exchange, CompletionStage<Response> work) {
        Future<?> patience = clock.schedule(exchange::accept, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        work.whenComplete((response, fault) -> {
            patience.cancel(false);
            exchange.respond(fault == null ? response : refusal(fault));
        });
    }

    static Response done() {
        return new Response(ResponseCode.CREATED);
    }

    /** 2.01, with what was left out if anything was. */
    static Response taken(LeftOut leftOut) {
        Response response = done();
        if (!leftOut.isNothing()) {
            response.setPayload(Json.write(leftOut.json()));
            response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_JSON);
        }
        return response;
    }

    static Response json(Object document) {
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload(Json.write(document));
        response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_JSON);
        return response;
    }

    /** What was written in the device's own way. */
    static Response content(Payloads payloads, byte[] document) {
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload(document);
        response.getOptions().setContentFormat(format(payloads));
        return response;
    }

    static int format(Payloads payloads) {
        return payloads == Payloads.JSON
                ? MediaTypeRegistry.APPLICATION_JSON
                : MediaTypeRegistry.APPLICATION_OCTET_STREAM;
    }

    static Response refusal(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (!(cause instanceof Problem problem)) {
            LOG.error("A CoAP request failed", cause);
            return new Response(ResponseCode.INTERNAL_SERVER_ERROR);
        }
        Response response = new Response(code(problem.kind()));
        response.setPayload(Json.write(Map.of("message", problem.publicMessage())));
        response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_JSON);
        return response;
    }

    private static ResponseCode code(Problem.Kind kind) {
        return switch (kind) {
            case AUTHENTICATION, TOKEN_EXPIRED, CREDENTIALS_EXPIRED -> ResponseCode.UNAUTHORIZED;
            case FORBIDDEN, ENTITY_LIMIT -> ResponseCode.FORBIDDEN;
            case NOT_FOUND -> ResponseCode.NOT_FOUND;
            case TOO_LARGE -> ResponseCode.REQUEST_ENTITY_TOO_LARGE;
            case TOO_MANY_REQUESTS -> ResponseCode.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> ResponseCode.SERVICE_UNAVAILABLE;
            case INTERNAL -> ResponseCode.INTERNAL_SERVER_ERROR;
            default -> ResponseCode.BAD_REQUEST;
        };
    }
}

package io.atrium.http;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The listener for HTTP: one door on every event loop, each with the time limits of {@link OpenConnections}. It stops when
 * the answers that are under way are out, and waits a second at most for those.
 */
public final class HttpEdge implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(HttpEdge.class);
    private static final int LOOPS_PER_CORE = 2;
    private static final int MAX_HEADERS = 16 << 10;
    private static final long MAX_LOOK_MILLIS = 1_000;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Only a machine that is very busy needs more than some milliseconds; event loops that ended before would complain. */
    private static final long STOP_SECONDS = 5;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int LINE_TOO_LONG = 414;
    private static final int HEADERS_TOO_LONG = 431;
    /** What Vert.x takes for one free port that all doors share. */
    private static final int ANY_FREE_PORT = -1;

    private final Vertx vertx;
    private final Router router;
    private final EdgeConfig config;
    private final InstantSource clock;
    private final List<Door> doors = new CopyOnWriteArrayList<>();
    private volatile boolean isStopping;

    public HttpEdge(Vertx vertx, Router router, EdgeConfig config, InstantSource clock) {
        this.vertx = vertx;
        this.router = router;
        this.config = config;
        this.clock = clock;
    }

    /** Listens; the answer is the port, which a free one was taken for if 0 was asked. */
    public int listen(String host, int port) {
        int loops = LOOPS_PER_CORE * Runtime.getRuntime().availableProcessors();
        try {
            await(vertx.deployVerticle(
                    () -> new Door(host, port == 0 ? ANY_FREE_PORT : port),
                    new DeploymentOptions().setInstances(loops)));
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "Port " + port + " of " + host + " cannot be used for HTTP: " + cause.getMessage(),
                    cause);
        }
        return doors.getFirst().port();
    }

    private static void await(io.vertx.core.Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                .setHandle100ContinueAutomatically(true)
                .setCompressionSupported(true)
                .setHttp2ClearTextEnabled(config.http2())
                // A packed frame may become a thousand times as long, before anybody can look at its size.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
    }

    /** The listener of one event loop. */
    private final class Door extends AbstractVerticle {
        private final String host;
        private final int wanted;
        private final OpenConnections connections = new OpenConnections(
                new OpenConnections.Patience(
                        config.headerTimeout(),
                        config.bodyTimeout(),
                        config.idleTimeout(),
                        Math.max(
                                1,
                                config.maxNewConnections()
                                        / LOOPS_PER_CORE
                                        / Runtime.getRuntime().availableProcessors())),
                HttpEdge.this::late);
        private volatile @Nullable HttpServer server;

        Door(String host, int wanted) {
            this.host = host;
            this.wanted = wanted;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer opening = vertx.createHttpServer(options())
                    .connectionHandler(connection -> connections.opened(connection, System.nanoTime()))
                    .invalidRequestHandler(HttpEdge.this::invalid)
                    .exceptionHandler(fault -> LOG.debug("A connection failed", fault))
                    .requestHandler(this::request);
            server = opening;
            long shortest = Math.min(
                    Math.min(
                            config.headerTimeout().toMillis(),
                            config.bodyTimeout().toMillis()),
                    config.idleTimeout().toMillis());
            vertx.setPeriodic(
                    Math.clamp(shortest / 4, 1, MAX_LOOK_MILLIS), timer -> connections.look(System.nanoTime()));
            opening.listen(wanted, host)
                    .onSuccess(listening -> doors.add(this))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        int port() {
            return server().actualPort();
        }

        HttpServer server() {
            return Objects.requireNonNull(server, "The door is not open yet");
        }

        private void request(HttpServerRequest request) {
            connections.asked(request, System.nanoTime());
            if (isStopping) {
                refuse(request, Problem.Kind.UNAVAILABLE.status(), "The server stops");
                request.connection().close();
                return;
            }
            if (hasBrokenEscape(request.uri())) {
                refuse(
                        request,
                        Problem.Kind.BAD_REQUEST.status(),
                        "In an address '%' must be followed by two hexadecimal digits");
                return;
            }
            HttpServerResponse response = request.response();
            if (response.writeQueueFull()) {
                // The client asks on and on and reads no answers: what it asks waits until it does.
                request.pause();
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    request.resume();
                    router.handle(request);
                });
                return;
            }
            router.handle(request);
        }

        private <T> CompletableFuture<T> onLoop(Supplier<T> work) {
            CompletableFuture<T> done = new CompletableFuture<>();
            Context loop = context;
            loop.runOnContext(now -> done.complete(work.get()));
            return done;
        }
    }

    private static boolean hasBrokenEscape(String address) {
        for (int at = address.indexOf('%'); at >= 0; at = address.indexOf('%', at + 1)) {
            if (at + 2 >= address.length()
                    || Character.digit(address.charAt(at + 1), 16) < 0
                    || Character.digit(address.charAt(at + 2), 16) < 0) {
                return true;
            }
        }
        return false;
    }

    // ---- what is wrong with a request ------------------------------------------------------------------------------

    private void late(HttpServerRequest request) {
        refuse(
                request,
                REQUEST_TIMEOUT,
                "The body did not come within " + config.bodyTimeout().toMillis()
                        + " ms; the limit is ATRIUM_HTTP_BODY_TIMEOUT");
        request.connection().close();
    }

    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String text = cause == null ? "" : String.valueOf(cause.getMessage());
        if (!(cause instanceof TooLongFrameException)) {
            refuse(request, Problem.Kind.BAD_REQUEST.status(), "Malformed request");
        } else if (text.contains("header")) {
            refuse(request, HEADERS_TOO_LONG, "The headers are longer than " + MAX_HEADERS + " bytes");
        } else {
            refuse(
                    request,
                    LINE_TOO_LONG,
                    "The address is longer than " + HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH + " bytes");
        }
        request.connection().close();
    }

    private void refuse(HttpServerRequest request, int status, String message) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("message", message);
        body.put("errorCode", Problem.Kind.BAD_REQUEST.errorCode());
        body.put("timestamp", clock.millis());
        SecurityHeaders.ofEvery(response.headers(), null);
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(Json.bytes(body)));
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    /** Takes nothing more, waits for the answers under way, and closes all connections. */
    @Override
    public void close() {
        isStopping = true;
        long end = System.nanoTime() + DRAIN_NANOS;
        while (underWay() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        List<CompletableFuture<Void>> closing = doors.stream()
                .map(door -> door.server().close().toCompletionStage().toCompletableFuture())
                .toList();
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The listener did not close in time", e);
        }
    }

    /** Requests without an answer. */
    int underWay() {
        int found = 0;
        for (Door door : doors) {
            try {
                found += door.onLoop(door.connections::underWay).get(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("An event loop is busy", e);
                found++;
            }
        }
        return found;
    }
}

package io.atrium.http;

import io.atrium.base.Problem;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
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
    /** What Vert.x calls the handler that reads requests. */
    private static final String DECODER = "httpDecoder";

    /** As much lies in one socket before its client counts as slow, in bytes, and as little before it counts as quick. */
    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(16 << 10, 32 << 10);

    /** How much of a connection is read at once, in bytes. */
    private static final int PIECE_MIN = 1 << 10;

    private static final int PIECE_USUAL = 4 << 10;
    private static final int PIECE_MAX = 16 << 10;

    private static final int SEND_BUFFER = 256 << 10;

    private static final int PART_IN_SOCKETS = 2;
    private static final int PART_WAITING = 8;
    private static final long MAX_LOOK_MILLIS = 1_000;
    /** Nobody waits at the end for a client that has taken nothing for so long. */
    private static final Duration PATIENCE_AT_END = Duration.ofMillis(200);

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Only a machine that is very busy needs more than some milliseconds; event loops that ended before would complain. */
    private static final long STOP_SECONDS = 5;

    private static final int REQUEST_TIMEOUT = 408;
    /** The rest of the body is not wanted (RFC 9113 section 8.1). */
    private static final long NO_ERROR = 0;

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

    /** The share of one event loop. */
    private static long part(long ofAll) {
        return Math.max(1, ofAll / LOOPS_PER_CORE / Runtime.getRuntime().availableProcessors());
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxHeaderSize(MAX_HEADERS)
                // Else the system keeps some megabytes for each client that does not read.
                .setSendBufferSize(SEND_BUFFER)
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
        private final Unread unread = new Unread(
                part(AnswerBudget.bytes(config) / PART_IN_SOCKETS),
                part(AnswerBudget.bytes(config) / PART_WAITING),
                config.maxStall());
        private final OpenConnections connections = new OpenConnections(
                new OpenConnections.Patience(config.headerTimeout(), config.bodyTimeout(), config.idleTimeout(), (int)
                        part(config.maxNewConnections())),
                unread,
                HttpEdge.this::late);
        private volatile @Nullable HttpServer server;

        Door(String host, int wanted) {
            this.host = host;
            this.wanted = wanted;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer opening = vertx.createHttpServer(options())
                    .connectionHandler(this::opened)
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

        private void opened(HttpConnection connection) {
            connections.opened(connection, System.nanoTime());
            if (connection instanceof ConnectionBase base) {
                ChannelHandlerContext routes = base.channelHandlerContext();
                ChannelPipeline pipeline = routes.pipeline();
                base.channel()
                        .config()
                        .setWriteBufferWaterMark(MARKS)
                        // One piece at a time: between two of them it is judged whether to read on.
                        .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(PIECE_MIN, PIECE_USUAL, PIECE_MAX)
                                .maxMessagesPerRead(1));
                Flow flow = new Flow(base.channel(), unread);
                pipeline.addBefore(routes.name(), null, flow);
                if (pipeline.get(DECODER) != null) {
                    Runnable strict = () -> pipeline.replace(DECODER, DECODER, new StrictDecoder(options()));
                    if (config.http2()) {
                        // The connection became one of HTTP/1.1 by the head of its first request, which is in the
                        // decoder.
                        flow.afterRequest(strict);
                    } else {
                        strict.run();
                    }
                }
            }
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
            HttpServerResponse response = request.response();
            if (response.writeQueueFull()) {
                // The client asks on and on and reads no answers: what it asks waits until it does.
                request.pause();
                Promise<Void> waits = Promise.promise();
                if (request.version() == HttpVersion.HTTP_2) {
                    // In the same socket others may get on, so that this one would wait uncounted.
                    response.closeHandler(closed -> waits.tryComplete());
                    Flow.owe(request.connection(), 0, waits.future());
                }
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    waits.tryComplete();
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

    // ---- what is wrong with a request ------------------------------------------------------------------------------

    private void late(HttpServerRequest request) {
        refuse(
                request,
                REQUEST_TIMEOUT,
                "The body did not come within " + config.bodyTimeout().toMillis()
                        + " ms; the limit is ATRIUM_HTTP_BODY_TIMEOUT");
        if (request.version() == HttpVersion.HTTP_2) {
            // Other requests of the connection are none the worse for it.
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }

    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        String text = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof HeadFault fault) {
            refuse(request, fault.status(), fault.message());
        } else if (!(cause instanceof TooLongFrameException)) {
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
        byte[] body = ProblemBody.of(status, message, clock.millis());
        SecurityHeaders.ofEvery(response.headers(), null);
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(body));
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    /** Takes nothing more, waits for the answers under way, and closes all connections. */
    @Override
    public void close() {
        isStopping = true;
        sayGoodbye(false);
        cut(PATIENCE_AT_END);
        long end = System.nanoTime() + DRAIN_NANOS;
        while (underWay() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        sayGoodbye(true);
        cut(Duration.ZERO);
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

    private void cut(Duration patience) {
        sum(door -> {
            door.unread.end(System.nanoTime(), patience);
            return 0;
        });
    }

    /** Tells clients that there will be no other answer. */
    private void sayGoodbye(boolean toAll) {
        sum(door -> {
            door.connections
                    .hopeless(toAll)
                    .forEach(request -> refuse(request, Problem.Kind.UNAVAILABLE.status(), "The server stops"));
            return 0;
        });
    }

    /** Requests without an answer. */
    int underWay() {
        return (int) sum(door -> door.connections.underWay());
    }

    /** Bytes that lie in sockets because nobody reads them. */
    long unread() {
        return sum(door -> door.unread.bytes());
    }

    /** Bytes of requests that wait for the answers to others. */
    long ahead() {
        return sum(door -> door.unread.queued());
    }

    private long sum(ToLongFunction<Door> figure) {
        long found = 0;
        for (Door door : doors) {
            try {
                found += door.onLoop(() -> figure.applyAsLong(door)).get(STOP_SECONDS, TimeUnit.SECONDS);
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

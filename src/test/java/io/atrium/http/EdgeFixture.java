package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Problem;
import io.atrium.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A small server behind the listener that all use, for tests of what callers may take of it. */
abstract class EdgeFixture {

    static final int BUDGET = 4 << 20;
    static final int STRANGERS = BUDGET / 8;
    /** More than a socket holds by itself. */
    static final int LONG = 8 << 20;

    static final int ANSWERS = 10 * LONG;
    static final int LARGEST = 1 << 20;
    static final String EMMA = "|X-Authorization: Bearer emma";

    final Vertx vertx = Vertx.vertx();
    final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    final BodyBudget budget = new BodyBudget(BUDGET);
    final AnswerBudget answers = new AnswerBudget(ANSWERS);
    final CompletableFuture<Object> slow = new CompletableFuture<>();
    final List<RawHttp> open = new ArrayList<>();

    @Nullable
    HttpEdge edge;

    int port;

    void start(String... settings) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        EdgeConfig config = Settings.from(given, List.of()).read(EdgeConfig.class);
        Router router = Router.router(vertx);
        router.route().order(-10).handler(context -> {
            SecurityHeaders.ofEvery(
                    context.response().headers(), context.request().path());
            context.next();
        });
        new ApiServer(
                        routes().all(),
                        EdgeFixture::actor,
                        new OwnOrigin(() -> URI.create("http://localhost")),
                        workers,
                        InstantSource.system(),
                        new ApiServer.Sizes(new CallerShares(new ClientAddress(null), budget, answers), LARGEST))
                .mount(router);
        byte[] file = new byte[LONG];
        router.get("/file").handler(context -> LongAnswer.send(context.request(), file, null));
        router.get("/big").handler(context -> context.response().end("x".repeat(1 << 20)));
        HttpEdge opened = new HttpEdge(vertx, router, config, InstantSource.system());
        edge = opened;
        port = opened.listen("127.0.0.1", 0);
    }

    private Routes routes() {
        Routes routes = new Routes();
        Routes.Area area = routes.area("Test");
        area.post("/api/login", "login", "Logs in")
                .anonymous()
                .body(JsonNode.class)
                .handle(call -> Map.of("length", call.body().length));
        area.post("/api/save", "save", "Saves")
                .body(JsonNode.class)
                .upTo(BodySize.LARGE)
                .handle(call -> Map.of("length", call.body().length));
        area.get("/api/who", "who", "Says who").handle(call -> call.actor().userName());
        area.get("/api/some", "some", "Says some").handle(call -> Reply.text("x".repeat(10_000)));
        area.get("/api/long", "long", "Says much").handle(call -> Reply.text("x".repeat(LONG)));
        area.get("/api/stream", "stream", "Says much in pieces")
                .handle(call -> Reply.streamed("text/plain", Map.of(), out -> out.write(new byte[LONG])));
        area.get("/api/refused", "refused", "Finds no room while it begins")
                .handle(call -> Reply.streamed("text/csv", Map.of("Content-Disposition", "attachment"), out -> {
                    out.write(1);
                    throw Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "No room");
                }));
        area.get("/api/slow", "slow", "Waits").handle(call -> slow.join());
        return routes;
    }

    private static Actor actor(String credentials) {
        if (!credentials.startsWith("Bearer ")) {
            throw Problem.authentication("Authentication failed");
        }
        UUID id = UUID.nameUUIDFromBytes(credentials.getBytes(StandardCharsets.UTF_8));
        return new Actor(Authority.TENANT_ADMIN, id, null, id, credentials.substring(7), null, false);
    }

    @AfterEach
    void stop() {
        slow.complete("late");
        open.forEach(RawHttp::close);
        if (edge != null) {
            edge.close();
        }
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    RawHttp connect() {
        return connect("127.0.0.1");
    }

    RawHttp connect(String from) {
        RawHttp raw = RawHttp.open(port, from);
        open.add(raw);
        return raw;
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    void othersAreServed() {
        try (RawHttp known = RawHttp.open(port, "127.0.0.9");
                RawHttp stranger = RawHttp.open(port, "127.0.0.8")) {
            known.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: 20000")
                    .send("{\"a\":\"" + "x".repeat(19_992) + "\"}");
            assertThat(known.status()).isEqualTo(200);
            stranger.head("POST /api/login HTTP/1.1|Content-Length: 12000")
                    .send("{\"a\":\"" + "x".repeat(11_992) + "\"}");
            assertThat(stranger.status()).isEqualTo(200);
        }
    }
}

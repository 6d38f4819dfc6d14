package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What strangers and known callers may take of the server over HTTP, and for how long. */
final class HttpEdgeTest {

    private static final int BUDGET = 4 << 20;
    private static final int STRANGERS = BUDGET / 8;
    /** More than a socket holds by itself. */
    private static final int LONG = 8 << 20;

    private static final int ANSWERS = 10 * LONG;
    private static final int LARGEST = 1 << 20;
    private static final String EMMA = "|X-Authorization: Bearer emma";

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final BodyBudget budget = new BodyBudget(BUDGET);
    private final AnswerBudget answers = new AnswerBudget(ANSWERS);
    private final CompletableFuture<Object> slow = new CompletableFuture<>();
    private final List<RawHttp> open = new ArrayList<>();
    private @Nullable HttpEdge edge;
    private int port;

    private void start(String... settings) {
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
                        HttpEdgeTest::actor,
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
        area.get("/api/long", "long", "Says much").handle(call -> Reply.text("x".repeat(LONG)));
        area.get("/api/stream", "stream", "Says much in pieces")
                .handle(call -> Reply.streamed("text/plain", Map.of(), out -> out.write(new byte[LONG])));
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

    private RawHttp connect() {
        return connect("127.0.0.1");
    }

    private RawHttp connect(String from) {
        RawHttp raw = RawHttp.open(port, from);
        open.add(raw);
        return raw;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not so").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void othersAreServed() {
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

    @Test
    void longBodiesOfStrangersAreRefusedByTheirLengthBeforeTheyCome() {
        start();
        for (int i = 0; i < 30; i++) {
            String answer = connect()
                    .head("POST /api/login HTTP/1.1|Content-Length: 8000000")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 413").contains("larger than 16384 bytes");
        }
        assertThat(budget.taken()).isZero();
        othersAreServed();
    }

    @Test
    void halfSentBodiesTakeNoMoreThanTheBudgetOfStrangers() {
        start();
        String chunk = "3a98\r\n" + "x".repeat(15_000) + "\r\n";
        for (int i = 0; i < 100; i++) {
            connect()
                    .head("POST /api/login HTTP/1.1|Transfer-Encoding: chunked")
                    .send(chunk);
        }
        RawHttp one = connect();
        one.head("POST /api/login HTTP/1.1|Transfer-Encoding: chunked").send(chunk);
        assertThat(one.answer()).startsWith("HTTP/1.1 429").contains("ATRIUM_HTTP_BODY_BUDGET", "Retry-After: 1");
        assertThat(budget.taken()).isPositive().isLessThanOrEqualTo(STRANGERS);
        othersAreServed();
        open.forEach(RawHttp::close);
        await(() -> budget.taken() == 0);
    }

    @Test
    void nobodyMaySendALongBodyBeforeHeIsKnown() {
        start();
        for (int i = 0; i < 20; i++) {
            RawHttp raw = connect();
            raw.head("POST /api/save HTTP/1.1|Content-Length: 900000").send("{\"a\":\"" + "x".repeat(20_000));
            assertThat(raw.status()).isEqualTo(401);
        }
        assertThat(budget.taken()).isZero();
        othersAreServed();
    }

    @Test
    void oneKnownCallerTakesNoMoreThanHalf() {
        start();
        for (int i = 0; i < 10; i++) {
            connect()
                    .head("POST /api/save HTTP/1.1|X-Authorization: Bearer mallory|Content-Length: 1000000")
                    .offer("x".repeat(900_000).getBytes(StandardCharsets.UTF_8));
        }
        await(() -> budget.taken() > BUDGET / 4);
        assertThat(budget.taken()).isLessThanOrEqualTo(BUDGET / 2);
        othersAreServed();
    }

    @Test
    void aDocumentOfManyValuesIsRefusedBeforeItIsRead() {
        start();
        String element = "{\"\":{}},";
        String tree = "{\"a\":[" + element.repeat(LARGEST / element.length() - 10) + "0]}";
        RawHttp raw = connect();
        raw.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: " + tree.length())
                .send(tree);
        assertThat(raw.answer()).startsWith("HTTP/1.1 413").contains("bytes of memory");
        await(() -> budget.taken() == 0);
        othersAreServed();
    }

    @Test
    void aBodyThatDoesNotComeInTimeEndsTheConnection() {
        start("ATRIUM_HTTP_BODY_TIMEOUT", "300ms");
        RawHttp known = connect();
        known.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: 100000").send("{\"a\":");
        assertThat(known.answer()).startsWith("HTTP/1.1 408").contains("ATRIUM_HTTP_BODY_TIMEOUT");
        known.awaitEnd();
        RawHttp silent = connect();
        silent.head("POST /api/login HTTP/1.1|Content-Length: 10");
        assertThat(silent.status()).isEqualTo(408);
        silent.awaitEnd();
        await(() -> budget.taken() == 0);
    }

    @Test
    void anAnswerMayTakeLongerThanABody() {
        start("ATRIUM_HTTP_BODY_TIMEOUT", "100ms", "ATRIUM_HTTP_IDLE_TIMEOUT", "100ms");
        RawHttp waiting = connect();
        waiting.head("GET /api/slow HTTP/1.1" + EMMA);
        RawHttp idle = connect();
        idle.head("GET /api/who HTTP/1.1" + EMMA);
        assertThat(idle.status()).isEqualTo(200);
        idle.awaitEnd();
        slow.complete("done");
        assertThat(waiting.answer()).startsWith("HTTP/1.1 200").endsWith("\"done\"");
    }

    @Test
    void halfSentHeadersEndTheConnection() {
        start("ATRIUM_HTTP_HEADER_TIMEOUT", "300ms", "ATRIUM_HTTP_IDLE_TIMEOUT", "300ms");
        connect().awaitEnd();
        connect().send("GET /api/who HTTP/1.1\r\nHost: x\r\nX-Half: ").awaitEnd();
        RawHttp second = connect();
        second.head("GET /api/who HTTP/1.1" + EMMA);
        assertThat(second.status()).isEqualTo(200);
        second.send("GET /api/who HTTP/1.1\r\nX-Half: ").awaitEnd();
    }

    @Test
    void manySilentConnectionsGoInTheOrderInWhichTheyCame() {
        start("ATRIUM_HTTP_MAX_NEW_CONNECTIONS", "40", "ATRIUM_HTTP_HEADER_TIMEOUT", "600s");
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(connect().send("GET /api/who HTTP/1.1\r\n"));
        }
        silent.getFirst().awaitEnd();
        othersAreServed();
    }

    @Test
    void packedBodiesAreOpenedUpToTheLimitOfPlainOnes() throws IOException {
        start();
        byte[] json = "{\"a\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(packed("/api/save", "gzip", gzip(json)).answer()).contains("{\"length\":13}");
        assertThat(packed("/api/save", "deflate", deflate(json)).answer()).contains("{\"length\":13}");
        assertThat(packed("/api/save", "identity", json).status()).isEqualTo(200);
        assertThat(packed("/api/save", "br", json).answer())
                .startsWith("HTTP/1.1 415")
                .contains("Content-Encoding");
        assertThat(packed("/api/save", "gzip", json).answer())
                .startsWith("HTTP/1.1 400")
                .contains("coding gzip");
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int i = 0; i < 16_000; i++) {
            pieces.write(empty);
        }
        assertThat(packed("/api/save", "gzip", pieces.toByteArray()).answer())
                .startsWith("HTTP/1.1 400")
                .contains("more than 100 pieces");
        byte[] bomb = gzip(new byte[200 << 20]);
        assertThat(packed("/api/save", "gzip", bomb).answer())
                .startsWith("HTTP/1.1 413")
                .contains("bytes");
        byte[] small = gzip(new byte[100 << 10]);
        assertThat(packed("/api/login", "gzip", small).status()).isEqualTo(413);
        await(() -> budget.taken() == 0);
    }

    private RawHttp packed(String path, String coding, byte[] body) {
        return connect()
                .head("POST " + path + " HTTP/1.1" + EMMA + "|Content-Encoding: " + coding + "|Content-Length: "
                        + body.length)
                .send(body);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream pack = new GZIPOutputStream(out)) {
            pack.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream pack = new DeflaterOutputStream(out)) {
            pack.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void everythingBelowApiIsKeptOutOfCaches() {
        start();
        for (String path : List.of("/api/who", "/api/none", "/api/login")) {
            assertThat(connect().head("GET " + path + " HTTP/1.1" + EMMA).answer())
                    .as(path)
                    .containsIgnoringCase("cache-control: no-store");
        }
        assertThat(connect().head("GET /api/who HTTP/1.1").answer())
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("cache-control: no-store");
    }

    @Test
    void strangeCharactersInAQueryAreReadOrRefusedInWords() {
        start();
        for (String query : List.of("a=1%7C2", "a=^`{}", "a=\"<>\\", "a=%", "a=ä")) {
            String answer =
                    connect().head("GET /api/who?" + query + " HTTP/1.1" + EMMA).answer();
            assertThat(answer).as(query).matches("(?s)HTTP/1.1 (200|400) .*\r\n\r\n[\"{].+");
        }
        RawHttp bar = connect();
        bar.send("GET /api/who?a=1|2 HTTP/1.1\r\nX-Authorization: Bearer emma\r\nHost: x\r\n\r\n");
        assertThat(bar.status()).isEqualTo(200);
        String malformed = connect().send("GET /api/who HTP/9\r\n\r\n").answer();
        assertThat(malformed).matches("(?s)HTTP/1.. 400.*Malformed request.*");
        String tooLong = connect()
                .head("GET /api/who?" + "x".repeat(5_000) + " HTTP/1.1")
                .answer();
        assertThat(tooLong).matches("(?s)HTTP/1.. 414.*The address is longer.*");
        String headers = connect()
                .head("GET /api/who HTTP/1.1|X-Long: " + "x".repeat(20_000))
                .answer();
        assertThat(headers).matches("(?s)HTTP/1.. 431.*The headers are longer.*");
    }

    @Test
    void http2WithoutTlsIsSpokenOnlyIfAsked() {
        start();
        RawHttp preface = connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(preface.answer()).matches("(?s)HTTP/[0-9.]+ [45].*");
        RawHttp upgrade = connect();
        upgrade.head("GET /api/who HTTP/1.1" + EMMA
                + "|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
        assertThat(upgrade.status()).isEqualTo(200);
    }

    @Test
    void whoAsksWithoutReadingWaits() {
        start();
        RawHttp greedy = connect();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            requests.append("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        greedy.send(requests.toString());
        othersAreServed();
        for (int i = 0; i < 200; i++) {
            assertThat(greedy.status()).isEqualTo(200);
        }
    }

    @Test
    void stopsAtOnceWhateverWasBrokenOff() {
        start();
        for (int i = 0; i < 50; i++) {
            try (RawHttp gone = RawHttp.open(port)) {
                gone.head("GET /api/slow HTTP/1.1" + EMMA);
            }
            try (RawHttp gone = RawHttp.open(port)) {
                gone.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: 100000")
                        .send("{");
            }
        }
        connect().send("GET /api/who HTTP/1.1\r\n");
        HttpEdge serving = Objects.requireNonNull(edge);
        await(() -> serving.underWay() == 0);
        RawHttp waiting = connect();
        waiting.head("GET /api/slow HTTP/1.1" + EMMA);
        await(() -> serving.underWay() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(serving::close);
        slow.complete("done");
        assertThat(waiting.answer()).startsWith("HTTP/1.1 200").endsWith("\"done\"");
        stopped.join();
        waiting.awaitEnd();
    }

    @Test
    void longAnswersThatNobodyReadsTakeNoMoreThanOnesShare() {
        start("ATRIUM_HTTP_MAX_STALL", "600s");
        List<RawHttp> mute = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawHttp raw = RawHttp.narrow(port);
            open.add(raw);
            mute.add(raw.head("GET /api/long HTTP/1.1|X-Authorization: Bearer mallory"));
        }
        await(() -> answers.taken() > ANSWERS / 4);
        assertThat(answers.taken()).isLessThanOrEqualTo(ANSWERS / 2);
        RawHttp other = connect();
        other.head("GET /api/long HTTP/1.1" + EMMA);
        assertThat(other.answer()).startsWith("HTTP/1.1 200").hasSizeGreaterThan(LONG);
        othersAreServed();
        mute.forEach(RawHttp::close);
        await(() -> answers.taken() == 0);
    }

    @Test
    void whoTakesNothingOfAnAnswerLosesTheConnection() {
        start("ATRIUM_HTTP_MAX_STALL", "300ms");
        for (String path : List.of("/api/long", "/api/stream", "/file")) {
            RawHttp mute = RawHttp.narrow(port);
            open.add(mute);
            mute.head("GET " + path + " HTTP/1.1" + EMMA);
            HttpEdge serving = Objects.requireNonNull(edge);
            await(() -> serving.unread() > 0);
            await(() -> serving.unread() == 0 && answers.taken() == 0);
            mute.awaitEnd();
        }
    }

    @Test
    void socketsThatNobodyReadsHoldLittleAltogether() {
        start("ATRIUM_HTTP_MAX_STALL", "600s", "ATRIUM_HTTP_ANSWER_BUDGET", "1MB");
        for (int i = 0; i < 200; i++) {
            RawHttp raw = RawHttp.narrow(port);
            open.add(raw);
            raw.offer("GET /file HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII));
        }
        HttpEdge serving = Objects.requireNonNull(edge);
        assertThat(serving.unread()).isLessThanOrEqualTo(1 << 19);
        RawHttp reader = connect();
        assertThat(reader.head("GET /file HTTP/1.1").answer()).hasSizeGreaterThan(LONG);
        othersAreServed();
    }

    @Test
    void requestsSentFarAheadWaitInTheSocket() {
        start();
        RawHttp ahead = connect();
        byte[] many = "GET /api/slow HTTP/1.1\r\nHost: x\r\nX-Authorization: Bearer emma\r\n\r\n"
                .repeat(1_000)
                .getBytes(StandardCharsets.US_ASCII);
        workers.execute(() -> {
            for (int i = 0; i < 200 && ahead.offer(many); i++) {
                Thread.onSpinWait();
            }
        });
        await(() -> Objects.requireNonNull(edge).ahead() > 0);
        othersAreServed();
        assertThat(Objects.requireNonNull(edge).ahead()).isLessThan(4 << 20);
        ahead.close();
        slow.complete("late");
        await(() -> Objects.requireNonNull(edge).ahead() == 0);
    }

    @Test
    void headsThatAreWrongAreRefusedInWords() {
        start();
        String host = "|Host: localhost";
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("GET / HTTP/9.9" + host, "505");
        wrong.put("GET / HTTP/2.0" + host, "505");
        wrong.put("PRI * HTTP/2.0", "505");
        wrong.put("GET / HTTP/1.1", "400");
        wrong.put("GET /api/who HTTP/1.1", "400");
        wrong.put("GET / HTTP/1.1|Host: a|Host: b", "400");
        wrong.put("GET / HTTP/1.1|Host: a b", "400");
        wrong.put("GET / HTTP/1.1|Host: user@a", "400");
        wrong.put("TRACE / HTTP/1.1" + host, "405");
        wrong.put("OPTIONS * HTTP/1.1" + host, "405");
        wrong.put("CONNECT localhost:80 HTTP/1.1" + host, "405");
        wrong.put("GET api/who HTTP/1.1" + host, "400");
        wrong.put("GET /% HTTP/1.1" + host, "400");
        wrong.put("GET /a?b=%zz HTTP/1.1" + host, "400");
        wrong.put("GET / HTTP/1.1" + host + "|no colon", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: gzip, chunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked, chunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked|Transfer-Encoding: x", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: identity", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: xchunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked|Content-Length: 3", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: 3|Transfer-Encoding: chunked", "400");
        wrong.put("POST /api/save HTTP/1.0" + host + "|Content-Length: 3|Transfer-Encoding: chunked", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: 3|Content-Length: 4", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: -3", "400");
        wrong.forEach((head, status) -> {
            RawHttp raw = connect().send(head.replace("|", "\r\n") + "\r\n\r\n");
            String answer = raw.answer();
            assertThat(answer).as(head).matches("(?s)HTTP/1.[01] " + status + ".*");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(Json.read(body, Map.class).keySet())
                    .as(head)
                    .containsExactlyInAnyOrder("status", "message", "errorCode", "timestamp");
            raw.awaitEnd();
        });
        othersAreServed();
    }
}

package io.atrium.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.config.Bytes;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.http.AnswerBudget;
import io.atrium.http.BodyBudget;
import io.atrium.http.CallerShares;
import io.atrium.http.ClientAddress;
import io.atrium.http.RawHttp;
import io.atrium.ingest.Ingest;
import io.atrium.telemetry.TelemetryStored;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The HTTP device API over a real server and a real client (device-data-api 2.1). */
final class DeviceHttpTest {

    private static final int LIMIT = 2048;

    private static final TestWorld WORLD = new TestWorld();
    private static final Entry DEVICE = device();
    private static final Ingest INGEST = WORLD.ingest;
    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpServer SERVER = start();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Entry device() {
        UUID id = WORLD.save(WORLD.admin, "/api/device?accessToken=a%20token", Map.of("name", "SD-001"));
        Directory directory = WORLD.platform.directories().of(WORLD.tenant);
        return directory.read(() -> directory.find(id)).orElseThrow();
    }

    private static HttpServer start() {
        Router router = Router.router(VERTX);
        router.route("/api/*")
                .handler(BodyHandler.create(false))
                .handler(context -> context.response().setStatusCode(404).end("rest"));
        new DeviceHttp(
                        INGEST.gateway(),
                        WORLD.platform.clock(),
                        new DeviceHttpConfig(
                                new Bytes(200_000),
                                new Bytes(LIMIT),
                                new Bytes(LIMIT),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(300),
                                10,
                                3),
                        new CallerShares(new ClientAddress(null), new BodyBudget(64 << 20), new AnswerBudget(64 << 20)))
                .mount(router);
        return VERTX.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHandle100ContinueAutomatically(true))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    static void close() throws Exception {
        CLIENT.close();
        SERVER.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        WORLD.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.actualPort() + "/api/v1/" + path));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> post(String path, String body) {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private static HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    @Test
    void tellsWhatWasLeftOutAndStoresTheRest() {
        HttpResponse<String> answer =
                post("a%20token/telemetry", "{\"temperature\":nan,\"humidity\":40,\"n\":null,\"big\":1e400}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"leftOut\":3,").contains("'temperature'", "not_a_number", "1e400");
        assertThat(latest(KeyScope.TIME_SERIES, "humidity")).isEqualTo(Value.of(40));
        assertThat(post("a%20token/attributes", "{\"fine\":1e-20,\"bad\":-Infinity}")
                        .body())
                .contains("'bad'");
        assertThat(latest(KeyScope.CLIENT_SCOPE, "fine")).isEqualTo(Value.of(1e-20));
        assertThat(post("a%20token/telemetry", "{\"big\":1e400}").statusCode()).isEqualTo(400);
        assertThat(post("a%20token/telemetry", "{\"a\":1}").body()).isEmpty();
    }

    private static Value latest(KeyScope scope, String key) {
        Stamped stamped = WORLD.platform.directories().of(WORLD.tenant).latest().get(scope, key, DEVICE.ordinal());
        return Objects.requireNonNull(stamped, key).value();
    }

    @Test
    void storesTelemetryBeforeItAnswers() {
        HttpResponse<String> answer = post("a%20token/telemetry", "{\"ts\":1700000000000,\"values\":{\"a\":1.5}}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(latest(KeyScope.TIME_SERIES, "a")).isEqualTo(Value.of(1.5));
        long series = WORLD.series.find(WORLD.tenant, DEVICE.id(), "a").orElseThrow();
        assertThat(WORLD.series.latest(series).orElseThrow().ts()).isEqualTo(1_700_000_000_000L);
    }

    @Test
    void tellsThatThereIsNoFirmware() {
        for (String what : new String[] {"firmware", "software"}) {
            HttpResponse<String> answer = get("a%20token/" + what + "?title=t&version=1");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("No package is assigned");
            assertThat(get("no-token/" + what + "?title=t&version=1").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aTokenThatEndsBeforeItsMessageIsWholeStoresNothing() {
        for (String what : List.of("telemetry", "attributes", "claim", "rpc", "rpc/1")) {
            String token = what.replace('/', '-');
            UUID device = WORLD.save(WORLD.admin, "/api/device?accessToken=" + token, Map.of("name", token));
            try (RawHttp half = halfSent(token + "/" + what)) {
                WORLD.api.post(WORLD.admin, "/api/device/" + device + "/credentials/renew", "");
                assertThat(half.send(":1}").status()).as(what).isEqualTo(401);
            }
        }
        UUID device = WORLD.save(WORLD.admin, "/api/device?accessToken=gone", Map.of("name", "gone"));
        try (RawHttp half = halfSent("gone/telemetry")) {
            WORLD.api.delete(WORLD.admin, "/api/device/" + device);
            assertThat(half.send(":1}").status()).isEqualTo(401);
        }
    }

    private static RawHttp halfSent(String path) {
        String token = path.substring(0, path.indexOf('/'));
        assertThat(post(token + "/telemetry", "{\"in\":1}").statusCode()).isEqualTo(200);
        RawHttp half = RawHttp.open(SERVER.actualPort());
        half.head("POST /api/v1/" + path + " HTTP/1.1|Expect: 100-continue|Content-Length: 10");
        assertThat(half.status()).isEqualTo(100);
        return half.send("{\"late\"");
    }

    @Test
    void marksHistoryThatIsNotToRaiseAlarms() {
        Map<String, Boolean> told = new java.util.concurrent.ConcurrentHashMap<>();
        WORLD.platform
                .bus()
                .on(
                        TelemetryStored.class,
                        event -> told.put(event.readings().getFirst().key(), event.backfill()));
        assertThat(post("a%20token/telemetry?backfill=true", "{\"h1\":1}").statusCode())
                .isEqualTo(200);
        assertThat(post("a%20token/telemetry?backfill=false", "{\"h2\":1}").statusCode())
                .isEqualTo(200);
        assertThat(post("a%20token/telemetry?x=1", "{\"h3\":1}").statusCode()).isEqualTo(200);
        assertThat(told).containsEntry("h1", true).containsEntry("h2", false).containsEntry("h3", false);
        assertThat(post("a%20token/telemetry?backfill=yes", "{\"h4\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void storesLargeMessagesFromAWorker() {
        StringBuilder body = new StringBuilder("[");
        for (int ts = 1; ts <= 3_000; ts++) {
            body.append(ts == 1 ? "" : ",").append("{\"ts\":" + ts + ",\"values\":{\"large\":" + ts + "}}");
        }
        assertThat(body.length()).isBetween(65_537, 200_000);
        assertThat(post("a%20token/telemetry", body.append(']').toString()).statusCode())
                .isEqualTo(200);
        assertThat(latest(KeyScope.TIME_SERIES, "large")).isEqualTo(Value.of(3_000));
        assertThat(post("a%20token/telemetry", " ".repeat(70_000) + "{").statusCode())
                .isEqualTo(400);
    }

    @Test
    void writesAndReadsAttributes() {
        assertThat(post("a%20token/attributes", "{\"fw\":\"1.0-a\",\"n\":2}").statusCode())
                .isEqualTo(200);
        WORLD.platform
                .attributes()
                .put(
                        WORLD.platform.directories().of(WORLD.tenant),
                        DEVICE,
                        KeyScope.SHARED_SCOPE,
                        Map.of("rate", Value.of(5)));
        assertThat(get("a%20token/attributes?clientKeys=fw,n&sharedKeys=rate").body())
                .isEqualTo("{\"client\":{\"fw\":\"1.0-a\",\"n\":2},\"shared\":{\"rate\":5}}");
        HttpResponse<String> some = get("a%20token/attributes?clientKeys=n,none&sharedKeys=");
        assertThat(some.body()).isEqualTo("{\"client\":{\"n\":2}}");
        assertThat(some.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(get("a%20token/attributes?sharedKeys=none").body()).isEqualTo("{}");
    }

    @Test
    void answersWrongTokensWithNothing() {
        for (HttpResponse<String> answer : List.of(
                post("wrong/telemetry", "{\"a\":1}"),
                post("/telemetry", "{\"a\":1}"),
                post("%25zz/telemetry", "{\"a\":1}"),
                post("wrong/attributes", "x".repeat(100_000)),
                get("x".repeat(300) + "/attributes"))) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void refusesMalformedBodiesWithAProblem() {
        for (String path : List.of("telemetry", "attributes")) {
            for (String body : List.of("", "{", "7", "{\"\":1}")) {
                HttpResponse<String> answer = post("a%20token/" + path, body);
                assertThat(answer.statusCode()).as(path + " " + body).isEqualTo(400);
                var problem = Json.read(answer.body(), com.fasterxml.jackson.databind.JsonNode.class);
                assertThat(problem.path("status").asInt()).isEqualTo(400);
                assertThat(problem.path("message").asText()).isNotEmpty();
            }
        }
    }

    @Test
    void refusesBodiesBeyondTheLimitByName() {
        String fits = "{\"k\":\"" + "x".repeat(LIMIT - 8) + "\"}";
        assertThat(post("a%20token/attributes", fits).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = post("a%20token/attributes", fits + " ");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("2048 bytes", "ATRIUM_DEVICE_HTTP_MAX_ATTRIBUTES");
        assertThat(post("a%20token/telemetry", "y".repeat(1_000_000)).statusCode())
                .isEqualTo(413);
        assertThat(post("a%20token/telemetry", "{\"still\":1}").statusCode()).isEqualTo(200);
    }

    @Test
    void leavesOtherPathsToOthers() {
        for (HttpResponse<String> answer :
                List.of(get("a%20token/telemetry"), get("a%20token/firmwares"), get("provision"), get("a%20token"))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("rest");
        }
    }

    @Test
    void theNewestOfManyConcurrentMessagesIsTheLatest() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            answers.add(CLIENT.sendAsync(
                    request("a%20token/telemetry")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"ts\":" + i + ",\"values\":{\"many\":" + i + "}}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(latest(KeyScope.TIME_SERIES, "many")).isEqualTo(Value.of(200));
    }
}

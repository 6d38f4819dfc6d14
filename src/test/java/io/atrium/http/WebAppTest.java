package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a browser gets that asks for the app: the page, its files, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebAppTest {

    private static final String[] HTML = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PolicyReports reports = new PolicyReports();
    private final AtomicInteger nonces = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() {
        Router router = Router.router(vertx);
        router.route().order(-1).handler(context -> {
            SecurityHeaders.ofEvery(
                    context.response().headers(), context.request().path());
            context.next();
        });
        reports.mount(router);
        new WebApp(
                        WebFiles.of("webapp/"),
                        new WebPolicy("https://{s}.tiles.example/{z}/{x}/{y}.png"),
                        () -> "nonce" + nonces.incrementAndGet(),
                        InstantSource.system())
                .mount(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterAll
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void everyAddressOfTheAppGetsItsPageWithAStrictPolicy() {
        for (String path : List.of(
                "/",
                "/login/createPassword?activateToken=x",
                "/dashboards/17?state=a.b",
                "/devices",
                "/assets",
                "/x.y/z",
                "/index.html")) {
            HttpResponse<String> answer = get(path, HTML);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.body()).contains("the page").doesNotContain("__CSP_NONCE__");
            assertThat(header(answer, "Content-Type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
            assertThat(header(answer, "ETag")).isEmpty();
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(header(answer, "Permissions-Policy")).contains("camera=()");
            String nonce = answer.body().replaceAll("(?s).*content=\"(nonce\\d+)\".*", "$1");
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .containsExactly("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce
                            + "'; img-src 'self' data: blob: https://*.tiles.example; font-src 'self'; connect-src 'self';"
                            + " manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none';"
                            + " form-action 'self'; frame-ancestors 'none'; report-uri /api/csp-reports");
        }
        assertThat(get("/", HTML).body()).isNotEqualTo(get("/", HTML).body());
        assertThat(get("/devices").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/devices", "", HTML).statusCode()).isEqualTo(200);
    }

    @Test
    void filesAreSentSmallAndKept() {
        HttpResponse<String> plain = get("/assets/main-abc.js");
        assertThat(plain.body()).isEqualTo("console.log(\"whole\")");
        assertThat(header(plain, "Content-Type")).isEqualTo("text/javascript;charset=UTF-8");
        assertThat(header(plain, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(plain, "ETag")).isEqualTo("\"bbb\"");
        assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(header(plain, "Content-Encoding")).isEmpty();

        HttpResponse<String> brotli = get("/assets/main-abc.js", "Accept-Encoding", "gzip, deflate, br");
        assertThat(brotli.body()).isEqualTo("brotli form");
        assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
        HttpResponse<String> gzip = get("/assets/main-abc.js", "Accept-Encoding", "br;q=0, gzip;q=0.5");
        assertThat(gzip.body()).isEqualTo("gzip form");
        assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");

        HttpResponse<String> icon = get("/atrium.svg", "Accept-Encoding", "br");
        assertThat(icon.body()).isEqualTo("<svg/>");
        assertThat(header(icon, "Cache-Control")).isEqualTo("no-cache");
        HttpResponse<String> known = get("/atrium.svg", "If-None-Match", "\"ccc\"");
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoPage() {
        for (String path : List.of(
                "/assets/gone-1.js",
                "/assets/",
                "/favicon.ico",
                "/unlisted.txt",
                "/files.tsv",
                "/assets/main-abc.js.br")) {
            assertThat(get(path, "Accept", "image/*,*/*;q=0.8").statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(get("/assets/gone-1.js", HTML).statusCode()).isEqualTo(404);
        assertThat(get("/devices", "Accept", "application/json").statusCode()).isEqualTo(404);
        for (String path : List.of("/api", "/api/gone", "/metrics", "/q/dev")) {
            assertThat(get(path, HTML).body()).as(path).doesNotContain("the page");
        }
        assertThat(send("POST", "/devices", "x", HTML).statusCode()).isEqualTo(404);
    }

    @Test
    void noPathLeadsOutOfTheApp() throws IOException {
        for (String path : List.of(
                "/../application.properties",
                "/assets/../unlisted.txt",
                "/assets/..%2funlisted.txt",
                "/%2e%2e/contract/operations.tsv",
                "//unlisted.txt",
                "/..\\unlisted.txt",
                "/./unlisted.txt")) {
            String answer = raw(path);
            assertThat(answer)
                    .as(path)
                    .doesNotContain("secret")
                    .doesNotContain("quarkus")
                    .doesNotContain("\t");
        }
    }

    /** As it stands, without a client that tidies the path. */
    private String raw(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void reportsAreCountedAndBounded() {
        long before = reports.count();
        assertThat(send("POST", "/api/csp-reports", "{\"csp-report\":{}}").statusCode())
                .isEqualTo(204);
        assertThat(reports.count()).isEqualTo(before + 1);
        assertThatThrownBy(() -> send("POST", "/api/csp-reports", "x".repeat(200_000)))
                .isInstanceOf(AssertionError.class);
        assertThat(reports.count()).isEqualTo(before + 1);
    }

    @Test
    void refusesMapTilesThatAreNoAddress() {
        for (String bad :
                List.of("tiles", "https://x/{z}/{x}", "javascript:{z}{x}{y}", "https://x y/{z}/{x}/{y}", "'self'")) {
            assertThatThrownBy(() -> new WebPolicy(bad)).as(bad).hasMessageContaining("ATRIUM_MAP_TILES");
        }
        assertThat(new WebPolicy("http://maps:8081/{z}/{x}/{y}.png").ofPage("n"))
                .contains("blob: http://maps:8081;");
    }

    @Test
    void whatIsMeantForTheServerIsNoPageHoweverItIsSpelled() {
        for (String path :
                List.of("/api;a/device", "/API/device", "/api%5Cdevice", "/%61pi/device", "/x/../api", "/Metrics")) {
            HttpResponse<String> answer = get(path, HTML);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(header(answer, "Content-Type")).as(path).isEqualTo("application/json");
        }
    }
}

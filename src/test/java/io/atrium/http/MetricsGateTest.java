package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may read the figures of the server. */
final class MetricsGateTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int start(@Nullable String token) {
        Router router = Router.router(vertx);
        new MetricsGate(token).mount(router, -1);
        router.get("/metrics").handler(context -> context.response().end("figures"));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return server.actualPort();
    }

    private static int status(int port, String more) {
        try (RawHttp raw = RawHttp.open(port)) {
            return raw.head("GET /metrics HTTP/1.1" + more).status();
        }
    }

    @Test
    void callersOnThisMachineReadThemUnlessAProxyAsksForSomebodyElse() {
        int port = start(null);
        assertThat(status(port, "")).isEqualTo(200);
        assertThat(status(port, "|X-Forwarded-For: 192.0.2.1")).isEqualTo(403);
        assertThat(status(port, "|Via: 1.1 proxy")).isEqualTo(403);
        assertThat(status(port, "|Forwarded: for=192.0.2.1")).isEqualTo(403);
    }

    @Test
    void aPageWhoseNameWasPointedHereReadsNothing() {
        int port = start(null);
        for (String host : List.of("localhost", "127.0.0.1:80", "LOCALHOST:80", "[::1]")) {
            assertThat(statusOf(port, "/metrics", host)).as(host).isEqualTo(200);
        }
        for (String host : List.of("evil.example", "evil.example:80", "127.evil.example", "localhost.evil.example")) {
            assertThat(statusOf(port, "/metrics", host)).as(host).isEqualTo(403);
        }
        assertThat(statusOf(port, "//metrics", "evil.example")).isEqualTo(403);
        assertThat(statusOf(port, "/%6detrics", "evil.example")).isEqualTo(403);
    }

    private static int statusOf(int port, String path, String host) {
        try (RawHttp raw = RawHttp.open(port)) {
            return raw.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .status();
        }
    }

    @Test
    void aTokenIsAskedOfEverybodyIfThereIsOne() {
        int port = start("secret");
        assertThat(status(port, "")).isEqualTo(401);
        assertThat(status(port, "|Authorization: Bearer wrong")).isEqualTo(401);
        assertThat(status(port, "|Authorization: Bearer secret|Via: 1.1 proxy")).isEqualTo(200);
    }
}

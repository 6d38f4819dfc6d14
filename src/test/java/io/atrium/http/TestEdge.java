package io.atrium.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Routes behind the server's real edge, which asks the authenticator who calls. */
public final class TestEdge implements AutoCloseable {

    /** The address that the edge believes to be known by. */
    public static final String PUBLIC_URL = "https://atrium.example";

    private static final long MAX_BODY = 1_000_000;
    private static final long BUDGET = 64 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestEdge(List<Route> routes, Authenticator authenticator, InstantSource clock) {
        Router router = Router.router(vertx);
        OwnOrigin own = new OwnOrigin(() -> URI.create(PUBLIC_URL));
        new ApiServer(
                        routes,
                        authenticator,
                        own,
                        workers,
                        clock,
                        new ApiServer.Sizes(
                                new CallerShares(
                                        new ClientAddress(null), new BodyBudget(BUDGET), new AnswerBudget(BUDGET)),
                                MAX_BODY))
                .mount(router);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** Makes a call over the network. */
    public HttpResponse<String> call(String method, String target, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + target))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(builder::header);
        try {
            return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Begins a call whose answer is read piece by piece. */
    public HttpResponse<InputStream> open(String target, Map<String, String> headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + target));
        headers.forEach(builder::header);
        try {
            return client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close().toCompletionStage().toCompletableFuture().join();
        workers.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

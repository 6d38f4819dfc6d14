package io.atrium.isolation;

import io.atrium.app.TestWorld;
import io.atrium.http.ApiServer;
import io.atrium.isolation.Template.Request;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The routes of a world behind the server's real edge, which asks the authenticator who calls. */
final class Edge implements AutoCloseable {

    private static final long MAX_BODY = 1_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Edge(TestWorld world) {
        Router router = Router.router(vertx);
        new ApiServer(world.routes.all(), world.people.authenticator(), workers, world.platform.clock(), MAX_BODY)
                .mount(router);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /**
     * Makes a call over the network.
     *
     * @param credentials what the header says; empty to leave it out
     */
    HttpResponse<String> call(String credentials, Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        if (!credentials.isEmpty()) {
            builder.header("X-Authorization", credentials);
        }
        try {
            return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
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

package io.atrium.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that answers 200 to everything and does nothing else: the ceiling of what this machine can serve. */
final class BareHttp implements AutoCloseable {

    private static final long STOP_SECONDS = 10;
    private static final String LISTENS = "listens";

    private final Process process;
    final URI root;

    /** Starts it as a process of its own, as the real one is. */
    BareHttp() throws IOException {
        int port = freePort();
        root = URI.create("http://127.0.0.1:" + port);
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        Server.class.getName(),
                        Integer.toString(port)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = process.inputReader().readLine();
        if (!LISTENS.equals(said)) {
            throw new IOException("The bare server did not start: " + said);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The other process. */
    static final class Server extends AbstractVerticle {

        private final int port;

        private Server(int port) {
            this.port = port;
        }

        public static void main(String[] arguments) {
            int port = Integer.parseInt(arguments[0]);
            Vertx.vertx()
                    .deployVerticle(
                            () -> new Server(port),
                            new DeploymentOptions()
                                    .setInstances(Runtime.getRuntime().availableProcessors()))
                    .onComplete(done -> System.out.println(done.succeeded() ? LISTENS : done.cause()));
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request ->
                            request.bodyHandler(body -> request.response().end()))
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}

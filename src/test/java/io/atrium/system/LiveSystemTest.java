package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A WebSocket of the packaged server: from a device's HTTP message to a client's socket, until the log-out. */
final class LiveSystemTest {

    private static final long LIMIT_SECONDS = 20;

    /** A client that keeps its frames, and how its line ended. */
    private static final class Client implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(Json.read(part.toString(), JsonNode.class));
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        JsonNode next() throws InterruptedException {
            JsonNode frame = frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(frame).isNotNull();
            return frame;
        }
    }

    @Test
    void readingsReachASocketUntilItsUserLogsOut() throws Exception {
        try (TestServer server = TestServer.start()) {
            TestServer.Tenant tenant = server.newTenant("Live");
            String device = server.ok(server.post(
                            tenant.token(),
                            "/api/device?accessToken=live-system-token",
                            Map.of("name", "Live", "type", "default")))
                    .id();
            Client client = new Client();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/api/ws"), client)
                    .join();
            socket.sendText(
                            "{\"authCmd\":{\"cmdId\":0,\"token\":\"" + tenant.token() + "\"},\"cmds\":[{\"type\":"
                                    + "\"TIMESERIES\",\"cmdId\":1,\"entityType\":\"DEVICE\",\"entityId\":\"" + device
                                    + "\",\"keys\":\"t\"}]}",
                            true)
                    .join();
            assertThat(client.next().path("subscriptionId").asInt()).isEqualTo(1);
            server.ok(server.post("", "/api/v1/live-system-token/telemetry", "{\"t\":21.5}"));
            assertThat(client.next().at("/data/t/0/1").asText()).isEqualTo("21.5");
            server.ok(server.post(tenant.token(), "/api/auth/logout", ""));
            assertThat(client.closed.get(LIMIT_SECONDS, TimeUnit.SECONDS)).startsWith("1008 Access ended");
        }
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.http.RawHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * SIGTERM with browsers, devices and people connected: each is told why, nothing goes wrong, and it is over within two seconds.
 * The time is the server's own, from the signal to the last part that is closed, as it writes it down; the best of three stops
 * counts, because a machine that does something else meanwhile is slow for a moment, and one that waits for a client is slow
 * every time.
 */
final class StopSystemTest {

    private static final Pattern STOPPED = Pattern.compile("Stopped within (\\d+) ms");
    private static final int STOPS = 3;
    private static final long LIMIT_MILLIS = 2_000;
    private static final int EACH = 10;
    private static final int SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();

    @Test
    void tellsEverybodyWhyAndIsGoneWithinTwoSeconds() throws Exception {
        try (TestServer server = TestServer.start(Map.of("ATRIUM_COAP_PORT", "0"))) {
            TestServer.Tenant tenant = server.newTenant("Stopping");
            String device = server.ok(server.post(tenant.token(), "/api/device", Map.of("name", "Listener")))
                    .id();
            String token = server.ok(server.get(tenant.token(), "/api/device/" + device + "/credentials"))
                    .json()
                    .path("credentialsId")
                    .asText();
            for (int i = 0; i < STOPS; i++) {
                stop(server, tenant, token);
                server.startAgain();
            }
            String log = Files.readString(server.log());
            assertThat(log).doesNotContain(" ERROR ").doesNotContain(" WARN ").doesNotContain("graceful shutdown");
            List<Long> taken = new ArrayList<>();
            for (Matcher found = STOPPED.matcher(log); found.find(); ) {
                taken.add(Long.parseLong(found.group(1)));
            }
            assertThat(taken).hasSize(STOPS);
            assertThat(taken).as("the quickest of " + taken).anyMatch(millis -> millis <= LIMIT_MILLIS);
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
    }

    private void stop(TestServer server, TestServer.Tenant tenant, String token) throws Exception {
        List<CompletableFuture<String>> browsers = new ArrayList<>();
        List<RawHttp> polls = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            browsers.add(browser(server, i % 2 == 0 ? "?token=" + tenant.token() : ""));
            // Half of the polls of one device that may wait: the others come on other lines.
            if (i < EACH / 2) {
                polls.add(raw(server).head("GET /api/v1/" + token + "/attributes/updates?timeout=600000 HTTP/1.1"));
            }
            raw(server).send("GET /api/auth/user HTTP/1.1\r\nX-Half: ");
            raw(server)
                    .head("POST /api/dashboard HTTP/1.1|Content-Length: 1000|X-Authorization: Bearer " + tenant.token())
                    .send("{");
            RawHttp mute = RawHttp.narrow(server.port());
            open.add(mute);
            mute.offer("GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"
                    .repeat(20)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        JsonNode ports = Json.read(Files.readString(server.data().resolve("ports.json")), JsonNode.class);
        DatagramSocket observer = observer(ports.path("coap").asInt(), token);
        Socket mqtt = mqtt(ports.path("mqtt").asInt(), token);
        server.stop();
        for (CompletableFuture<String> browser : browsers) {
            assertThat(browser.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("1001 The server is stopping");
        }
        for (RawHttp poll : polls) {
            assertThat(poll.answer())
                    .as(Files.readString(server.log()))
                    .startsWith("HTTP/1.1 503")
                    .contains("The server stops");
        }
        assertThat(receive(observer)).as("5.03, as CoAP writes it").isEqualTo(5 << 5 | 3);
        InputStream packets = mqtt.getInputStream();
        assertThat(packets.read()).as("DISCONNECT").isEqualTo(0xe0);
        packets.read();
        assertThat(packets.read()).as("Server shutting down").isEqualTo(0x8b);
    }

    private RawHttp raw(TestServer server) {
        RawHttp raw = RawHttp.open(server.port());
        open.add(raw);
        return raw;
    }

    private CompletableFuture<String> browser(TestServer server, String query) throws Exception {
        CompletableFuture<String> closed = new CompletableFuture<>();
        http.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.port() + "/api/ws" + query), new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                                closed.complete(code + " " + reason);
                                return CompletableFuture.completedFuture(null);
                            }

                            @Override
                            public void onError(WebSocket socket, Throwable fault) {
                                closed.complete(String.valueOf(fault));
                            }
                        })
                .get(SECONDS, TimeUnit.SECONDS);
        return closed;
    }

    /** A device that observes its attributes; its first answer is here. */
    private DatagramSocket observer(int port, String token) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        open.add(socket);
        socket.connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(SECONDS * 1_000);
        ByteArrayOutputStream get = new ByteArrayOutputStream();
        get.writeBytes(new byte[] {0x41, 1, 0, 1, 1, 0x60, 0x53});
        get.writeBytes("api\2v1".getBytes(StandardCharsets.US_ASCII));
        get.write(0x0d);
        get.write(token.length() - 13);
        get.writeBytes(token.getBytes(StandardCharsets.US_ASCII));
        get.writeBytes("\nattributes".getBytes(StandardCharsets.US_ASCII));
        socket.send(new DatagramPacket(get.toByteArray(), get.size()));
        assertThat(receive(socket)).as("2.05").isEqualTo(2 << 5 | 5);
        return socket;
    }

    /** The code of the next message that has one. */
    private static int receive(DatagramSocket socket) throws IOException {
        byte[] answer = new byte[1_500];
        do {
            socket.receive(new DatagramPacket(answer, answer.length));
        } while (answer[1] == 0);
        return answer[1] & 0xff;
    }

    /** An MQTT 5 session that is open. */
    private Socket mqtt(int port, String token) throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        open.add(socket);
        socket.setSoTimeout(SECONDS * 1_000);
        ByteArrayOutputStream connect = new ByteArrayOutputStream();
        connect.writeBytes(new byte[] {0x10, (byte) (15 + token.length()), 0, 4, 'M', 'Q', 'T', 'T', 5});
        connect.writeBytes(new byte[] {(byte) 0x82, 0, 60, 0, 0, 0, 0, (byte) token.length()});
        connect.writeBytes(token.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(connect.toByteArray());
        InputStream in = socket.getInputStream();
        assertThat(in.read()).as("CONNACK").isEqualTo(0x20);
        in.readNBytes(in.read());
        return socket;
    }
}

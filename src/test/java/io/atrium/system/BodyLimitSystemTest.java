package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.system.TestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the server's edge refuses by itself, over real HTTP, and the headers that every answer carries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BodyLimitSystemTest {

    private static final String BIG = "{\"title\":\"" + "x".repeat(10_000_000) + "\"}";

    private TestServer server;
    private String token;

    @BeforeAll
    void start() {
        server = TestServer.start();
        token = server.newTenant("Acme").token();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private void refused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("message").asText()).isNotBlank();
        assertThat(answer.json().path("errorCode").isInt()).isTrue();
        assertThat(answer.json().path("timestamp").asLong()).isPositive();
        guarded(answer);
    }

    private static void guarded(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void namesTheLimitOfATooLargeBodyAndGoesOn() {
        for (int i = 0; i < 3; i++) {
            Answer answer = server.post(token, "/api/dashboard", BIG);
            refused(answer, 413);
            assertThat(answer.json().path("message").asText()).contains("bytes");
            assertThat(server.get(token, "/api/auth/user").status()).isEqualTo(200);
        }
        assertThat(server.get("", "/api/health/ready").status()).isEqualTo(200);
    }

    @Test
    void tellsUnknownPathsFromWrongMethods() {
        refused(server.get(token, "/api/no/such/path"), 404);
        Answer wrong = server.call(token, "PUT", "/api/device", "{}");
        refused(wrong, 405);
        assertThat(wrong.text()).contains("POST");
    }

    @Test
    void everyClassOfRouteIsGuarded() {
        guarded(server.get(token, "/api/auth/user"));
        guarded(server.get(token, "/api/tenant/devices?pageSize=1&page=0"));
        guarded(server.get("", "/api/noauth/userPasswordPolicy"));
        guarded(server.get(token, "/api/dashboard/serverTime"));
        guarded(server.get("", "/api/noauth/activate?activateToken=unknown"));
        guarded(server.post("", "/api/v1/no-such-token/telemetry", Map.of("a", 1)));
        refused(server.get("", "/api/auth/user"), 401);
        refused(server.get("no.such.token", "/api/auth/user"), 401);
        refused(server.get(token, "/api/tenants?pageSize=1&page=0"), 403);
        refused(server.get(token, "/api/device/not-an-id"), 400);
        refused(server.post(token, "/api/device", "{"), 400);
        assertThat(server.get(token, "/api/auth/user").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void malformedRequestsAreRefusedWithoutAFault() throws IOException {
        for (String path : new String[] {
            "/api/device/%",
            "/api/device/%zz",
            "/api/device/%00",
            "/api/device/%c3%28",
            "/api/tenant/device?deviceName=%",
            "/api/tenant/device?deviceName=%zz",
            "/api/tenant/device?deviceName=%00"
        }) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nX-Authorization: Bearer " + token + "\r\n"))
                    .as(path)
                    .startsWith("HTTP/1.1 4");
        }
        assertThat(server.get("", "/api/health/ready").status()).isEqualTo(200);
    }

    /** What the server answers to bytes that no client library would send. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String request = head + "Host: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }
}

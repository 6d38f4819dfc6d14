package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.http.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A server with little memory lives through what anybody may send it, answers others meanwhile, and comes up again. The
 * short form of the attacks; each of them once was the end of a server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SurvivalSystemTest {

    private static final String HEAP = "-Xmx256m";
    private static final int MEGABYTE = 1 << 20;

    private final List<RawHttp> open = new ArrayList<>();
    private TestServer server;
    private TestServer.Tenant tenant;
    private TestServer.Tenant attacker;

    @BeforeAll
    void start() {
        server = TestServer.start(Map.of("JAVA_TOOL_OPTIONS", HEAP, "ATRIUM_HTTP_BODY_TIMEOUT", "2s"));
        tenant = server.newTenant("Small");
        attacker = server.newTenant("Attacker");
    }

    @AfterEach
    void othersAreAnswered() throws IOException {
        alive();
        open.forEach(RawHttp::close);
        open.clear();
        assertThat(Files.readString(server.log())).doesNotContain("OutOfMemoryError");
    }

    @AfterAll
    void othersAreAnsweredAfterARestart() throws IOException {
        server.stop();
        server.startAgain();
        alive();
        assertThat(Files.readString(server.log())).doesNotContain(" ERROR ");
        server.close();
    }

    /** Somebody who is known, and somebody who is not yet. */
    private void alive() {
        assertThat(server.get(tenant.token(), "/api/auth/user").status()).isEqualTo(200);
        assertThat(server.login(tenant.email(), "tenant-secret")).isNotEmpty();
        assertThat(server.post(tenant.token(), "/api/device", Map.of("name", "d" + System.nanoTime()))
                        .status())
                .isEqualTo(200);
    }

    private RawHttp connect(int number) {
        RawHttp raw = RawHttp.open(server.port(), "127.0.1." + (1 + number % 200));
        open.add(raw);
        return raw;
    }

    private String known() {
        return "|Content-Type: application/json|X-Authorization: Bearer " + attacker.token();
    }

    @Test
    void halfSentBodiesOfStrangers() {
        byte[] half = "x".repeat(4 * MEGABYTE).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 40; i++) {
            connect(i)
                    .head("POST /api/auth/login HTTP/1.1|Content-Length: " + 8 * MEGABYTE)
                    .offer(half);
            connect(i)
                    .head("POST /api/auth/login HTTP/1.1|Transfer-Encoding: chunked")
                    .offer("800000\r\n".getBytes(StandardCharsets.US_ASCII));
            open.getLast().offer(half);
            connect(i)
                    .head("POST /api/dashboard HTTP/1.1|Content-Length: " + 8 * MEGABYTE)
                    .offer(half);
        }
        alive();
    }

    @Test
    void halfSentBodiesOfAKnownCaller() {
        byte[] half = "x".repeat(7 * MEGABYTE).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 25; i++) {
            connect(i)
                    .head("POST /api/dashboard HTTP/1.1" + known() + "|Content-Length: " + 8 * MEGABYTE)
                    .offer(half);
        }
        assertThat(server.get(tenant.token(), "/api/auth/user").status()).isEqualTo(200);
        open.getFirst().awaitEnd();
    }

    @Test
    void treesThatAreMuchLargerThanTheirText() {
        String element = "{\"\":{}},";
        String tree = "{\"a\":[" + element.repeat(7 * MEGABYTE / element.length()) + "0]}";
        for (String path : List.of("/api/user/settings", "/api/dashboard", "/api/device")) {
            TestServer.Answer answer = server.post(tenant.token(), path, tree);
            assertThat(answer.status()).as(path + answer.text()).isEqualTo(413);
        }
        StringBuilder keys = new StringBuilder("{\"username\":\"a\"");
        for (int i = 0; keys.length() < 7 * MEGABYTE; i++) {
            keys.append(",\"").append(i).append("\":0");
        }
        assertThat(server.post("", "/api/auth/login", keys.append('}').toString())
                        .status())
                .isEqualTo(413);
    }

    /** Refused, or done: a body that is taken must fit beside all others that are. */
    @Test
    void manyLargeTextsAtOnce() {
        String longest = "a".repeat(7 * MEGABYTE);
        String import1 = "{'file':'" + "a,".repeat(3 * MEGABYTE) + "','mapping':{'columns':[{'type':'NAME'}]}}";
        sentAtOnce(
                "/api/dashboard",
                ("{\"title\":\"x\",\"configuration\":{\"a\":\"" + longest + "\u4E2D\"}}")
                        .getBytes(StandardCharsets.UTF_8));
        sentAtOnce(
                "/api/dashboard", ("{\"title\":\"x\",\"" + longest + "\u4E2D\":1}").getBytes(StandardCharsets.UTF_8));
        sentAtOnce("/api/asset/bulk_import", import1.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        // In another encoding, where what looks like a quote is half a character.
        String tree = "{\"title\":\"x\",\"configuration\":[\"\u2201\"," + "{\"a\":0},".repeat(240_000) + "1]}";
        sentAtOnce("/api/dashboard", tree.getBytes(StandardCharsets.UTF_16BE));
    }

    private void sentAtOnce(String path, byte[] body) {
        List<RawHttp> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String token = (i % 2 == 0 ? tenant : attacker).token();
            RawHttp sender = connect(i);
            sender.head("POST " + path + " HTTP/1.1|Content-Type: application/json|X-Authorization: Bearer " + token
                    + "|Content-Length: " + body.length);
            senders.add(sender);
        }
        senders.forEach(sender -> Thread.startVirtualThread(() -> sender.offer(body)));
        senders.forEach(sender -> assertThat(sender.status()).isIn(200, 400, 413, 429, 503));
        alive();
    }

    @Test
    void socketsThatSayNothing() {
        for (int i = 0; i < 1_500; i++) {
            connect(i)
                    .head("GET /api/ws HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13"
                            + "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        }
        RawHttp known = connect(0);
        known.head("GET /api/ws?token=" + tenant.token() + " HTTP/1.1|Upgrade: websocket|Connection: Upgrade"
                + "|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(known.status()).isEqualTo(101);
    }

    @Test
    void stopsWithinTwoSecondsWhateverIsOpen() throws IOException {
        for (int i = 0; i < 50; i++) {
            connect(i)
                    .head("POST /api/dashboard HTTP/1.1" + known() + "|Content-Length: 100000")
                    .send("{");
            open.removeLast().close();
            connect(i).send("GET /api/auth/user HTTP/1.1\r\nX-Half: ");
        }
        long begun = System.nanoTime();
        server.stop();
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        server.startAgain();
        assertThat(Files.readString(server.log()))
                .doesNotContain("graceful shutdown")
                .doesNotContain(" ERROR ");
        assertThat(taken).as("most that any machine may need").isLessThan(Duration.ofSeconds(10));
    }
}

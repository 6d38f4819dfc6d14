package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What strangers and known callers may take of the server over HTTP by their bodies, and for how long. */
final class HttpEdgeTest extends EdgeFixture {

    @Test
    void longBodiesOfStrangersAreRefusedByTheirLengthBeforeTheyCome() {
        start();
        for (int i = 0; i < 30; i++) {
            String answer = connect()
                    .head("POST /api/login HTTP/1.1|Content-Length: 8000000")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 413").contains("larger than 16384 bytes");
        }
        assertThat(budget.taken()).isZero();
        othersAreServed();
    }

    @Test
    void halfSentBodiesTakeNoMoreThanTheBudgetOfStrangers() {
        start();
        String chunk = "3a98\r\n" + "x".repeat(15_000) + "\r\n";
        for (int i = 0; i < 100; i++) {
            connect()
                    .head("POST /api/login HTTP/1.1|Transfer-Encoding: chunked")
                    .send(chunk);
        }
        // An address gets half. Other loops may still be busy with the first of them.
        await(() -> budget.taken() > STRANGERS / 2 - 15_000);
        RawHttp one = connect();
        one.head("POST /api/login HTTP/1.1|Transfer-Encoding: chunked").send(chunk);
        assertThat(one.answer()).startsWith("HTTP/1.1 429").contains("ATRIUM_HTTP_BODY_BUDGET", "Retry-After: 1");
        assertThat(budget.taken()).isPositive().isLessThanOrEqualTo(STRANGERS);
        othersAreServed();
        open.forEach(RawHttp::close);
        await(() -> budget.taken() == 0);
    }

    @Test
    void nobodyMaySendALongBodyBeforeHeIsKnown() {
        start();
        for (int i = 0; i < 20; i++) {
            RawHttp raw = connect();
            raw.head("POST /api/save HTTP/1.1|Content-Length: 900000").send("{\"a\":\"" + "x".repeat(20_000));
            assertThat(raw.status()).isEqualTo(401);
        }
        assertThat(budget.taken()).isZero();
        othersAreServed();
    }

    @Test
    void oneKnownCallerTakesNoMoreThanHalf() {
        start();
        for (int i = 0; i < 10; i++) {
            connect()
                    .head("POST /api/save HTTP/1.1|X-Authorization: Bearer mallory|Content-Length: 1000000")
                    .offer("x".repeat(900_000).getBytes(StandardCharsets.UTF_8));
        }
        await(() -> budget.taken() > BUDGET / 4);
        assertThat(budget.taken()).isLessThanOrEqualTo(BUDGET / 2);
        othersAreServed();
    }

    @Test
    void aDocumentOfManyValuesIsRefusedBeforeItIsRead() {
        start();
        String element = "{\"\":{}},";
        String tree = "{\"a\":[" + element.repeat(LARGEST / element.length() - 10) + "0]}";
        RawHttp raw = connect();
        raw.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: " + tree.length())
                .send(tree);
        assertThat(raw.answer()).startsWith("HTTP/1.1 413").contains("bytes of memory");
        await(() -> budget.taken() == 0);
        othersAreServed();
    }

    @Test
    void aBodyThatDoesNotComeInTimeEndsTheConnection() {
        start("ATRIUM_HTTP_BODY_TIMEOUT", "300ms");
        RawHttp known = connect();
        known.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: 100000").send("{\"a\":");
        assertThat(known.answer()).startsWith("HTTP/1.1 408").contains("ATRIUM_HTTP_BODY_TIMEOUT");
        known.awaitEnd();
        RawHttp silent = connect();
        silent.head("POST /api/login HTTP/1.1|Content-Length: 10");
        assertThat(silent.status()).isEqualTo(408);
        silent.awaitEnd();
        await(() -> budget.taken() == 0);
    }

    @Test
    void aBodyThatDoesNotComeEndsItsStreamOnly() throws Exception {
        start("ATRIUM_HTTP2", "true", "ATRIUM_HTTP_BODY_TIMEOUT", "300ms");
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build();
                SubmissionPublisher<ByteBuffer> half = new SubmissionPublisher<>()) {
            HttpResponse<String> who = client.send(request("/api/who").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(who.version()).isEqualTo(HttpClient.Version.HTTP_2);
            var waiting = client.sendAsync(request("/api/slow").build(), HttpResponse.BodyHandlers.ofString());
            var late = client.sendAsync(
                    request("/api/save")
                            .POST(HttpRequest.BodyPublishers.fromPublisher(half))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            half.submit(ByteBuffer.wrap(new byte[] {'{'}));
            assertThat(late.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(408);
            slow.complete("late");
            assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Authorization", "Bearer emma");
    }

    @Test
    void anAnswerMayTakeLongerThanABody() {
        start("ATRIUM_HTTP_BODY_TIMEOUT", "100ms", "ATRIUM_HTTP_IDLE_TIMEOUT", "100ms");
        RawHttp waiting = connect();
        waiting.head("GET /api/slow HTTP/1.1" + EMMA);
        RawHttp idle = connect();
        idle.head("GET /api/who HTTP/1.1" + EMMA);
        assertThat(idle.status()).isEqualTo(200);
        idle.awaitEnd();
        slow.complete("done");
        assertThat(waiting.answer()).startsWith("HTTP/1.1 200").endsWith("\"done\"");
    }

    @Test
    void halfSentHeadersEndTheConnection() {
        start("ATRIUM_HTTP_HEADER_TIMEOUT", "300ms", "ATRIUM_HTTP_IDLE_TIMEOUT", "300ms");
        connect().awaitEnd();
        connect().send("GET /api/who HTTP/1.1\r\nHost: x\r\nX-Half: ").awaitEnd();
        RawHttp second = connect();
        second.head("GET /api/who HTTP/1.1" + EMMA);
        assertThat(second.status()).isEqualTo(200);
        second.send("GET /api/who HTTP/1.1\r\nX-Half: ").awaitEnd();
    }

    @Test
    void manySilentConnectionsGoInTheOrderInWhichTheyCame() {
        start("ATRIUM_HTTP_MAX_NEW_CONNECTIONS", "40", "ATRIUM_HTTP_HEADER_TIMEOUT", "600s");
        List<RawHttp> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(connect().send("GET /api/who HTTP/1.1\r\n"));
        }
        silent.getFirst().awaitEnd();
        othersAreServed();
    }

    @Test
    void packedBodiesAreOpenedUpToTheLimitOfPlainOnes() throws IOException {
        start();
        byte[] json = "{\"a\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(packed("/api/save", "gzip", gzip(json)).answer()).contains("{\"length\":13}");
        assertThat(packed("/api/save", "deflate", deflate(json)).answer()).contains("{\"length\":13}");
        assertThat(packed("/api/save", "identity", json).status()).isEqualTo(200);
        assertThat(packed("/api/save", "br", json).answer())
                .startsWith("HTTP/1.1 415")
                .contains("Content-Encoding");
        assertThat(packed("/api/save", "gzip", json).answer())
                .startsWith("HTTP/1.1 400")
                .contains("coding gzip");
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int i = 0; i < 16_000; i++) {
            pieces.write(empty);
        }
        assertThat(packed("/api/save", "gzip", pieces.toByteArray()).answer())
                .startsWith("HTTP/1.1 400")
                .contains("more than 100 pieces");
        byte[] bomb = gzip(new byte[200 << 20]);
        assertThat(packed("/api/save", "gzip", bomb).answer())
                .startsWith("HTTP/1.1 413")
                .contains("bytes");
        byte[] small = gzip(new byte[100 << 10]);
        assertThat(packed("/api/login", "gzip", small).status()).isEqualTo(413);
        await(() -> budget.taken() == 0);
    }

    private RawHttp packed(String path, String coding, byte[] body) {
        return connect()
                .head("POST " + path + " HTTP/1.1" + EMMA + "|Content-Encoding: " + coding + "|Content-Length: "
                        + body.length)
                .send(body);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream pack = new GZIPOutputStream(out)) {
            pack.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream pack = new DeflaterOutputStream(out)) {
            pack.write(plain);
        }
        return out.toByteArray();
    }
}

package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers, heads and the end of a server take, whoever asks and however he reads. */
final class HttpAnswersTest extends EdgeFixture {

    @Test
    void everythingBelowApiIsKeptOutOfCaches() {
        start();
        for (String path : List.of("/api/who", "/api/none", "/api/login")) {
            assertThat(connect().head("GET " + path + " HTTP/1.1" + EMMA).answer())
                    .as(path)
                    .containsIgnoringCase("cache-control: no-store");
        }
        assertThat(connect().head("GET /api/who HTTP/1.1").answer())
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("cache-control: no-store");
    }

    @Test
    void strangeCharactersInAQueryAreReadOrRefusedInWords() {
        start();
        for (String query : List.of("a=1%7C2", "a=^`{}", "a=\"<>\\", "a=%", "a=ä")) {
            String answer =
                    connect().head("GET /api/who?" + query + " HTTP/1.1" + EMMA).answer();
            assertThat(answer).as(query).matches("(?s)HTTP/1.1 (200|400) .*\r\n\r\n[\"{].+");
        }
        RawHttp bar = connect();
        bar.send("GET /api/who?a=1|2 HTTP/1.1\r\nX-Authorization: Bearer emma\r\nHost: x\r\n\r\n");
        assertThat(bar.status()).isEqualTo(200);
        String malformed = connect().send("GET /api/who HTP/9\r\n\r\n").answer();
        assertThat(malformed).matches("(?s)HTTP/1.. 400.*Malformed request.*");
        String tooLong = connect()
                .head("GET /api/who?" + "x".repeat(5_000) + " HTTP/1.1")
                .answer();
        assertThat(tooLong).matches("(?s)HTTP/1.. 414.*The address is longer.*");
        String headers = connect()
                .head("GET /api/who HTTP/1.1|X-Long: " + "x".repeat(20_000))
                .answer();
        assertThat(headers).matches("(?s)HTTP/1.. 431.*The headers are longer.*");
    }

    @Test
    void http2WithoutTlsIsSpokenOnlyIfAsked() {
        start();
        RawHttp preface = connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(preface.answer()).matches("(?s)HTTP/[0-9.]+ [45].*");
        RawHttp upgrade = connect();
        upgrade.head("GET /api/who HTTP/1.1" + EMMA
                + "|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
        assertThat(upgrade.status()).isEqualTo(200);
    }

    @Test
    void whereHttp2IsSpokenBodiesAreReadAsBodies() {
        start("ATRIUM_HTTP2", "true");
        String hidden = "GET /api/who HTTP/1.1\r\nHost: x\r\n\r\n";
        String head = "POST /api/login HTTP/1.1|Content-Length: " + hidden.length();
        for (boolean isOne : new boolean[] {true, false}) {
            RawHttp raw = connect();
            for (int i = 0; i < 3; i++) {
                String full = head.replace("|", "\r\n") + "\r\nHost: localhost\r\n\r\n";
                raw.send(isOne ? full + hidden : full);
                if (!isOne) {
                    othersAreServed();
                    raw.send(hidden);
                }
                assertThat(raw.answer()).startsWith("HTTP/1.1 200").endsWith("{\"length\":" + hidden.length() + "}");
            }
            raw.head("POST /api/login HTTP/1.1|Content-Length: 2|Transfer-Encoding: chunked")
                    .send("0\r\n\r\n");
            assertThat(raw.status()).isEqualTo(400);
        }
    }

    @Test
    void whoAsksWithoutReadingWaits() {
        start();
        RawHttp greedy = connect();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            requests.append("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        greedy.send(requests.toString());
        othersAreServed();
        for (int i = 0; i < 200; i++) {
            assertThat(greedy.status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamThatIsRefusedBeforeItsFirstPieceIsAnsweredWithTheReason() {
        start();
        RawHttp client = connect();
        client.head("GET /api/refused HTTP/1.1" + EMMA);
        assertThat(client.answer())
                .startsWith("HTTP/1.1 429")
                .contains("No room")
                .doesNotContain("attachment");
    }

    @Test
    void stopsAtOnceWhateverWasBrokenOff() {
        start();
        for (int i = 0; i < 50; i++) {
            try (RawHttp gone = RawHttp.open(port)) {
                gone.head("GET /api/slow HTTP/1.1" + EMMA);
            }
            try (RawHttp gone = RawHttp.open(port)) {
                gone.head("POST /api/save HTTP/1.1" + EMMA + "|Content-Length: 100000")
                        .send("{");
            }
        }
        connect().send("GET /api/who HTTP/1.1\r\n");
        HttpEdge serving = Objects.requireNonNull(edge);
        await(() -> serving.underWay() == 0);
        RawHttp waiting = connect();
        waiting.head("GET /api/slow HTTP/1.1" + EMMA);
        await(() -> serving.underWay() == 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(serving::close);
        slow.complete("done");
        assertThat(waiting.answer()).startsWith("HTTP/1.1 200").endsWith("\"done\"");
        stopped.join();
        waiting.awaitEnd();
    }

    @Test
    void longAnswersThatNobodyReadsTakeNoMoreThanOnesShare() {
        start("ATRIUM_HTTP_MAX_STALL", "600s");
        List<RawHttp> mute = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawHttp raw = RawHttp.narrow(port);
            open.add(raw);
            mute.add(raw.head("GET /api/long HTTP/1.1|X-Authorization: Bearer mallory"));
        }
        await(() -> answers.taken() > ANSWERS / 4);
        assertThat(answers.taken()).isLessThanOrEqualTo(ANSWERS / 2);
        RawHttp other = connect();
        other.head("GET /api/long HTTP/1.1" + EMMA);
        assertThat(other.answer()).startsWith("HTTP/1.1 200").hasSizeGreaterThan(LONG);
        othersAreServed();
        mute.forEach(RawHttp::close);
        await(() -> answers.taken() == 0);
    }

    @Test
    void whoTakesNothingOfAnAnswerLosesTheConnection() {
        start("ATRIUM_HTTP_MAX_STALL", "300ms");
        for (String path : List.of("/api/long", "/api/stream", "/file")) {
            RawHttp mute = RawHttp.narrow(port);
            open.add(mute);
            mute.head("GET " + path + " HTTP/1.1" + EMMA);
            HttpEdge serving = Objects.requireNonNull(edge);
            await(() -> serving.unread() > 0);
            await(() -> serving.unread() == 0 && answers.taken() == 0);
            mute.awaitEnd();
        }
    }

    @Test
    void socketsThatNobodyReadsHoldLittleAltogether() {
        start("ATRIUM_HTTP_MAX_STALL", "600s", "ATRIUM_HTTP_ANSWER_BUDGET", "1MB");
        for (int i = 0; i < 200; i++) {
            RawHttp raw = RawHttp.narrow(port);
            open.add(raw);
            raw.offer("GET /file HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII));
        }
        HttpEdge serving = Objects.requireNonNull(edge);
        assertThat(serving.unread()).isLessThanOrEqualTo(1 << 19);
        RawHttp reader = connect();
        assertThat(reader.head("GET /file HTTP/1.1").answer()).hasSizeGreaterThan(LONG);
        othersAreServed();
    }

    @Test
    void clientsOfTheOlderProtocolAreServedBesideHttp2() {
        start("ATRIUM_HTTP2", "true");
        othersAreServed();
    }

    /** Streams whose clients open no window for them wait before the socket, which is empty. */
    @Test
    void smallAnswersInStreamsThatNobodyReadsHoldLittleAltogether() {
        start("ATRIUM_HTTP2", "true", "ATRIUM_HTTP_MAX_STALL", "600s", "ATRIUM_HTTP_ANSWER_BUDGET", "1MB");
        HttpEdge serving = Objects.requireNonNull(edge);
        RawHttp first = streams(1, 5);
        await(() -> serving.unread() > 50_000);
        for (int i = 0; i < 40; i++) {
            streams(1, 5);
        }
        first.awaitEnd();
        assertThat(serving.unread()).isLessThanOrEqualTo(1 << 19);
        othersAreServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9_999})
    void whoTakesNothingOfItsStreamsIsCutOff(int window) {
        start("ATRIUM_HTTP2", "true", "ATRIUM_HTTP_MAX_STALL", "100ms");
        streams(window, 10).awaitEnd();
        await(() -> Objects.requireNonNull(edge).unread() == 0);
    }

    /**
     * A client of HTTP/2 that asks in many streams and lets little of the answers through.
     *
     * @param window bytes of each answer
     */
    private RawHttp streams(int window, int count) {
        RawHttp raw = connect();
        StringBuilder frames = new StringBuilder("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        // SETTINGS: INITIAL_WINDOW_SIZE
        frames.append("\0\0\6\4\0\0\0\0\0")
                .append("\0\4\0\0")
                .append((char) (window >> 8))
                .append((char) (window & 0xff));
        String headers = "\u0082\u0086" + literal(4, "/api/some") + literal(1, "localhost")
                + named("x-authorization", "Bearer emma");
        for (int i = 0; i < count; i++) {
            frames.append("\0\0")
                    .append((char) headers.length())
                    .append("\1\5\0\0")
                    .append((char) ((2 * i + 1) >> 8))
                    .append((char) ((2 * i + 1) & 0xff))
                    .append(headers);
        }
        return raw.send(frames.toString());
    }

    /** A header of the static table with a value (RFC 7541 section 6.2.2). */
    private static String literal(int index, String value) {
        return "" + (char) index + (char) value.length() + value;
    }

    private static String named(String name, String value) {
        return "\0" + (char) name.length() + name + (char) value.length() + value;
    }

    @Test
    void requestsSentFarAheadWaitInTheSocket() {
        start();
        RawHttp ahead = connect();
        byte[] many = "GET /api/slow HTTP/1.1\r\nHost: x\r\nX-Authorization: Bearer emma\r\n\r\n"
                .repeat(1_000)
                .getBytes(StandardCharsets.US_ASCII);
        workers.execute(() -> {
            for (int i = 0; i < 200 && ahead.offer(many); i++) {
                Thread.onSpinWait();
            }
        });
        await(() -> Objects.requireNonNull(edge).ahead() > 0);
        othersAreServed();
        assertThat(Objects.requireNonNull(edge).ahead()).isLessThan(4 << 20);
        ahead.close();
        slow.complete("late");
        await(() -> Objects.requireNonNull(edge).ahead() == 0);
    }

    @Test
    void headsThatAreWrongAreRefusedInWords() {
        start();
        String host = "|Host: localhost";
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("GET / HTTP/9.9" + host, "505");
        wrong.put("GET / HTTP/2.0" + host, "505");
        wrong.put("PRI * HTTP/2.0", "505");
        wrong.put("GET / HTTP/1.1", "400");
        wrong.put("GET /api/who HTTP/1.1", "400");
        wrong.put("GET / HTTP/1.1|Host: a|Host: b", "400");
        wrong.put("GET / HTTP/1.1|Host: a b", "400");
        wrong.put("GET / HTTP/1.1|Host: user@a", "400");
        wrong.put("TRACE / HTTP/1.1" + host, "405");
        wrong.put("OPTIONS * HTTP/1.1" + host, "405");
        wrong.put("CONNECT localhost:80 HTTP/1.1" + host, "405");
        wrong.put("GET api/who HTTP/1.1" + host, "400");
        wrong.put("GET /% HTTP/1.1" + host, "400");
        wrong.put("GET /a?b=%zz HTTP/1.1" + host, "400");
        wrong.put("GET / HTTP/1.1" + host + "|no colon", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: gzip, chunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked, chunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked|Transfer-Encoding: x", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: identity", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: xchunked", "501");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Transfer-Encoding: chunked|Content-Length: 3", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: 3|Transfer-Encoding: chunked", "400");
        wrong.put("POST /api/save HTTP/1.0" + host + "|Content-Length: 3|Transfer-Encoding: chunked", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: 3|Content-Length: 4", "400");
        wrong.put("POST /api/save HTTP/1.1" + host + "|Content-Length: -3", "400");
        wrong.forEach((head, status) -> {
            RawHttp raw = connect().send(head.replace("|", "\r\n") + "\r\n\r\n");
            String answer = raw.answer();
            assertThat(answer).as(head).matches("(?s)HTTP/1.[01] " + status + ".*");
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            assertThat(Json.read(body, Map.class).keySet())
                    .as(head)
                    .containsExactlyInAnyOrder("status", "message", "errorCode", "timestamp");
            raw.awaitEnd();
        });
        othersAreServed();
    }
}

package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.HandClock;
import io.atrium.base.Json;
import io.atrium.http.RawHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who comes in, how, and what happens to those who do not (device-data-api 4.1, 4.5, 4.6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoorTest {

    private LiveServer server;
    private HandClock clock;

    @BeforeAll
    void open() {
        clock = new HandClock();
        server = new LiveServer(clock, Map.of("ATRIUM_WS_AUTH_TIMEOUT", "300ms", "ATRIUM_WS_MAX_SUBSCRIPTIONS", "5"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    private String auth(String token) {
        return "\"authCmd\":{\"cmdId\":0,\"token\":\"" + token + "\"}";
    }

    @Test
    void theFirstMessageMaySayWhoItIsAndWhatItWants() {
        LiveClient client = server.anonymous();
        client.send("{" + auth(server.token(server.emma)) + ",\"cmds\":[" + Commands.count(1, server.deviceA) + "]}");
        assertThat(client.next(1).path("count").asInt()).isEqualTo(1);
        client.close();
    }

    @Test
    void anApiKeyIsAsGoodAsAToken() {
        server.token(server.mia);
        String key = server.ok(server.world.api.post(
                        server.mia,
                        "/api/apiKey",
                        Json.write(Map.of(
                                "description",
                                "live",
                                "userId",
                                Map.of("entityType", "USER", "id", server.mia.userId())))))
                .json()
                .path("value")
                .asText();
        LiveClient client = server.anonymous();
        client.send("{\"authCmd\":{\"cmdId\":0,\"apiKey\":\"" + key + "\"},\"cmds\":["
                + Commands.count(1, server.deviceA) + "]}");
        assertThat(client.next(1).path("count").asInt()).isEqualTo(1);
        client.close();
    }

    @Test
    void badTokensAreTurnedAwayWithoutATrace() {
        for (String token : new String[] {
            "x", server.login(server.emma).path("refreshToken").asText()
        }) {
            LiveClient inUrl = server.client(token);
            assertThat(inUrl.closed()).isEqualTo("1007 Authentication failed");
            LiveClient inMessage = server.anonymous().send("{" + auth(token) + "}");
            assertThat(inMessage.closed()).isEqualTo("1007 Authentication failed");
        }
    }

    @Test
    void whoSaysNothingOrSomethingElseFirstIsTurnedAway() {
        assertThat(server.anonymous().closed()).isEqualTo("1008 Auth cmd is missing");
        assertThat(server.anonymous()
                        .commands(Commands.count(1, server.deviceA))
                        .closed())
                .isEqualTo("1008 Auth cmd is missing");
        assertThat(server.anonymous().send("{nonsense").closed()).isEqualTo("1008 Auth cmd is missing");
        LiveClient old = LiveClient.open(server.port, "/api/ws/plugins/telemetry");
        assertThat(old.send("{" + auth(server.token(server.emma)) + ",\"tsSubCmds\":[]}")
                        .closed())
                .isEqualTo("1008 Auth cmd is missing");
    }

    @Test
    void anExpiredTokenEndsTheLineAndANewerOneKeepsIt() {
        LiveClient old = server.client(server.emma);
        LiveClient renewed = server.client(server.emma);
        old.settled();
        renewed.settled();
        clock.advance(Duration.ofMinutes(149));
        renewed.send("{" + auth(server.token(server.emma)) + "}");
        renewed.settled();
        clock.advance(Duration.ofMinutes(2));
        assertThat(old.closed()).startsWith("1008 Access ended: ");
        renewed.settled();
        assertThat(renewed.isClosed()).isFalse();
        renewed.send("{" + auth(server.token(server.jack)) + "}");
        assertThat(renewed.closed()).isEqualTo("1007 A session keeps its user");
    }

    private LiveClient page(String origin, String token) {
        Map<String, String> headers = new HashMap<>(Map.of("Cookie", "x=y; __Host-atrium_session=" + token));
        if (!origin.isEmpty()) {
            headers.put("Origin", origin);
        }
        return LiveClient.open(server.port, "/api/ws", headers);
    }

    @Test
    void aPageOfThisServerIsKnownByItsCookie() {
        String token = server.token(server.emma);
        for (String origin : new String[] {"https://atrium.example", "https://127.0.0.1:" + server.port}) {
            LiveClient client = page(origin, token).commands(Commands.count(1, server.deviceA));
            assertThat(client.next(1).path("count").asInt()).isEqualTo(1);
            client.close();
        }
        assertThat(page("https://atrium.example", "x").closed()).isEqualTo("1007 Authentication failed");
    }

    @Test
    void theCookieIsNothingWithPagesOfOthers() {
        String token = server.token(server.emma);
        for (String origin : new String[] {
            "", "null", "https://evil.example", "http://atrium.example", "http://127.0.0.1:" + server.port
        }) {
            LiveClient client = page(origin, token);
            assertThat(client.commands(Commands.count(1, server.deviceA)).closed())
                    .as(origin)
                    .isEqualTo("1008 Auth cmd is missing");
            assertThat(client.seen()).isEmpty();
        }
        // Before the page opens: a log-in takes longer than a page has.
        String jacks = server.token(server.jack);
        LiveClient own = page("https://evil.example", token);
        own.send("{" + auth(jacks) + ",\"cmds\":[" + Commands.count(1, server.deviceB) + "]}");
        assertThat(own.next(1).path("count").asInt()).isEqualTo(1);
        own.close();
    }

    @Test
    void theLineOfACookieEndsWithItsLogIn() {
        LiveClient client = page("https://atrium.example", server.token(server.mia));
        client.settled();
        String off = "/api/user/" + server.mia.userId() + "/userCredentialsEnabled?userCredentialsEnabled=";
        server.ok(server.world.api.post(server.world.admin, off + false, ""));
        assertThat(client.closed()).startsWith("1008 Access ended");
        server.ok(server.world.api.post(server.world.admin, off + true, ""));
    }

    @Test
    void socketsThatSayNothingKeepNobodyOut() {
        Map<String, String> few = Map.of(
                "ATRIUM_WS_AUTH_TIMEOUT",
                "600s",
                "ATRIUM_WS_MAX_SESSIONS",
                "1",
                "ATRIUM_WS_MAX_UNKNOWN_PER_ADDRESS",
                "8");
        try (LiveServer small = new LiveServer(clock, few)) {
            List<LiveClient> mute = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                mute.add(small.anonymous());
            }
            assertThat(mute.getFirst().closed()).startsWith("1008 Too many sockets have not said whose they are");
            LiveClient known = small.client(small.emma).commands(Commands.count(1, small.deviceA));
            assertThat(known.next(1).path("count").asInt()).isEqualTo(1);
            assertThat(small.client(small.jack).closed()).startsWith("1008 Max sessions limit reached!");
            known.close();
            mute.forEach(LiveClient::close);
        }
    }

    @Test
    void tooManySubscriptionsEndTheLine() {
        LiveClient client = server.client(server.emma);
        for (int i = 1; i <= 6; i++) {
            client.commands(Commands.attributes(i, server.deviceA.id(), ""));
        }
        assertThat(client.closed()).isEqualTo("1008 Max session subscriptions limit reached!");
        assertThat(LiveClient.holdsWithin(
                        Duration.ofSeconds(5), () -> server.world.live.watches(server.world.tenant) == 0))
                .isTrue();
    }

    @Test
    void whatIsNoHandshakeIsAnsweredInWords() {
        String key = "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        Map<String, String> refused = new HashMap<>();
        refused.put("GET /api/ws HTTP/1.1|Upgrade: websocket|Connection: Upgrade" + key, "426");
        refused.put(
                "GET /api/ws HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 8" + key, "426");
        refused.put("GET /api/ws HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13", "400");
        refused.put("GET /api/ws HTTP/1.1|Upgrade: websocket|Sec-WebSocket-Version: 13" + key, "400");
        refused.put(
                "POST /api/ws HTTP/1.1|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13" + key, "400");
        refused.forEach((head, status) -> {
            try (RawHttp raw = RawHttp.open(server.port())) {
                String answer = raw.head(head).answer();
                assertThat(answer).as(head).matches("(?s)HTTP/1.1 " + status + ".*\\{\"status\":" + status + ".*");
            }
        });
    }
}

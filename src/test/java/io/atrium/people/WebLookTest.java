package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.http.TestEdge;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator looks on as a user in the web app, and goes back. */
final class WebLookTest {

    private final PeopleWorld people = new PeopleWorld();
    private final TestEdge edge =
            new TestEdge(people.world.routes.all(), people.world.people.authenticator(), people.clock);
    private final Browser browser = new Browser(edge);

    @BeforeEach
    void logIn() {
        browser.logIn("admin@acme.example", PASSWORD);
    }

    @AfterEach
    void close() {
        edge.close();
        people.close();
    }

    private JsonNode look(UUID user) {
        return browser.ok("POST", "/api/session/viewAs", Map.of("userId", user));
    }

    private void disable(UUID user) {
        PeopleWorld.ok(people.post(
                people.world.admin, "/api/user/" + user + "/userCredentialsEnabled?userCredentialsEnabled=false", ""));
    }

    @Test
    void looksOnReadOnlyAndGoesBack() {
        String ownCsrf = browser.csrf;
        JsonNode session = look(people.emma.userId());
        assertThat(session.path("userId").asText())
                .isEqualTo(people.admin.userId().toString());
        JsonNode look = session.path("viewingAs");
        assertThat(look.path("userId").asText()).isEqualTo(people.emma.userId().toString());
        assertThat(look.path("name").asText()).isEqualTo("emma@a.example");
        assertThat(look.path("by").asText()).isEqualTo("admin@acme.example");
        assertThat(look.path("until").asLong()).isEqualTo(people.clock.millis() + 3_600_000);
        assertThat(browser.csrf)
                .as("tabs of before cannot change anything by mistake")
                .isNotEqualTo(ownCsrf);
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");

        HttpResponse<String> refused = browser.call("POST", "/api/user/settings", Map.of("a", 1));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("looking on as another user");
        browser.refused("POST", "/api/session/viewAs", Map.of("userId", people.jack.userId()), 403);
        browser.refused("DELETE", "/api/session/everywhere", "", 403);
        browser.refused("POST", "/api/session/changePassword", Map.of(), 403);

        Map<String, String> looking = Map.copyOf(browser.cookies);
        JsonNode back = browser.ok("DELETE", "/api/session/viewAs", "");
        assertThat(back.path("viewingAs").isMissingNode()).isTrue();
        assertThat(browser.csrf).isEqualTo(ownCsrf);
        assertThat(browser.whoAmI()).isEqualTo("admin@acme.example");
        browser.refused("DELETE", "/api/session/viewAs", "", 400);
        browser.cookies.put("__Host-atrium_session", looking.getOrDefault("__Host-atrium_session", ""));
        browser.refused("GET", "/api/auth/user", "", 401);
    }

    @Test
    void aRefreshKeepsTheLookUntilItEndsByItself() {
        long until = look(people.emma.userId()).at("/viewingAs/until").asLong();
        people.clock.advance(Duration.ofMinutes(30));
        JsonNode session = browser.ok("POST", "/api/session/refresh", "");
        assertThat(session.at("/viewingAs/until").asLong()).isEqualTo(until);
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");
        people.clock.advance(Duration.ofMinutes(31));
        browser.refused("GET", "/api/auth/user", "", 401);
        assertThat(browser.ok("POST", "/api/session/refresh", "")
                        .path("viewingAs")
                        .isMissingNode())
                .isTrue();
        assertThat(browser.whoAmI()).isEqualTo("admin@acme.example");
    }

    @Test
    void theWayBackIsOnesOwnOnly() {
        look(people.emma.userId());
        Browser jack = new Browser(edge);
        jack.logIn("jack@b.example", PASSWORD);
        browser.cookies.put("__Host-atrium_refresh", jack.cookies.getOrDefault("__Host-atrium_refresh", ""));
        assertThat(browser.ok("POST", "/api/session/refresh", "").path("userId").asText())
                .as("the look is not Jack's")
                .isEqualTo(people.jack.userId().toString());

        Browser admin = new Browser(edge);
        admin.logIn("admin@acme.example", PASSWORD);
        admin.ok("POST", "/api/session/viewAs", Map.of("userId", people.emma.userId()));
        admin.cookies.put("__Host-atrium_refresh", jack.cookies.getOrDefault("__Host-atrium_refresh", ""));
        admin.refused("DELETE", "/api/session/viewAs", "", 401);
        assertThat(admin.cookies).isEmpty();
    }

    @Test
    void loggingOutEndsTheLookAndOnesOwnSession() {
        Map<String, String> own = Map.copyOf(browser.cookies);
        look(people.emma.userId());
        Map<String, String> looking = Map.copyOf(browser.cookies);
        browser.ok("DELETE", "/api/session", "");
        for (Map<String, String> cookies : new Map[] {own, looking}) {
            browser.cookies.putAll(cookies);
            browser.refused("GET", "/api/auth/user", "", 401);
            browser.refused("POST", "/api/session/refresh", "", 401);
        }
    }

    @Test
    void looksNeedTheRightToAndEndWithEitherUser() {
        Browser emma = new Browser(edge);
        emma.logIn("emma@a.example", PASSWORD);
        emma.refused("POST", "/api/session/viewAs", Map.of("userId", people.jack.userId()), 403);
        browser.refused("POST", "/api/session/viewAs", Map.of(), 400);
        browser.refused("POST", "/api/session/viewAs", Map.of("userId", "x"), 400);
        browser.refused("POST", "/api/session/viewAs", Map.of("userId", new UUID(1, 2)), 404);

        look(people.emma.userId());
        disable(people.emma.userId());
        browser.refused("GET", "/api/auth/user", "", 401);
        browser.ok("POST", "/api/session/refresh", "");
        browser.refused("POST", "/api/session/viewAs", Map.of("userId", people.emma.userId()), 403);
        assertThat(people.audited("LOGIN")).isEqualTo(3);
    }
}

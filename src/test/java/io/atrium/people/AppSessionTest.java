package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.http.TestEdge;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The mobile app's web view goes on in the app's own log-in, and nobody else's browser does. */
final class AppSessionTest {

    private static final String DOOR = "/api/session/app";

    private final PeopleWorld people = new PeopleWorld();
    private final TestEdge edge =
            new TestEdge(people.world.routes.all(), people.world.people.authenticator(), people.clock);
    private final Browser view = new Browser(edge);

    @AfterEach
    void close() {
        edge.close();
        people.close();
    }

    private JsonNode logIn(String email) {
        return ok(people.login(email, PASSWORD));
    }

    private HttpResponse<String> enter(String token) {
        return view.call("POST", DOOR, Map.of("accessToken", token));
    }

    @Test
    void goesOnInTheLogInOfTheAppAndEndsWithIt() {
        String token = logIn("emma@a.example").path("token").asText();

        HttpResponse<String> answer = enter(token);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain(token);
        assertThat(view.cookies.getOrDefault("atrium_refresh", ""))
                .as("the refresh token stays the app's")
                .isEmpty();
        assertThat(view.whoAmI()).isEqualTo("emma@a.example");

        ok(people.world.api.post(people.world.caller(token), "/api/auth/logout", ""));
        assertThat(view.call("GET", "/api/auth/user", "").statusCode()).isEqualTo(401);
    }

    @Test
    void movesNobodyFromHisSessionIntoAnothers() {
        view.logIn("emma@a.example", PASSWORD);
        String others = logIn("admin@acme.example").path("token").asText();

        assertThat(enter(others).statusCode()).isEqualTo(403);
        view.cookies.remove("atrium_session");
        assertThat(enter(others).statusCode())
                .as("a session that could still be refreshed")
                .isEqualTo(403);
        assertThat(enter(logIn("emma@a.example").path("token").asText()).statusCode())
                .as("the same user")
                .isEqualTo(200);
    }

    @Test
    void makesNoLookAWholeSession() {
        view.logIn("admin@acme.example", PASSWORD);
        view.ok("POST", "/api/session/viewAs", Map.of("userId", people.emma.userId()));
        String hers = logIn("emma@a.example").path("token").asText();
        Map<String, String> before = Map.copyOf(view.cookies);

        assertThat(enter(hers).statusCode()).isEqualTo(403);
        assertThat(view.send("POST", DOOR, Map.of("accessToken", hers), Map.of())
                        .statusCode())
                .as("without Origin and CSRF token")
                .isEqualTo(403);
        assertThat(view.cookies).isEqualTo(before);
        view.refused("POST", "/api/user/settings", Map.of("a", 1), 403);

        view.cookies.keySet().removeIf(name -> name.contains("refresh"));
        assertThat(enter(hers).statusCode())
                .as("a look whose own log-in is not told")
                .isEqualTo(403);
    }

    @Test
    void takesAUsersOwnAccessTokenFromAPageOfOurs() {
        JsonNode tokens = logIn("emma@a.example");
        Map<String, String> good = Map.of("accessToken", tokens.path("token").asText());

        assertThat(view.send("POST", DOOR, good, Map.of("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(enter(tokens.path("refreshToken").asText()).statusCode()).isEqualTo(401);
        assertThat(enter("x").statusCode()).isEqualTo(401);
        assertThat(view.call("POST", DOOR, Map.of()).statusCode()).isEqualTo(401);
        assertThat(view.cookies).doesNotContainKey("atrium_session");
    }
}

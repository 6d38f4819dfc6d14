package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import io.atrium.http.TestEdge;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The web app's log-in in cookies: what it opens, what else a call must bring, and how it ends. */
final class WebSessionTest {

    private static final String NEW_PASSWORD = "another horse 8";

    private final PeopleWorld people = new PeopleWorld();
    private final TestEdge edge =
            new TestEdge(people.world.routes.all(), people.world.people.authenticator(), people.clock);
    private final Browser browser = new Browser(edge);

    @AfterEach
    void close() {
        edge.close();
        people.close();
    }

    @Test
    void keepsTokensInCookiesThatNoScriptReads() {
        HttpResponse<String> answer =
                browser.call("POST", "/api/session", Map.of("username", "EMMA@a.example", "password", PASSWORD));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Browser.setCookies(answer))
                .satisfiesExactly(
                        access -> assertThat(access)
                                .startsWith("__Host-atrium_session=ey")
                                .endsWith("; Path=/; Max-Age=9000; HttpOnly; SameSite=Strict; Secure"),
                        refresh -> assertThat(refresh)
                                .startsWith("__Host-atrium_refresh=ey")
                                .endsWith("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict; Secure"));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        browser.cookies.values().forEach(token -> assertThat(answer.body()).doesNotContain(token));

        JsonNode session = Json.read(answer.body(), JsonNode.class);
        assertThat(session.path("userId").asText())
                .isEqualTo(people.emma.userId().toString());
        assertThat(session.path("expiresAt").asLong()).isEqualTo(people.clock.millis() + 9_000_000);
        assertThat(session.path("viewingAs").isMissingNode()).isTrue();
        assertThat(browser.ok("GET", "/api/session", "")).isEqualTo(session);
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");
    }

    @Test
    void changesNothingWithoutTheTokenOfThisVerySession() {
        browser.logIn("emma@a.example", PASSWORD);
        Browser other = new Browser(edge);
        other.logIn("emma@a.example", PASSWORD);
        String good = browser.csrf;
        List<String> bad = List.of(
                "",
                "x",
                other.csrf,
                good.substring(1),
                good + "A",
                browser.cookies.get("__Host-atrium_session"),
                "\u00e9");
        String settings = "/api/user/settings";

        assertThat(browser.send("POST", settings, Map.of("a", 1), Map.of()).statusCode())
                .isEqualTo(403);
        for (String token : bad) {
            Map<String, String> header = Map.of("X-Atrium-Csrf", token);
            for (String[] call : new String[][] {{"POST", settings}, {"DELETE", "/api/session"}}) {
                HttpResponse<String> answer = browser.send(call[0], call[1], Map.of("a", 1), header);
                assertThat(answer.statusCode()).as(call[0] + " " + token).isEqualTo(403);
                assertThat(answer.body()).contains("X-Atrium-Csrf");
            }
        }
        assertThat(browser.ok("GET", "/api/user/settings/general", "").isEmpty())
                .isTrue();

        browser.ok("POST", settings, Map.of("a", 1));
        assertThat(browser.ok("GET", settings + "/general", "").path("a").asInt())
                .isEqualTo(1);
        assertThat(browser.csrf).isEqualTo(good);
    }

    @Test
    void aHeaderWinsOverTheCookie() {
        browser.logIn("emma@a.example", PASSWORD);
        Map<String, String> jack = Map.of("X-Authorization", "Bearer " + people.token(people.jack));
        HttpResponse<String> answer = browser.send("GET", "/api/auth/user", "", jack);
        assertThat(answer.body()).contains("jack@b.example");
        assertThat(browser.send("POST", "/api/user/settings", Map.of("b", 1), jack)
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.ok("GET", "/api/user/settings/general", "").isEmpty())
                .isTrue();
        for (String header : List.of("X-Authorization", "Authorization")) {
            assertThat(browser.send("GET", "/api/auth/user", "", Map.of(header, "Bearer x"))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(browser.send("GET", "/api/session", "", jack).statusCode()).isEqualTo(400);
    }

    @Test
    void pagesOfOthersGetNothing() {
        Map<String, String> emma = Map.of("username", "emma@a.example", "password", PASSWORD);
        browser.logIn("emma@a.example", PASSWORD);
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "http://atrium.example",
                "https://atrium.example:8443",
                "https://atrium.example.evil.example")) {
            Map<String, String> foreign = Map.of("Origin", origin, "X-Atrium-Csrf", browser.csrf);
            for (String path : List.of("", "/refresh", "/activate", "/resetPassword")) {
                assertThat(browser.send("POST", "/api/session" + path, emma, foreign)
                                .statusCode())
                        .as(origin + path)
                        .isEqualTo(403);
            }
            assertThat(browser.send("GET", "/api/auth/user", "", foreign).statusCode())
                    .isEqualTo(401);
            assertThat(browser.send("DELETE", "/api/session", "", foreign).statusCode())
                    .isEqualTo(401);
        }
        for (String site : List.of("cross-site", "same-site")) {
            Map<String, String> elsewhere = Map.of("Sec-Fetch-Site", site);
            assertThat(browser.send("GET", "/api/auth/user", "", elsewhere).statusCode())
                    .isEqualTo(401);
        }
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");
    }

    @Test
    void answersAndThrottlesLikeTheOtherLogIn() {
        for (Map<String, String> wrong : List.of(
                Map.of("username", "emma@a.example", "password", "wrong"),
                Map.of("username", "nobody@a.example", "password", "wrong"),
                Map.of("username", "x".repeat(300), "password", "wrong"),
                Map.<String, String>of())) {
            TestApi.Answer plain = people.post(null, "/api/auth/login", wrong);
            HttpResponse<String> answer = browser.call("POST", "/api/session", wrong);
            assertThat(answer.statusCode()).isEqualTo(401).isEqualTo(plain.status());
            assertThat(answer.body()).contains("Invalid username or password");
            assertThat(plain.text()).contains("Invalid username or password");
            assertThat(Browser.setCookies(answer)).isEmpty();
        }
        for (int i = 0; i < 3; i++) {
            people.login("emma@a.example", "wrong");
        }
        HttpResponse<String> limited =
                browser.call("POST", "/api/session", Map.of("username", "emma@a.example", "password", PASSWORD));
        assertThat(limited.statusCode())
                .as("guesses by both doors count together")
                .isNotEqualTo(401);
    }

    @Test
    void goesOnSilentlyAndEndsWithItsLogIn() {
        browser.logIn("emma@a.example", PASSWORD);
        String csrf = browser.csrf;
        Map<String, String> before = Map.copyOf(browser.cookies);
        people.clock.advance(Duration.ofMinutes(151));
        browser.refused("GET", "/api/session", "", 401);
        browser.ok("POST", "/api/session/refresh", "");
        assertThat(browser.csrf).as("other tabs go on").isEqualTo(csrf);
        assertThat(browser.cookies.values()).doesNotContainAnyElementsOf(before.values());
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");

        people.clock.advance(Duration.ofDays(8));
        HttpResponse<String> ended = browser.call("POST", "/api/session/refresh", "");
        assertThat(ended.statusCode()).isEqualTo(401);
        assertThat(Json.read(ended.body(), JsonNode.class).path("errorCode").asInt())
                .isEqualTo(11);
        assertThat(browser.cookies).as("dead cookies are taken away").isEmpty();
        browser.refused("POST", "/api/session/refresh", "", 401);
        browser.refused("GET", "/api/session", "", 401);
    }

    @Test
    void eachCookieIsGoodForItsOwnPurposeOnly() {
        browser.logIn("emma@a.example", PASSWORD);
        String access = browser.cookies.get("__Host-atrium_session");
        String refresh = browser.cookies.get("__Host-atrium_refresh");
        browser.cookies.put("__Host-atrium_session", refresh);
        browser.refused("GET", "/api/auth/user", "", 401);
        browser.cookies.put("__Host-atrium_refresh", access);
        browser.refused("POST", "/api/session/refresh", "", 401);
    }

    @Test
    void logsOutHereOrEverywhere() {
        Browser second = new Browser(edge);
        Browser third = new Browser(edge);
        List.of(browser, second, third).forEach(each -> each.logIn("emma@a.example", PASSWORD));
        Map<String, String> stolen = Map.copyOf(browser.cookies);
        browser.ok("DELETE", "/api/session", "");
        assertThat(browser.cookies).isEmpty();
        browser.cookies.putAll(stolen);
        browser.refused("GET", "/api/session", "", 401);
        browser.refused("POST", "/api/session/refresh", "", 401);

        second.ok("DELETE", "/api/session/everywhere", "");
        third.refused("GET", "/api/session", "", 401);
        third.refused("POST", "/api/session/refresh", "", 401);
        third.logIn("emma@a.example", PASSWORD);
        assertThat(people.audited("LOGOUT")).isEqualTo(2);
    }

    @Test
    void aNewPasswordKeepsThisSessionAndEndsTheOthers() {
        Browser other = new Browser(edge);
        browser.logIn("emma@a.example", PASSWORD);
        other.logIn("emma@a.example", PASSWORD);
        browser.refused(
                "POST",
                "/api/session/changePassword",
                Map.of("currentPassword", "x", "newPassword", NEW_PASSWORD),
                400);
        HttpResponse<String> answer = browser.call(
                "POST",
                "/api/session/changePassword",
                Map.of("currentPassword", PASSWORD, "newPassword", NEW_PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain(browser.cookies.get("__Host-atrium_session"));
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");
        other.refused("GET", "/api/session", "", 401);
        other.refused("POST", "/api/session/refresh", "", 401);
    }

    @Test
    void peopleWithABadLinkGetToThePageThatExplainsIt() {
        String token = "A".repeat(40);
        for (String[] link : new String[][] {
            {"activate?activateToken=", "/login/createPassword?activateToken="},
            {"resetPassword?resetToken=", "/login/resetPassword?resetToken="}
        }) {
            Map<String, String> person = Map.of("Accept", "text/html,*/*;q=0.8");
            HttpResponse<String> answer = browser.send("GET", "/api/noauth/" + link[0] + token, "", person);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains(link[1] + token);
            HttpResponse<String> strange = browser.send("GET", "/api/noauth/" + link[0] + "%22%0d%0aX:", "", person);
            assertThat(strange.headers().firstValue("Location")).contains(link[1]);
            assertThat(browser.send("GET", "/api/noauth/" + link[0] + token, "", Map.of())
                            .statusCode())
                    .isEqualTo(409);
        }
    }

    @Test
    void linksOpenASessionOnce() {
        Actor admin = people.world.caller(people.token(people.admin));
        JsonNode link = PeopleWorld.ok(people.get(
                admin,
                "/api/user/" + people.newUser(admin, PeopleWorld.user("new@acme.example")) + "/activationLinkInfo"));
        String token = link.path("value").asText().split("activateToken=", -1)[1];
        Map<String, String> activation = Map.of("activateToken", token, "password", NEW_PASSWORD);
        browser.ok("POST", "/api/session/activate", activation);
        assertThat(browser.whoAmI()).isEqualTo("new@acme.example");
        browser.refused("POST", "/api/session/activate", activation, 400);

        people.security(Map.of("passwordPolicy", Map.of("passwordExpirationPeriodDays", 1)));
        people.clock.advance(Duration.ofDays(2));
        HttpResponse<String> expired =
                browser.call("POST", "/api/session", Map.of("username", "emma@a.example", "password", PASSWORD));
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(Browser.setCookies(expired)).isEmpty();
        String reset =
                Json.read(expired.body(), JsonNode.class).path("resetToken").asText();
        Map<String, String> choice = Map.of("resetToken", reset, "password", NEW_PASSWORD);
        browser.ok("POST", "/api/session/resetPassword", choice);
        assertThat(browser.whoAmI()).isEqualTo("emma@a.example");
        browser.refused("POST", "/api/session/resetPassword", choice, 400);
    }
}

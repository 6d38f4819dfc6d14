package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of an activation link. */
final class ActivationTest {

    private static final String PREFIX = "https://atrium.example/api/noauth/activate?activateToken=";

    private @Nullable PeopleWorld opened;

    private PeopleWorld people() {
        return Objects.requireNonNull(opened);
    }

    @BeforeEach
    void open() {
        opened = new PeopleWorld();
    }

    @AfterEach
    void close() {
        people().close();
    }

    private String link(Actor actor, UUID user) {
        Answer answer = people().get(actor, "/api/user/" + user + "/activationLink");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).startsWith(PREFIX);
        return answer.text().substring(PREFIX.length());
    }

    @Test
    void letsANewUserInOnce() {
        UUID id = people().newUser(people().adminOfA, user("new@a.example"));
        String token = link(people().adminOfA, id);
        assertThat(token).hasSizeGreaterThanOrEqualTo(32);
        refused(people().login("new@a.example", ""), 401, "Invalid username or password");

        Answer page = people().get(null, "/api/noauth/activate?activateToken=" + token);
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.headers()).containsEntry("Location", "/login/createPassword?activateToken=" + token);

        refused(activate(token, "short"), 400, "at least 6 characters");
        JsonNode pair = ok(activate(token, "long enough"));
        assertThat(people().world.caller(pair.path("token").asText()).userId()).isEqualTo(id);
        ok(people().login("new@a.example", "long enough"));
        JsonNode shown = ok(people().get(people().adminOfA, "/api/user/" + id));
        assertThat(shown.at("/additionalInfo/userActivated").asBoolean()).isTrue();
        assertThat(shown.at("/additionalInfo/userCredentialsEnabled").asBoolean())
                .isTrue();
        assertThat(shown.at("/additionalInfo/lastLoginTs").asLong()).isPositive();

        refused(activate(token, "a second time"), 400, "unknown, used or has expired");
        assertThat(people().get(null, "/api/noauth/activate?activateToken=" + token)
                        .status())
                .isEqualTo(409);
        refused(people().get(people().adminOfA, "/api/user/" + id + "/activationLink"), 400, "already activated");
        assertThat(people().audited("ACTIVATED")).isEqualTo(1);
    }

    private Answer activate(String token, String password) {
        return people().post(null, "/api/noauth/activate", Map.of("activateToken", token, "password", password));
    }

    @Test
    void expiresAndIsRenewed() {
        UUID id = people().newUser(people().admin, user("new@acme.example"));
        String first = link(people().admin, id);
        JsonNode info = ok(people().get(people().admin, "/api/user/" + id + "/activationLinkInfo"));
        assertThat(info.path("value").asText()).isEqualTo(PREFIX + first);
        assertThat(info.path("ttlMs").asLong()).isEqualTo(Duration.ofHours(24).toMillis());

        people().clock.advance(Duration.ofHours(23));
        assertThat(link(people().admin, id)).isEqualTo(first);
        people().clock.advance(Duration.ofHours(1));
        Answer page = people().get(null, "/api/noauth/activate?activateToken=" + first);
        assertThat(page.status()).isEqualTo(303);
        assertThat(page.headers()).containsEntry("Location", "/activationLinkExpired");
        refused(activate(first, "long enough"), 400, "unknown, used or has expired");

        String second = link(people().admin, id);
        assertThat(second).isNotEqualTo(first);
        assertThat(people().get(null, "/api/noauth/activate?activateToken=" + first)
                        .status())
                .isEqualTo(409);
        people().clock.advance(Duration.ofHours(23).plusMinutes(46));
        assertThat(link(people().admin, id)).isNotEqualTo(second);
    }

    @Test
    void isShownOnlyToThoseWhoMayLetTheUserIn() {
        UUID id = people().newUser(people().adminOfA, user("new@a.example"));
        refused(people().get(people().emma, "/api/user/" + id + "/activationLink"), 403, "WRITE");
        refused(people().get(people().jack, "/api/user/" + id + "/activationLink"), 404, "wasn't found");
        UUID boss = people().newUser(people().admin, user("boss@acme.example"));
        refused(people().get(people().adminOfA, "/api/user/" + boss + "/activationLink"), 404, "wasn't found");
    }

    @Test
    void saysThatNoMailGoesOut() {
        Answer created = people().post(people().admin, "/api/user", user("new@acme.example"));
        ok(created);
        assertThat(created.headers().get(AuthApi.NOTICE)).contains("no mail went out");
        Answer silent = people().post(people().admin, "/api/user?sendActivationMail=false", user("b@acme.example"));
        ok(silent);
        assertThat(silent.headers()).doesNotContainKey(AuthApi.NOTICE);
        refused(
                people().world.api.post(people().admin, "/api/user/sendActivationMail?email=new@acme.example", ""),
                400,
                "No mail server is configured");
        Answer reset = people().post(null, "/api/noauth/resetPasswordByEmail", Map.of("email", "emma@a.example"));
        Answer unknown = people().post(null, "/api/noauth/resetPasswordByEmail", Map.of("email", "x@a.example"));
        ok(reset);
        assertThat(unknown).isEqualTo(reset);
    }

    @Test
    void cannotBeSwitchedOnBeforeAPasswordIsChosen() {
        UUID id = people().newUser(people().admin, user("new@acme.example"));
        refused(
                people().world.api.post(people().admin, "/api/user/" + id + "/userCredentialsEnabled", ""),
                400,
                "should have password");
    }

    @Test
    void unknownResetLinksAreRefused() {
        assertThat(people().get(null, "/api/noauth/resetPassword?resetToken=x").status())
                .isEqualTo(409);
        refused(
                people().post(null, "/api/noauth/resetPassword", Map.of("resetToken", "x", "password", "long enough")),
                400,
                "unknown, used or has expired");
    }

    @Test
    void endsWithTheMoveOfTheUserAndWithANewAddress() {
        UUID moved = people().newUser(people().admin, user("moved@acme.example"));
        String link = link(people().admin, moved);
        ok(people().post(people().admin, "/api/owner/CUSTOMER/" + people().customerB + "/USER/" + moved, List.of()));
        refused(activate(link, "long enough"), 400, "unknown, used or has expired");

        UUID renamed = people().newUser(people().admin, user("before@acme.example"));
        String former = link(people().admin, renamed);
        var document = (ObjectNode) ok(people().get(people().admin, "/api/user/" + renamed));
        ok(people().post(people().admin, "/api/user", document.put("email", "after@acme.example")));
        refused(activate(former, "long enough"), 400, "unknown, used or has expired");
    }

    @Test
    void endsWithTheRightOfWhoeverWasShownIt() {
        UUID id = people().newUser(people().adminOfA, user("new@a.example"));
        String seen = link(people().adminOfA, id);
        ok(people().world
                .api
                .delete(people().admin, "/api/user/" + people().adminOfA.userId()));
        refused(activate(seen, "long enough"), 400, "unknown, used or has expired");
        ok(activate(link(people().admin, id), "long enough"));
    }

    @Test
    void isNotInTheDatabase() {
        UUID id = people().newUser(people().adminOfA, user("new@a.example"));
        String token = link(people().adminOfA, id);
        String row = people().world.database.read(sql -> sql.createQuery(
                        "select user_account::text from user_account where user_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
        assertThat(row).contains(Secrets.hash(token)).doesNotContain(token);
    }
}

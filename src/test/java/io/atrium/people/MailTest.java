package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links that travel by mail. */
final class MailTest {

    private static final Pattern RESET =
            Pattern.compile("https://atrium\\.example/api/noauth/resetPassword\\?resetToken=3?D?(\\w+)");

    @Test
    void serverThatTheAdministratorSavesCarriesTheMail() throws Exception {
        try (MailTrap trap = new MailTrap();
                PeopleWorld people = new PeopleWorld()) {
            Answer before = people.post(people.admin, "/api/user", user("early@acme.example"));
            assertThat(before.headers()).containsKey(AuthApi.NOTICE);
            MailConfig server = trap.config();
            Map<String, Object> value = Map.of(
                    "smtpHost",
                    server.host(),
                    "smtpPort",
                    Integer.toString(server.port()),
                    "mailFrom",
                    "ops@acme.example");
            ok(people.post(
                    io.atrium.app.TestWorld.SYSTEM, "/api/admin/settings", Map.of("key", "mail", "jsonValue", value)));

            ok(people.post(people.admin, "/api/user", user("new@acme.example")));

            assertThat(trap.next()).contains("To: new@acme.example", "From: ops@acme.example");
            assertThat(ok(people.get(io.atrium.app.TestWorld.SYSTEM, "/api/admin/featuresInfo"))
                            .path("emailEnabled")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void mailsActivationAndResetLinks() throws Exception {
        try (MailTrap trap = new MailTrap();
                PeopleWorld people = new PeopleWorld(trap.config())) {
            Answer created = people.post(people.admin, "/api/user", user("new@acme.example"));
            ok(created);
            assertThat(created.headers()).doesNotContainKey(AuthApi.NOTICE);
            assertThat(trap.next())
                    .contains("To: new@acme.example")
                    .contains("https://atrium.example/api/noauth/activate?activateToken=");
            ok(people.world.api.post(people.admin, "/api/user/sendActivationMail?email=new@acme.example", ""));
            assertThat(trap.next()).contains("To: new@acme.example");

            ok(people.post(null, "/api/noauth/resetPasswordByEmail", Map.of("email", "nobody@acme.example")));
            ok(people.post(null, "/api/noauth/resetPasswordByEmail", Map.of("email", "emma@a.example")));
            String mail = trap.next();
            assertThat(mail).contains("To: emma@a.example");
            Matcher link = RESET.matcher(mail);
            assertThat(link.find()).as(mail).isTrue();
            String token = link.group(1);
            String access = people.token(people.emma);
            assertThat(people.get(null, "/api/noauth/resetPassword?resetToken=" + token)
                            .headers())
                    .containsEntry("Location", "/login/resetPassword?resetToken=" + token);
            Map<String, String> body = Map.of("resetToken", token, "password", "brand new");
            ok(people.post(null, "/api/noauth/resetPassword", body));
            refused(people.post(null, "/api/noauth/resetPassword", body), 400, "used");
            refused(people.login("emma@a.example", PeopleWorld.PASSWORD), 401, "Invalid");
            ok(people.login("emma@a.example", "brand new"));
            assertThatThrownBy(() -> people.world.caller(access)).hasMessage("Token has expired");

            people.clock.advance(Duration.ofMinutes(2));
            ok(people.post(null, "/api/noauth/resetPasswordByEmail", Map.of("email", "emma@a.example")));
            Matcher late = RESET.matcher(trap.next());
            assertThat(late.find()).isTrue();
            people.clock.advance(Duration.ofHours(24));
            refused(
                    people.post(
                            null,
                            "/api/noauth/resetPassword",
                            Map.of("resetToken", late.group(1), "password", "too late")),
                    400,
                    "has expired");
        }
    }

    @Test
    void fewActivationMailsGoToOneAddressAndForOneCaller() throws Exception {
        try (MailTrap trap = new MailTrap();
                PeopleWorld people = new PeopleWorld(trap.config())) {
            String again = "/api/user/sendActivationMail?email=";
            ok(people.post(people.admin, "/api/user", user("new@acme.example")));
            ok(people.post(people.admin, again + "new@acme.example", ""));
            ok(people.post(people.admin, again + "NEW@acme.example", ""));
            refused(people.post(people.admin, again + "New@acme.example", ""), 429, "Too many attempts");
            Map<String, String> other = Map.of("email", "other@acme.example");
            ok(people.post(people.admin, "/api/user", other));
            // Five a minute for one caller in this world; the user is made all the same.
            Answer sixth = people.post(people.admin, "/api/user", user("sixth@acme.example"));
            ok(sixth);
            assertThat(sixth.headers()).containsKey(AuthApi.NOTICE);
            people.clock.advance(Duration.ofMinutes(1));
            ok(people.post(people.admin, again + "new@acme.example", ""));
        }
    }

    @Test
    void tellsOnceWhoLooksAfterAccountsWhenOneIsLocked() throws Exception {
        try (MailTrap trap = new MailTrap();
                PeopleWorld people = new PeopleWorld(trap.config())) {
            people.security(Map.of("maxFailedLoginAttempts", 2, "userLockoutNotificationEmail", "guard@acme.example"));
            for (int i = 0; i < 3; i++) {
                refused(people.login("emma@a.example", "wrong"), 401, "Invalid username or password");
            }
            assertThat(trap.next())
                    .contains("To: guard@acme.example")
                    .contains("the account emma@a.example on Atrium was locked")
                    .contains("https://atrium.example/");
            people.security(Map.of("maxFailedLoginAttempts", 2));
            for (int i = 0; i < 3; i++) {
                people.login("jack@b.example", "wrong");
            }
            assertThat(people.audited("LOCKOUT")).isEqualTo(2);
            ok(people.world.api.post(
                    people.admin, "/api/user", user("next@acme.example").toString()));
            assertThat(trap.next()).as("no other mail").contains("To: next@acme.example");
        }
    }

    @Test
    void keepsTheUserWhenTheServerDoesNotAnswer() throws Exception {
        MailConfig nowhere;
        try (MailTrap trap = new MailTrap()) {
            nowhere = trap.config();
        }
        try (PeopleWorld people = new PeopleWorld(nowhere)) {
            Answer created = people.post(people.admin, "/api/user", user("new@acme.example"));
            ok(created);
            assertThat(created.headers().get(AuthApi.NOTICE)).contains("could not be sent");
        }
    }

    @Test
    void valuesStayTextInTemplates() {
        MailText mail = MailText.reset("{link}{{7*7}}@a.example", "https://x/?a={email}");
        assertThat(mail.text()).contains("{link}{{7*7}}@a.example").contains("https://x/?a={email}");
    }
}

package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A password that somebody had lately is not taken again, if the policy says so (access-model 4.1). */
final class PasswordReuseTest {

    private final PeopleWorld people = new PeopleWorld();

    @AfterEach
    void close() {
        people.close();
    }

    private void policy(Map<String, Integer> rules) {
        people.security(Map.of("passwordPolicy", rules));
    }

    private Answer change(String from, String to) {
        people.clock.advance(Duration.ofMinutes(1));
        return people.post(people.emma, "/api/auth/changePassword", Map.of("currentPassword", from, "newPassword", to));
    }

    private long kept() {
        return people.world.database.read(sql -> sql.createQuery("select count(*) from former_password")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void refusesAPasswordOfTheLastDays() {
        policy(Map.of("passwordReuseFrequencyDays", 30));
        ok(change(PASSWORD, "second one"));
        refused(change("second one", PASSWORD), 400, "used within the last 30 days");
        ok(change("second one", "third one"));
        refused(change("third one", PASSWORD), 400, "used within the last 30 days");
        refused(change("third one", "second one"), 400, "used within the last 30 days");
        refused(change("third one", "third one"), 400, "different from existing");

        people.clock.advance(Duration.ofDays(30));
        ok(change("third one", PASSWORD));
        assertThat(kept()).as("only the last one is younger").isEqualTo(1);
    }

    @Test
    void aLinkToResetIsNoWayRound() {
        policy(Map.of("passwordReuseFrequencyDays", 30, "passwordExpirationPeriodDays", 10));
        ok(change(PASSWORD, "second one"));
        people.clock.advance(Duration.ofDays(10));
        String token = people.login("emma@a.example", "second one")
                .json()
                .path("resetToken")
                .asText();
        for (String former : new String[] {PASSWORD, "second one"}) {
            Map<String, String> body = Map.of("resetToken", token, "password", former);
            assertThat(people.post(null, "/api/noauth/resetPassword", body).status())
                    .isEqualTo(400);
        }
        ok(people.post(null, "/api/noauth/resetPassword", Map.of("resetToken", token, "password", "third one")));
        ok(people.login("emma@a.example", "third one"));
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void anOutdatedPasswordIsNotRenewedWithItself() {
        policy(Map.of("passwordExpirationPeriodDays", 10));
        people.clock.advance(Duration.ofDays(10));
        String token = people.login("emma@a.example", PASSWORD)
                .json()
                .path("resetToken")
                .asText();
        refused(
                people.post(null, "/api/noauth/resetPassword", Map.of("resetToken", token, "password", PASSWORD)),
                400,
                "different from existing");
    }

    @Test
    void nothingIsKeptUnlessThePolicyAsksForIt() {
        ok(change(PASSWORD, "second one"));
        ok(change("second one", PASSWORD));
        assertThat(kept()).isZero();
        policy(Map.of("passwordReuseFrequencyDays", 30));
        ok(change(PASSWORD, "third one"));
        assertThat(kept()).isEqualTo(1);
        policy(Map.of());
        ok(change("third one", PASSWORD));
        assertThat(kept()).isZero();
    }

    @Test
    void onlySoManyAreKept() {
        policy(Map.of("passwordReuseFrequencyDays", 3_650));
        String last = PASSWORD;
        for (int i = 0; i < FormerPasswords.MAX_KEPT + 3; i++) {
            String next = "password " + i;
            ok(change(last, next));
            last = next;
        }
        assertThat(kept()).isEqualTo(FormerPasswords.MAX_KEPT);
        ok(people.world.api.delete(people.admin, "/api/user/" + people.emma.userId()));
        assertThat(kept()).isZero();
    }
}

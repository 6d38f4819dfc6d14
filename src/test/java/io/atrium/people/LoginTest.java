package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Draft;
import io.atrium.entity.Mark;
import io.atrium.http.TestApi.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoginTest {

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

    private void dead(String token) {
        assertThatThrownBy(() -> people().world.caller(token))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOKEN_EXPIRED));
    }

    @Test
    void logsInWithClaimsThatClientsRead() {
        JsonNode tokens = ok(people().login("EMMA@a.example", PASSWORD));

        JsonNode claims = claims(tokens.path("token").asText());
        assertThat(claims.path("sub").asText()).isEqualTo("emma@a.example");
        assertThat(claims.path("userId").asText())
                .isEqualTo(people().emma.userId().toString());
        assertThat(claims.path("scopes").get(0).asText()).isEqualTo("CUSTOMER_USER");
        assertThat(claims.path("tenantId").asText())
                .isEqualTo(people().world.tenant.toString());
        assertThat(claims.path("customerId").asText())
                .isEqualTo(people().customerA.toString());
        assertThat(claims.path("isPublic").asBoolean(true)).isFalse();
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(9_000);
        JsonNode refresh = claims(tokens.path("refreshToken").asText());
        assertThat(refresh.path("scopes").get(0).asText()).isEqualTo("REFRESH_TOKEN");
        assertThat(refresh.path("exp").asLong() - refresh.path("iat").asLong()).isEqualTo(604_800);

        Actor actor = people().world.caller(tokens.path("token").asText());
        assertThat(actor.authority()).isEqualTo(Authority.CUSTOMER_USER);
        assertThat(actor.customerId()).isEqualTo(people().customerA);
        assertThat(people().audited("LOGIN")).isEqualTo(1);
    }

    private static JsonNode claims(String token) {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return Json.read(new String(payload, StandardCharsets.UTF_8), JsonNode.class);
    }

    @Test
    void answersUnknownNamesAndWrongPasswordsAlike() {
        Answer wrong = people().login("emma@a.example", "wrong");
        Answer unknown = people().login("nobody@a.example", "wrong");
        Answer tooLong = people().login("emma@a.example", PASSWORD + "x".repeat(100));

        refused(wrong, 401, "Invalid username or password");
        assertThat(unknown).isEqualTo(wrong);
        assertThat(tooLong).isEqualTo(wrong);
    }

    @Test
    void tellsThatAnAccountIsOffOnlyToWhoKnowsThePassword() {
        String path = "/api/user/" + people().emma.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false";
        ok(people().world.api.post(people().admin, path, ""));

        refused(people().login("emma@a.example", "wrong"), 401, "Invalid username or password");
        refused(people().login("emma@a.example", PASSWORD), 401, "User account is not active");
    }

    @Test
    void limitsGuessesOfOneName() {
        for (int i = 0; i < 5; i++) {
            refused(people().login("emma@a.example", "wrong" + i), 401, "Invalid");
        }
        refused(people().login("emma@a.example", PASSWORD), 429, "at most 5 a minute");
        ok(people().login("jack@b.example", PASSWORD));

        people().clock.advance(Duration.ofMinutes(1));
        ok(people().login("emma@a.example", PASSWORD));
    }

    @Test
    void goodLoginsAreNotCountedAsGuesses() {
        for (int i = 0; i < 20; i++) {
            ok(people().login("emma@a.example", PASSWORD));
        }
    }

    @Test
    void limitsCallsOfOneAddress() {
        for (int i = 0; i < 60; i++) {
            people().post(null, "/api/auth/token", Map.of("refreshToken", "x"));
        }
        refused(people().post(null, "/api/auth/token", Map.of("refreshToken", "x")), 429, "60 a minute");
        refused(people().login("emma@a.example", PASSWORD), 429, "60 a minute");
    }

    @Test
    void locksAnAccountAfterTooManyWrongPasswords() {
        people().security(Map.of("maxFailedLoginAttempts", 3));
        String token = people().token(people().emma);
        for (int i = 0; i < 3; i++) {
            refused(people().login("emma@a.example", "wrong"), 401, "Invalid username or password");
        }

        refused(people().login("emma@a.example", PASSWORD), 401, "locked due to security policy");
        dead(token);
        assertThat(people().audited("LOCKOUT")).isEqualTo(1);

        String path = "/api/user/" + people().emma.userId() + "/userCredentialsEnabled";
        ok(people().world.api.post(people().admin, path, ""));
        ok(people().login("emma@a.example", PASSWORD));
        dead(token);
    }

    @Test
    void refreshesAsLongAsTheLogInIsOpen() {
        JsonNode first = ok(people().login("emma@a.example", PASSWORD));
        people().clock.advance(Duration.ofMinutes(151));
        dead(first.path("token").asText());

        JsonNode second = ok(people().post(
                        null,
                        "/api/auth/token",
                        Map.of("refreshToken", first.path("refreshToken").asText())));
        Actor emma = people().world.caller(second.path("token").asText());
        assertThat(emma.userId()).isEqualTo(people().emma.userId());

        ok(people().world.api.post(emma, "/api/auth/logout", ""));
        dead(second.path("token").asText());
        for (JsonNode tokens : new JsonNode[] {first, second}) {
            refused(
                    people().post(
                                    null,
                                    "/api/auth/token",
                                    Map.of(
                                            "refreshToken",
                                            tokens.path("refreshToken").asText())),
                    401,
                    "\"errorCode\":11");
        }
        assertThat(people().audited("LOGOUT")).isEqualTo(1);
    }

    @Test
    void endsARefreshTokenAfterItsTime() {
        JsonNode tokens = ok(people().login("emma@a.example", PASSWORD));
        people().clock.advance(Duration.ofDays(7));
        refused(
                people().post(
                                null,
                                "/api/auth/token",
                                Map.of(
                                        "refreshToken",
                                        tokens.path("refreshToken").asText())),
                401,
                "\"errorCode\":11");
    }

    @Test
    void logOutLeavesTheOtherLogInsOpen() {
        String phone = people().token(people().emma);
        String laptop = people().token(people().emma);
        ok(people().world.api.post(people().world.caller(phone), "/api/auth/logout", ""));
        dead(phone);
        assertThatCode(() -> people().world.caller(laptop)).doesNotThrowAnyException();
    }

    @Test
    void aNewPasswordEndsTokensOfTheSameMillisecond() {
        String before = people().token(people().emma);
        Actor emma = people().world.caller(before);
        refused(
                people().post(
                                emma,
                                "/api/auth/changePassword",
                                Map.of("currentPassword", "wrong", "newPassword", "another one")),
                400,
                "Current password");
        JsonNode after = ok(people().post(
                        emma,
                        "/api/auth/changePassword",
                        Map.of("currentPassword", PASSWORD, "newPassword", "another one")));

        dead(before);
        assertThat(people().world.caller(after.path("token").asText()).userId())
                .isEqualTo(people().emma.userId());
        refused(people().login("emma@a.example", PASSWORD), 401, "Invalid");
        ok(people().login("emma@a.example", "another one"));
    }

    @Test
    void refusesPasswordsOutsideThePolicy() {
        for (String bad : new String[] {"short", "ä".repeat(37), "", PASSWORD}) {
            assertThat(people().post(
                                    people().emma,
                                    "/api/auth/changePassword",
                                    Map.of("currentPassword", PASSWORD, "newPassword", bad))
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(ok(people().get(null, "/api/noauth/userPasswordPolicy"))
                        .path("minimumLength")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void tokensDieWhenTheirUserIsDisabledOrDeleted() {
        String emma = people().token(people().emma);
        String jack = people().token(people().jack);
        String path = "/api/user/" + people().emma.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false";
        ok(people().world.api.post(people().admin, path, ""));
        ok(people().world
                .api
                .delete(people().admin, "/api/user/" + people().jack.userId()));
        dead(emma);
        dead(jack);
        assertThat(people().audited("SUSPENDED")).isEqualTo(1);
    }

    @Test
    void tokensDieWhenTheirUserMoves() {
        String token = people().token(people().emma);
        var platform = people().world.platform;
        platform.gate().change(TestWorld.SYSTEM, people().world.tenant, change -> people().world
                .changes
                .changeOwnerIn(
                        change,
                        platform.scopes().of(people().admin),
                        change.find(people().emma.userId()).orElseThrow(),
                        change.find(people().customerB).orElseThrow()));
        dead(token);
        Actor moved = people().world.caller(people().token(people().emma));
        assertThat(moved.customerId()).isEqualTo(people().customerB);
    }

    @Test
    void aPasswordExpiresIfThePolicySaysSo() {
        people().security(Map.of("passwordPolicy", Map.of("passwordExpirationPeriodDays", 30)));
        ok(people().login("emma@a.example", PASSWORD));
        people().clock.advance(Duration.ofDays(30));
        Answer expired = people().login("emma@a.example", PASSWORD);
        refused(expired, 401, "\"errorCode\":15");
        ok(people().post(
                        null,
                        "/api/noauth/resetPassword",
                        Map.of("resetToken", expired.json().path("resetToken").asText(), "password", "fresh one")));
        ok(people().login("emma@a.example", "fresh one"));
    }

    @Test
    void aPublicLinkOpensOnlyAPublicCustomer() {
        refused(
                people().post(null, "/api/auth/login/public", Map.of("publicId", people().customerA)),
                401,
                "Invalid public id");
        refused(people().post(null, "/api/auth/login/public", Map.of("publicId", "x")), 401, "Invalid public id");
        var platform = people().world.platform;
        var entry = platform.gate()
                .change(
                        TestWorld.SYSTEM,
                        people().world.tenant,
                        change -> change.insert(
                                PeopleKinds.CUSTOMER,
                                new Draft("Public", null, null, "\"additionalInfo\":{\"isPublic\":true}"),
                                change.directory().tenant(),
                                null));
        UUID id = entry.id();
        refused(people().post(null, "/api/auth/login/public", Map.of("publicId", id)), 401, "Invalid public id");
        platform.gate().change(TestWorld.SYSTEM, people().world.tenant, change -> {
            change.facts().mark(entry, Mark.PUBLIC_CUSTOMER);
            return entry;
        });
        JsonNode tokens = ok(people().post(null, "/api/auth/login/public", Map.of("publicId", id)));
        Actor visitor = people().world.caller(tokens.path("token").asText());
        assertThat(visitor.publicLink()).isTrue();
        assertThat(visitor.customerId()).isEqualTo(id);
        assertThat(ok(people().get(visitor, "/api/auth/user")).path("authority").asText())
                .isEqualTo("CUSTOMER_USER");
        ok(people().post(
                        null,
                        "/api/auth/token",
                        Map.of("refreshToken", tokens.path("refreshToken").asText())));

        ok(people().world.api.delete(people().admin, "/api/customer/" + id));
        dead(tokens.path("token").asText());
    }
}

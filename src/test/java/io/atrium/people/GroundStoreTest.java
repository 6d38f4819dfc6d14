package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.http.Call;
import io.atrium.http.TestApi.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was checked before the end of a user's ways in makes no way in after it. */
final class GroundStoreTest {

    private static final Call.Client CLIENT = new Call.Client("10.9.8.7", "test", false);
    private static final String NEXT = "another horse 9";

    private final PeopleWorld people = new PeopleWorld();
    private final Parts parts = Parts.over(
            people.world.platform,
            TestWorld.QUICK,
            TestWorld.NO_MAIL,
            "k".repeat(64).getBytes(StandardCharsets.US_ASCII),
            () -> URI.create("https://atrium.example"));
    private final Standing standing = new Standing(parts, new RightsComparison(people.world.platform));
    private final Credentials credentials = new Credentials(parts, standing);
    private final ApiKeyStore keys = new ApiKeyStore(people.world.database);
    private final Logins logins =
            new Logins(parts, new TokenAuthenticator(parts, new ApiKeys(parts, keys, standing), standing), credentials);

    @AfterEach
    void close() {
        people.close();
    }

    private Account account(Actor user) {
        return parts.accountStore().byId(user.userId()).orElseThrow();
    }

    private Actor loggedIn(Actor user) {
        return people.world.caller(people.token(user));
    }

    private static void dead(ThrowingCallable call) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(call)
                .satisfies(problem -> assertThat(problem.kind().status()).isEqualTo(401));
    }

    private long sessions(Actor user) {
        return people.world.database.read(
                sql -> sql.createQuery("select count(*) from user_session where user_id = :user")
                        .bind("user", user.userId())
                        .mapTo(Long.class)
                        .one());
    }

    private void changePassword(Actor user) {
        credentials.changePassword(loggedIn(user), account(user), NEXT, CLIENT);
    }

    private void reset(Actor user) {
        credentials.reset(credentials.newReset(account(user)).orElseThrow(), NEXT, CLIENT);
    }

    private void turn(Actor user, boolean on) {
        ok(people.post(
                people.admin,
                "/api/user/" + user.userId() + "/userCredentialsEnabled?userCredentialsEnabled=" + on,
                ""));
    }

    private void move(Actor user) {
        ok(people.post(people.admin, "/api/owner/CUSTOMER/" + people.customerB + "/USER/" + user.userId(), List.of()));
    }

    /** Everything that ends what a user has open. */
    private Map<String, Runnable> ends(Actor user) {
        Map<String, Runnable> ends = new LinkedHashMap<>();
        ends.put("change of the password", () -> changePassword(user));
        ends.put("reset of the password", () -> reset(user));
        ends.put("end of all log-ins", () -> credentials.logoutEverywhere(user, CLIENT));
        ends.put("switched off", () -> turn(user, false));
        ends.put("switched on again", () -> turn(user, true));
        ends.put("move", () -> move(user));
        ends.put("deletion", () -> ok(people.world.api.delete(people.admin, "/api/user/" + user.userId())));
        return ends;
    }

    @Test
    void aLogInThatWasCheckedBeforeAnEndOpensNothingAfterIt() {
        ends(people.emma).forEach((name, end) -> {
            Account checked = account(people.emma);
            end.run();
            dead(() -> logins.open(checked, CLIENT));
            assertThat(sessions(people.emma)).as(name).isZero();
        });
    }

    @Test
    void aLogInWaitsForTheEndThatIsUnderWay() {
        Account checked = logins.check(people.emma.userName(), PASSWORD, CLIENT);
        CompletableFuture<LoginResponse> login = people.world.database.transaction(sql -> {
            sql.execute(
                    "update user_account set tokens_from = tokens_from + 1 where user_id = ?", people.emma.userId());
            CompletableFuture<LoginResponse> opening =
                    CompletableFuture.supplyAsync(() -> logins.open(checked, CLIENT), Thread::startVirtualThread);
            while (!waiting()) {
                Thread.onSpinWait();
            }
            sql.execute("delete from user_session where user_id = ?", people.emma.userId());
            return opening;
        });
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(login::join)
                .withMessageContaining("The account was changed meanwhile");
        assertThat(sessions(people.emma)).isZero();
    }

    /** Whether somebody waits for a row of an account. */
    private boolean waiting() {
        return CompletableFuture.supplyAsync(
                        () -> people.world.database.read(
                                sql -> sql.createQuery("""
                        select exists (select 1 from pg_stat_activity where wait_event_type = 'Lock'
                            and datname = current_database() and query like '%user_account%')
                        """).mapTo(Boolean.class).one()),
                        Thread::startVirtualThread)
                .join();
    }

    @Test
    void theOldPasswordMakesNoNewOneAfterItWasChanged() {
        Account checked = account(people.emma);
        Actor thief = loggedIn(people.emma);
        changePassword(people.emma);
        dead(() -> credentials.changePassword(thief, checked, "a third horse 5", CLIENT));
        ok(people.login(people.emma.userName(), NEXT));
    }

    @Test
    void anOutdatedPasswordGivesNoLinkAfterItWasChanged() {
        Account checked = account(people.emma);
        changePassword(people.emma);
        assertThat(credentials.newReset(checked)).isEmpty();
        assertThat(credentials.newReset(account(people.emma))).isPresent();
    }

    @Test
    void linksAreNotMadeForAFormerAddress() {
        UUID invited = people.newUser(people.admin, PeopleWorld.user("invited@acme.example"));
        Account first = parts.accountStore().byId(invited).orElseThrow();
        Account emma = account(people.emma);
        for (UUID user : List.of(invited, people.emma.userId())) {
            var document = ok(people.get(people.admin, "/api/user/" + user)).deepCopy();
            ((ObjectNode) document).put("email", "moved." + user + "@a.example");
            ok(people.post(people.admin, "/api/user", document));
        }
        assertThat(credentials.newReset(emma)).isEmpty();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> credentials.activationLink(people.admin, first))
                .withMessageContaining("was changed by somebody else");
    }

    @Test
    void whoWasLetInBeforeHisLogInEndedMakesNoWayIn() {
        UUID invited = people.newUser(people.admin, PeopleWorld.user("invited@acme.example"));
        Map<String, Object> own = Map.of("userId", new Ref("USER", people.admin.userId()));
        String off =
                ok(people.post(people.admin, "/api/apiKey", own)).at("/id/id").asText();
        Actor before = loggedIn(people.admin);
        changePassword(people.admin);
        Map<String, String> change = Map.of("currentPassword", NEXT, "newPassword", "a third horse 5");
        List<Answer> answers = List.of(
                people.post(before, "/api/apiKey", own),
                people.post(before, "/api/apiKey", Map.of("userId", new Ref("USER", people.emma.userId()))),
                people.world.api.call(before, "PUT", "/api/apiKey/" + off + "/enabled/true", ""),
                people.post(before, "/api/auth/changePassword", change),
                people.get(before, "/api/user/" + invited + "/activationLink"),
                people.get(before, "/api/user/" + people.emma.userId() + "/token"));
        assertThat(answers).extracting(Answer::status).containsOnly(401);
        assertThat(keys.ofUser(people.admin.userId())).noneMatch(ApiKeyStore.Row::enabled);
    }

    @Test
    void whoWasLetInBeforeHisMoveMakesNoKeyThatStays() {
        Actor before = loggedIn(people.emma);
        move(people.emma);
        Map<String, Object> own = Map.of("userId", new Ref("USER", people.emma.userId()));
        refused(people.post(before, "/api/apiKey", own), 401, "Token has expired");
        assertThat(keys.ofUser(people.emma.userId())).isEmpty();
    }

    @Test
    void aNewNameOfAKeyDoesNotSwitchItOn() {
        Actor emma = loggedIn(people.emma);
        ok(people.post(emma, "/api/apiKey", Map.of("userId", new Ref("USER", emma.userId()))));
        ApiKeyStore.Row read = keys.ofUser(emma.userId()).getFirst();
        changePassword(people.emma);
        people.world.platform.gate().change(people.admin, people.world.tenant, change -> {
            keys.describe(change, read.id(), "described");
            return true;
        });
        assertThat(keys.ofUser(emma.userId()).getFirst())
                .satisfies(key -> assertThat(key.description()).isEqualTo("described"))
                .satisfies(key -> assertThat(key.enabled()).isFalse());
    }

    @Test
    void aLogInThatIsKnownToBeOpenIsNotOpenAfterTheEndOfAll() {
        Actor emma = loggedIn(people.emma);
        UUID session = Objects.requireNonNull(emma.sessionId());
        assertThat(parts.accounts().isOpen(emma.userId(), session)).isTrue();
        credentials.logoutEverywhere(emma, CLIENT);
        assertThat(parts.accounts().isOpen(emma.userId(), session)).isFalse();
    }

    @Test
    void anInvitationEndsWhenTheUserIsSwitchedOff() {
        UUID id = people.newUser(people.admin, PeopleWorld.user("invited@acme.example"));
        String switchOf = "/api/user/" + id + "/userCredentialsEnabled?userCredentialsEnabled=";
        String first = link(id);
        ok(people.post(people.admin, switchOf + "false", ""));
        refused(activate(first), 400, "The activation link is unknown, used or has expired");
        refused(people.get(people.admin, "/api/user/" + id + "/activationLink"), 400, "User is switched off");
        ok(people.post(people.admin, switchOf + "true", ""));
        refused(activate(first), 400, "The activation link is unknown, used or has expired");
        ok(activate(link(id)));
    }

    @Test
    void anActivationThatIsUnderWayDoesNotSwitchOnWhoWasSwitchedOff() {
        UUID id = people.newUser(people.admin, PeopleWorld.user("invited@acme.example"));
        String token = link(id);
        people.world.database.transaction(
                sql -> sql.execute("update user_account set switched_off = true where user_id = ?", id));
        refused(activate(token), 400, "The activation link is unknown, used or has expired");
        assertThat(parts.accountStore().byId(id).orElseThrow().enabled()).isFalse();
    }

    @Test
    void aLinkToResetDoesNotComeBackToLifeWithTheAccount() {
        String token = credentials.newReset(account(people.emma)).orElseThrow();
        turn(people.emma, false);
        turn(people.emma, true);
        refused(
                people.post(null, "/api/noauth/resetPassword", Map.of("resetToken", token, "password", NEXT)),
                400,
                "The link to reset the password is unknown, used or has expired");
    }

    private String link(UUID user) {
        String link = people.get(people.admin, "/api/user/" + user + "/activationLink")
                .text();
        return link.substring(link.indexOf('=') + 1);
    }

    private Answer activate(String token) {
        return people.post(
                null,
                "/api/noauth/activate?sendActivationMail=false",
                Map.of("activateToken", token, "password", NEXT));
    }
}

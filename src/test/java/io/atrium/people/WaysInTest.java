package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.http.Route;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every route that makes a way into an account is for people who logged in as themselves. */
final class WaysInTest {

    /** What answers show that somebody can come in with. */
    private static final Set<String> WAYS_IN =
            Set.of("JwtPair", "WebSession", "LoginResponse", "ApiKey", "UserActivationLink", "OnboardedCustomer");

    /** Answer with a way in that is the caller's already, or need the web app's cookie and so a log-in. */
    private static final Set<String> HARMLESS = Set.of("getSession", "stopViewAs", "viewAs");

    private final PeopleWorld people = new PeopleWorld();

    @AfterEach
    void close() {
        people.close();
    }

    /** One call that makes a way in, by somebody of the tenant or by the operator. */
    private record Way(String operation, boolean bySystem, String method, String path, String body) {}

    private static String ref(String kind, UUID id) {
        return Json.write(new Ref(kind, id));
    }

    private List<Way> ways() {
        UUID self = people.admin.userId();
        UUID invited = people.newUser(people.admin, PeopleWorld.user("invited@acme.example"));
        String key = ok(people.post(
                        people.admin, "/api/apiKey", Map.of("userId", new Ref("USER", self), "enabled", false)))
                .at("/id/id")
                .asText();
        ObjectNode moved = (ObjectNode) ok(people.get(people.admin, "/api/user/" + people.emma.userId()));
        moved.put("email", "elsewhere@a.example");
        String user = "/api/user/" + invited;
        String change = Json.write(Map.of("currentPassword", PASSWORD, "newPassword", "another horse 9"));
        String mail = "{\"key\":\"mail\",\"jsonValue\":{\"smtpHost\":\"mail.evil.example\",\"smtpPort\":\"25\","
                + "\"mailFrom\":\"a@evil.example\",\"smtpProtocol\":\"smtp\"}}";
        List<Way> ways = new ArrayList<>();
        ways.add(new Way("saveApiKey", false, "POST", "/api/apiKey", "{\"userId\":" + ref("USER", self) + "}"));
        ways.add(new Way("enableApiKey", false, "PUT", "/api/apiKey/" + key + "/enabled/true", ""));
        ways.add(new Way("changePassword", false, "POST", "/api/auth/changePassword", change));
        ways.add(new Way("changeSessionPassword", false, "POST", "/api/session/changePassword", change));
        ways.add(new Way("saveUser", false, "POST", "/api/user?sendActivationMail=false", """
                {"email":"new@acme.example","authority":"TENANT_ADMIN"}"""));
        ways.add(new Way("saveUser", false, "POST", "/api/user", moved.toString()));
        ways.add(new Way("getActivationLink", false, "GET", user + "/activationLink", ""));
        ways.add(new Way("getActivationLinkInfo", false, "GET", user + "/activationLinkInfo", ""));
        ways.add(new Way(
                "sendActivationEmail", false, "POST", "/api/user/sendActivationMail?email=invited@acme.example", ""));
        ways.add(new Way(
                "setUserCredentialsEnabled",
                false,
                "POST",
                "/api/user/" + people.jack.userId() + "/userCredentialsEnabled?userCredentialsEnabled=true",
                ""));
        ways.add(new Way("onboardCustomer", false, "POST", "/api/access/customer", """
                {"customer":{"title":"Late"},"user":{"email":"late@late.example"}}"""));
        String token = "/api/user/" + people.emma.userId() + "/token";
        ways.add(new Way("getUserToken", false, "GET", token, ""));
        ways.add(new Way("getUserToken", false, "GET", token + "?readOnly=false", ""));
        ways.add(new Way(
                "saveJwtSettings",
                true,
                "POST",
                "/api/admin/jwtSettings",
                "{\"tokenExpirationTime\":9000,\"refreshTokenExpTime\":604800}"));
        ways.add(new Way("saveAdminSettings", true, "POST", "/api/admin/settings", mail));
        return ways;
    }

    private Answer call(Actor actor, Way way) {
        Actor caller = way.bySystem() ? TestWorld.SYSTEM.as("operator", null, actor.entrance()) : actor;
        return people.world.api.call(caller, way.method(), way.path(), way.body());
    }

    private void refusedTo(Entrance entrance, String message) {
        Actor borrowed = people.admin.as(people.admin.userName(), null, entrance);
        assertThat(ways()).allSatisfy(way -> {
            Answer answer = call(borrowed, way);
            assertThat(answer.status()).as(way + ": " + answer.text()).isEqualTo(403);
            assertThat(answer.text()).as(way.toString()).contains(message);
        });
    }

    @Test
    void aKeyMakesNoWayInThatIsLongerThanItself() {
        refusedTo(Entrance.API_KEY, "An API key cannot make a way into an account");
    }

    @Test
    void whoActsAsAnotherUserMakesNoWayInThatOutlastsIt() {
        refusedTo(Entrance.ACT_AS, "You are acting as another user");
    }

    @Test
    void whoLooksOnMakesNoWayIn() {
        refusedTo(Entrance.VIEW_AS, "You are looking on as another user");
    }

    @Test
    void theVisitorOfAPublicLinkMakesNoWayIn() {
        UUID open = people.world.newCustomer(people.world.tenant, null, "Open");
        Actor visitor =
                new Actor(people.emma.authority(), people.world.tenant, open, Ref.NULL_ID, "visitor", null, true);
        assertThat(ways()).filteredOn(way -> !way.bySystem()).allSatisfy(way -> {
            Answer answer = call(visitor, way);
            assertThat(answer.status()).as(way + ": " + answer.text()).isGreaterThanOrEqualTo(400);
        });
    }

    @ParameterizedTest
    @EnumSource(value = Entrance.class, mode = EnumSource.Mode.EXCLUDE, names = "LOG_IN")
    void onlyALogInOfTheUsersOwnEndsAllHisLogIns(Entrance entrance) {
        String token =
                ok(people.login("emma@a.example", PASSWORD)).path("token").asText();
        Actor borrowed = people.emma.as(people.emma.userName(), null, entrance);
        assertThat(people.world.api.delete(borrowed, "/api/session/everywhere").status())
                .isEqualTo(403);
        Actor emma = people.world.people.authenticator().authenticate("Bearer " + token);
        assertThat(emma.userId()).isEqualTo(people.emma.userId());
    }

    @Test
    void aLogInMakesThemAll() {
        // A password changed twice is the wrong one; no mail goes out here; nobody of the system has an account here.
        Set<String> others =
                Set.of("changePassword", "changeSessionPassword", "sendActivationEmail", "saveJwtSettings");
        assertThat(ways()).filteredOn(way -> !others.contains(way.operation())).allSatisfy(way -> {
            Answer answer = call(people.admin, way);
            assertThat(answer.status()).as(way + ": " + answer.text()).isEqualTo(200);
        });
    }

    @Test
    void everyRouteThatAnswersWithAWayInIsHeld() {
        Set<String> held = new HashSet<>(HARMLESS);
        ways().forEach(way -> held.add(way.operation()));
        assertThat(people.world.routes.all())
                .filteredOn(route -> !route.callers().isEmpty() && WAYS_IN.contains(shown(route)))
                .extracting(Route::operation)
                .hasSizeGreaterThan(5)
                .isSubsetOf(held);
    }

    private static String shown(Route route) {
        Class<?> type = route.answer().type();
        return type == null ? "" : type.getSimpleName();
    }
}

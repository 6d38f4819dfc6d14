package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Looking on as another user changes nothing; acting as one is a choice of its own (threats.md, "impersonation"). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ViewAsTest {

    private static final String LOOKING_ON = "looking on as another user";

    private final PeopleWorld people = new PeopleWorld();
    private Actor admin;

    @BeforeAll
    void logIn() {
        admin = people.world.caller(people.token(people.admin));
    }

    @AfterAll
    void close() {
        people.close();
    }

    private JsonNode pair(String query) {
        return ok(people.get(admin, "/api/user/" + people.emma.userId() + "/token" + query));
    }

    private Actor caller(JsonNode pair) {
        return people.world.caller(pair.path("token").asText());
    }

    @Test
    void looksOnWithTheUsersEyesAndChangesNothing() {
        Actor viewer = caller(pair(""));
        assertThat(viewer.readOnly()).isTrue();
        assertThat(viewer.userName()).isEqualTo("emma@a.example (by admin@acme.example)");
        assertThat(ok(people.get(viewer, "/api/auth/user")).path("email").asText())
                .isEqualTo("emma@a.example");
        Map<String, Object> query = Map.of("entityFilter", Map.of("type", "entityType", "entityType", "DEVICE"));
        ok(people.post(viewer, "/api/entitiesQuery/count", query));

        refused(people.post(viewer, "/api/user/settings", Map.of("a", 1)), 403, LOOKING_ON);
        refused(people.post(viewer, "/api/device", Map.of("name", "d")), 403, LOOKING_ON);
        refused(people.post(viewer, "/api/apiKey", Map.of()), 403, LOOKING_ON);
        refused(people.world.api.delete(viewer, "/api/user/" + people.jack.userId()), 403, LOOKING_ON);
        refused(people.get(viewer, "/api/user/" + people.emma.userId() + "/activationLink"), 403, LOOKING_ON);
        refused(people.get(viewer, "/api/user/dashboards/" + people.customerA + "/star"), 403, LOOKING_ON);
        assertThat(ok(people.get(people.emma, "/api/user/settings/general")).isEmpty())
                .isTrue();
    }

    @Test
    void newTokensOfALookAreNoMore() {
        JsonNode pair = pair("?readOnly=true");
        JsonNode next = ok(people.post(
                null,
                "/api/auth/token",
                Map.of("refreshToken", pair.path("refreshToken").asText())));
        assertThat(caller(next).readOnly()).isTrue();
    }

    @Test
    void aLookEndsByLogOutAndLeavesTheUserIn() {
        String own = people.token(people.emma);
        JsonNode pair = pair("");
        ok(people.post(caller(pair), "/api/auth/logout", Map.of()));
        assertThatThrownBy(() -> caller(pair)).hasMessage("Token has expired");
        assertThat(people.world.caller(own).readOnly()).isFalse();
    }

    @Test
    void actsAsTheUserOnlyWhenAsked() {
        Actor acting = caller(pair("?readOnly=false"));
        assertThat(acting.readOnly()).isFalse();
        ok(people.post(acting, "/api/user/settings", Map.of("theme", "dark")));
        assertThat(ok(people.get(people.emma, "/api/user/settings/general"))
                        .path("theme")
                        .asText())
                .isEqualTo("dark");
        people.world.api.call(people.emma, "DELETE", "/api/user/settings/theme", "");
        refused(people.get(admin, "/api/user/" + people.emma.userId() + "/token?readOnly=maybe"), 400, "readOnly");
    }

    @Test
    void theUserIsNotToldWhoWasBehindALogOut() {
        for (String query : List.of("", "?readOnly=false")) {
            ok(people.post(caller(pair(query)), "/api/auth/logout", Map.of()));
        }
        String rows = "/api/audit/logs?pageSize=100&page=0&actionTypes=LOGOUT";
        JsonNode seen = ok(people.get(people.emma, rows)).path("data");
        assertThat(seen.findValuesAsText("entityName")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(seen.toString()).doesNotContain("admin@acme.example");
        assertThat(ok(people.get(people.emma, rows + "&textSearch=admin@acme")).path("data"))
                .isEmpty();
    }

    @Test
    void bothNamesAndTheKindOfGuiseAreOnRecord() {
        pair("");
        pair("?readOnly=false");
        List<String> newest = people.world.database.read(
                sql -> sql.createQuery("select user_name || ' ' || entity_name || ' ' || data from audit_log"
                                + " where action = 'LOGIN' order by created desc, id desc limit 2")
                        .mapTo(String.class)
                        .list());
        assertThat(newest).hasSize(2).allSatisfy(line -> assertThat(line)
                .startsWith("admin@acme.example emma@a.example")
                .contains("impersonator"));
        assertThat(newest.getFirst()).contains("\"readOnly\":false");
        assertThat(newest.getLast()).contains("\"readOnly\":true");
        assertThat(Json.write(newest)).doesNotContain("token");
    }
}

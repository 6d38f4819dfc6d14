package io.atrium.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.Route;
import io.atrium.http.TestApi.Answer;
import io.atrium.http.TestEdge;
import io.atrium.isolation.Template.Request;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every operation, called over the network with credentials that once were good: of somebody who was switched off, logged
 * out, deleted, moved, or has another password now. Each answer is 401, whatever the call asks for (design.md section 9).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndedLogInsTest {

    private static final String PASSWORD = "correct horse 7";

    private final Scene scene = new Scene();
    private final TestWorld world = scene.world;
    private final Edge edge = new Edge(world);
    private final OperationTable table = OperationTable.read(world.routes.all());
    private final Map<String, String> ended = new LinkedHashMap<>();
    private int count;

    @BeforeAll
    void endThem() {
        String late = bearer(newUser());
        Actor keyHolder = newUser();
        long soon = world.platform.clock().millis() + Duration.ofMinutes(30).toMillis();
        ended.put("an expired API key", apiKey(keyHolder, soon).path("value").asText());
        for (int minute = 0; minute <= 151; minute++) {
            scene.later();
        }
        ended.put("an expired token", late);
        ended.put("nothing", "");
        ended.put("no token", "Bearer x.y.z");
        endPeople();
        endAdministrators();
        endKeys(keyHolder);
    }

    private void endPeople() {
        Actor off = newUser();
        ended.put("a token of a disabled user", bearer(off));
        ended.put("an API key of a disabled user", key(off));
        ended.put("a look at a disabled user", look(world.admin, off));
        ok(world.api.post(
                world.admin, "/api/user/" + off.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false", ""));
        Actor out = newUser();
        String token = bearer(out);
        ended.put("a token after log-out", token);
        ok(world.api.post(world.caller(token.substring("Bearer ".length())), "/api/auth/logout", ""));
        Actor careful = newUser();
        ended.put("a token of before a new password", bearer(careful));
        ended.put("an API key of before a new password", key(careful));
        Map<String, String> change = Map.of("currentPassword", PASSWORD, "newPassword", "another horse 8");
        ok(world.api.post(careful, "/api/auth/changePassword", Json.write(change)));
        Actor gone = newUser();
        ended.put("a token of a deleted user", bearer(gone));
        ended.put("an API key of a deleted user", key(gone));
        ok(world.api.delete(world.admin, "/api/user/" + gone.userId()));
        Actor moved = newUser();
        ended.put("a token of a moved user", bearer(moved));
        ended.put("an API key of a moved user", key(moved));
        ok(world.api.post(
                world.admin, "/api/owner/CUSTOMER/" + scene.adminB.customerId() + "/USER/" + moved.userId(), ""));
        Actor looker = world.newUser(world.tenant, null, "looker@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        world.people.bootstrap().setPassword(looker.userId(), PASSWORD);
        ended.put("a look by a disabled administrator", look(looker, newUser()));
        ok(world.api.post(
                world.admin,
                "/api/user/" + looker.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false",
                ""));
    }

    /** Looks, acts and keys for others, by administrators who had the right to them once. */
    private void endAdministrators() {
        Actor demoted = newUser();
        endsWith("a demoted administrator", demoted, demoted, () -> leaveAdministrators(demoted));
        Actor moved = newUser();
        endsWith(
                "a moved administrator",
                moved,
                moved,
                () -> ok(world.api.post(
                        world.admin,
                        "/api/owner/CUSTOMER/" + scene.adminB.customerId() + "/USER/" + moved.userId(),
                        "")));
        Actor out = loggedIn(newUser());
        Actor target = newUser();
        ended.put("a look by somebody who logged out", look(out, target, true));
        ended.put("acting by somebody who logged out", look(out, target, false));
        ok(world.api.post(out, "/api/auth/logout", ""));
    }

    private void endsWith(String who, Actor by, Actor asker, Runnable end) {
        Actor target = newUser();
        ended.put("a look by " + who, look(by, target, true));
        ended.put("acting by " + who, look(by, target, false));
        ended.put(
                "an API key that was made for a user by " + who,
                "ApiKey " + apiKey(asker, target, 0).path("value").asText());
        end.run();
    }

    private Actor loggedIn(Actor user) {
        return world.caller(bearer(user).substring("Bearer ".length()));
    }

    private void leaveAdministrators(Actor user) {
        String group = world.platform
                .directories()
                .of(world.tenant)
                .read(() -> world.platform.directories().of(world.tenant).ofKind("ENTITY_GROUP").stream()
                        .mapToObj(world.platform.directories().of(world.tenant)::entry)
                        .filter(entry -> entry.name().equals(DefaultGroups.TENANT_ADMINISTRATORS))
                        .findFirst()
                        .orElseThrow()
                        .id()
                        .toString());
        ok(world.api.post(
                world.admin, "/api/entityGroup/" + group + "/deleteEntities", Json.write(List.of(user.userId()))));
    }

    private void endKeys(Actor holder) {
        JsonNode off = apiKey(holder, 0);
        ended.put("an API key that is off", off.path("value").asText());
        ok(world.api.call(holder, "PUT", "/api/apiKey/" + off.at("/id/id").asText() + "/enabled/false", ""));
        JsonNode gone = apiKey(holder, 0);
        ended.put("a deleted API key", gone.path("value").asText());
        ok(world.api.delete(holder, "/api/apiKey/" + gone.at("/id/id").asText()));
        ended.replaceAll(
                (name, value) -> name.contains("API key") && !value.startsWith("ApiKey ") ? "ApiKey " + value : value);
    }

    @AfterAll
    void close() {
        edge.close();
        scene.close();
    }

    /** In a header, and tokens also in the cookie of the web app with the token that goes with it. */
    private static List<Map<String, String>> waysToShow(String credentials) {
        if (credentials.isEmpty()) {
            return List.of(Map.of());
        }
        Map<String, String> header = Map.of("X-Authorization", credentials);
        if (!credentials.startsWith("Bearer ")) {
            return List.of(header);
        }
        String cookie = "__Host-atrium_session=" + credentials.substring("Bearer ".length());
        return List.of(header, Map.of("Cookie", cookie, "X-Atrium-Csrf", "x", "Origin", TestEdge.PUBLIC_URL));
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Actor newUser() {
        count++;
        String email = "user" + count + "@ended.example";
        Actor user = world.newUser(world.tenant, null, email, DefaultGroups.TENANT_ADMINISTRATORS);
        world.people.bootstrap().setPassword(user.userId(), PASSWORD);
        return user;
    }

    private String bearer(Actor user) {
        return "Bearer " + world.login(user.userName(), PASSWORD).path("token").asText();
    }

    private String look(Actor by, Actor at) {
        return look(by, at, true);
    }

    private String look(Actor by, Actor at, boolean readOnly) {
        JsonNode pair = ok(world.api.get(by, "/api/user/" + at.userId() + "/token?readOnly=" + readOnly));
        return "Bearer " + pair.path("token").asText();
    }

    private JsonNode apiKey(Actor user, long until) {
        return apiKey(user, user, until);
    }

    private JsonNode apiKey(Actor maker, Actor user, long until) {
        Map<String, Object> key = Map.of(
                "userId", new Ref("USER", user.userId()), "description", "d", "enabled", true, "expirationTime", until);
        return ok(world.api.post(maker, "/api/apiKey", Json.write(key)));
    }

    private String key(Actor user) {
        return "ApiKey " + apiKey(user, 0).path("value").asText();
    }

    @Test
    void whatHasEndedOpensNothing() {
        Map<String, String> before = RowDigest.ofAll(world.database);
        Map<String, String> faults = new TreeMap<>();
        Set<String> called = new TreeSet<>();
        for (Template template : table.templates()) {
            if (template.route().callers().isEmpty()) {
                continue;
            }
            called.add(template.route().operation());
            Request request = request(template);
            ended.forEach((name, credentials) -> {
                for (Map<String, String> headers : waysToShow(credentials)) {
                    HttpResponse<String> answer = edge.call(headers, request);
                    if (answer.statusCode() != 401 || !answer.body().contains("\"status\":401")) {
                        faults.put(
                                template.route().operation() + " with " + name + " in " + headers.keySet(),
                                answer.statusCode() + answer.body());
                    }
                }
            });
        }
        assertThat(faults).isEmpty();
        assertThat(RowDigest.ofAll(world.database)).isEqualTo(before);
        Set<String> closed = world.routes.all().stream()
                .filter(route -> !route.callers().isEmpty())
                .map(Route::operation)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(called).isEqualTo(closed);
        assertThat(ended).hasSizeGreaterThan(12);
    }

    /** The same calls are heard when the credentials are good; else the other test could not fail. */
    @Test
    void whatHoldsIsHeard() {
        String token = bearer(newUser());
        String key = key(newUser());
        Map<String, String> faults = new TreeMap<>();
        for (Template template : table.templates()) {
            if (template.route().callers().isEmpty()
                    || !template.route().method().equals("GET")) {
                continue;
            }
            for (String credentials : new String[] {token, key}) {
                HttpResponse<String> answer = edge.call(Map.of("X-Authorization", credentials), request(template));
                if (answer.statusCode() == 401 || answer.statusCode() >= 500) {
                    faults.put(template.route().operation(), answer.statusCode() + answer.body());
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private Request request(Template template) {
        return template.request(true, word -> scene.ofTenant.values().getOrDefault(word, "x"));
    }
}

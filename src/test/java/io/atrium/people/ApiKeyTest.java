package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.Kind;
import io.atrium.entity.RoleBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ApiKeyTest {

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

    private JsonNode newKey(Actor by, Actor user, long expires) {
        return ok(people().post(
                        by,
                        "/api/apiKey",
                        Map.of(
                                "userId",
                                new Ref("USER", user.userId()),
                                "description",
                                "CI job",
                                "enabled",
                                true,
                                "expirationTime",
                                expires)));
    }

    private Actor caller(JsonNode key) {
        return people().world
                .people
                .authenticator()
                .authenticate("ApiKey " + key.path("value").asText());
    }

    private void refusedKey(JsonNode key) {
        assertThatThrownBy(() -> caller(key)).hasMessage("Authentication failed");
    }

    @Test
    void aKeyIsItsUserAndShowsItsValueOnce() {
        JsonNode key = newKey(people().emma, people().emma, 0);
        assertThat(key.path("value").asText()).startsWith("atr_").hasSizeGreaterThan(40);
        Actor actor = caller(key);
        assertThat(actor.userId()).isEqualTo(people().emma.userId());
        assertThat(actor.customerId()).isEqualTo(people().customerA);
        assertThat(actor.sessionId()).isNull();

        String list = people().get(
                        people().emma, "/api/apiKeys/" + people().emma.userId() + "?pageSize=9&page=0")
                .text();
        assertThat(list).contains("CI job").doesNotContain(key.path("value").asText());
        assertThat(people().world.database.<String>read(sql -> sql.createQuery("select value_hash from api_key")
                        .mapTo(String.class)
                        .one()))
                .doesNotContain(key.path("value").asText());
    }

    @Test
    void aKeyEndsWithItsSwitchItsTimeAndItsUser() {
        JsonNode switched = newKey(people().emma, people().emma, 0);
        caller(switched);
        String id = switched.at("/id/id").asText();
        ok(people().world.api.call(people().emma, "PUT", "/api/apiKey/" + id + "/enabled/false", ""));
        refusedKey(switched);
        ok(people().world.api.call(people().emma, "PUT", "/api/apiKey/" + id + "/enabled/true", ""));
        caller(switched);
        JsonNode described =
                ok(people().world.api.call(people().emma, "PUT", "/api/apiKey/" + id + "/description", "New words"));
        assertThat(described.path("description").asText()).isEqualTo("New words");
        ok(people().world.api.delete(people().emma, "/api/apiKey/" + id));
        refusedKey(switched);

        JsonNode timed = newKey(people().emma, people().emma, people().clock.millis() + 1_000);
        caller(timed);
        people().clock.advance(Duration.ofSeconds(1));
        refusedKey(timed);

        JsonNode last = newKey(people().emma, people().emma, 0);
        String path = "/api/user/" + people().emma.userId() + "/userCredentialsEnabled?userCredentialsEnabled=";
        ok(people().world.api.post(people().admin, path + "false", ""));
        refusedKey(last);
        ok(people().world.api.post(people().admin, path + "true", ""));
        caller(last);
        ok(people().world
                .api
                .delete(people().admin, "/api/user/" + people().emma.userId()));
        refusedKey(last);
    }

    @Test
    void keysOfOthersAreOutOfReach() {
        JsonNode key = newKey(people().emma, people().emma, 0);
        String path = "/api/apiKey/" + key.at("/id/id").asText();
        refused(people().world.api.delete(people().jack, path), 404, "wasn't found");
        refused(people().world.api.call(people().jack, "PUT", path + "/enabled/false", ""), 404, "wasn't found");
        refused(people().world.api.call(people().jack, "PUT", path + "/description", "x"), 404, "wasn't found");
        Map<String, Object> foreign =
                Map.of("userId", new Ref("USER", people().emma.userId()), "description", "x");
        refused(people().post(people().jack, "/api/apiKey", foreign), 404, "wasn't found");
        Map<String, Object> boss =
                Map.of("userId", new Ref("USER", people().adminOfA.userId()), "description", "x");
        refused(people().post(people().emma, "/api/apiKey", boss), 403, "WRITE");
        newKey(people().adminOfA, people().emma, 0);
        newKey(people().admin, people().emma, 0);
    }

    /** What his role leaves out on one resource is not held against him on the others. */
    @Test
    void whoMayDoAllButOneThingMakesKeysForThoseWhoMayDoLess() {
        Actor desk = people().world.newUser(people().world.tenant, null, "desk@acme.example");
        Actor reader = people().world.newUser(people().world.tenant, null, "reader@acme.example");
        Actor caller = people().world.newUser(people().world.tenant, null, "caller@acme.example");
        give(desk, Map.of("ALL", List.of("ALL")), Map.of("DEVICE", List.of("RPC_CALL")));
        give(reader, Map.of("ALL", List.of("READ", "READ_ATTRIBUTES")), Map.of());
        give(caller, Map.of("ALL", List.of("READ", "RPC_CALL")), Map.of());
        newKey(desk, reader, 0);
        Map<String, Object> mightier = Map.of("userId", new Ref("USER", caller.userId()), "description", "x");
        refused(people().post(desk, "/api/apiKey", mightier), 403, "rights that you do not have");
    }

    private void give(Actor user, Map<String, List<String>> permissions, Map<String, List<String>> excluded) {
        people().world.platform.gate().change(TestWorld.SYSTEM, people().world.tenant, change -> {
            Kind<?> kind = change.directory().kinds().require("ROLE");
            String body = kind.body(
                    Map.of("permissions", Json.tree(permissions), "excludedPermissions", Json.tree(excluded)));
            Entry role = change.insert(
                    kind,
                    new Draft("Role of " + user.userName(), RoleBody.GENERIC, null, body),
                    change.directory().tenant(),
                    null);
            Entry holder = change.find(user.userId()).orElseThrow();
            change.putGrant(new GrantRow(change.newId(), holder, role, null, 0, Long.MAX_VALUE, false, null));
            return role;
        });
    }

    @Test
    void keysAreFewAndTheirFieldsAreChecked() {
        for (int i = 0; i < 5; i++) {
            newKey(people().emma, people().emma, 0);
        }
        Map<String, Object> one = Map.of("userId", new Ref("USER", people().emma.userId()), "description", "x");
        refused(people().post(people().emma, "/api/apiKey", one), 400, "5 API keys already");
        Map<String, Object> past =
                Map.of("userId", new Ref("USER", people().jack.userId()), "expirationTime", 1);
        refused(people().post(people().jack, "/api/apiKey", past), 400, "expirationTime");
        Map<String, Object> longText =
                Map.of("userId", new Ref("USER", people().jack.userId()), "description", "x".repeat(256));
        refused(people().post(people().jack, "/api/apiKey", longText), 400, "255");
        refused(people().post(people().jack, "/api/apiKey", Map.of("description", "x")), 400, "userId");
    }
}

package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions that wait for half a minute. */
final class RemovalTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final HandClock clock = new HandClock();
    private TestWorld world;
    private Ref building;
    private Ref sensor;

    @BeforeEach
    void open() {
        world = new TestWorld(clock);
        building = make("ASSET", "Building A");
        sensor = make("DEVICE", "SD-001");
        ObjectNode relation = Json.object().put("type", "Contains").put("typeGroup", "COMMON");
        relation.set("from", Json.tree(building));
        relation.set("to", Json.tree(sensor));
        ok(world.api.post(world.admin, "/api/relation", relation.toString()));
        ok(world.api.post(
                world.admin,
                "/api/plugins/telemetry/DEVICE/" + sensor.id() + "/timeseries/ANY",
                "{\"temperature\":21.5}"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Ref make(String kind, String name) {
        ObjectNode document = Json.object().put("name", name).put("type", "t");
        return new Ref(kind, world.save(world.admin, "/api/" + kind.toLowerCase(java.util.Locale.ROOT), document));
    }

    private static JsonNode ok(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private TestApi.Answer plan(Actor actor, Ref... entities) {
        ObjectNode body = Json.object();
        body.set("entityIds", Json.tree(List.of(entities)));
        return world.api.post(actor, "/api/removals", body.toString());
    }

    private boolean exists(Ref device) {
        return world.api.get(world.admin, "/api/device/" + device.id()).status() == 200;
    }

    private void passes(Duration time) {
        clock.advance(time);
        world.parts.removals.work();
    }

    @Test
    void deletesWhenItsTimeHasComeAndNotBefore() {
        JsonNode planned = ok(plan(world.admin, sensor));
        assertThat(planned.get("leftMs").asLong()).isEqualTo(WAIT.toMillis());
        passes(WAIT.minusMillis(1));
        assertThat(exists(sensor)).isTrue();
        passes(Duration.ofMillis(1));
        assertThat(exists(sensor)).isFalse();
        assertThat(ok(world.api.get(world.admin, "/api/removals"))).isEmpty();
    }

    @Test
    void losesNeitherRelationsNorHistoryIfItIsCalledOff() {
        String id = ok(plan(world.admin, sensor)).get("id").asText();
        passes(WAIT.minusSeconds(1));
        ok(world.api.delete(world.admin, "/api/removals/" + id));
        passes(WAIT);
        assertThat(exists(sensor)).isTrue();
        String relations = "/api/relations?fromId=" + building.id() + "&fromType=ASSET";
        assertThat(ok(world.api.get(world.admin, relations)).findValuesAsText("type"))
                .containsExactly("Contains");
        JsonNode series = ok(world.api.get(
                world.admin, "/api/plugins/telemetry/DEVICE/" + sensor.id() + "/values/timeseries?keys=temperature"));
        assertThat(series.at("/temperature/0/value").asText()).isEqualTo("21.5");
    }

    @Test
    void isTooLateOnceTheTimeHasCome() {
        String id = ok(plan(world.admin, sensor)).get("id").asText();
        clock.advance(WAIT);
        assertThat(world.api.delete(world.admin, "/api/removals/" + id).status())
                .isEqualTo(404);
    }

    @Test
    void belongsToWhoAskedForIt() {
        Actor other = world.newUser(world.tenant, null, "other@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        String id = ok(plan(world.admin, sensor)).get("id").asText();
        assertThat(ok(world.api.get(other, "/api/removals"))).isEmpty();
        assertThat(world.api.delete(other, "/api/removals/" + id).status()).isEqualTo(404);
        passes(WAIT);
        assertThat(exists(sensor)).isFalse();
    }

    @Test
    void endsWithTheKeyThatItCameBy() {
        Actor robot = world.newAdministrator("robot@acme.example");
        JsonNode key = ok(world.api.post(
                robot, "/api/apiKey", "{\"userId\":" + Json.write(new Ref("USER", robot.userId())) + "}"));
        Actor byKey = world.people
                .authenticator()
                .authenticate("ApiKey " + key.path("value").asText());
        ok(plan(byKey, sensor));
        ok(world.api.delete(robot, "/api/apiKey/" + key.at("/id/id").asText()));
        passes(WAIT);
        assertThat(exists(sensor)).isTrue();
    }

    @Test
    void endsWithTheRightOfWhoActed() {
        Actor robot = world.newAdministrator("robot@acme.example");
        Actor chief = world.newAdministrator("chief@acme.example");
        String token = ok(world.api.get(chief, "/api/user/" + robot.userId() + "/token?readOnly=false"))
                .path("token")
                .asText();
        ok(plan(world.caller(token), sensor));
        ok(world.api.delete(world.admin, "/api/user/" + chief.userId()));
        passes(WAIT);
        assertThat(exists(sensor)).isTrue();
    }

    @Test
    void isRefusedAtOnceToWhomDeletingIsRefused() {
        UUID customer = world.newCustomer(world.tenant, null, "Customer A");
        Actor emma = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        assertThat(plan(emma, sensor).status()).isEqualTo(404);
        assertThat(plan(world.admin, new Ref("USER", world.admin.userId()))
                        .json()
                        .get("message")
                        .asText())
                .contains("your own account");
        assertThat(ok(world.api.get(world.admin, "/api/removals"))).isEmpty();
    }

    @Test
    void keepsNothingElseFromGoingIfOneIsRefused() {
        JsonNode planned = ok(plan(world.admin, new Ref("USER", world.admin.userId()), sensor));
        assertThat(planned.get("entityIds")).hasSize(1);
        assertThat(planned.at("/refused/0/message").asText()).contains("your own account");
        passes(WAIT);
        assertThat(exists(sensor)).isFalse();
    }

    @Test
    void endsWithTheRightOfWhoAskedForIt() {
        Actor leaver = world.newUser(world.tenant, null, "leaver@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        ok(plan(leaver, sensor));
        ok(world.api.delete(world.admin, "/api/user/" + leaver.userId()));
        passes(WAIT);
        assertThat(exists(sensor)).isTrue();

        Actor reader = world.newUser(world.tenant, null, "reader@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        ok(plan(reader, sensor));
        String group = Stream.of(ok(world.api.get(world.admin, "/api/entityGroups/USER")))
                .flatMap(groups -> java.util.stream.StreamSupport.stream(groups.spliterator(), false))
                .filter(each -> each.get("name").asText().equals(DefaultGroups.TENANT_ADMINISTRATORS))
                .findFirst()
                .orElseThrow()
                .at("/id/id")
                .asText();
        ok(world.api.post(
                world.admin,
                "/api/entityGroup/" + group + "/deleteEntities",
                Json.write(List.of(reader.userId().toString()))));
        passes(WAIT);
        assertThat(exists(sensor)).isTrue();
    }

    @Test
    void deletesTheOthersIfOneIsGoneMeanwhile() {
        Ref second = make("DEVICE", "SD-002");
        ok(plan(world.admin, sensor, second));
        ok(world.api.delete(world.admin, "/api/device/" + sensor.id()));
        passes(WAIT);
        assertThat(exists(second)).isFalse();
    }

    @Test
    void hasLimitsForARequestAndForAUser() {
        Ref[] many = Stream.generate(
                        () -> new Ref("DEVICE", world.platform.ids().next()))
                .limit(101)
                .toArray(Ref[]::new);
        assertThat(plan(world.admin, many).json().get("message").asText()).contains("more than 100");
        assertThat(plan(world.admin).status()).isEqualTo(400);
        for (int i = 0; i < 50; i++) {
            ok(plan(world.admin, sensor));
        }
        assertThat(plan(world.admin, sensor).json().get("message").asText()).contains("More than 50");
    }

    @Test
    void anImportTellsWhatItMade() {
        String body = "{\"file\":\"name\\nSD-001\\nSD-100\",\"mapping\":{\"columns\":[{\"type\":\"NAME\"}],"
                + "\"delimiter\":\",\",\"update\":true,\"header\":true}}";
        JsonNode result = ok(world.api.post(world.admin, "/api/device/bulk_import", body));
        assertThat(result.get("updated").asInt()).isEqualTo(1);
        assertThat(result.get("createdIds")).hasSize(1);
        String made = result.at("/createdIds/0").asText();
        assertThat(ok(world.api.get(world.admin, "/api/device/" + made))
                        .get("name")
                        .asText())
                .isEqualTo("SD-100");
    }
}

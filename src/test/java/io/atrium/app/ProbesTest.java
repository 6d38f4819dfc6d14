package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever tries names, tokens and addresses that others have is told a few times a minute, and then nothing. */
final class ProbesTest {

    private static final int FEW = 20;
    private static final int MANY = 30;

    private final HandClock clock = new HandClock();
    private final TestWorld world = new TestWorld(clock);
    private final UUID other = world.newTenant("Other");
    private final Actor stranger =
            world.newUser(other, null, "admin@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
    private final UUID customer = world.newCustomer(world.tenant, null, "North");
    private final Actor north =
            world.newUser(world.tenant, customer, "boss@north.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);

    @AfterEach
    void close() {
        world.close();
    }

    private UUID device(Actor actor, String name, String token) {
        return world.save(actor, "/api/device?accessToken=" + token, Map.of("name", name));
    }

    /** Makes a try as often as no honest user would: it is told few times, then hits and misses look alike. */
    private void toldFewTimes(Actor actor, IntFunction<Answer> hit, IntFunction<Answer> miss) {
        List<Integer> statuses =
                IntStream.range(0, MANY).mapToObj(i -> hit.apply(i).status()).toList();
        assertThat(statuses.subList(0, FEW)).containsOnly(400);
        assertThat(statuses.subList(FEW, MANY)).containsOnly(429);
        assertThat(miss.apply(0).status()).as("a miss tells no more").isEqualTo(429);
        clock.advance(Duration.ofMinutes(1));
        assertThat(miss.apply(1).status()).isEqualTo(200);
        assertThat(actor.isSystem()).isFalse();
    }

    @Test
    void tokensOfOtherTenants() {
        IntStream.range(0, MANY).forEach(i -> device(stranger, "theirs-" + i, "guess-" + i));
        UUID own = device(world.admin, "own", "own-token");
        IntFunction<Answer> save = i -> world.api.post(
                world.admin,
                "/api/device?accessToken=" + (i < 0 ? "fresh" : "guess-" + i),
                "{\"id\":{\"entityType\":\"DEVICE\",\"id\":\"" + own + "\"},\"name\":\"own\"}");
        toldFewTimes(
                world.admin,
                save,
                i -> world.api.post(
                        world.admin, "/api/device?accessToken=fresh-" + i, "{\"name\":\"fresh-" + i + "\"}"));
    }

    @Test
    void userNamesOfOtherTenantsDevices() {
        ObjectNode theirs = Json.object().put("credentialsType", "MQTT_BASIC");
        theirs.put("credentialsValue", "{\"userName\":\"pump\",\"password\":\"x\"}");
        assertThat(withCredentials(stranger, "pump", theirs).status()).isEqualTo(200);
        ObjectNode fresh = theirs.deepCopy().put("credentialsValue", "{\"userName\":\"fresh\",\"password\":\"x\"}");
        toldFewTimes(
                world.admin,
                i -> withCredentials(world.admin, "mine-" + i, theirs),
                i -> withCredentials(world.admin, "mine-" + i, fresh));
    }

    private Answer withCredentials(Actor actor, String name, ObjectNode credentials) {
        ObjectNode body = Json.object();
        body.putObject("device").put("name", name);
        body.set("credentials", credentials);
        return world.api.post(actor, "/api/device-with-credentials", body.toString());
    }

    @Test
    void anImportStopsAfterAFew() {
        IntStream.range(0, MANY).forEach(i -> device(stranger, "theirs-" + i, "guess-" + i));
        device(world.admin, "probe", "own-token");
        String lines = IntStream.range(0, 200)
                .mapToObj(i -> "probe,guess-" + i)
                .collect(Collectors.joining("\n", "name,token\n", ""));
        JsonNode result = imported(world.admin, lines);
        String told = result.path("errorsList").toString();
        assertThat(told.split("already registered", -1).length - 1).isBetween(1, FEW);
        assertThat(told).contains("try again in a minute").contains("were not tried");
        assertThat(result.path("errors").asInt() + result.path("updated").asInt())
                .isEqualTo(200);
        assertThat(result.path("updated").asInt()).isZero();
    }

    private JsonNode imported(Actor actor, String lines) {
        ObjectNode request = Json.object().put("file", lines);
        ObjectNode mapping = request.putObject("mapping");
        mapping.put("delimiter", ",").put("header", true).put("update", true);
        mapping.putArray("columns").addObject().put("type", "NAME");
        ((com.fasterxml.jackson.databind.node.ArrayNode) mapping.get("columns"))
                .addObject()
                .put("type", "ACCESS_TOKEN");
        Answer answer = world.api.post(actor, "/api/device/bulk_import", request.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void addressesOfOtherTenantsUsers() {
        Map<String, String> theirs = Map.of("email", "taken@other.example", "authority", "TENANT_ADMIN");
        world.save(stranger, "/api/user?sendActivationMail=false", theirs);
        toldFewTimes(world.admin, i -> user("taken@other.example"), i -> user("fresh-" + i + "@acme.example"));
    }

    private Answer user(String email) {
        return world.api.post(
                world.admin,
                "/api/user?sendActivationMail=false",
                Json.write(Map.of("email", email, "authority", "TENANT_ADMIN")));
    }

    @Test
    void provisioningKeysOfOtherTenants() {
        profile(stranger, "Theirs", "their-key");
        toldFewTimes(
                world.admin,
                i -> profile(world.admin, "Mine " + i, "their-key"),
                i -> profile(world.admin, "Mine " + i, "fresh-key-" + i));
    }

    private Answer profile(Actor actor, String name, String key) {
        return world.api.post(actor, "/api/deviceProfile", """
                {"name":"%s","type":"DEFAULT","transportType":"DEFAULT","provisionType":"ALLOW_CREATE_NEW_DEVICES",
                 "provisionDeviceKey":"%s",
                 "profileData":{"configuration":{"type":"DEFAULT"},"transportConfiguration":{"type":"DEFAULT"},
                   "provisionConfiguration":{"type":"ALLOW_CREATE_NEW_DEVICES","provisionDeviceSecret":"s"}}}
                """.formatted(name, key));
    }

    @Test
    void namesOfThingsThatOneDoesNotSee() {
        device(world.admin, "hidden", "hidden-token");
        toldFewTimes(north, i -> thing(north, "hidden"), i -> thing(north, "fresh-" + i));
    }

    @Test
    void namesThatAreMadeUniqueCountAsWell() {
        device(world.admin, "hidden", "hidden-token");
        String unique = "/api/device?nameConflictPolicy=UNIQUIFY";
        for (int i = 1; i < FEW; i++) {
            Answer made = world.api.post(north, unique, "{\"name\":\"hidden\"}");
            assertThat(made.status()).isEqualTo(200);
        }
        assertThat(world.api.post(north, unique, "{\"name\":\"hidden\"}").status())
                .isEqualTo(429);
    }

    private Answer thing(Actor actor, String name) {
        return world.api.post(actor, "/api/device", "{\"name\":\"" + name + "\"}");
    }

    @Test
    void whoSeesWhatHasTheNameMayTryAsOftenAsHeLikes() {
        device(world.admin, "seen", "seen-token");
        assertThat(user("seen@acme.example").status()).isEqualTo(200);
        for (int i = 0; i < 2 * FEW; i++) {
            assertThat(thing(world.admin, "seen").status()).isEqualTo(400);
            assertThat(user("seen@acme.example").status()).isEqualTo(400);
            assertThat(world.api
                            .post(world.admin, "/api/device?accessToken=seen-token", "{\"name\":\"n-" + i + "\"}")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(thing(world.admin, "fresh").status()).isEqualTo(200);
    }

    @Test
    void oneCustomerKeepsNeitherTheTenantNorOthersFromTheirWork() {
        device(world.admin, "hidden", "hidden-token");
        Actor south = world.newUser(
                world.tenant,
                world.newCustomer(world.tenant, null, "South"),
                "boss@south.example",
                DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID below = world.newCustomer(world.tenant, customer, "Below north");
        for (int user = 0; user < 8; user++) {
            Actor helper = world.newUser(
                    world.tenant,
                    user < 4 ? below : customer,
                    "h" + user + "@north.example",
                    DefaultGroups.CUSTOMER_ADMINISTRATORS);
            for (int i = 0; i < FEW; i++) {
                thing(helper, "hidden");
            }
        }
        assertThat(thing(north, "fresh").status()).isEqualTo(429);
        assertThat(thing(south, "south").status()).isEqualTo(200);
        assertThat(thing(world.admin, "tenant").status()).isEqualTo(200);
    }

    @Test
    void aCustomerBelowKeepsNotTheOneAboveFromItsWork() {
        device(world.admin, "hidden", "hidden-token");
        UUID below = world.newCustomer(world.tenant, customer, "Below north");
        for (int user = 0; user < 5; user++) {
            Actor helper = world.newUser(
                    world.tenant, below, "h" + user + "@north.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
            for (int i = 0; i < FEW; i++) {
                thing(helper, "hidden");
            }
            if (user > 1) {
                assertThat(thing(helper, "fresh-" + user).status()).isEqualTo(429);
            }
        }
        assertThat(thing(north, "north").status()).isEqualTo(200);
    }

    @Test
    void manyUsersOfOneTenantAreToldNoMoreThanAFewTogether() {
        device(stranger, "theirs", "their-token");
        for (int user = 0; user < 5; user++) {
            Actor helper = world.newUser(
                    world.tenant, null, "h" + user + "@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
            for (int i = 0; i < FEW; i++) {
                assertThat(withToken(helper, "mine-" + i).status()).isEqualTo(400);
            }
        }
        assertThat(withToken(world.admin, "mine").status()).isEqualTo(429);
        assertThat(thing(stranger, "more").status())
                .as("another tenant goes on")
                .isEqualTo(200);
    }

    private Answer withToken(Actor actor, String name) {
        return world.api.post(actor, "/api/device?accessToken=their-token", "{\"name\":\"" + name + "\"}");
    }
}

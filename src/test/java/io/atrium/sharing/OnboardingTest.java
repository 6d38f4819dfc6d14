package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A customer with things, shares and a first user, made by one call or not at all. */
final class OnboardingTest {

    private static final String PATH = "/api/access/customer";

    private final SharingWorld world = new SharingWorld();
    private final UUID office = world.asset("Office C", "TENANT", world.tenant);
    private final UUID room = world.asset("Room C", "TENANT", world.tenant);
    private final UUID building = world.asset("Building C", "TENANT", world.tenant);
    private final UUID dashboard =
            world.save(world.admin, "/api/dashboard", Map.of("title", "For C", "configuration", Map.of()));

    @AfterEach
    void close() {
        world.close();
    }

    private ObjectNode request() {
        Map<String, Object> relation = Map.of(
                "from",
                new Ref("ASSET", office),
                "to",
                new Ref("ASSET", room),
                "type",
                "Contains",
                "typeGroup",
                "COMMON");
        assertThat(world.api
                        .post(world.admin, "/api/relation", Json.write(relation))
                        .status())
                .isEqualTo(200);
        ObjectNode request = Json.object();
        request.putObject("customer").put("title", "Customer C").put("country", "France");
        request.put("newGroup", "Office renters").put("includeContained", true);
        request.set("things", Json.tree(List.of(new Ref("ASSET", office))));
        request.putObject("thingGroups").put("ASSET", "Offices of C");
        request.putArray("shares")
                .add(Json.tree(Map.of("entity", new Ref("DASHBOARD", dashboard))))
                .add(Json.tree(Map.of("entity", new Ref("ASSET", building))));
        request.putObject("user")
                .put("email", "carla@c.example")
                .put("firstName", "Carla")
                .put("defaultDashboardId", dashboard.toString())
                .put("fullScreen", true);
        return request;
    }

    private JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private Actor actor(JsonNode done) {
        UUID customer = UUID.fromString(done.at("/customer/id").asText());
        UUID user = UUID.fromString(done.at("/user/id").asText());
        return new Actor(Authority.CUSTOMER_USER, world.tenant, customer, user, "carla@c.example", null, false);
    }

    private long rows(String table) {
        return world.platform.database().read(sql -> sql.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    @Test
    void makesEverythingInOneGoAndBack() {
        ObjectNode request = request();
        long entities = rows("entity where kind <> 'ROLE'");
        long accounts = rows("user_account");
        JsonNode plan = ok(world.api.post(world.admin, PATH + "/preview", request.toString()));
        assertThat(SharingWorld.names(plan.path("entities")))
                .containsExactly("Office C", "Room C", "For C", "Building C");
        assertThat(plan.path("entities").findValuesAsText("moves")).containsExactly("true", "true", "false", "false");
        assertThat(rows("entity where kind <> 'ROLE'"))
                .as("a preview changes nothing")
                .isEqualTo(entities);

        JsonNode done = ok(world.api.post(world.admin, PATH, request.toString()));
        assertThat(done.path("title").asText()).isEqualTo("Customer C");
        assertThat(SharingWorld.names(done.path("changed"))).containsExactly("Office C", "Room C");
        assertThat(done.path("grantIds")).hasSize(2);
        assertThat(done.at("/activationLink/value").asText()).contains("/api/noauth/activate?activateToken=");
        Actor carla = actor(done);
        assertThat(world.may(carla, "READ", room)).isTrue();
        assertThat(world.may(carla, "READ", building)).isTrue();
        assertThat(world.may(carla, "WRITE", room))
                .as("she is a user, no administrator")
                .isFalse();
        assertThat(world.api.get(carla, "/api/dashboard/" + dashboard).status()).isEqualTo(200);
        assertThat(world.may(world.emma, "READ", room)).isFalse();
        JsonNode user = ok(world.api.get(carla, "/api/user/" + carla.userId()));
        assertThat(user.at("/additionalInfo/defaultDashboardId").asText()).isEqualTo(dashboard.toString());
        assertThat(user.at("/additionalInfo/defaultDashboardFullscreen").asBoolean())
                .isTrue();
        assertThat(ok(world.api.get(world.admin, "/api/asset/info/" + room))
                        .path("groups")
                        .findValuesAsText("name"))
                .containsExactly("Offices of C");
        assertThat(ok(world.api.get(world.admin, "/api/customer/info/" + carla.customerId()))
                        .path("groups")
                        .findValuesAsText("name"))
                .containsExactly("Office renters");

        ok(world.api.post(
                world.admin, "/api/access/change/undo", done.path("undo").toString()));
        assertThat(world.api
                        .get(world.admin, "/api/customer/" + carla.customerId())
                        .status())
                .isEqualTo(404);
        assertThat(rows("user_account")).isEqualTo(accounts);
        assertThat(rows("entity where kind <> 'ROLE'")).isEqualTo(entities);
        assertThat(world.may(world.admin, "CHANGE_OWNER", room)).isTrue();
    }

    @Test
    void whatWasMadeStandsAfterTheTenantIsLoadedAgain() {
        JsonNode done = ok(world.api.post(world.admin, PATH, request().toString()));
        world.platform.gate().forget(world.tenant);
        Actor carla = actor(done);
        assertThat(world.may(carla, "READ", room)).isTrue();
        assertThat(world.may(carla, "READ", building)).isTrue();
    }

    @Test
    void aFaultAnywhereLeavesNothingBehind() {
        world.save(world.admin, "/api/user?sendActivationMail=false", Map.of("email", "taken@x.example"));
        ObjectNode base = request();
        long entities = rows("entity");
        for (String fault : List.of(
                "{\"user\":{\"email\":\"taken@x.example\"}}",
                "{\"user\":{\"email\":\"no address\"}}",
                "{\"user\":{\"email\":\"x@c.example\",\"group\":\"Nobodies\"}}",
                "{\"user\":{\"email\":\"x@c.example\",\"defaultDashboardId\":\"x\"}}",
                "{\"things\":[{\"entityType\":\"ASSET\",\"id\":\"00000000-0000-0007-0000-000000000007\"}]}",
                "{\"things\":[{\"entityType\":\"USER\",\"id\":\"" + world.emma.userId() + "\"}]}",
                "{\"things\":[null]}",
                "{\"shares\":[{}]}",
                "{\"shares\":[null]}",
                "{\"thingGroups\":{\"ASSET\":\" \"}}",
                "{\"thingGroups\":{\"NOTHING\":\"x\"}}",
                "{\"newGroup\":\"All\"}",
                "{\"groupIds\":[null]}",
                "{\"customer\":{\"title\":\"Customer A\"}}",
                "{\"customer\":{\"title\":\"\"}}",
                "{\"customer\":null}")) {
            ObjectNode bad = base.deepCopy();
            bad.setAll((ObjectNode) Json.read(fault, JsonNode.class));
            Answer answer = world.api.post(world.admin, PATH, bad.toString());
            assertThat(answer.status()).as(fault + " " + answer.text()).isBetween(400, 404);
            assertThat(rows("entity")).as(fault).isEqualTo(entities);
        }
        assertThat(world.may(world.admin, "CHANGE_OWNER", room)).isTrue();
    }

    @Test
    void aCustomersAdministratorMakesCustomersBelowTheOwnOnly() {
        UUID own = world.asset("Office of A", "CUSTOMER", world.customerA);
        ObjectNode request = Json.object();
        request.putObject("customer").put("title", "Renter of A");
        request.set("things", Json.tree(List.of(new Ref("ASSET", own))));
        request.putObject("user").put("email", "rik@a.example").put("group", "Customer Administrators");
        JsonNode done = ok(world.api.post(world.anna, PATH, request.toString()));
        assertThat(world.may(actor(done), "DELETE", own)).isTrue();
        request.set("things", Json.tree(List.of(new Ref("ASSET", office))));
        ((ObjectNode) request.path("customer")).put("title", "Another");
        assertThat(world.api.post(world.anna, PATH, request.toString()).status())
                .isEqualTo(404);
        assertThat(world.api.post(world.emma, PATH, request.toString()).status())
                .isEqualTo(403);
        request.remove("things");
        ((ObjectNode) request.path("customer")).set("ownerId", Json.tree(Ref.customer(world.customerB)));
        ((ObjectNode) request.path("customer")).set("parentCustomerId", Json.tree(Ref.customer(world.customerB)));
        assertThat(world.api.post(world.anna, PATH, request.toString()).status())
                .isEqualTo(404);
    }
}

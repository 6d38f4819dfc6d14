package io.atrium.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The n8n node sends references as {@code {"id":"…"}} where the field tells the kind, and a JSON null where a body may be
 * left out.
 */
final class N8nNodeTest {

    private TestWorld world;
    private UUID customer;

    @BeforeEach
    void open() {
        world = new TestWorld();
        customer = world.newCustomer(world.tenant, null, "Customer A");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static ObjectNode bare(UUID id, @Nullable String how) {
        ObjectNode reference = Json.object().put("id", id.toString());
        return switch (how) {
            case null -> reference;
            case "null" -> reference.putNull("entityType");
            default -> reference.put("entityType", how);
        };
    }

    private JsonNode ok(TestApi.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                        List.of("device", "{'name':'d','type':'t'}", "customerId"),
                        List.of("asset", "{'name':'a','type':'t'}", "customerId"),
                        List.of("dashboard", "{'title':'b'}", "customerId"),
                        List.of("user", "{'email':'u@x.example','authority':'CUSTOMER_USER'}", "customerId"),
                        List.of("customer", "{'title':'c'}", "parentCustomerId"),
                        List.of("role", "{'name':'r','type':'GROUP','permissions':['READ']}", "customerId"))
                .flatMap(kind -> Stream.of("missing", "null", "")
                        .map(how -> Arguments.of(kind.get(0), kind.get(1).replace('\'', '"'), kind.get(2), how)));
    }

    @ParameterizedTest(name = "{0}, kind {3}")
    @MethodSource("kinds")
    void ownerNeedsNoKind(String noun, String body, String field, String how) {
        ObjectNode document = Json.read(body, ObjectNode.class);
        document.set(field, bare(customer, how.equals("missing") ? null : how));
        document.set("tenantId", bare(world.tenant, null));

        String path = "/api/" + noun + (noun.equals("user") ? "?sendActivationMail=false" : "");
        JsonNode saved = ok(world.api.post(world.admin, path, document.toString()));

        assertThat(saved.path("ownerId")).isEqualTo(Json.tree(Ref.customer(customer)));
        document.set("id", bare(UUID.fromString(saved.at("/id/id").asText()), null));
        assertThat(ok(world.api.post(world.admin, path, document.toString())).path("id"))
                .as("the same one again, with its id")
                .isEqualTo(saved.path("id"));
    }

    @Test
    void deviceTakesItsProfileWithoutAKind() {
        JsonNode profile = ok(world.api.post(
                world.admin,
                "/api/deviceProfile",
                "{\"name\":\"pumps\",\"type\":\"DEFAULT\",\"transportType\":\"DEFAULT\"}"));
        UUID id = UUID.fromString(profile.at("/id/id").asText());
        ObjectNode device = Json.object().put("name", "p");
        device.set("deviceProfileId", bare(id, null));

        JsonNode saved = ok(world.api.post(world.admin, "/api/device", device.toString()));

        assertThat(saved.path("type").asText()).isEqualTo("pumps");
        assertThat(saved.path("deviceProfileId")).isEqualTo(Json.tree(new Ref("DEVICE_PROFILE", id)));
    }

    @Test
    void viewKeepsWhatItShowsWithItsKind() {
        UUID device = world.save(
                world.admin, "/api/device", Json.object().put("name", "d").put("type", "t"));
        ObjectNode view = Json.object().put("name", "v").put("type", "t");
        view.set("entityId", bare(device, null));

        TestApi.Answer refused = world.api.post(world.admin, "/api/entityView", view.toString());
        assertThat(refused.status()).as("it may show things of several kinds").isEqualTo(400);
        assertThat(refused.text()).contains("entityId.entityType");

        view.set("entityId", bare(device, "DEVICE"));
        view.set("customerId", bare(customer, null));
        assertThat(ok(world.api.post(world.admin, "/api/entityView", view.toString()))
                        .path("customerId"))
                .isEqualTo(Json.tree(Ref.customer(customer)));
    }

    @Test
    void importGoesToACustomerWithoutAKind() {
        ObjectNode request = Json.object().put("file", "imported");
        request.putObject("mapping").putArray("columns").addObject().put("type", "NAME");
        request.set("customerId", bare(customer, null));

        ok(world.api.post(world.admin, "/api/device/bulk_import", request.toString()));

        assertThat(ok(world.api.get(world.admin, "/api/tenant/device?deviceName=imported"))
                        .path("customerId"))
                .isEqualTo(Json.tree(Ref.customer(customer)));
    }

    @Test
    void ownerInOtherFieldsThatHoldSeveralKindsIsAskedFor() {
        ObjectNode group = Json.object().put("name", "g").put("type", "DEVICE");
        group.set("ownerId", bare(customer, null));

        TestApi.Answer refused = world.api.post(world.admin, "/api/entityGroup", group.toString());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("ownerId.entityType");
    }

    @Test
    void nullIsNoBodyWhereABodyMayBeLeftOut() {
        UUID device = world.save(
                world.admin, "/api/device", Json.object().put("name", "d").put("type", "t"));
        for (String nothing : List.of("null", " null\n", "", "[]")) {
            ok(world.api.post(world.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, nothing));
            ok(world.api.post(world.admin, "/api/owner/TENANT/" + world.tenant + "/DEVICE/" + device, nothing));
        }
        var emma = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        assertThat(world.api.post(emma, "/api/customer/device/d/claim", "null").text())
                .as("an answer about the claim, not about the body")
                .doesNotContain("body");
    }
}

package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** People of a customer know the types of things that they see, and no others, whichever way they ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProfileNamesTest {

    private static final List<String> KINDS = List.of("device", "asset");

    private final TestWorld world = new TestWorld();
    private final UUID customerA = world.newCustomer(world.tenant, null, "Customer A");
    private final UUID customerB = world.newCustomer(world.tenant, null, "Customer B");
    private final Actor adminOfA =
            world.newUser(world.tenant, customerA, "boss@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);

    @BeforeAll
    void makeThings() {
        for (String kind : KINDS) {
            save(kind, "a's own", "elevator", customerA);
            save(kind, "b's own", "turbine", customerB);
            world.save(world.admin, "/api/" + kind, Map.of("name", "tenant's own", "type", "reactor"));
        }
    }

    @AfterAll
    void close() {
        world.close();
    }

    private void save(String kind, String name, String type, UUID customer) {
        Ref owner = new Ref("CUSTOMER", customer);
        world.save(world.admin, "/api/" + kind, Map.of("name", name, "type", type, "customerId", owner));
    }

    private Answer create(String kind, String name, String type) {
        return world.api.post(adminOfA, "/api/" + kind, Json.write(Map.of("name", name, "type", type)));
    }

    @Test
    void aTypeOfOthersAnswersLikeOneThatNeverWas() {
        for (String kind : KINDS) {
            Answer unknown = create(kind, "new", "zeppelin");
            assertThat(unknown.status()).as(unknown.text()).isEqualTo(400);
            for (String hidden : List.of("turbine", "reactor")) {
                Answer answer = create(kind, "new", hidden);
                assertThat(answer.status()).isEqualTo(unknown.status());
                assertThat(answer.text()).isEqualTo(unknown.text());
            }
            ObjectNode own =
                    (ObjectNode) create(kind, "mine " + kind, "elevator").json();
            assertThat(own.path("type").asText()).isEqualTo("elevator");
            own.remove(kind + "ProfileId");
            assertThat(world.api
                            .post(
                                    adminOfA,
                                    "/api/" + kind,
                                    own.put("label", "same type").toString())
                            .status())
                    .isEqualTo(200);
            own.remove("version");
            assertThat(world.api
                            .post(
                                    adminOfA,
                                    "/api/" + kind,
                                    own.put("type", "turbine").toString())
                            .text())
                    .isEqualTo(world.api
                            .post(
                                    adminOfA,
                                    "/api/" + kind,
                                    own.put("type", "zeppelin").toString())
                            .text());
        }
    }

    @Test
    void anImportTellsNoMore() {
        ObjectNode request = Json.object().put("file", "n,t\none,turbine\ntwo,zeppelin\nthree,elevator\n");
        ObjectNode mapping = request.putObject("mapping")
                .put("delimiter", ",")
                .put("header", true)
                .put("update", false);
        mapping.putArray("columns").addObject().put("type", "NAME");
        mapping.withArray("columns").addObject().put("type", "TYPE");
        JsonNode result = world.api
                .post(adminOfA, "/api/device/bulk_import", request.toString())
                .json();
        assertThat(result.path("created").asInt()).as(result.toString()).isEqualTo(1);
        assertThat(result.path("errorsList").get(0).asText().replace("Line 2", "Line"))
                .isEqualTo(result.path("errorsList").get(1).asText().replace("Line 3", "Line"));
    }

    @Test
    void listsShowTheTypesInUseByWhatIsVisible() {
        for (String kind : KINDS) {
            for (String path : List.of(
                    "/api/" + kind + "/types",
                    "/api/" + kind + "Profile/names",
                    "/api/" + kind + "ProfileInfos?pageSize=100&page=0",
                    "/api/" + kind + "ProfileInfos?pageSize=100&page=0&textSearch=t")) {
                Answer answer = world.api.get(adminOfA, path);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.text()).as(path).doesNotContain("turbine", "reactor");
                assertThat(world.api.get(world.admin, path).text()).as(path).contains("turbine", "reactor");
            }
            assertThat(world.api.get(adminOfA, "/api/" + kind + "/types").text())
                    .contains("elevator");
        }
    }

    @Test
    void aSharedThingShowsItsTypeUntilTheShareEnds() {
        UUID lift = world.save(world.admin, "/api/device", Map.of("name", "lift", "type", "paternoster"));
        assertThat(create("device", "mine too", "paternoster").status()).isEqualTo(400);
        Map<String, Object> share = Map.of(
                "entity",
                new Ref("DEVICE", lift),
                "receiver",
                new Ref("USER", adminOfA.userId()),
                "readElseWrite",
                true);
        JsonNode grant = world.api
                .post(world.admin, "/api/access/share", Json.write(share))
                .json();
        assertThat(create("device", "mine too", "paternoster").status()).isEqualTo(200);
        UUID mine = UUID.fromString(world.api
                .get(world.admin, "/api/tenant/device?deviceName=mine%20too")
                .json()
                .at("/id/id")
                .asText());
        world.api.delete(world.admin, "/api/device/" + mine);
        String id = grant.path("grantIds").get(0).asText();
        assertThat(world.api.delete(world.admin, "/api/groupPermission/" + id).status())
                .as(grant.toString())
                .isEqualTo(200);
        assertThat(create("device", "mine too", "paternoster").status()).isEqualTo(400);
    }
}

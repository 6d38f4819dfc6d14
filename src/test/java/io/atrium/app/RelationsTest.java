package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hierarchy of the lessons: a tenant's building, two customers' offices, their sensors. */
final class RelationsTest {

    private TestWorld world;
    private Actor emma;
    private Actor adminA;
    private Actor adminB;
    private Ref building;
    private Ref officeA;
    private Ref officeB;
    private Ref sensorA;
    private Ref sensorB;

    @BeforeEach
    void open() {
        world = new TestWorld();
        UUID a = world.newCustomer(world.tenant, null, "Customer A");
        UUID b = world.newCustomer(world.tenant, null, "Customer B");
        emma = world.newUser(world.tenant, a, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        adminA = world.newUser(world.tenant, a, "root@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        adminB = world.newUser(world.tenant, b, "root@b.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        building = make("ASSET", "Building A", null);
        officeA = make("ASSET", "Office A", a);
        officeB = make("ASSET", "Office B", b);
        sensorA = make("DEVICE", "SD-001", a);
        sensorB = make("DEVICE", "AM-307", b);
        relate(building, officeA);
        relate(building, officeB);
        relate(officeA, sensorA);
        relate(officeB, sensorB);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Ref make(String kind, String name, @Nullable UUID customer) {
        ObjectNode document = Json.object().put("name", name).put("type", "t");
        document.set("customerId", Json.tree(Ref.customer(customer)));
        String path = "/api/" + kind.toLowerCase(java.util.Locale.ROOT);
        return new Ref(kind, world.save(world.admin, path, document));
    }

    @Test
    void nothingIsInsideItself() {
        TestApi.Answer answer = world.api.post(world.admin, "/api/relation", relation(building, building, "Contains"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("message").asText()).contains("'Building A' cannot be related to itself");
    }

    private static String relation(Ref from, Ref to, String type) {
        ObjectNode body = Json.object().put("type", type).put("typeGroup", "COMMON");
        body.set("from", Json.tree(from));
        body.set("to", Json.tree(to));
        return body.toString();
    }

    private JsonNode relate(Ref from, Ref to) {
        TestApi.Answer answer = world.api.post(world.admin, "/api/v2/relation", relation(from, to, "Contains"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String query(Ref root, String direction, int maxLevel, boolean last, String... kinds) {
        ObjectNode body = Json.object();
        body.putObject("parameters")
                .put("rootId", root.id().toString())
                .put("rootType", root.kind())
                .put("direction", direction)
                .put("relationTypeGroup", "COMMON")
                .put("maxLevel", maxLevel)
                .put("fetchLastLevelOnly", last);
        if (kinds.length > 0) {
            ObjectNode filter = body.putArray("filters").addObject().put("relationType", "Contains");
            filter.set("entityTypes", Json.tree(kinds));
        }
        return body.toString();
    }

    private List<String> ends(Actor actor, String query, String end) {
        TestApi.Answer answer = world.api.post(actor, "/api/relations/info", query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        answer.json().forEach(relation -> names.add(relation.path(end).asText()));
        return names;
    }

    private static String key(Ref from, Ref to) {
        return "?fromId=" + from.id() + "&fromType=" + from.kind() + "&toId=" + to.id() + "&toType=" + to.kind()
                + "&relationType=Contains";
    }

    @Test
    void walkReachesEverythingBelow() {
        assertThat(ends(world.admin, query(building, "FROM", 0, false), "toName"))
                .containsExactly("Office A", "Office B", "SD-001", "AM-307");
        assertThat(ends(world.admin, query(building, "FROM", 1, false), "toName"))
                .containsExactly("Office A", "Office B");
        assertThat(ends(world.admin, query(building, "FROM", 0, true), "toName"))
                .containsExactly("SD-001", "AM-307");
        assertThat(ends(world.admin, query(building, "FROM", 0, false, "DEVICE"), "toName"))
                .as("filters choose what is returned, not what is walked through")
                .containsExactly("SD-001", "AM-307");
        assertThat(ends(world.admin, query(sensorA, "TO", 0, false), "fromName"))
                .containsExactly("Office A", "Building A");
    }

    @Test
    void theEndsOfBranchesDoNotTellWhatIsHiddenBelow() {
        Ref meter = make("DEVICE", "Hidden meter", null);
        relate(sensorA, meter);
        assertThat(ends(emma, query(officeA, "FROM", 0, true), "toName")).containsExactly("SD-001");
        assertThat(ends(world.admin, query(officeA, "FROM", 0, true), "toName")).containsExactly("Hidden meter");
    }

    @Test
    void customersFindOnlyRelationsWithBothEndsTheirOwn() {
        assertThat(world.api
                        .post(emma, "/api/relations", query(building, "FROM", 0, false))
                        .status())
                .isEqualTo(404);
        assertThat(ends(emma, query(officeA, "FROM", 0, false), "toName")).containsExactly("SD-001");
        assertThat(ends(emma, query(sensorA, "TO", 0, false), "fromName")).containsExactly("Office A");
        String path = "/api/relations/info/to/ASSET/" + officeA.id();
        assertThat(world.api.get(world.admin, path).json()).hasSize(1);
        assertThat(world.api.get(emma, path).json()).isEmpty();
        assertThat(world.api
                        .get(emma, "/api/relations/from/ASSET/" + officeB.id())
                        .status())
                .isEqualTo(404);
        assertThat(world.api.get(emma, "/api/relation" + key(building, officeA)).status())
                .isEqualTo(404);
        assertThat(world.api.get(emma, "/api/relation" + key(officeA, sensorA)).status())
                .isEqualTo(200);
    }

    @Test
    void walkPassesThroughWhatTheCallerMayNotRead() {
        relate(sensorA, officeB);
        relate(sensorB, make("DEVICE", "far away", adminA.customerId()));
        assertThat(ends(emma, query(officeA, "FROM", 0, false), "toName")).containsExactly("SD-001");
        ObjectNode search = Json.object().put("relationType", "Contains");
        search.set(
                "parameters",
                Json.read(query(officeA, "FROM", 0, false), JsonNode.class).get("parameters"));
        JsonNode found = world.api.post(emma, "/api/devices", search.toString()).json();
        assertThat(found).hasSize(2);
        assertThat(found.get(1).path("name").asText()).isEqualTo("far away");
        search.putArray("deviceTypes").add("other");
        assertThat(world.api.post(emma, "/api/devices", search.toString()).json())
                .isEmpty();
        search.set(
                "parameters",
                Json.read(query(building, "FROM", 0, false), JsonNode.class).get("parameters"));
        assertThat(world.api.post(emma, "/api/devices", search.toString()).status())
                .isEqualTo(404);
    }

    @Test
    void writingNeedsWriteOnBothEnds() {
        assertThat(world.api
                        .post(emma, "/api/v2/relation", relation(officeA, sensorA, "Manages"))
                        .status())
                .isEqualTo(403);
        assertThat(world.api
                        .post(adminA, "/api/v2/relation", relation(officeA, sensorA, "Manages"))
                        .status())
                .isEqualTo(200);
        assertThat(world.api
                        .post(adminA, "/api/v2/relation", relation(officeA, sensorB, "Contains"))
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .post(adminB, "/api/v2/relation", relation(building, sensorB, "Contains"))
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .delete(emma, "/api/v2/relation" + key(officeA, sensorA))
                        .status())
                .isEqualTo(403);
        assertThat(world.api
                        .delete(adminB, "/api/v2/relation" + key(officeA, sensorA))
                        .status())
                .isEqualTo(404);
        Ref tenant = Ref.tenant(world.tenant);
        assertThat(world.api
                        .post(world.admin, "/api/v2/relation", relation(tenant, building, "Contains"))
                        .status())
                .isEqualTo(200);
        assertThat(world.api
                        .post(adminA, "/api/v2/relation", relation(tenant, officeA, "Contains"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void relationsOfAnotherTenantDoNotExist() {
        UUID other = world.newTenant("Other");
        Actor stranger = world.newUser(other, null, "admin@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
        UUID theirs = world.save(stranger, "/api/asset", Json.object().put("name", "theirs"));
        Ref foreign = new Ref("ASSET", theirs);
        assertThat(world.api
                        .post(world.admin, "/api/v2/relation", relation(building, foreign, "Contains"))
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .post(stranger, "/api/relations", query(building, "FROM", 0, false))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void cyclesEndTheWalk() {
        relate(sensorA, building);
        assertThat(ends(world.admin, query(building, "FROM", 0, false), "toName"))
                .containsExactly("Office A", "Office B", "SD-001", "AM-307", "Building A");
        assertThat(ends(world.admin, query(building, "FROM", 0, true), "toName"))
                .containsExactly("AM-307", "Building A");
    }

    @Test
    void savedTwiceIsOneRelationAndDeletedIsGone() {
        JsonNode again = relate(officeA, sensorA);
        assertThat(again.path("version").asLong()).isEqualTo(2);
        assertThat(world.api
                        .get(world.admin, "/api/relations/from/ASSET/" + officeA.id())
                        .json())
                .hasSize(1);
        assertThat(world.api
                        .delete(world.admin, "/api/v2/relation" + key(officeA, sensorA))
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("Contains");
        assertThat(world.api
                        .delete(world.admin, "/api/v2/relation" + key(officeA, sensorA))
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .delete(world.admin, "/api/relations?entityType=ASSET&entityId=" + building.id())
                        .status())
                .isEqualTo(200);
        assertThat(ends(world.admin, query(building, "FROM", 0, false), "toName"))
                .isEmpty();
        List<String> actions = world.database.read(
                sql -> sql.createQuery("select distinct action from audit_log where action like 'RELATION%' order by 1")
                        .mapTo(String.class)
                        .list());
        assertThat(actions).containsExactly("RELATIONS_DELETED", "RELATION_ADD_OR_UPDATE", "RELATION_DELETED");
    }

    @Test
    void olderFormsStillWork() {
        assertThat(world.api
                        .post(world.admin, "/api/relation", relation(building, sensorA, "Uses"))
                        .text())
                .isEmpty();
        String from = "?fromType=ASSET&fromId=" + building.id();
        assertThat(world.api.get(world.admin, "/api/relations" + from).json()).hasSize(3);
        assertThat(world.api
                        .get(world.admin, "/api/relations" + from + "&relationType=Uses")
                        .json())
                .hasSize(1);
        assertThat(world.api
                        .get(world.admin, "/api/relations/info?toType=DEVICE&toId=" + sensorA.id())
                        .json())
                .hasSize(2);
        assertThat(world.api.get(world.admin, "/api/relations").status()).isEqualTo(400);
        assertThat(world.api
                        .delete(world.admin, "/api/relation" + key(building, officeA))
                        .text())
                .isEmpty();
    }

    @Test
    void badRelationsAreRefused() {
        assertThat(world.api
                        .post(world.admin, "/api/v2/relation", relation(building, officeA, ""))
                        .status())
                .isEqualTo(400);
        assertThat(world.api
                        .post(world.admin, "/api/v2/relation", relation(building, officeA, "x".repeat(256)))
                        .text())
                .contains("255");
        assertThat(world.api
                        .post(world.admin, "/api/v2/relation", "{\"type\":\"Contains\"}")
                        .status())
                .isEqualTo(400);
        String group = world.api
                .get(world.admin, "/api/relations/from/ASSET/" + UUID.nameUUIDFromBytes(new byte[] {1}))
                .text();
        assertThat(group).contains("404");
    }
}

package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners and shares of several things and of what they contain, with a plan before and a way back after. */
final class AccessChangeTest {

    private final SharingWorld world = new SharingWorld();
    private final Ref tenant = Ref.tenant(world.tenant);
    private final Ref customerA = Ref.customer(world.customerA);
    private UUID building;
    private UUID office;
    private UUID room;
    private UUID foreign;

    @BeforeEach
    void build() {
        building = world.asset("Building", "TENANT", world.tenant);
        office = world.asset("Office", "TENANT", world.tenant);
        room = world.asset("Room", "TENANT", world.tenant);
        foreign = world.asset("Office of B", "CUSTOMER", world.customerB);
        contains(building, office);
        contains(office, room);
        contains(building, foreign);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void contains(UUID from, UUID to) {
        Map<String, Object> relation =
                Map.of("from", asset(from), "to", asset(to), "type", "Contains", "typeGroup", "COMMON");
        assertThat(world.api
                        .post(world.admin, "/api/relation", Json.write(relation))
                        .status())
                .isEqualTo(200);
    }

    private static Ref asset(UUID id) {
        return new Ref("ASSET", id);
    }

    private JsonNode ok(Actor actor, String path, Object body) {
        Answer answer = world.api.post(actor, path, Json.write(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void refused(Actor actor, String path, Object body, int status, String message) {
        Answer answer = world.api.post(actor, path, Json.write(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
    }

    /** What people see and what stands in the tables of access, to compare before and after. */
    private List<Object> picture() {
        List<Object> seen = new ArrayList<>();
        for (Actor actor : List.of(world.emma, world.anna, world.jack)) {
            for (UUID id : List.of(building, office, room, foreign)) {
                seen.add(List.of(
                        world.may(actor, "READ", id), world.may(actor, "WRITE", id), world.may(actor, "DELETE", id)));
            }
        }
        for (UUID id : List.of(building, office, room, foreign)) {
            JsonNode info = world.api.get(world.admin, "/api/asset/info/" + id).json();
            seen.add(List.of(info.path("ownerId"), info.path("groups")));
        }
        return seen;
    }

    private Map<String, Object> move(boolean contained) {
        return Map.of(
                "entities",
                List.of(asset(building)),
                "includeContained",
                contained,
                "ownerId",
                customerA,
                "newGroups",
                Map.of("ASSET", "Premises"));
    }

    @Test
    void refusesMoreGrantsThanOneChangeMayMake() {
        List<Ref> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(asset(building));
        }
        Map<String, Object> change = Map.of("entities", many, "receivers", many);
        refused(world.admin, "/api/access/change", change, 400, "would make 10000 grants");
        refused(world.admin, "/api/access/change/preview", change, 400, "must be at most 5000");
        Map<String, Object> roles = Map.of("entities", List.of(asset(building)), "receivers", many, "roleIds", many);
        refused(world.admin, "/api/access/change", roles, 400, "would make 10000 grants");
        List<Ref> tooMany = new ArrayList<>(many);
        tooMany.add(asset(building));
        refused(
                world.admin,
                "/api/access/change",
                Map.of("entities", many, "ownerId", customerA, "groupIds", tooMany),
                400,
                "'groupIds' has more than 100 elements");
        Map<String, Object> share = Map.of("entity", asset(building), "receiver", customerA, "roleIds", tooMany);
        refused(world.admin, "/api/access/share", share, 400, "'roleIds' has more than 100 elements");
        refused(world.admin, "/api/access/preview", Map.of("share", share), 400, "'roleIds' has more than 100");
        Map<String, Object> shares = Map.of(
                "customer",
                Map.of("title", "New"),
                "shares",
                java.util.Collections.nCopies(60, Map.of("entity", asset(building), "roleIds", many)));
        refused(world.admin, "/api/access/customer", shares, 400, "would make 6000 grants");
        refused(world.admin, "/api/access/customer/preview", shares, 400, "would make 6000 grants");
    }

    @Test
    void movesAThingWithWhatItContainsAndBack() {
        UUID group = world.group(world.admin, "ASSET", "Old group", "TENANT", world.tenant);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(office))
                        .status())
                .isEqualTo(200);
        ok(world.admin, "/api/access/share", Map.of("entity", asset(room), "receiver", Ref.customer(world.customerB)));
        List<Object> before = picture();

        JsonNode plan = ok(world.admin, "/api/access/change/preview", move(true));
        assertThat(SharingWorld.names(plan.path("entities"))).containsExactly("Building", "Office", "Room");
        assertThat(plan.at("/entities/0/contained").asBoolean(true)).isFalse();
        assertThat(plan.at("/entities/1/contained").asBoolean()).isTrue();
        assertThat(SharingWorld.names(plan.path("left"))).containsExactly("Office of B");
        assertThat(plan.at("/left/0/reason").asText()).isEqualTo("OTHER_OWNER");
        assertThat(plan.at("/preview/users").findValuesAsText("email"))
                .containsExactlyInAnyOrder("emma@a.example", "anna@a.example", "jack@b.example");
        assertThat(picture()).as("a preview changes nothing").isEqualTo(before);

        JsonNode done = ok(world.admin, "/api/access/change", move(true));
        assertThat(SharingWorld.names(done.path("changed"))).containsExactly("Building", "Office", "Room");
        assertThat(world.may(world.emma, "READ", room)).isTrue();
        assertThat(world.may(world.jack, "READ", room)).isFalse();
        assertThat(world.may(world.jack, "READ", foreign)).isTrue();
        JsonNode info = world.api.get(world.admin, "/api/asset/info/" + room).json();
        assertThat(info.at("/groups/0/name").asText()).isEqualTo("Premises");

        ok(world.admin, "/api/access/change/undo", done.path("undo"));
        assertThat(picture()).isEqualTo(before);
        assertThat(world.api
                        .get(world.admin, "/api/entityGroups/CUSTOMER/" + world.customerA + "/ASSET?pageSize=10&page=0")
                        .text())
                .doesNotContain("Premises");
    }

    @Test
    void withoutWhatItContainsOnlyTheThingItselfMoves() {
        JsonNode done = ok(world.admin, "/api/access/change", move(false));
        assertThat(SharingWorld.names(done.path("changed"))).containsExactly("Building");
        assertThat(world.may(world.emma, "READ", office)).isFalse();
    }

    @Test
    void sharesSeveralThingsWithSeveralReceiversAndBack() {
        List<Object> before = picture();
        UUID group = world.group(world.admin, "ASSET", "Houses", "TENANT", world.tenant);
        Map<String, Object> share = new HashMap<>(Map.of(
                "entities",
                List.of(asset(office), asset(room), new Ref("ENTITY_GROUP", group)),
                "receivers",
                List.of(customerA, new Ref("USER", world.jack.userId()))));
        JsonNode plan = ok(world.admin, "/api/access/change/preview", share);
        assertThat(plan.at("/preview/affectedUsers").asInt()).isEqualTo(3);
        JsonNode done = ok(world.admin, "/api/access/change", share);
        assertThat(done.path("grantIds")).hasSize(6);
        for (Actor actor : List.of(world.emma, world.jack)) {
            assertThat(world.may(actor, "READ", room)).isTrue();
            assertThat(world.may(actor, "WRITE", room)).isFalse();
            assertThat(world.may(actor, "READ", building)).isFalse();
        }
        share.put("until", 4_000_000_000_000L);
        JsonNode again = ok(world.admin, "/api/access/change", share);
        assertThat(again.path("grantIds")).isEqualTo(done.path("grantIds"));
        ok(world.admin, "/api/access/change/undo", again.path("undo"));
        JsonNode who = world.api
                .get(
                        world.admin,
                        "/api/access/who?pageSize=10&page=0&textSearch=emma&entityType=ASSET&entityId=" + room)
                .json();
        assertThat(who.at("/data/0/until").isNull())
                .as("the end is taken back, not the share")
                .isTrue();
        ok(world.admin, "/api/access/change/undo", done.path("undo"));
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void movesAndSharesInOneGo() {
        Map<String, Object> both = new HashMap<>(move(true));
        both.put("receivers", List.of(Ref.customer(world.customerB)));
        ok(world.admin, "/api/access/change", both);
        assertThat(world.may(world.emma, "READ", room)).isTrue();
        assertThat(world.may(world.jack, "READ", room)).isTrue();
        assertThat(world.may(world.jack, "WRITE", room)).isFalse();
    }

    @Test
    void doesAllOrNothing() {
        List<Object> before = picture();
        String path = "/api/access/change";
        Ref unknown = asset(new UUID(7, 7));
        refused(world.admin, path, Map.of("entities", List.of(asset(office), unknown), "ownerId", customerA), 404, "");
        refused(world.anna, path, Map.of("entities", List.of(asset(office)), "ownerId", customerA), 404, "");
        refused(world.admin, path, Map.of("entities", List.of(asset(office))), 400, "receivers");
        refused(world.admin, path, Map.of("ownerId", customerA), 400, "entities");
        refused(world.admin, path, Map.of("entities", List.of(asset(office)), "receivers", List.of(unknown)), 400, "");
        refused(
                world.admin,
                path,
                Map.of("entities", List.of(asset(office)), "receivers", List.of(customerA), "until", 5),
                400,
                "until");
        Map<String, Object> badGroup =
                Map.of("entities", List.of(asset(office)), "ownerId", customerA, "newGroups", Map.of("ASSET", "All"));
        refused(world.admin, path, badGroup, 400, "All");
        refused(
                world.admin,
                path,
                Map.of("entities", List.of(tenantGroup()), "ownerId", customerA),
                400,
                "cannot be changed");
        assertThat(picture()).isEqualTo(before);
    }

    private Ref tenantGroup() {
        return new Ref("ENTITY_GROUP", world.group(world.admin, "ASSET", "Some", "TENANT", world.tenant));
    }

    @Test
    void theWayBackGivesNoRightOfItsOwn() {
        JsonNode done = ok(world.admin, "/api/access/change", move(true));
        refused(world.jack, "/api/access/change/undo", done.path("undo"), 404, "");
        refused(world.emma, "/api/access/change/undo", done.path("undo"), 403, "");
        Map<String, Object> theft = Map.of("moves", List.of(Map.of("entity", asset(foreign), "ownerId", customerA)));
        refused(world.anna, "/api/access/change/undo", theft, 404, "");
        Map<String, Object> gift = Map.of(
                "grants",
                List.of(Map.of(
                        "subject",
                        new Ref("USER", world.anna.userId()),
                        "role",
                        asset(room),
                        "target",
                        asset(foreign))));
        refused(world.anna, "/api/access/change/undo", gift, 404, "");
        refused(world.admin, "/api/access/change/undo", Map.of("created", List.of(tenant)), 400, "made by");
        assertThat(world.may(world.emma, "READ", room)).isTrue();
    }

    @Test
    void ownersNeverGoInACircle() {
        Ref one = Ref.customer(world.customerA);
        Ref other = Ref.customer(world.customerB);
        Map<String, Object> circle = Map.of(
                "moves",
                List.of(
                        Map.of("entity", one, "ownerId", other, "groupIds", List.of()),
                        Map.of("entity", other, "ownerId", one, "groupIds", List.of())));
        refused(world.admin, "/api/access/change/undo", circle, 400, "a customer below it");
        refused(
                world.admin,
                "/api/access/change",
                Map.of("entities", List.of(one, other), "ownerId", other),
                400,
                "owned by itself");
    }
}

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind of thing that customers own: devices, assets, entity views and dashboards. */
final class ThingKindsTest {

    private static TestWorld world;
    private static UUID customerA;
    private static UUID customerB;
    private static Actor userA;
    private static Actor adminB;
    private static Actor foreigner;
    private static UUID viewed;
    private static int made;

    /** One kind by its words on the wire. */
    record Thing(String kind, String noun, String nameField, String infos, boolean unique) {
        ObjectNode document(String name) {
            ObjectNode document = Json.object().put(nameField, name);
            if (kind.equals("ENTITY_VIEW")) {
                document.put("type", "view").set("entityId", Json.tree(new Ref("DEVICE", viewed)));
            }
            return document;
        }

        ObjectNode document(String name, UUID customer) {
            ObjectNode document = document(name);
            document.set("customerId", Json.tree(Ref.customer(customer)));
            return document;
        }

        String path(UUID id) {
            return "/api/" + noun + "/" + id;
        }
    }

    static Stream<Thing> things() {
        return Stream.of(
                new Thing("DEVICE", "device", "name", "/api/deviceInfos/all", true),
                new Thing("ASSET", "asset", "name", "/api/assetInfos/all", true),
                new Thing("ENTITY_VIEW", "entityView", "name", "/api/entityViewInfos/all", true),
                new Thing("DASHBOARD", "dashboard", "title", "/api/dashboards/all", false));
    }

    @BeforeAll
    static void open() {
        world = new TestWorld();
        customerA = world.newCustomer(world.tenant, null, "Customer A");
        customerB = world.newCustomer(world.tenant, null, "Customer B");
        userA = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        adminB = world.newUser(world.tenant, customerB, "root@b.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID other = world.newTenant("Other");
        foreigner = world.newUser(other, null, "admin@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
        viewed = world.save(world.admin, "/api/device", Json.object().put("name", "viewed"));
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static String fresh(String word) {
        return word + " " + ++made;
    }

    private static UUID make(Thing thing, String name, @Nullable UUID customer) {
        return world.save(
                world.admin,
                "/api/" + thing.noun(),
                customer == null ? thing.document(name) : thing.document(name, customer));
    }

    private static List<String> names(Thing thing, Actor actor, String path) {
        TestApi.Answer answer = world.api.get(actor, path);
        assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
        List<String> names = new ArrayList<>();
        JsonNode json = answer.json();
        (json.isArray() ? json : json.path("data"))
                .forEach(item -> names.add(item.path(thing.nameField()).asText()));
        return names;
    }

    @ParameterizedTest
    @MethodSource("things")
    void isMadeReadChangedAndDeleted(Thing thing) {
        String name = fresh("life");
        UUID id = make(thing, name, null);
        ObjectNode read =
                (ObjectNode) world.api.get(world.admin, thing.path(id)).json();
        assertThat(read.path(thing.nameField()).asText()).isEqualTo(name);
        assertThat(read.path("version").asLong()).isEqualTo(1);
        assertThat(read.at("/ownerId/entityType").asText()).isEqualTo("TENANT");
        TestApi.Answer changed = world.api.post(
                world.admin,
                "/api/" + thing.noun(),
                read.put(thing.nameField(), name + "!").toString());
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().path("version").asLong()).isEqualTo(2);
        assertThat(world.api
                        .post(world.admin, "/api/" + thing.noun(), read.toString())
                        .status())
                .as("stale version")
                .isEqualTo(409);
        JsonNode info = world.api
                .get(world.admin, "/api/" + thing.noun() + "/info/" + id)
                .json();
        assertThat(info.path("ownerName").asText()).isEqualTo("Acme");
        assertThat(info.path("groups").isArray()).isTrue();
        assertThat(world.api.delete(world.admin, thing.path(id)).status()).isEqualTo(200);
        assertThat(world.api.get(world.admin, thing.path(id)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("things")
    void takenOrMissingNamesAreRefused(Thing thing) {
        String name = fresh("taken");
        make(thing, name, customerA);
        TestApi.Answer again = world.api.post(
                world.admin, "/api/" + thing.noun(), thing.document(name).toString());
        assertThat(again.status()).isEqualTo(thing.unique() ? 400 : 200);
        if (thing.unique()) {
            assertThat(again.text()).contains("already exists");
            TestApi.Answer other = world.api.post(
                    world.admin,
                    "/api/" + thing.noun() + "?nameConflictPolicy=UNIQUIFY&uniquifyStrategy=INCREMENTAL",
                    thing.document(name).toString());
            assertThat(other.json().path("name").asText()).isEqualTo(name + "_1");
        }
        for (String bad : List.of("", " ", "x".repeat(256))) {
            assertThat(world.api
                            .post(
                                    world.admin,
                                    "/api/" + thing.noun(),
                                    thing.document(bad).toString())
                            .status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("things")
    void listsPageSortAndSearch(Thing thing) {
        String word = "list" + thing.noun();
        for (String name : List.of("c", "a", "b")) {
            make(thing, word + name, null);
        }
        make(thing, word + "d", customerA);
        String query = "?pageSize=2&page=0&textSearch=" + word.toUpperCase(java.util.Locale.ROOT) + "&sortProperty="
                + thing.nameField() + "&sortOrder=ASC";
        assertThat(names(thing, world.admin, thing.infos() + query)).containsExactly(word + "a", word + "b");
        JsonNode page = world.api
                .get(world.admin, thing.infos() + query.replace("page=0", "page=1"))
                .json();
        assertThat(page.path("totalElements").asLong()).isEqualTo(3);
        assertThat(page.path("totalPages").asInt()).isEqualTo(2);
        assertThat(page.path("hasNext").asBoolean()).isFalse();
        assertThat(names(
                        thing,
                        world.admin,
                        thing.infos() + query.replace("pageSize=2", "pageSize=9") + "&includeCustomers=true"))
                .containsExactly(word + "a", word + "b", word + "c", word + "d");
        String plural = thing.noun() + "s";
        String all = "?pageSize=9&page=0&textSearch=" + word;
        assertThat(names(thing, world.admin, "/api/tenant/" + plural + all)).hasSize(4);
        assertThat(names(thing, world.admin, "/api/user/" + plural + all)).hasSize(4);
        assertThat(names(thing, world.admin, "/api/customer/" + customerA + "/" + plural + all))
                .containsExactly(word + "d");
        assertThat(names(thing, userA, "/api/user/" + plural + all)).containsExactly(word + "d");
        assertThat(names(thing, userA, thing.infos() + all)).containsExactly(word + "d");
        assertThat(world.api
                        .get(world.admin, thing.infos() + "?pageSize=0&page=0")
                        .status())
                .isEqualTo(400);
        assertThat(world.api
                        .get(world.admin, thing.infos() + "?pageSize=1&page=0&sortProperty=secret")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void searchFindsLabels() {
        String device = "{\"name\":\"SD-77\",\"label\":\"Seldom Used Meter\"}";
        assertThat(world.api.post(world.admin, "/api/device", device).status()).isEqualTo(200);
        JsonNode found = world.api
                .get(world.admin, "/api/deviceInfos/all?pageSize=9&page=0&textSearch=seldom%20used")
                .json();
        assertThat(found.path("data").path(0).path("name").asText()).isEqualTo("SD-77");
    }

    @ParameterizedTest
    @MethodSource("things")
    void siblingCustomerFindsNothing(Thing thing) {
        String name = fresh("hidden" + thing.noun());
        UUID id = make(thing, name, customerA);
        assertThat(world.api.get(userA, thing.path(id)).status()).isEqualTo(200);
        for (Actor outsider : List.of(adminB, foreigner)) {
            String unknown = world.api
                    .get(outsider, thing.path(UUID.nameUUIDFromBytes(new byte[] {7})))
                    .text();
            TestApi.Answer read = world.api.get(outsider, thing.path(id));
            assertThat(read.status()).isEqualTo(404);
            assertThat(read.text()).isEqualTo(unknown);
            assertThat(world.api
                            .get(outsider, "/api/" + thing.noun() + "/info/" + id)
                            .status())
                    .isEqualTo(404);
            assertThat(world.api.delete(outsider, thing.path(id)).status()).isEqualTo(404);
            ObjectNode stolen = thing.document(name);
            stolen.set("id", Json.tree(new Ref(thing.kind(), id)));
            assertThat(world.api
                            .post(outsider, "/api/" + thing.noun(), stolen.toString())
                            .status())
                    .isEqualTo(404);
            assertThat(names(thing, outsider, "/api/user/" + thing.noun() + "s?pageSize=100&page=0"))
                    .doesNotContain(name);
        }
        assertThat(world.api
                        .get(adminB, "/api/customer/" + customerA + "/" + thing.noun() + "s?pageSize=9&page=0")
                        .status())
                .isEqualTo(404);
        assertThat(world.api.get(world.admin, thing.path(id)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("things")
    void readerIsToldWhatIsMissing(Thing thing) {
        String name = fresh("readonly");
        UUID id = make(thing, name, customerA);
        TestApi.Answer refused = world.api.delete(userA, thing.path(id));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text()).contains("DELETE");
        ObjectNode document = thing.document(name + " x");
        document.set("id", Json.tree(new Ref(thing.kind(), id)));
        assertThat(world.api
                        .post(userA, "/api/" + thing.noun(), document.toString())
                        .text())
                .contains("WRITE");
        assertThat(world.api
                        .post(
                                userA,
                                "/api/" + thing.noun(),
                                thing.document("new").toString())
                        .status())
                .isIn(400, 403);
    }

    @ParameterizedTest
    @MethodSource("things")
    void ownersThatTheCallerCannotSeeAreRefused(Thing thing) {
        String name = fresh("mass");
        for (Actor actor : List.of(foreigner, adminB)) {
            if (thing.kind().equals("ENTITY_VIEW")) {
                continue;
            }
            assertThat(world.api
                            .post(
                                    actor,
                                    "/api/" + thing.noun(),
                                    thing.document(name, customerA).toString())
                            .status())
                    .isEqualTo(404);
        }
        ObjectNode smuggled = thing.document(name);
        smuggled.set("tenantId", Json.tree(Ref.tenant(foreigner.tenantId())));
        smuggled.set("ownerId", Json.tree(Ref.customer(customerB)));
        smuggled.put("createdTime", 5).put("version", 99);
        UUID id = world.save(world.admin, "/api/" + thing.noun(), smuggled);
        JsonNode saved = world.api.get(world.admin, thing.path(id)).json();
        assertThat(saved.at("/tenantId/id").asText()).isEqualTo(world.tenant.toString());
        assertThat(saved.at("/ownerId/id").asText()).isEqualTo(world.tenant.toString());
        assertThat(saved.path("version").asLong()).isEqualTo(1);
        assertThat(saved.path("createdTime").asLong()).isGreaterThan(5);
        ObjectNode moved = thing.document(name, customerB);
        moved.set("id", Json.tree(new Ref(thing.kind(), id)));
        assertThat(world.api
                        .post(world.admin, "/api/" + thing.noun(), moved.toString())
                        .status())
                .isEqualTo(400);
    }
}

package io.atrium.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The profile of a tenant says how many things it may have; whatever makes them, there are never more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantLimitsTest {

    private final TestWorld world = new TestWorld();
    private int tenants;

    @AfterAll
    void close() {
        world.close();
    }

    /** A tenant of its own with an administrator and a profile of its own. */
    private final class Limited {
        final ObjectNode profile = Json.object();
        final UUID tenant;
        final Actor admin;

        Limited(String... limits) {
            tenants++;
            configuration(limits);
            profile.put("name", "Profile " + tenants);
            store();
            tenant = world.save(
                    TestWorld.SYSTEM,
                    "/api/tenant",
                    Map.of("title", "Tenant " + tenants, "tenantProfileId", profile.path("id")));
            admin = world.newUser(
                    tenant, null, "admin" + tenants + "@limits.example", DefaultGroups.TENANT_ADMINISTRATORS);
        }

        void configuration(String... limits) {
            ObjectNode configuration = Json.object().put("type", "DEFAULT");
            for (String limit : limits) {
                String[] parts = limit.split("=", 2);
                configuration.put(parts[0], Long.parseLong(parts[1]));
            }
            profile.putObject("profileData").set("configuration", configuration);
        }

        void store() {
            UUID id = world.save(TestWorld.SYSTEM, "/api/tenantProfile", profile);
            profile.set("id", Json.tree(TenantProfile.ref(id)));
        }

        Answer post(Actor actor, String path, Object document) {
            return world.api.post(actor, path, Json.write(document));
        }

        Answer device(String name) {
            return post(admin, "/api/device", Map.of("name", name));
        }
    }

    private static void assertReached(Answer answer, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.json().path("errorCode").asInt()).isEqualTo(41);
        assertThat(answer.json().path("message").asText()).isEqualTo(message);
    }

    private static void assertSaved(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void refusesTheFirstThatIsTooMany() {
        Limited limited = new Limited("maxDevices=2");
        assertSaved(limited.device("d1"));
        Answer second = limited.device("d2");
        assertSaved(second);
        assertReached(limited.device("d3"), "Device limit of the tenant reached; its profile allows 2");

        assertSaved(limited.post(limited.admin, "/api/device", ((ObjectNode) second.json()).put("label", "changed")));
        assertSaved(limited.post(limited.admin, "/api/asset", Map.of("name", "another kind")));
        assertSaved(world.api.delete(
                limited.admin, "/api/device/" + second.json().at("/id/id").asText()));
        assertSaved(limited.device("d3"));
        assertReached(limited.device("d4"), "Device limit of the tenant reached; its profile allows 2");
        assertSaved(world.api.post(world.admin, "/api/device", "{\"name\":\"of another tenant\"}"));
    }

    @Test
    void eachKindHasItsLimit() {
        Limited limited = new Limited("maxAssets=1", "maxCustomers=1", "maxUsers=2", "maxDashboards=1");
        Map<String, Object> documents = Map.of(
                "/api/asset", Map.of("name", "$"),
                "/api/customer", Map.of("title", "$"),
                "/api/dashboard", Map.of("title", "$"),
                "/api/user?sendActivationMail=false", Map.of("email", "$@limits.example"));
        Map<String, String> names = Map.of(
                "/api/asset", "Asset",
                "/api/customer", "Customer",
                "/api/dashboard", "Dashboard",
                "/api/user?sendActivationMail=false", "User");
        documents.forEach((path, document) -> {
            String text = Json.write(document);
            assertSaved(world.api.post(limited.admin, path, text.replace("$", "first")));
            int limit = path.startsWith("/api/user") ? 2 : 1;
            assertReached(
                    world.api.post(limited.admin, path, text.replace("$", "second")),
                    names.get(path) + " limit of the tenant reached; its profile allows " + limit);
        });
    }

    @Test
    void aNewProfileCountsAtOnce() {
        Limited limited = new Limited("maxDevices=1");
        assertSaved(limited.device("d1"));
        assertThat(limited.device("d2").status()).isEqualTo(403);
        limited.configuration("maxDevices=3");
        limited.store();
        assertSaved(limited.device("d2"));
        limited.configuration("maxDevices=1");
        limited.store();
        assertReached(limited.device("d3"), "Device limit of the tenant reached; its profile allows 1");
        assertThat(world.api
                        .get(limited.admin, "/api/tenant/devices?pageSize=10&page=0")
                        .json()
                        .path("totalElements")
                        .asInt())
                .isEqualTo(2);
        limited.configuration("maxDevices=0");
        limited.store();
        assertSaved(limited.device("d3"));
    }

    @Test
    void anImportFillsTheRoomThatThereIs() {
        Limited limited = new Limited("maxDevices=3");
        assertSaved(limited.device("old"));
        ObjectNode request = Json.object().put("file", "NAME\nold\nnew1\nnew2\nnew3\nnew4\n");
        ObjectNode mapping = request.putObject("mapping")
                .put("delimiter", ",")
                .put("header", true)
                .put("update", true);
        mapping.putArray("columns").addObject().put("type", "NAME");
        JsonNode result =
                limited.post(limited.admin, "/api/device/bulk_import", request).json();
        assertThat(result.path("created").asInt()).as(result.toString()).isEqualTo(2);
        assertThat(result.path("updated").asInt()).isEqualTo(1);
        assertThat(result.path("errors").asInt()).isEqualTo(2);
        assertThat(result.path("errorsList").toString()).contains("Device limit of the tenant reached");
    }

    @Test
    void peopleOfACustomerDoNotLearnTheNumber() {
        Limited limited = new Limited("maxDevices=1");
        UUID customer = world.newCustomer(limited.tenant, null, "Customer A");
        Actor admin =
                world.newUser(limited.tenant, customer, "boss@limits.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        assertSaved(limited.device("of the tenant"));
        Answer refused =
                limited.post(admin, "/api/device", Map.of("name", "of A", "customerId", new Ref("CUSTOMER", customer)));
        assertReached(refused, "Device limit of the tenant reached");
        Actor nobody = world.newUser(limited.tenant, customer, "nobody@limits.example");
        Answer forbidden = limited.post(nobody, "/api/device", Map.of("name", "not allowed"));
        assertThat(forbidden.json().path("errorCode").asInt()).isEqualTo(20);
    }

    /** Makes things until one is refused; how many there were room for. */
    private static int fill(IntFunction<Answer> make) {
        for (int made = 0; made < 100; made++) {
            Answer answer = make.apply(made);
            if (answer.status() != 200) {
                assertThat(answer.json().path("errorCode").asInt())
                        .as(answer.text())
                        .isEqualTo(41);
                assertThat(answer.json().path("message").asText()).contains("limit of the tenant reached");
                return made;
            }
        }
        throw new AssertionError("There is room for everything");
    }

    @Test
    void oneCustomerLeavesRoomToOthersAndToTheTenant() {
        Limited limited = new Limited("maxDevices=20", "maxUsers=20");
        UUID north = world.newCustomer(limited.tenant, null, "North");
        UUID below = world.newCustomer(limited.tenant, north, "Below north");
        UUID south = world.newCustomer(limited.tenant, null, "South");
        Actor ofNorth = world.newUser(limited.tenant, north, "n@parts.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor ofBelow = world.newUser(limited.tenant, below, "b@parts.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor ofSouth = world.newUser(limited.tenant, south, "s@parts.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        IntFunction<Answer> device = i -> limited.post(ofBelow, "/api/device", Map.of("name", "below" + i));
        assertThat(fill(device)).isEqualTo(10);
        assertThat(fill(i -> limited.post(ofNorth, "/api/device", Map.of("name", "north" + i))))
                .isEqualTo(4);
        Answer refused = limited.post(ofNorth, "/api/device", Map.of("name", "one more"));
        assertReached(
                refused,
                "Device limit of the tenant reached for this customer, which gets a part of it with all below it");
        assertThat(fill(i -> limited.post(ofSouth, "/api/device", Map.of("name", "south" + i))))
                .isEqualTo(3);
        assertSaved(limited.post(
                limited.admin, "/api/device", Map.of("name", "for north", "customerId", new Ref("CUSTOMER", north))));
        assertThat(fill(i -> limited.device("own" + i))).isEqualTo(2);

        // There are three administrators of customers and one of the tenant already.
        assertThat(fill(i -> limited.post(
                        ofNorth, "/api/user?sendActivationMail=false", Map.of("email", "n" + i + "@parts.example"))))
                .isEqualTo(11);
        assertThat(fill(i -> limited.post(
                        ofSouth, "/api/user?sendActivationMail=false", Map.of("email", "s" + i + "@parts.example"))))
                .isEqualTo(3);
        assertThat(fill(i -> limited.post(
                        limited.admin,
                        "/api/user?sendActivationMail=false",
                        Map.of("email", "t" + i + "@parts.example"))))
                .isEqualTo(2);
    }

    @Test
    void relationsThatOneCustomerDrawsLeaveRoomToOthers() {
        Limited limited = new Limited("maxRelations=20");
        UUID north = world.newCustomer(limited.tenant, null, "North");
        UUID south = world.newCustomer(limited.tenant, null, "South");
        Actor ofNorth = world.newUser(limited.tenant, north, "n@drawn.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor ofSouth = world.newUser(limited.tenant, south, "s@drawn.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID shared = world.save(limited.admin, "/api/device", Map.of("name", "shared"));
        ObjectNode share = Json.object().put("readElseWrite", false);
        share.set("entity", Json.tree(new Ref("DEVICE", shared)));
        share.set("receiver", Json.tree(new Ref("CUSTOMER", north)));
        assertSaved(limited.post(limited.admin, "/api/access/share", share));

        UUID one = world.save(ofNorth, "/api/device", Map.of("name", "one of north"));
        UUID two = world.save(ofNorth, "/api/device", Map.of("name", "two of north"));
        // He administers one end only, so that no side has drawn these.
        assertThat(fill(i -> relation(ofNorth, shared, one, "r" + i))).isEqualTo(14);
        assertThat(fill(i -> relation(ofNorth, one, two, "r" + i))).isEqualTo(3);
        assertSaved(relation(ofNorth, one, two, "r0"));
        UUID south1 = world.save(ofSouth, "/api/device", Map.of("name", "one of south"));
        UUID south2 = world.save(ofSouth, "/api/device", Map.of("name", "two of south"));
        assertThat(fill(i -> relation(ofSouth, south1, south2, "r" + i))).isEqualTo(1);
        assertThat(fill(i -> relation(limited.admin, shared, one, "own" + i))).isEqualTo(2);
    }

    private Answer relation(Actor actor, UUID from, UUID to, String type) {
        return world.api.post(
                actor,
                "/api/relation",
                Json.write(Map.of(
                        "from",
                        new Ref("DEVICE", from),
                        "to",
                        new Ref("DEVICE", to),
                        "type",
                        type,
                        "typeGroup",
                        "COMMON")));
    }

    @Test
    void manyAtOnceAreNeverTooMany() throws Exception {
        Limited limited = new Limited("maxDevices=10");
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String name = "d" + i;
                running.add(workers.submit(() -> limited.device(name).status()));
            }
            for (Future<Integer> one : running) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 403).hasSize(30);
    }

    @Test
    void administratorsOfTheInstallationAreNotLimited() {
        JsonNode original = world.api
                .get(TestWorld.SYSTEM, "/api/tenantProfileInfo/default")
                .json();
        String path = "/api/tenantProfile/" + original.at("/id/id").asText();
        JsonNode before = world.api.get(TestWorld.SYSTEM, path).json();
        ObjectNode changed = before.deepCopy();
        ((ObjectNode) changed.at("/profileData/configuration")).put("maxUsers", 1);
        world.save(TestWorld.SYSTEM, "/api/tenantProfile", changed);
        for (String name : List.of("one", "two")) {
            Map<String, String> user = Map.of("email", name + "@system.example", "authority", "SYS_ADMIN");
            assertSaved(world.api.post(TestWorld.SYSTEM, "/api/user?sendActivationMail=false", Json.write(user)));
        }
        assertThat(world.api
                        .post(world.admin, "/api/user?sendActivationMail=false", "{\"email\":\"three@system.example\"}")
                        .status())
                .isEqualTo(403);
        world.save(TestWorld.SYSTEM, "/api/tenantProfile", before);
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.system.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The share-with-customers walk of access-model section 8, steps 0 to 17, by the calls listed there, from an empty
 * server. Where a thing is unreadable the answer is 404 and not the incumbent's 403 (design.md section 5).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WalkSystemTest {

    private TestServer server;
    private TestServer.Tenant tenant;
    private String admin;
    private final Map<String, String> ids = new TreeMap<>();
    private final Map<String, String> deviceTokens = new TreeMap<>();
    private String emma;
    private String jack;

    @BeforeAll
    void start() {
        server = TestServer.start();
        tenant = server.newTenant("Acme");
        admin = tenant.token();
        emma = "";
        jack = "";
    }

    @AfterAll
    void stop() {
        server.close();
    }

    // ---- the tutorial's lessons 1 to 3, as far as the walk needs them ------------------------------------------

    @Test
    @Order(0)
    void step0LogsInAndPreparesTheBuilding() {
        admin = server.login(tenant.email(), "tenant-secret");
        assertThat(get(admin, "/api/user/" + tenant.userId()).status()).isEqualTo(200);
        assertThat(get(admin, "/api/system/params").status()).isEqualTo(200);
        assertThat(get(admin, "/api/permissions/allowedPermissions").json().path("allowedResources"))
                .isNotEmpty();
        for (String building : List.of("Building A", "Building B")) {
            save(building, "/api/asset", Map.of("name", building, "type", "building"));
        }
        for (String office : List.of("Office A", "Office B")) {
            save(office, "/api/asset", Map.of("name", office, "type", "office"));
        }
        device("SD-001", "air-sensor");
        device("EM-002", "energy-sensor");
        device("WM-003", "water-sensor");
        device("AM-307", "air-sensor");
        contains("Building A", "ASSET", List.of("Office A", "Office B"));
        contains("Office A", "DEVICE", List.of("SD-001", "EM-002", "WM-003"));
        contains("Office B", "DEVICE", List.of("AM-307"));
        ok(post(
                admin,
                "/api/plugins/telemetry/ASSET/" + id("Building A") + "/attributes/SERVER_SCOPE",
                Map.of("latitude", 40.75912, "longitude", -73.976, "address", "645 5th Ave, New York")));
        save("Buildings group", "/api/entityGroup", Map.of("type", "DASHBOARD", "name", "Buildings"));
        save(
                "Buildings",
                "/api/dashboard?entityGroupIds=" + id("Buildings group"),
                Map.of("title", "Buildings", "configuration", Map.of("states", Map.of())));
        deviceTokens.forEach((name, token) ->
                ok(server.post("", "/api/v1/" + token + "/telemetry", Map.of("temperature", 21.5, "co2", 450))));
    }

    private void device(String name, String profile) {
        save(name, "/api/device", Map.of("name", name, "type", profile));
        deviceTokens.put(
                name,
                ok(get(admin, "/api/device/" + id(name) + "/credentials"))
                        .json()
                        .path("credentialsId")
                        .asText());
    }

    private void contains(String from, String kind, List<String> targets) {
        for (String to : targets) {
            ok(post(
                    admin,
                    "/api/relation",
                    Map.of(
                            "from",
                            Map.of("entityType", "ASSET", "id", id(from)),
                            "to",
                            Map.of("entityType", kind, "id", id(to)),
                            "type",
                            "Contains",
                            "typeGroup",
                            "COMMON")));
        }
    }

    @Test
    @Order(1)
    void steps1And2AddTheCustomers() {
        assertThat(ok(get(admin, "/api/customerInfos/all?pageSize=10&page=0&sortProperty=createdTime&sortOrder=DESC"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        save("A", "/api/customer", Map.of("title", "Customer A"));
        save(
                "gR",
                "/api/entityGroup",
                Map.of("type", "CUSTOMER", "name", "Office renters", "ownerId", ref("TENANT", tenant.id())));
        save("B", "/api/customer?entityGroupIds=" + id("gR"), Map.of("title", "Customer B"));
        assertThat(names(get(admin, "/api/entityGroup/" + id("gR") + "/customers?pageSize=10&page=0")))
                .containsExactly("Customer B");
        assertThat(groupNames("CUSTOMER", "A", "USER"))
                .containsExactlyInAnyOrder("All", "Customer Administrators", "Customer Users");
    }

    @Test
    @Order(3)
    void step3SharesTheDashboards() {
        JsonNode groups =
                ok(get(admin, "/api/entityGroups/DASHBOARD?pageSize=10&page=0")).json();
        assertThat(groups.toString()).contains("\"Buildings\"");
        assertThat(names(get(admin, "/api/ownerInfos?pageSize=50&page=0")))
                .contains("Customer A", "Customer B", "Acme");
        assertThat(names(get(admin, "/api/user/customers?pageSize=50&page=0"))).contains("Customer A", "Customer B");
        share("Buildings group", "A");
        share("Buildings group", "B");
    }

    @Test
    @Order(4)
    void steps4And5ChangeTheOwnersOfDevices() {
        assertThat(ok(get(admin, "/api/device/info/" + id("SD-001")))
                        .json()
                        .path("ownerName")
                        .asText())
                .isEqualTo("Acme");
        assertThat(names(get(admin, "/api/ownerInfos?pageSize=50&page=0&textSearch=Customer%20A")))
                .containsExactly("Customer A");
        assertThat(names(get(admin, "/api/entityGroupInfos/CUSTOMER/" + id("A") + "/DEVICE?pageSize=50&page=0")))
                .containsExactly("All");
        save(
                "gA",
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Office A sensors", "ownerId", ref("CUSTOMER", id("A"))));
        own("A", "DEVICE", "SD-001", "gA");
        assertThat(names(get(admin, "/api/deviceInfos/all?pageSize=10&page=0"))).doesNotContain("SD-001");
        assertThat(names(get(admin, "/api/deviceInfos/all?pageSize=10&page=0&includeCustomers=true")))
                .contains("SD-001");
        own("A", "DEVICE", "EM-002", "gA");
        own("A", "DEVICE", "WM-003", "gA");
        save(
                "gB",
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Office B sensors", "ownerId", ref("CUSTOMER", id("B"))));
        own("B", "DEVICE", "AM-307", "gB");
    }

    @Test
    @Order(6)
    void step6VerifiesTheDevices() {
        JsonNode ofA = ok(get(admin, "/api/customer/" + id("A") + "/deviceInfos?pageSize=10&page=0"))
                .json();
        assertThat(ofA.path("totalElements").asInt()).isEqualTo(3);
        ofA.path("data").forEach(device -> {
            assertThat(device.path("ownerName").asText()).isEqualTo("Customer A");
            assertThat(device.at("/groups/0/name").asText()).isEqualTo("Office A sensors");
            assertThat(device.path("groups")).hasSize(1);
            assertThat(device.path("active").asBoolean()).isTrue();
        });
        assertThat(names(get(admin, "/api/customer/" + id("B") + "/deviceInfos?pageSize=10&page=0")))
                .containsExactly("AM-307");
        assertThat(groupNames("CUSTOMER", "A", "DEVICE")).containsExactlyInAnyOrder("All", "Office A sensors");
    }

    @Test
    @Order(7)
    void step7MovesTheOffices() {
        for (String letter : List.of("A", "B")) {
            save(
                    "o" + letter,
                    "/api/entityGroup",
                    Map.of(
                            "type",
                            "ASSET",
                            "name",
                            "Customer " + letter + " offices",
                            "ownerId",
                            ref("CUSTOMER", id(letter))));
            own(letter, "ASSET", "Office " + letter, "o" + letter);
            assertThat(names(get(admin, "/api/customer/" + id(letter) + "/assetInfos?pageSize=10&page=0")))
                    .containsExactly("Office " + letter);
        }
    }

    @Test
    @Order(8)
    void steps8To10ShareBuildingA() {
        save(
                "gBA",
                "/api/entityGroup",
                Map.of("type", "ASSET", "name", "Building A", "ownerId", ref("TENANT", tenant.id())));
        ok(post(admin, "/api/entityGroup/" + id("gBA") + "/addEntities", List.of(id("Building A"))));
        ok(post(admin, "/api/owner/TENANT/" + tenant.id() + "/ASSET/" + id("Building A"), List.of(id("gBA"))));
        share("gBA", "A");
        share("gBA", "B");
        assertThat(ok(get(admin, "/api/entityGroup/" + id("Buildings group")))
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Buildings");
        JsonNode rows = ok(get(admin, "/api/entityGroup/" + id("Buildings group") + "/groupPermissions"))
                .json();
        List<String> owners = new ArrayList<>();
        rows.forEach(row -> {
            assertThat(row.path("userGroupName").asText()).isEqualTo("All");
            assertThat(row.at("/role/name").asText()).isEqualTo("Entity Group Read-only User");
            owners.add(row.path("userGroupOwnerName").asText());
        });
        assertThat(owners).containsExactlyInAnyOrder("Customer A", "Customer B");
    }

    @Test
    @Order(11)
    void steps11To13AddEmmaAndJack() {
        user("Emma", "Johnson", "A");
        user("Jack", "Smith", "B");
    }

    private void user(String first, String last, String customer) {
        assertThat(ok(get(admin, "/api/customer/" + id(customer) + "/userInfos?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        String users = ok(get(admin, "/api/entityGroup/CUSTOMER/" + id(customer) + "/USER/Customer%20Users"))
                .id();
        assertThat(ok(get(admin, "/api/entityGroup/" + users + "/users?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        save(
                first,
                "/api/user?sendActivationMail=false&entityGroupIds=" + users,
                Map.of(
                        "email",
                        first.toLowerCase(java.util.Locale.ROOT) + "@walk.example",
                        "firstName",
                        first,
                        "lastName",
                        last,
                        "authority",
                        "CUSTOMER_USER",
                        "customerId",
                        ref("CUSTOMER", id(customer))));
        JsonNode link =
                ok(get(admin, "/api/user/" + id(first) + "/activationLinkInfo")).json();
        assertThat(link.path("value").asText()).contains("/api/noauth/activate?activateToken=");
        assertThat(link.path("ttlMs").asLong()).isBetween(1L, 86_400_000L);
        com.fasterxml.jackson.databind.node.ObjectNode user = (com.fasterxml.jackson.databind.node.ObjectNode)
                ok(get(admin, "/api/user/" + id(first))).json();
        JsonNode offered = ok(get(admin, "/api/user/dashboards?pageSize=50&page=0&operation=READ&userId=" + id(first)))
                .json();
        assertThat(offered.at("/data/0/title").asText()).isEqualTo("Buildings");
        user.putObject("additionalInfo")
                .put("defaultDashboardId", id("Buildings"))
                .put("defaultDashboardFullscreen", true);
        ok(post(admin, "/api/user", user.toString()));
    }

    @Test
    @Order(14)
    void steps14And15ActivateAndLand() {
        emma = activated("Emma");
        jack = activated("Jack");
        for (String token : List.of(emma, jack)) {
            JsonNode me = ok(get(token, "/api/auth/user")).json();
            assertThat(me.at("/additionalInfo/defaultDashboardId").asText()).isEqualTo(id("Buildings"));
            assertThat(ok(get(token, "/api/system/params"))
                            .json()
                            .path("allowedDashboardIds")
                            .toString())
                    .contains(id("Buildings"));
            assertThat(ok(get(token, "/api/permissions/allowedPermissions"))
                            .json()
                            .at("/userPermissions/groupPermissions")
                            .size())
                    .isEqualTo(2);
            assertThat(ok(get(token, "/api/dashboard/" + id("Buildings")))
                            .json()
                            .path("title")
                            .asText())
                    .isEqualTo("Buildings");
        }
    }

    private String activated(String name) {
        String link =
                ok(get(admin, "/api/user/" + id(name) + "/activationLink")).text();
        String token = link.substring(link.indexOf('=') + 1);
        Answer opened = server.get("", "/api/noauth/activate?activateToken=" + token);
        assertThat(opened.status()).isEqualTo(303);
        assertThat(opened.header("Location")).endsWith("/login/createPassword?activateToken=" + token);
        assertThat(server.get("", "/api/noauth/userPasswordPolicy")
                        .json()
                        .path("minimumLength")
                        .asInt())
                .isPositive();
        String jwt = ok(server.post(
                        "", "/api/noauth/activate", Map.of("activateToken", token, "password", name + "-secret-1")))
                .json()
                .path("token")
                .asText();
        assertThat(server.post("", "/api/noauth/activate", Map.of("activateToken", token, "password", "again-secret-1"))
                        .status())
                .isEqualTo(400);
        return jwt;
    }

    // ---- step 16: the table, row by row ------------------------------------------------------------------------

    @Test
    @Order(16)
    void step16EmmaSeesHerOwnAndNothingElse() {
        seesOwn(emma, "Office A", List.of("EM-002", "SD-001", "WM-003"), "Office B", "AM-307");
    }

    @Test
    @Order(16)
    void step16JackSeesHisOwnAndNothingElse() {
        seesOwn(jack, "Office B", List.of("AM-307"), "Office A", "SD-001");
    }

    private void seesOwn(String token, String office, List<String> devices, String otherOffice, String otherDevice) {
        assertThat(find(token, Map.of("type", "assetType", "assetTypes", List.of("building"))))
                .containsExactly("Building A");
        JsonNode attributes = ok(get(
                        token,
                        "/api/plugins/telemetry/ASSET/" + id("Building A")
                                + "/values/attributes/SERVER_SCOPE?keys=address"))
                .json();
        assertThat(attributes.at("/0/value").asText()).isEqualTo("645 5th Ave, New York");
        assertThat(find(token, search("assetSearchQuery", "Building A", "assetTypes", List.of("office"))))
                .containsExactly(office);
        assertThat(find(
                        token,
                        search(
                                "deviceSearchQuery",
                                office,
                                "deviceTypes",
                                List.of("air-sensor", "energy-sensor", "water-sensor"))))
                .containsExactlyElementsOf(devices);
        assertThat(find(token, search("deviceSearchQuery", otherOffice, "deviceTypes", List.of("air-sensor"))))
                .isEmpty();
        for (String device : devices) {
            assertThat(ok(get(
                                    token,
                                    "/api/plugins/telemetry/DEVICE/" + id(device)
                                            + "/values/timeseries?keys=temperature"))
                            .json()
                            .at("/temperature/0/value")
                            .asText())
                    .isEqualTo("21.5");
        }
        assertThat(get(token, "/api/asset/" + id(otherOffice)).status()).isEqualTo(404);
        assertThat(get(token, "/api/device/" + id(otherDevice)).status()).isEqualTo(404);
        assertThat(get(token, "/api/asset/" + id("Building B")).status()).isEqualTo(404);
        assertThat(get(
                                token,
                                "/api/plugins/telemetry/DEVICE/" + id(otherDevice)
                                        + "/values/timeseries?keys=temperature")
                        .status())
                .isEqualTo(404);
        assertThat(get(token, "/api/plugins/telemetry/DEVICE/" + id(otherDevice) + "/values/timeseries")
                        .status())
                .isEqualTo(404);
        JsonNode dashboard = ok(get(token, "/api/dashboard/" + id("Buildings"))).json();
        assertThat(post(token, "/api/dashboard", dashboard.toString()).status()).isEqualTo(403);
        assertThat(post(token, "/api/dashboard", Map.of("title", "Mine")).status())
                .isEqualTo(403);
        assertThat(names(get(token, "/api/user/devices?pageSize=10&page=0")))
                .containsExactlyInAnyOrderElementsOf(devices);
        assertThat(ok(get(token, "/api/user/dashboards?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isEqualTo(1);
        assertThat(names(get(token, "/api/entityGroups/DASHBOARD/shared?pageSize=10&page=0")))
                .containsExactly("Buildings");
        assertThat(get(token, "/api/customers?pageSize=10&page=0").status()).isEqualTo(403);
        assertThat(get(token, "/api/device/" + id(devices.getFirst()) + "/credentials")
                        .status())
                .isEqualTo(403);
    }

    private Map<String, Object> search(String type, String root, String typesField, List<String> types) {
        return Map.of(
                "type",
                type,
                "rootEntity",
                ref("ASSET", id(root)),
                "direction",
                "FROM",
                "maxLevel",
                1,
                "relationType",
                "Contains",
                typesField,
                types);
    }

    private List<String> find(String token, Map<String, Object> filter) {
        Map<String, Object> name = Map.of("type", "ENTITY_FIELD", "key", "name");
        JsonNode page = ok(post(
                        token,
                        "/api/entitiesQuery/find",
                        Map.of(
                                "entityFilter", filter,
                                "pageLink",
                                        Map.of(
                                                "pageSize",
                                                20,
                                                "page",
                                                0,
                                                "sortOrder",
                                                Map.of("key", name, "direction", "ASC")),
                                "entityFields", List.of(name),
                                "latestValues", List.of())))
                .json();
        List<String> found = new ArrayList<>();
        page.path("data")
                .forEach(row ->
                        found.add(row.at("/latest/ENTITY_FIELD/name/value").asText()));
        assertThat(page.path("totalElements").asInt()).isEqualTo(found.size());
        assertThat(ok(post(token, "/api/entitiesQuery/count", Map.of("entityFilter", filter)))
                        .json()
                        .asInt())
                .isEqualTo(found.size());
        return found;
    }

    // ---- step 17: undo -----------------------------------------------------------------------------------------

    @Test
    @Order(17)
    void step17UnshareEndsTheDashboardAtOnce() {
        JsonNode rows = ok(get(admin, "/api/entityGroup/" + id("Buildings group") + "/groupPermissions"))
                .json();
        for (JsonNode row : rows) {
            if (row.path("userGroupOwnerName").asText().equals("Customer A")) {
                ok(server.delete(
                        admin, "/api/groupPermission/" + row.at("/id/id").asText()));
            }
        }
        assertThat(get(emma, "/api/dashboard/" + id("Buildings")).status()).isEqualTo(404);
        assertThat(get(jack, "/api/dashboard/" + id("Buildings")).status()).isEqualTo(200);
    }

    @Test
    @Order(18)
    void step17OwnerBackToTheTenantEndsTheDevice() {
        ok(post(admin, "/api/owner/TENANT/" + tenant.id() + "/DEVICE/" + id("SD-001"), ""));
        assertThat(get(emma, "/api/device/" + id("SD-001")).status()).isEqualTo(404);
        assertThat(names(get(admin, "/api/entityGroup/" + id("gA") + "/devices?pageSize=10&page=0")))
                .doesNotContain("SD-001");
    }

    @Test
    @Order(19)
    void step17WithoutCustomerUsersEmmaKeepsOnlyWhatIsShared() {
        String users = ok(get(admin, "/api/entityGroup/CUSTOMER/" + id("A") + "/USER/Customer%20Users"))
                .id();
        ok(post(admin, "/api/entityGroup/" + users + "/deleteEntities", List.of(id("Emma"))));
        assertThat(get(emma, "/api/asset/" + id("Building A")).status()).isEqualTo(200);
        assertThat(get(emma, "/api/device/" + id("EM-002")).status()).isEqualTo(404);
    }

    @Test
    @Order(20)
    void step17DisabledEmmaIsOutAtOnce() {
        ok(post(admin, "/api/user/" + id("Emma") + "/userCredentialsEnabled?userCredentialsEnabled=false", ""));
        Answer next = get(emma, "/api/auth/user");
        assertThat(next.status()).isEqualTo(401);
        assertThat(next.json().path("errorCode").asInt()).isEqualTo(11);
        Answer login = server.post(
                "", "/api/auth/login", Map.of("username", "emma@walk.example", "password", "Emma-secret-1"));
        assertThat(login.status()).isEqualTo(401);
        assertThat(login.json().path("message").asText()).isEqualTo("User account is not active");
    }

    // ---- words -------------------------------------------------------------------------------------------------

    private Answer get(String token, String path) {
        return server.get(token, path);
    }

    private Answer post(String token, String path, Object body) {
        return server.post(token, path, body);
    }

    private Answer ok(Answer answer) {
        return server.ok(answer);
    }

    private void save(String name, String path, Map<String, ?> body) {
        ids.put(name, ok(post(admin, path, Json.write(body))).id());
    }

    private String id(String name) {
        String id = ids.get(name);
        assertThat(id).as(name).isNotNull();
        return String.valueOf(id);
    }

    private void own(String customer, String kind, String entity, String group) {
        ok(post(admin, "/api/owner/CUSTOMER/" + id(customer) + "/" + kind + "/" + id(entity), List.of(id(group))));
    }

    private void share(String group, String customer) {
        Answer answer = ok(post(
                admin,
                "/api/entityGroup/" + id(group) + "/share",
                Map.of("ownerId", ref("CUSTOMER", id(customer)), "allUserGroup", true, "readElseWrite", true)));
        assertThat(answer.text()).isEmpty();
    }

    private List<String> groupNames(String ownerType, String owner, String kind) {
        return names(
                get(admin, "/api/entityGroups/" + ownerType + "/" + id(owner) + "/" + kind + "?pageSize=10&page=0"));
    }

    private List<String> names(Answer page) {
        List<String> names = new ArrayList<>();
        ok(page).json().path("data").forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private static Map<String, String> ref(String kind, String id) {
        return Map.of("entityType", kind, "id", id);
    }
}

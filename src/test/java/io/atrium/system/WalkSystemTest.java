package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.system.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private Walk walk;
    private TestServer server;
    private String emma;
    private String jack;

    @BeforeAll
    void start() {
        walk = new Walk();
        server = walk.server;
        emma = "";
        jack = "";
    }

    @AfterAll
    void stop() {
        walk.close();
    }

    // ---- the tutorial's lessons 1 to 3, as far as the walk needs them ------------------------------------------

    @Test
    @Order(0)
    void step0LogsInAndPreparesTheBuilding() {
        walk.logIn();
        assertThat(walk.get(walk.admin, "/api/user/" + walk.tenant.userId()).status())
                .isEqualTo(200);
        assertThat(walk.get(walk.admin, "/api/system/params").status()).isEqualTo(200);
        assertThat(walk.get(walk.admin, "/api/permissions/allowedPermissions")
                        .json()
                        .path("allowedResources"))
                .isNotEmpty();
        for (String building : List.of("Building A", "Building B")) {
            walk.save(building, "/api/asset", Map.of("name", building, "type", "building"));
        }
        for (String office : List.of("Office A", "Office B")) {
            walk.save(office, "/api/asset", Map.of("name", office, "type", "office"));
        }
        walk.device("SD-001", "air-sensor");
        walk.device("EM-002", "energy-sensor");
        walk.device("WM-003", "water-sensor");
        walk.device("AM-307", "air-sensor");
        walk.contains("Building A", "ASSET", List.of("Office A", "Office B"));
        walk.contains("Office A", "DEVICE", List.of("SD-001", "EM-002", "WM-003"));
        walk.contains("Office B", "DEVICE", List.of("AM-307"));
        walk.ok(walk.post(
                walk.admin,
                "/api/plugins/telemetry/ASSET/" + walk.id("Building A") + "/attributes/SERVER_SCOPE",
                Map.of("latitude", 40.75912, "longitude", -73.976, "address", "645 5th Ave, New York")));
        walk.save("Buildings group", "/api/entityGroup", Map.of("type", "DASHBOARD", "name", "Buildings"));
        walk.save(
                "Buildings",
                "/api/dashboard?entityGroupIds=" + walk.id("Buildings group"),
                Map.of("title", "Buildings", "configuration", Map.of("states", Map.of())));
        walk.deviceTokens.forEach((name, token) ->
                walk.ok(server.post("", "/api/v1/" + token + "/telemetry", Map.of("temperature", 21.5, "co2", 450))));
    }

    @Test
    @Order(1)
    void steps1And2AddTheCustomers() {
        assertThat(walk.ok(walk.get(
                                walk.admin,
                                "/api/customerInfos/all?pageSize=10&page=0&sortProperty=createdTime&sortOrder=DESC"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        walk.save("A", "/api/customer", Map.of("title", "Customer A"));
        walk.save(
                "gR",
                "/api/entityGroup",
                Map.of("type", "CUSTOMER", "name", "Office renters", "ownerId", Walk.ref("TENANT", walk.tenant.id())));
        walk.save("B", "/api/customer?entityGroupIds=" + walk.id("gR"), Map.of("title", "Customer B"));
        assertThat(walk.names(
                        walk.get(walk.admin, "/api/entityGroup/" + walk.id("gR") + "/customers?pageSize=10&page=0")))
                .containsExactly("Customer B");
        assertThat(walk.groupNames("CUSTOMER", "A", "USER"))
                .containsExactlyInAnyOrder("All", "Customer Administrators", "Customer Users");
    }

    @Test
    @Order(3)
    void step3SharesTheDashboards() {
        JsonNode groups = walk.ok(walk.get(walk.admin, "/api/entityGroups/DASHBOARD?pageSize=10&page=0"))
                .json();
        assertThat(groups.toString()).contains("\"Buildings\"");
        assertThat(walk.names(walk.get(walk.admin, "/api/ownerInfos?pageSize=50&page=0")))
                .contains("Customer A", "Customer B", "Acme");
        assertThat(walk.names(walk.get(walk.admin, "/api/user/customers?pageSize=50&page=0")))
                .contains("Customer A", "Customer B");
        walk.share("Buildings group", "A");
        walk.share("Buildings group", "B");
    }

    @Test
    @Order(4)
    void steps4And5ChangeTheOwnersOfDevices() {
        assertThat(walk.ok(walk.get(walk.admin, "/api/device/info/" + walk.id("SD-001")))
                        .json()
                        .path("ownerName")
                        .asText())
                .isEqualTo("Acme");
        assertThat(walk.names(walk.get(walk.admin, "/api/ownerInfos?pageSize=50&page=0&textSearch=Customer%20A")))
                .containsExactly("Customer A");
        assertThat(walk.names(walk.get(
                        walk.admin, "/api/entityGroupInfos/CUSTOMER/" + walk.id("A") + "/DEVICE?pageSize=50&page=0")))
                .containsExactly("All");
        walk.save(
                "gA",
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Office A sensors", "ownerId", Walk.ref("CUSTOMER", walk.id("A"))));
        walk.own("A", "DEVICE", "SD-001", "gA");
        assertThat(walk.names(walk.get(walk.admin, "/api/deviceInfos/all?pageSize=10&page=0")))
                .doesNotContain("SD-001");
        assertThat(walk.names(walk.get(walk.admin, "/api/deviceInfos/all?pageSize=10&page=0&includeCustomers=true")))
                .contains("SD-001");
        walk.own("A", "DEVICE", "EM-002", "gA");
        walk.own("A", "DEVICE", "WM-003", "gA");
        walk.save(
                "gB",
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Office B sensors", "ownerId", Walk.ref("CUSTOMER", walk.id("B"))));
        walk.own("B", "DEVICE", "AM-307", "gB");
    }

    @Test
    @Order(6)
    void step6VerifiesTheDevices() {
        JsonNode ofA = walk.ok(
                        walk.get(walk.admin, "/api/customer/" + walk.id("A") + "/deviceInfos?pageSize=10&page=0"))
                .json();
        assertThat(ofA.path("totalElements").asInt()).isEqualTo(3);
        ofA.path("data").forEach(device -> {
            assertThat(device.path("ownerName").asText()).isEqualTo("Customer A");
            assertThat(device.at("/groups/0/name").asText()).isEqualTo("Office A sensors");
            assertThat(device.path("groups")).hasSize(1);
            assertThat(device.path("active").asBoolean()).isTrue();
        });
        assertThat(walk.names(
                        walk.get(walk.admin, "/api/customer/" + walk.id("B") + "/deviceInfos?pageSize=10&page=0")))
                .containsExactly("AM-307");
        assertThat(walk.groupNames("CUSTOMER", "A", "DEVICE")).containsExactlyInAnyOrder("All", "Office A sensors");
    }

    @Test
    @Order(7)
    void step7MovesTheOffices() {
        for (String letter : List.of("A", "B")) {
            walk.save(
                    "o" + letter,
                    "/api/entityGroup",
                    Map.of(
                            "type",
                            "ASSET",
                            "name",
                            "Customer " + letter + " offices",
                            "ownerId",
                            Walk.ref("CUSTOMER", walk.id(letter))));
            walk.own(letter, "ASSET", "Office " + letter, "o" + letter);
            assertThat(walk.names(walk.get(
                            walk.admin, "/api/customer/" + walk.id(letter) + "/assetInfos?pageSize=10&page=0")))
                    .containsExactly("Office " + letter);
        }
    }

    @Test
    @Order(8)
    void steps8To10ShareBuildingA() {
        walk.save(
                "gBA",
                "/api/entityGroup",
                Map.of("type", "ASSET", "name", "Building A", "ownerId", Walk.ref("TENANT", walk.tenant.id())));
        walk.ok(walk.post(
                walk.admin, "/api/entityGroup/" + walk.id("gBA") + "/addEntities", List.of(walk.id("Building A"))));
        walk.ok(walk.post(
                walk.admin,
                "/api/owner/TENANT/" + walk.tenant.id() + "/ASSET/" + walk.id("Building A"),
                List.of(walk.id("gBA"))));
        walk.share("gBA", "A");
        walk.share("gBA", "B");
        assertThat(walk.ok(walk.get(walk.admin, "/api/entityGroup/" + walk.id("Buildings group")))
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Buildings");
        JsonNode rows = walk.ok(
                        walk.get(walk.admin, "/api/entityGroup/" + walk.id("Buildings group") + "/groupPermissions"))
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
        walk.newUser("Emma", "Johnson", "A");
        walk.newUser("Jack", "Smith", "B");
    }

    @Test
    @Order(14)
    void steps14And15ActivateAndLand() {
        emma = walk.activated("Emma");
        jack = walk.activated("Jack");
        for (String token : List.of(emma, jack)) {
            JsonNode me = walk.ok(walk.get(token, "/api/auth/user")).json();
            assertThat(me.at("/additionalInfo/defaultDashboardId").asText()).isEqualTo(walk.id("Buildings"));
            assertThat(walk.ok(walk.get(token, "/api/system/params"))
                            .json()
                            .path("allowedDashboardIds")
                            .toString())
                    .contains(walk.id("Buildings"));
            assertThat(walk.ok(walk.get(token, "/api/permissions/allowedPermissions"))
                            .json()
                            .at("/userPermissions/groupPermissions")
                            .size())
                    .isEqualTo(2);
            assertThat(walk.ok(walk.get(token, "/api/dashboard/" + walk.id("Buildings")))
                            .json()
                            .path("title")
                            .asText())
                    .isEqualTo("Buildings");
        }
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
        assertThat(walk.find(token, Map.of("type", "assetType", "assetTypes", List.of("building"))))
                .containsExactly("Building A");
        JsonNode attributes = walk.ok(walk.get(
                        token,
                        "/api/plugins/telemetry/ASSET/" + walk.id("Building A")
                                + "/values/attributes/SERVER_SCOPE?keys=address"))
                .json();
        assertThat(attributes.at("/0/value").asText()).isEqualTo("645 5th Ave, New York");
        assertThat(walk.find(token, walk.search("assetSearchQuery", "Building A", "assetTypes", List.of("office"))))
                .containsExactly(office);
        assertThat(walk.find(
                        token,
                        walk.search(
                                "deviceSearchQuery",
                                office,
                                "deviceTypes",
                                List.of("air-sensor", "energy-sensor", "water-sensor"))))
                .containsExactlyElementsOf(devices);
        assertThat(walk.find(
                        token, walk.search("deviceSearchQuery", otherOffice, "deviceTypes", List.of("air-sensor"))))
                .isEmpty();
        for (String device : devices) {
            assertThat(walk.ok(walk.get(
                                    token,
                                    "/api/plugins/telemetry/DEVICE/" + walk.id(device)
                                            + "/values/timeseries?keys=temperature"))
                            .json()
                            .at("/temperature/0/value")
                            .asText())
                    .isEqualTo("21.5");
        }
        assertThat(walk.get(token, "/api/asset/" + walk.id(otherOffice)).status())
                .isEqualTo(404);
        assertThat(walk.get(token, "/api/device/" + walk.id(otherDevice)).status())
                .isEqualTo(404);
        assertThat(walk.get(token, "/api/asset/" + walk.id("Building B")).status())
                .isEqualTo(404);
        assertThat(walk.get(
                                token,
                                "/api/plugins/telemetry/DEVICE/" + walk.id(otherDevice)
                                        + "/values/timeseries?keys=temperature")
                        .status())
                .isEqualTo(404);
        assertThat(walk.get(token, "/api/plugins/telemetry/DEVICE/" + walk.id(otherDevice) + "/values/timeseries")
                        .status())
                .isEqualTo(404);
        JsonNode dashboard = walk.ok(walk.get(token, "/api/dashboard/" + walk.id("Buildings")))
                .json();
        assertThat(walk.post(token, "/api/dashboard", dashboard.toString()).status())
                .isEqualTo(403);
        assertThat(walk.post(token, "/api/dashboard", Map.of("title", "Mine")).status())
                .isEqualTo(403);
        assertThat(walk.names(walk.get(token, "/api/user/devices?pageSize=10&page=0")))
                .containsExactlyInAnyOrderElementsOf(devices);
        assertThat(walk.ok(walk.get(token, "/api/user/dashboards?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isEqualTo(1);
        assertThat(walk.names(walk.get(token, "/api/entityGroups/DASHBOARD/shared?pageSize=10&page=0")))
                .containsExactly("Buildings");
        assertThat(walk.get(token, "/api/customers?pageSize=10&page=0").status())
                .isEqualTo(403);
        assertThat(walk.get(token, "/api/device/" + walk.id(devices.getFirst()) + "/credentials")
                        .status())
                .isEqualTo(403);
    }

    // ---- step 17: undo -----------------------------------------------------------------------------------------

    @Test
    @Order(17)
    void step17UnshareEndsTheDashboardAtOnce() {
        JsonNode rows = walk.ok(
                        walk.get(walk.admin, "/api/entityGroup/" + walk.id("Buildings group") + "/groupPermissions"))
                .json();
        for (JsonNode row : rows) {
            if (row.path("userGroupOwnerName").asText().equals("Customer A")) {
                walk.ok(server.delete(
                        walk.admin, "/api/groupPermission/" + row.at("/id/id").asText()));
            }
        }
        assertThat(walk.get(emma, "/api/dashboard/" + walk.id("Buildings")).status())
                .isEqualTo(404);
        assertThat(walk.get(jack, "/api/dashboard/" + walk.id("Buildings")).status())
                .isEqualTo(200);
    }

    @Test
    @Order(18)
    void step17OwnerBackToTheTenantEndsTheDevice() {
        walk.ok(walk.post(walk.admin, "/api/owner/TENANT/" + walk.tenant.id() + "/DEVICE/" + walk.id("SD-001"), ""));
        assertThat(walk.get(emma, "/api/device/" + walk.id("SD-001")).status()).isEqualTo(404);
        assertThat(walk.names(
                        walk.get(walk.admin, "/api/entityGroup/" + walk.id("gA") + "/devices?pageSize=10&page=0")))
                .doesNotContain("SD-001");
    }

    @Test
    @Order(19)
    void step17WithoutCustomerUsersEmmaKeepsOnlyWhatIsShared() {
        String users = walk.ok(
                        walk.get(walk.admin, "/api/entityGroup/CUSTOMER/" + walk.id("A") + "/USER/Customer%20Users"))
                .id();
        walk.ok(walk.post(walk.admin, "/api/entityGroup/" + users + "/deleteEntities", List.of(walk.id("Emma"))));
        assertThat(walk.get(emma, "/api/asset/" + walk.id("Building A")).status())
                .isEqualTo(200);
        assertThat(walk.get(emma, "/api/device/" + walk.id("EM-002")).status()).isEqualTo(404);
    }

    @Test
    @Order(20)
    void step17DisabledEmmaIsOutAtOnce() {
        walk.ok(walk.post(
                walk.admin,
                "/api/user/" + walk.id("Emma") + "/userCredentialsEnabled?userCredentialsEnabled=false",
                ""));
        Answer next = walk.get(emma, "/api/auth/user");
        assertThat(next.status()).isEqualTo(401);
        assertThat(next.json().path("errorCode").asInt()).isEqualTo(11);
        Answer login =
                server.post("", "/api/auth/login", Map.of("username", "emma@example", "password", "Emma-secret-1"));
        assertThat(login.status()).isEqualTo(401);
        assertThat(login.json().path("message").asText()).isEqualTo("User account is not active");
    }
}

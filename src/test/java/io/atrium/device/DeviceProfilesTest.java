package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.GatewaySession;
import io.atrium.ingest.RecordingLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device's type is the name of its profile, and one profile of a tenant is the default. */
final class DeviceProfilesTest {

    private TestWorld world;
    private UUID customer;
    private Actor customerAdmin;

    @BeforeEach
    void open() {
        world = new TestWorld();
        customer = world.newCustomer(world.tenant, null, "Customer A");
        customerAdmin = world.newUser(world.tenant, customer, "root@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JsonNode post(Actor actor, String path, Object body) {
        TestApi.Answer answer = world.api.post(actor, path, Json.write(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode device(Actor actor, String name, String type) {
        ObjectNode document = Json.object().put("name", name);
        if (!type.isEmpty()) {
            document.put("type", type);
        }
        return post(actor, "/api/device", document);
    }

    @Test
    void theDefaultIsFoundByItsFlagAfterARename() {
        device(world.admin, "first", "");
        JsonNode profile = world.api
                .get(world.admin, "/api/deviceProfiles?pageSize=10&page=0")
                .json()
                .at("/data/0");
        post(world.admin, "/api/deviceProfile", ((ObjectNode) profile.deepCopy()).put("name", "Standard"));
        assertThat(device(world.admin, "second", "default").path("type").asText())
                .isEqualTo("Standard");
        assertThat(device(customerAdmin, "third", "default").path("type").asText())
                .isEqualTo("Standard");
        world.save(
                world.admin,
                "/api/device?accessToken=gw",
                Map.of("name", "gateway", "additionalInfo", Map.of("gateway", true)));
        DeviceSession session = world.ingest.gateway().byToken("gw").orElseThrow();
        GatewaySession gateway =
                world.ingest.gateway().openGateway(session, DeviceTransport.MQTT, name -> new RecordingLink());
        gateway.connect("behind", "default").toCompletableFuture().join();
        gateway.connect("beside", null).toCompletableFuture().join();
        assertThat(names(world.admin, "/api/deviceProfiles?pageSize=10&page=0")).containsExactly("Standard");
    }

    private List<String> names(Actor actor, String path) {
        List<String> names = new ArrayList<>();
        JsonNode json = world.api.get(actor, path).json();
        (json.isArray() ? json : json.path("data"))
                .forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    @Test
    void typeAloneFindsOrMakesTheProfile() {
        JsonNode first = device(world.admin, "one", "air-sensor");
        JsonNode second = device(world.admin, "two", "air-sensor");
        assertThat(first.path("deviceProfileId")).isEqualTo(second.path("deviceProfileId"));
        assertThat(names(world.admin, "/api/deviceProfiles?pageSize=10&page=0")).containsExactly("air-sensor");
        assertThat(first.at("/deviceData/configuration/type").asText()).isEqualTo("DEFAULT");
        assertThat(first.at("/deviceData/transportConfiguration/type").asText()).isEqualTo("DEFAULT");
    }

    @Test
    void profileAloneSetsTheType() {
        JsonNode profile = post(world.admin, "/api/deviceProfile", Json.object().put("name", "meter"));
        assertThat(profile.path("transportType").asText()).isEqualTo("DEFAULT");
        assertThat(profile.path("default").asBoolean(true)).isFalse();
        ObjectNode document = Json.object().put("name", "em").put("type", "something else");
        document.set("deviceProfileId", profile.path("id"));
        assertThat(post(world.admin, "/api/device", document).path("type").asText())
                .isEqualTo("meter");
    }

    @Test
    void theTypeOfThatNameIsTheDefaultProfileAndThereIsOnlyOne() {
        device(world.admin, "named", "default");
        assertThat(world.api
                        .get(world.admin, "/api/deviceProfiles?pageSize=10&page=0")
                        .json()
                        .at("/data/0/default")
                        .asBoolean())
                .isTrue();
        device(world.admin, "plain", "");
        assertThat(names(world.admin, "/api/deviceProfiles?pageSize=10&page=0")).containsExactly("default");
    }

    @Test
    void neitherMeansTheDefaultProfileWhichCanMove() {
        JsonNode device = device(world.admin, "plain", "");
        assertThat(device.path("type").asText()).isEqualTo("default");
        JsonNode info =
                world.api.get(world.admin, "/api/deviceProfileInfo/default").json();
        assertThat(info.path("id")).isEqualTo(device.path("deviceProfileId"));
        assertThat(info.has("profileData")).isFalse();
        JsonNode other = post(
                world.admin,
                "/api/deviceProfile",
                Json.object().put("name", "second").put("default", true));
        assertThat(other.path("default").asBoolean(true))
                .as("nobody sets the flag by saving")
                .isFalse();
        String id = other.at("/id/id").asText();
        assertThat(post(world.admin, "/api/deviceProfile/" + id + "/default", Json.object())
                        .path("default")
                        .asBoolean())
                .isTrue();
        assertThat(device(world.admin, "later", "").path("type").asText()).isEqualTo("second");
        JsonNode all = world.api
                .get(world.admin, "/api/deviceProfiles?pageSize=10&page=0")
                .json()
                .path("data");
        List<String> defaults = new ArrayList<>();
        all.forEach(profile -> {
            if (profile.path("default").asBoolean()) {
                defaults.add(profile.path("name").asText());
            }
        });
        assertThat(defaults).containsExactly("second");
    }

    @Test
    void customerUsesWhatItSeesAndBringsInNothingNew() {
        assertThat(world.api
                        .post(customerAdmin, "/api/device", "{\"name\":\"x\",\"type\":\"invented\"}")
                        .status())
                .isEqualTo(400);
        assertThat(names(world.admin, "/api/deviceProfile/names")).isEmpty();
        give("t", "known");
        JsonNode own = device(customerAdmin, "mine", "known");
        assertThat(own.at("/ownerId/id").asText()).isEqualTo(customer.toString());
    }

    @Test
    void customerSeesOnlyTheProfilesOfThingsItSees() {
        device(world.admin, "t", "tenant-only");
        device(world.admin, "u", "shared");
        give("mine", "shared");
        assertThat(names(customerAdmin, "/api/deviceProfile/names")).containsExactly("shared");
        assertThat(names(customerAdmin, "/api/deviceProfile/names?activeOnly=true"))
                .containsExactly("shared");
        assertThat(names(customerAdmin, "/api/deviceProfileInfos?pageSize=10&page=0"))
                .containsExactly("shared");
        String hidden = profileId("tenant-only");
        assertThat(world.api
                        .get(customerAdmin, "/api/deviceProfileInfo/" + hidden)
                        .status())
                .isEqualTo(404);
        assertThat(names(customerAdmin, "/api/deviceProfileInfos/list?deviceProfileIds=" + hidden))
                .isEmpty();
        assertThat(names(customerAdmin, "/api/deviceProfileInfos?deviceProfileIds=" + profileId("shared")))
                .containsExactly("shared");
        ObjectNode document = Json.object().put("name", "probe");
        document.set("deviceProfileId", Json.tree(new Ref("DEVICE_PROFILE", UUID.fromString(hidden))));
        assertThat(world.api
                        .post(customerAdmin, "/api/device", document.toString())
                        .status())
                .isEqualTo(404);
    }

    /** The tenant makes a device for the customer. */
    private void give(String name, String type) {
        post(
                world.admin,
                "/api/device",
                Map.of("name", name, "type", type, "customerId", new Ref("CUSTOMER", customer)));
    }

    private String profileId(String name) {
        JsonNode names = world.api.get(world.admin, "/api/deviceProfile/names").json();
        for (JsonNode item : names) {
            if (item.path("name").asText().equals(name)) {
                return item.at("/id/id").asText();
            }
        }
        throw new AssertionError("No profile " + name);
    }

    @Test
    void profileOfAnotherTenantDoesNotExist() {
        UUID foreign = world.newTenant("Other");
        Actor other = world.newUser(foreign, null, "other@example.org", DefaultGroups.TENANT_ADMINISTRATORS);
        JsonNode theirs = post(other, "/api/deviceProfile", Json.object().put("name", "theirs"));
        ObjectNode document = Json.object().put("name", "thief");
        document.set("deviceProfileId", theirs.path("id"));
        assertThat(world.api
                        .post(world.admin, "/api/device", document.toString())
                        .status())
                .isEqualTo(404);
        assertThat(world.api
                        .get(
                                world.admin,
                                "/api/deviceProfile/" + theirs.at("/id/id").asText())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void profileInUseOrDefaultStays() {
        device(world.admin, "one", "used");
        device(world.admin, "two", "used");
        TestApi.Answer refused = world.api.delete(world.admin, "/api/deviceProfile/" + profileId("used"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("2 entities");
        device(world.admin, "three", "");
        assertThat(world.api
                        .delete(world.admin, "/api/deviceProfile/" + profileId("default"))
                        .status())
                .isEqualTo(400);
        JsonNode free = post(world.admin, "/api/deviceProfile", Json.object().put("name", "free"));
        String id = free.at("/id/id").asText();
        // The route is the tenant's alone, so a customer learns nothing from it, not even whether a profile exists.
        for (String any : List.of(id, Ref.NULL_ID.toString())) {
            assertThat(world.api
                            .delete(customerAdmin, "/api/deviceProfile/" + any)
                            .status())
                    .isEqualTo(403);
        }
        assertThat(world.api.delete(world.admin, "/api/deviceProfile/" + id).status())
                .isEqualTo(200);
    }

    @Test
    void renamedProfileRenamesTheTypeOfItsDevices() {
        JsonNode device = device(world.admin, "one", "old name");
        String id = profileId("old name");
        ObjectNode profile = (ObjectNode)
                world.api.get(world.admin, "/api/deviceProfile/" + id).json();
        post(world.admin, "/api/deviceProfile", profile.put("name", "new name"));
        String path = "/api/device/" + device.at("/id/id").asText();
        assertThat(world.api.get(world.admin, path).json().path("type").asText())
                .isEqualTo("new name");
        assertThat(world.api.get(world.admin, path).json().path("version").asLong())
                .isEqualTo(2);
        assertThat(world.api
                        .get(world.admin, "/api/device/types")
                        .json()
                        .get(0)
                        .path("type")
                        .asText())
                .isEqualTo("new name");
    }

    @Test
    void badProfilesAreRefusedByField() {
        assertThat(world.api
                        .post(world.admin, "/api/deviceProfile", "{\"name\":\"x\",\"transportType\":\"SMOKE\"}")
                        .text())
                .contains("transportType");
        assertThat(world.api
                        .post(
                                world.admin,
                                "/api/deviceProfile",
                                "{\"name\":\"x\",\"defaultDashboardId\":{\"entityType\":\"DASHBOARD\",\"id\":\""
                                        + UUID.nameUUIDFromBytes(new byte[] {1}) + "\"}}")
                        .status())
                .isEqualTo(400);
    }

    private Actor tenantUser() {
        return world.newUser(world.tenant, null, "user@acme.example", DefaultGroups.TENANT_USERS);
    }

    private ObjectNode secretProfile() {
        ObjectNode profile = Json.object().put("name", "secretive").put("provisionType", "ALLOW_CREATE_NEW_DEVICES");
        profile.putObject("profileData").putObject("provisionConfiguration").put("provisionDeviceSecret", "hush-hush");
        return (ObjectNode) post(world.admin, "/api/deviceProfile", profile);
    }

    @Test
    void theSecretOfAProfileIsForThoseWhoMayReadCredentials() {
        ObjectNode saved = secretProfile();
        String path = "/api/deviceProfile/" + saved.at("/id/id").asText();
        assertThat(world.api.get(world.admin, path).text()).contains("hush-hush");
        Actor reader = tenantUser();
        for (String way : List.of(
                path,
                "/api/deviceProfiles?pageSize=10&page=0",
                "/api/deviceProfileInfos?pageSize=10&page=0",
                "/api/audit/logs?pageSize=100&page=0")) {
            TestApi.Answer answer = world.api.get(reader, way);
            assertThat(answer.status()).as(way).isEqualTo(200);
            assertThat(answer.text()).as(way).contains("secretive").doesNotContain("hush-hush");
        }
        assertThat(world.api
                        .get(world.admin, "/api/audit/logs?pageSize=100&page=0")
                        .text())
                .as("nobody finds it there")
                .doesNotContain("hush-hush");
        assertThat(world.api
                        .get(reader, path)
                        .json()
                        .at("/profileData/provisionConfiguration/provisionDeviceSecret")
                        .isNull())
                .isTrue();
    }

    @Test
    void aSaveWithoutTheSecretKeepsIt() {
        ObjectNode saved = secretProfile();
        String path = "/api/deviceProfile/" + saved.at("/id/id").asText();
        Actor editor = editor();
        ObjectNode seen = (ObjectNode) world.api.get(editor, path).json();
        assertThat(seen.toString()).doesNotContain("hush-hush");
        post(editor, "/api/deviceProfile", seen.put("description", "by an editor"));
        assertThat(world.api.get(world.admin, path).text()).contains("hush-hush", "by an editor");
        seen = (ObjectNode) world.api.get(editor, path).json();
        ((ObjectNode) seen.at("/profileData/provisionConfiguration")).put("provisionDeviceSecret", "");
        post(editor, "/api/deviceProfile", seen);
        assertThat(world.api.get(world.admin, path).text()).doesNotContain("hush-hush");
    }

    /** Who may change profiles, but read no credentials. */
    private Actor editor() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Editors", "type", "GENERIC", "permissions", Map.of("DEVICE_PROFILE", List.of("ALL"))));
        UUID group = world.save(world.admin, "/api/entityGroup", Map.of("type", "USER", "name", "Editors"));
        world.save(
                world.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        return world.newUser(world.tenant, null, "editor@acme.example", "Editors");
    }

    @Test
    void thePassphrasesOfADevicesTransportAreForThoseWhoMayReadCredentials() {
        ObjectNode document = Json.object().put("name", "snmp");
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        document.putObject("additionalInfo").put("community", "Green Valley");
        document.putObject("deviceData")
                .putObject("transportConfiguration")
                .put("type", "SNMP")
                .put("community", "hush-hush");
        String id = post(world.admin, "/api/device", document).at("/id/id").asText();
        Actor reader = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        assertThat(world.api.get(customerAdmin, "/api/device/" + id).text()).contains("hush-hush");
        for (String way :
                List.of("/api/device/" + id, "/api/device/info/" + id, "/api/user/devices?pageSize=9&page=0")) {
            assertThat(world.api.get(reader, way).text())
                    .as(way)
                    .contains("Green Valley")
                    .doesNotContain("hush-hush");
        }
    }
}

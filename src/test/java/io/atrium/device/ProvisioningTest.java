package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.Directory;
import io.atrium.entity.Mark;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices that are not known yet get in by key and secret of their profile, and by nothing else (device-data-api 7.5). */
final class ProvisioningTest {

    private static TestWorld world;
    private static Provisioning provisioning;
    private static Devices devices;

    @BeforeAll
    static void open() {
        world = new TestWorld();
        provisioning = new Provisioning(world.platform);
        devices = new Devices(world.platform);
        profile("open", "ALLOW_CREATE_NEW_DEVICES", "key-open");
        profile("checked", "CHECK_PRE_PROVISIONED_DEVICES", "key-checked");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static UUID profile(String name, String strategy, String key) {
        ObjectNode profile =
                Json.object().put("name", name).put("provisionType", strategy).put("provisionDeviceKey", key);
        profile.putObject("profileData")
                .putObject("provisionConfiguration")
                .put("type", strategy)
                .put("provisionDeviceSecret", "secret-" + name);
        return world.save(world.admin, "/api/deviceProfile", profile);
    }

    private static JsonNode provision(String profile, Map<String, ?> more) {
        ObjectNode request = Json.object()
                .put("provisionDeviceKey", "key-" + profile)
                .put("provisionDeviceSecret", "secret-" + profile);
        request.setAll((ObjectNode) Json.tree(more));
        return provisioning.provision(request);
    }

    private static JsonNode device(String name) {
        return world.api
                .get(world.admin, "/api/tenant/device?deviceName=" + name)
                .json();
    }

    @Test
    void makesADeviceThatLogsInWithWhatItGot() {
        JsonNode answer = provision("open", Map.of("deviceName", "new-1", "gateway", true));
        assertThat(answer.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(answer.path("credentialsType").asText()).isEqualTo("ACCESS_TOKEN");
        String token = answer.path("credentialsValue").asText();
        assertThat(devices.byToken(token).orElseThrow().deviceId().toString())
                .isEqualTo(device("new-1").at("/id/id").asText());
        assertThat(device("new-1").path("type").asText()).isEqualTo("open");
        assertThat(device("new-1").at("/additionalInfo/gateway").asBoolean())
                .as("its profile lets no gateways in")
                .isFalse();
        assertThat(provision("open", Map.of("deviceName", "new-1"))
                        .path("status")
                        .asText())
                .as("the name is taken")
                .isEqualTo("FAILURE");
        assertThat(provision("open", Map.of()).path("status").asText())
                .as("a random name")
                .isEqualTo("SUCCESS");
    }

    @Test
    void aNameIsTheSameHoweverItsBlanksAreSent() {
        assertThat(provision("open", Map.of("deviceName", " Blank\u00a0name\u2003"))
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
        assertThat(device("Blank%20name").path("name").asText()).isEqualTo("Blank name");
        assertThat(provision("open", Map.of("deviceName", "Blank name"))
                        .path("status")
                        .asText())
                .isEqualTo("FAILURE");
    }

    @Test
    void makesAGatewayOnlyIfTheProfileAllowsIt() {
        ObjectNode profile = Json.object()
                .put("name", "gateways")
                .put("provisionType", "ALLOW_CREATE_NEW_DEVICES")
                .put("provisionDeviceKey", "key-gateways");
        profile.putObject("profileData")
                .putObject("provisionConfiguration")
                .put("type", "ALLOW_CREATE_NEW_DEVICES")
                .put("provisionDeviceSecret", "secret-gateways")
                .put("allowGateways", true);
        Actor editor = editor();
        assertThat(world.api
                        .post(editor, "/api/deviceProfile", Json.write(profile))
                        .status())
                .as("who administers no devices")
                .isEqualTo(403);
        world.save(world.admin, "/api/deviceProfile", profile);
        provision("gateways", Map.of("deviceName", "new-gateway", "gateway", true));
        provision("gateways", Map.of("deviceName", "new-plain"));
        Directory directory = world.platform.directories().of(world.tenant);
        for (String name : List.of("new-gateway", "new-plain")) {
            boolean isGateway = name.equals("new-gateway");
            UUID id = UUID.fromString(device(name).at("/id/id").asText());
            assertThat(device(name).at("/additionalInfo/gateway").asBoolean()).isEqualTo(isGateway);
            assertThat(directory.read(() -> directory
                            .marks()
                            .has(Mark.GATEWAY, directory.find(id).orElseThrow().ordinal())))
                    .isEqualTo(isGateway);
        }
    }

    private static Actor editor() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of(
                        "name", "Editor",
                        "type", "GENERIC",
                        "permissions", Map.of("DEVICE_PROFILE", List.of("ALL"))));
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
    void takesTheCredentialsThatTheDeviceBrings() {
        JsonNode token = provision("open", Map.of("deviceName", "own-token", "token", "mine"));
        assertThat(token.path("credentialsValue").asText()).isEqualTo("mine");
        assertThat(devices.byToken("mine")).isPresent();
        JsonNode basic = provision(
                "open",
                Map.of(
                        "deviceName", "own-basic",
                        "credentialsType", "MQTT_BASIC",
                        "clientId", "c",
                        "username", "u",
                        "password", "p"));
        assertThat(basic.path("credentialsValue").toString())
                .isEqualTo("{\"clientId\":\"c\",\"userName\":\"u\",\"password\":\"p\"}");
        assertThat(devices.byMqttBasic("c", "u", "p")).isPresent();
        assertThat(provision("open", Map.of("deviceName", "thief", "token", "mine"))
                        .path("status")
                        .asText())
                .isEqualTo("FAILURE");
        assertThat(device("thief").path("status").asInt())
                .as("nothing is left of it")
                .isEqualTo(404);
    }

    /** Else a password of a wrong type would make credentials without one. */
    @Test
    void aFieldThatIsNoTextIsRefusedByItsName() {
        for (String field : List.of(
                "deviceName",
                "provisionDeviceKey",
                "provisionDeviceSecret",
                "credentialsType",
                "token",
                "clientId",
                "username",
                "password",
                "hash")) {
            for (String wrong : List.of("[\"p\"]", "[]", "{\"a\":1}", "true", "1.5")) {
                String request = "{\"" + field + "\":" + wrong + "}";
                assertThatThrownBy(() -> Provisioning.requireTexts(Json.read(request, JsonNode.class)))
                        .as(request)
                        .hasMessage("Field '" + field + "' must be a text");
            }
        }
        assertThatThrownBy(() -> Provisioning.requireTexts(Json.object().put("passWord", "p")))
                .hasMessage("Field 'passWord' is not known; 'password' is");
        JsonNode numbered = provision("open", Map.of("deviceName", 4711, "token", 12_345));
        assertThat(numbered.path("credentialsValue").asText()).isEqualTo("12345");
        assertThat(device("4711").path("name").asText()).isEqualTo("4711");
    }

    @Test
    void letsAPreparedDeviceInOnce() {
        world.save(world.admin, "/api/device?accessToken=prepared", Map.of("name", "prepared", "type", "checked"));
        world.save(world.admin, "/api/device", Map.of("name", "elsewhere", "type", "default"));
        assertThat(provision("checked", Map.of("deviceName", "unknown"))
                        .path("status")
                        .asText())
                .isEqualTo("FAILURE");
        assertThat(provision("checked", Map.of("deviceName", "elsewhere"))
                        .path("status")
                        .asText())
                .as("a device of another profile")
                .isEqualTo("FAILURE");
        JsonNode answer = provision("checked", Map.of("deviceName", "prepared"));
        assertThat(answer.path("credentialsValue").asText()).isEqualTo("prepared");
        assertThat(provision("checked", Map.of("deviceName", "prepared"))
                        .path("status")
                        .asText())
                .isEqualTo("FAILURE");
    }

    @Test
    void wrongKeysAndSecretsAreNotFound() {
        String expected = "{\"status\":\"NOT_FOUND\",\"errorMsg\":\"Provision data was not found!\"}";
        assertThat(provision("none", Map.of()).toString()).isEqualTo(expected);
        assertThat(provision("open", Map.of("provisionDeviceSecret", "wrong")).toString())
                .isEqualTo(expected);
        assertThat(provision("open", Map.of("provisionDeviceSecret", "")).toString())
                .isEqualTo(expected);
        assertThat(provisioning.provision(Json.object()).toString()).isEqualTo(expected);
        assertThat(provisioning
                        .provision(Json.object().put("provisionDeviceKey", "\0"))
                        .toString())
                .isEqualTo(expected);
        UUID closed = profile("closing", "ALLOW_CREATE_NEW_DEVICES", "key-closing");
        assertThat(provision("closing", Map.of()).path("status").asText()).isEqualTo("SUCCESS");
        ObjectNode saved = (ObjectNode)
                world.api.get(world.admin, "/api/deviceProfile/" + closed).json();
        world.save(world.admin, "/api/deviceProfile", saved.put("provisionType", "DISABLED"));
        assertThat(provision("closing", Map.of()).toString()).isEqualTo(expected);
    }

    @Test
    void aKeyBelongsToOneProfileOfTheInstallation() {
        ObjectNode twin = Json.object()
                .put("name", "twin")
                .put("provisionType", "ALLOW_CREATE_NEW_DEVICES")
                .put("provisionDeviceKey", "key-open");
        assertThat(world.api
                        .post(world.admin, "/api/deviceProfile", twin.toString())
                        .status())
                .isEqualTo(400);
        ObjectNode free = Json.object().put("name", "free").put("provisionType", "ALLOW_CREATE_NEW_DEVICES");
        UUID id = world.save(world.admin, "/api/deviceProfile", free);
        JsonNode saved = world.api.get(world.admin, "/api/deviceProfile/" + id).json();
        assertThat(saved.path("provisionDeviceKey").asText()).hasSize(20);
        assertThat(saved.at("/profileData/provisionConfiguration/provisionDeviceSecret")
                        .asText())
                .hasSize(20);
    }

    @Test
    void bothOutcomesAreOnTheAuditLog() {
        provision("open", Map.of("deviceName", "audited"));
        provision("open", Map.of("deviceName", "audited"));
        String log = world.api
                .get(world.admin, "/api/audit/logs?pageSize=1000&page=0&textSearch=audited")
                .text();
        assertThat(log).contains("PROVISION_SUCCESS", "PROVISION_FAILURE");
    }

    @Test
    void aPatternWithoutEndIsGivenUp() {
        assertThat(CommonName.match("(a+)+b", "a".repeat(200))).isEmpty();
        assertThat(CommonName.match("dev-\\d+", "x dev-42 y")).contains("dev-42");
    }
}

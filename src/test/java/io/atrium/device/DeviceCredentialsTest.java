package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every device has one secret, which few may read, nobody may read unseen, and which works at once and no longer. */
final class DeviceCredentialsTest {

    private static TestWorld world;
    private static Devices devices;
    private static UUID customer;
    private static Actor customerAdmin;
    private static Actor customerUser;

    @BeforeAll
    static void open() {
        world = new TestWorld();
        devices = new Devices(world.platform);
        customer = world.newCustomer(world.tenant, null, "Customer A");
        customerAdmin = world.newUser(world.tenant, customer, "root@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        customerUser = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static UUID device(String name) {
        ObjectNode document = Json.object().put("name", name).put("type", "sensor");
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        return world.save(world.admin, "/api/device", document);
    }

    private static JsonNode credentials(UUID device) {
        TestApi.Answer answer = world.api.get(world.admin, "/api/device/" + device + "/credentials");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static TestApi.Answer replace(Actor actor, UUID device, String type, Map<String, ?> more) {
        ObjectNode body = Json.object().put("credentialsType", type);
        body.putObject("deviceId").put("entityType", "DEVICE").put("id", device.toString());
        body.setAll((ObjectNode) Json.tree(more));
        return world.api.post(actor, "/api/device/credentials", body.toString());
    }

    @Test
    void newDeviceLogsInWithARandomToken() {
        UUID device = device("random");
        JsonNode made = credentials(device);
        assertThat(made.path("credentialsType").asText()).isEqualTo("ACCESS_TOKEN");
        assertThat(made.path("credentialsId").asText()).matches("[A-Za-z0-9]{20}");
        assertThat(made.path("version").asLong()).isEqualTo(1);
        assertThat(devices.byToken(made.path("credentialsId").asText()))
                .map(DeviceLogin::deviceId)
                .contains(device);
        assertThat(devices.byToken("nobody")).isEmpty();
        assertThat(devices.byToken("")).isEmpty();
    }

    @Test
    void replacedTokenStopsAtOnceAndTheNewOneWorks() {
        UUID device = device("replaced");
        String former = credentials(device).path("credentialsId").asText();
        assertThat(devices.byToken(former)).isPresent();
        assertThat(devices.byToken("brand-new")).isEmpty();
        TestApi.Answer answer = replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "brand-new"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("version").asLong()).isEqualTo(2);
        assertThat(devices.byToken(former)).isEmpty();
        assertThat(devices.byToken("brand-new")).map(DeviceLogin::deviceId).contains(device);
    }

    @Test
    void deletedDeviceCannotLogIn() {
        UUID device = device("deleted");
        String token = credentials(device).path("credentialsId").asText();
        assertThat(devices.byToken(token)).isPresent();
        assertThat(world.api.delete(world.admin, "/api/device/" + device).status())
                .isEqualTo(200);
        assertThat(devices.byToken(token)).isEmpty();
    }

    @Test
    void staleVersionIsAConflict() {
        UUID device = device("stale");
        assertThat(replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "stale-2", "version", 1))
                        .status())
                .isEqualTo(200);
        assertThat(replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "stale-3", "version", 1))
                        .status())
                .isEqualTo(409);
        assertThat(devices.byToken("stale-2")).isPresent();
    }

    @Test
    void takenTokenOfAnotherTenantIsRefusedWithoutTellingWhose() {
        UUID foreign = world.newTenant("Other");
        Actor other = world.newUser(foreign, null, "other@example.org", DefaultGroups.TENANT_ADMINISTRATORS);
        assertThat(world.api
                        .post(other, "/api/device?accessToken=shared-token", "{\"name\":\"theirs\"}")
                        .status())
                .isEqualTo(200);
        UUID device = device("mine");
        TestApi.Answer answer = replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "shared-token"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).isEqualTo("Specified credentials are already registered!");
        TestApi.Answer created =
                world.api.post(world.admin, "/api/device?accessToken=shared-token", "{\"name\":\"mine too\"}");
        assertThat(created.status()).isEqualTo(400);
        assertThat(world.api
                        .get(world.admin, "/api/tenant/device?deviceName=mine%20too")
                        .status())
                .isEqualTo(404);
        assertThat(devices.byToken("shared-token").orElseThrow().tenantId()).isEqualTo(foreign);
    }

    @Test
    void credentialsOfAForeignDeviceDoNotExist() {
        UUID foreign = world.newTenant("Other 2");
        Actor other = world.newUser(foreign, null, "other2@example.org", DefaultGroups.TENANT_ADMINISTRATORS);
        UUID device = device("hidden");
        assertThat(world.api
                        .get(other, "/api/device/" + device + "/credentials")
                        .status())
                .isEqualTo(404);
        assertThat(replace(other, device, "ACCESS_TOKEN", Map.of("credentialsId", "stolen"))
                        .status())
                .isEqualTo(404);
        assertThat(devices.byToken("stolen")).isEmpty();
    }

    @Test
    void plainUserOfTheCustomerSeesTheDeviceButNotItsSecret() {
        UUID device = device("secret");
        assertThat(world.api.get(customerUser, "/api/device/" + device).status())
                .isEqualTo(200);
        for (String path : List.of("/api/device/" + device + "/credentials", "/api/device-connectivity/" + device)) {
            TestApi.Answer refused = world.api.get(customerUser, path);
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.text()).contains("READ_CREDENTIALS");
            assertThat(world.api.get(customerAdmin, path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void everyReadingOfASecretIsAudited() {
        UUID device = device("audited");
        credentials(device);
        world.api.get(world.admin, "/api/device-connectivity/" + device);
        replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "audited-token"));
        List<String> actions = world.database.read(
                sql -> sql.createQuery("select action || ' ' || data from audit_log where entity_id = :id order by id")
                        .bind("id", device)
                        .mapTo(String.class)
                        .list());
        assertThat(actions)
                .filteredOn(line -> line.startsWith("CREDENTIALS_READ"))
                .hasSize(2);
        assertThat(actions)
                .filteredOn(line -> line.startsWith("CREDENTIALS_UPDATED"))
                .hasSize(1);
        assertThat(actions).noneMatch(line -> line.contains("audited-token"));
    }

    @Test
    void basicCredentialsMatchWhatTheyName() {
        UUID device = device("basic");
        String value = "{\"clientId\":\"c1\",\"userName\":\"u1\",\"password\":\"p1\"}";
        JsonNode saved = replace(world.admin, device, "MQTT_BASIC", Map.of("credentialsValue", value))
                .json();
        assertThat(saved.path("credentialsId").asText()).isEqualTo(CheckedCredentials.sha3("c1|u1"));
        assertThat(devices.byMqttBasic("c1", "u1", "p1")).isPresent();
        assertThat(devices.byMqttBasic("c1", "u1", "wrong")).isEmpty();
        assertThat(devices.byMqttBasic("c2", "u1", "p1")).isEmpty();
        assertThat(devices.byMqttBasic("c1", null, null)).isEmpty();
        replace(world.admin, device, "MQTT_BASIC", Map.of("credentialsValue", "{\"userName\":\"u1\"}"));
        assertThat(devices.byMqttBasic("anything", "u1", null)).isPresent();
        assertThat(devices.byToken("u1")).isEmpty();
    }

    @Test
    void tokenIsAlsoAnMqttUserName() {
        UUID device = device("mqtt token");
        replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "as-user"));
        assertThat(devices.byMqttBasic("some client", "as-user", "ignored"))
                .map(DeviceLogin::deviceId)
                .contains(device);
    }

    @Test
    void malformedCredentialsAreRefusedByName() {
        UUID device = device("malformed");
        Map<String, Map<String, String>> bad = Map.of(
                "ACCESS_TOKEN", Map.of(),
                "X509_CERTIFICATE", Map.of("credentialsValue", "not a certificate"),
                "LWM2M_CREDENTIALS", Map.of("credentialsValue", "{}"),
                "NO_SUCH_TYPE", Map.of());
        bad.forEach((type, more) -> assertThat(
                        replace(world.admin, device, type, more).status())
                .as(type)
                .isEqualTo(400));
        for (String value : List.of("{}", "{\"password\":\"p\"}", "{\"clientId\":\"c\",\"password\":\"p\"}", "[]")) {
            assertThat(replace(world.admin, device, "MQTT_BASIC", Map.of("credentialsValue", value))
                            .status())
                    .as(value)
                    .isEqualTo(400);
        }
        String longToken = "x".repeat(CheckedCredentials.MAX_LENGTH + 1);
        assertThat(replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", longToken))
                        .text())
                .contains("credentialsId", "255");
        assertThat(credentials(device).path("version").asLong()).isEqualTo(1);
    }

    @Test
    void deviceAndCredentialsAreSavedTogetherOrNotAtAll() {
        String good = "{\"device\":{\"name\":\"both\",\"type\":\"t\"},"
                + "\"credentials\":{\"credentialsType\":\"ACCESS_TOKEN\",\"credentialsId\":\"both-token\"}}";
        TestApi.Answer saved = world.api.post(world.admin, "/api/device-with-credentials", good);
        assertThat(saved.status()).isEqualTo(200);
        assertThat(devices.byToken("both-token")).isPresent();
        String bad = good.replace("\"both\"", "\"second\"");
        assertThat(world.api
                        .post(world.admin, "/api/device-with-credentials", bad)
                        .status())
                .isEqualTo(400);
        assertThat(world.api
                        .get(world.admin, "/api/tenant/device?deviceName=second")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void commandsToCopyQuoteWhateverTheTokenHolds() {
        assertThat(ConnectivityApi.quoted("it's; rm -rf $HOME")).isEqualTo("'it'\\''s; rm -rf $HOME'");
        UUID device = device("quoted");
        replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", "a'b/$(id)"));
        JsonNode commands =
                world.api.get(world.admin, "/api/device-connectivity/" + device).json();
        assertThat(commands.at("/http/http").asText()).contains("/api/v1/a%27b%2F%24%28id%29/telemetry");
        assertThat(commands.at("/mqtt/mqtt").asText())
                .startsWith("mosquitto_pub")
                .contains("-u 'a'\\''b/$(id)'");
    }

    private static boolean isOfFormerOwner(UUID device) {
        return world.api
                .get(world.admin, "/api/device/info/" + device)
                .json()
                .path("credentialsOfFormerOwner")
                .asBoolean();
    }

    @Test
    void aChangeOfOwnerCanEndTheTokenThatTheFormerOwnerKnows() {
        UUID device = device("sold on");
        String former = credentials(device).path("credentialsId").asText();
        UUID buyer = world.newCustomer(world.tenant, null, "Buyer");
        assertThat(isOfFormerOwner(device)).isFalse();
        TestApi.Answer moved = world.api.post(
                world.admin, "/api/owner/CUSTOMER/" + buyer + "/DEVICE/" + device + "?newCredentials=true", "");
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(devices.byToken(former)).isEmpty();
        assertThat(credentials(device).path("credentialsId").asText()).matches("[A-Za-z0-9]{20}");
        assertThat(isOfFormerOwner(device)).isFalse();
    }

    @Test
    void aChangeOfAccessCanEndTheTokenOfEachDevice() {
        UUID device = device("given on");
        String former = credentials(device).path("credentialsId").asText();
        UUID receiver = world.newCustomer(world.tenant, null, "Receiver");
        TestApi.Answer moved = world.api.post(
                world.admin,
                "/api/access/change",
                Json.write(Map.of(
                        "entities", List.of(Map.of("entityType", "DEVICE", "id", device)),
                        "ownerId", Map.of("entityType", "CUSTOMER", "id", receiver),
                        "newCredentials", true)));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(devices.byToken(former)).isEmpty();
    }

    @Test
    void theNewOwnerSeesThatTheCredentialsAreOldAndRenewsThem() {
        UUID device = world.save(world.admin, "/api/device", Map.of("name", "second hand"));
        String former = credentials(device).path("credentialsId").asText();
        world.api.post(world.admin, "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device, "");
        assertThat(isOfFormerOwner(device)).isTrue();
        String renew = "/api/device/" + device + "/credentials/renew";
        assertThat(world.api.post(customerUser, renew, "").status()).isEqualTo(403);
        TestApi.Answer renewed = world.api.post(customerAdmin, renew, "");
        assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
        assertThat(isOfFormerOwner(device)).isFalse();
        assertThat(devices.byToken(former)).isEmpty();
        assertThat(devices.byToken(renewed.json().path("credentialsId").asText()))
                .map(DeviceLogin::deviceId)
                .contains(device);
    }

    private static void setToken(UUID device, String token) {
        TestApi.Answer answer = replace(world.admin, device, "ACCESS_TOKEN", Map.of("credentialsId", token));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void aTokenOfTheFormerOwnerThatIsSetAgainIsOldAgain() {
        UUID device = device("first and back");
        String former = credentials(device).path("credentialsId").asText();
        UUID buyer = world.newCustomer(world.tenant, null, "Buyer of old");
        world.api.post(world.admin, "/api/owner/CUSTOMER/" + buyer + "/DEVICE/" + device + "?newCredentials=true", "");
        assertThat(isOfFormerOwner(device)).isFalse();
        setToken(device, former);
        assertThat(isOfFormerOwner(device)).as("its own of before").isTrue();
        setToken(device, "a-token-of-no-past");
        assertThat(isOfFormerOwner(device)).isFalse();
        UUID other = device("takes it over");
        setToken(other, former);
        assertThat(isOfFormerOwner(other)).as("another device of who had it").isFalse();
    }

    @Test
    void whoMayNotWriteCredentialsDoesNotReplaceThemByAMove() {
        UUID device = world.save(world.admin, "/api/device", Map.of("name", "kept token"));
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of(
                        "name", "Movers",
                        "type", "GENERIC",
                        "permissions", Map.of("DEVICE", List.of("READ", "CHANGE_OWNER"), "CUSTOMER", List.of("READ"))));
        UUID group = world.save(world.admin, "/api/entityGroup", Map.of("type", "USER", "name", "Movers"));
        world.save(
                world.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        Actor mover = world.newUser(world.tenant, null, "mover@acme.example", "Movers");
        String path = "/api/owner/CUSTOMER/" + customer + "/DEVICE/" + device;
        assertThat(world.api.post(mover, path + "?newCredentials=true", "").status())
                .isEqualTo(403);
        assertThat(world.api.post(mover, path, "").status()).isEqualTo(200);
    }
}

package io.atrium.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.SaveOptions;
import io.atrium.http.TestApi.Answer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of the installation and of tenants, and what the server tells of itself. */
final class AdminApiTest {

    private static final Actor SYSTEM = TestWorld.SYSTEM;
    private static final String MAIL = """
            {"key":"mail","jsonValue":{"smtpHost":"%s","smtpPort":"25","username":"u","password":%s}}
            """;

    private TestWorld world;

    @BeforeEach
    void open() {
        world = new TestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void securitySettingsAreReadByTenantsAndChangedByTheSystemOnly() {
        Answer before = world.api.get(world.admin, "/api/admin/securitySettings");
        assertThat(before.json().path("userActivationTokenTtl").asInt()).isEqualTo(24);
        ObjectNode wanted = (ObjectNode) before.json();
        wanted.put("userActivationTokenTtl", 720).put("maxFailedLoginAttempts", 5);
        assertThat(world.api
                        .post(world.admin, "/api/admin/securitySettings", wanted.toString())
                        .status())
                .isEqualTo(403);
        assertThat(world.api
                        .post(SYSTEM, "/api/admin/securitySettings", wanted.toString())
                        .json())
                .isEqualTo(wanted);
        assertThat(world.api.get(world.admin, "/api/admin/securitySettings").json())
                .isEqualTo(wanted);
        Actor nobody = world.newUser(world.tenant, null, "nobody@acme.example");
        assertThat(world.api.get(nobody, "/api/admin/securitySettings").status())
                .isEqualTo(403);
    }

    @Test
    void securitySettingsOutOfRangeNameTheField() {
        rejects("userActivationTokenTtl", "0");
        rejects("userActivationTokenTtl", "721");
        rejects("userActivationTokenTtl", "null");
        rejects("passwordResetTokenTtl", "\"x\"");
        rejects("maxFailedLoginAttempts", "-1");
        rejects("mobileSecretKeyLength", "8");
        rejects("userLockoutNotificationEmail", "\"no address\"");
        rejects("passwordPolicy", "null");
        rejects("passwordPolicy", "{\"minimumLength\":5}");
        rejects("passwordPolicy", "{\"minimumLength\":10,\"maximumLength\":9}");
        rejects("passwordPolicy", "{\"minimumLength\":10,\"minimumDigits\":50,\"minimumUppercaseLetters\":50}");
    }

    private void rejects(String field, String value) {
        ObjectNode settings = (ObjectNode)
                world.api.get(SYSTEM, "/api/admin/securitySettings").json();
        settings.set(field, Json.read(value, JsonNode.class));
        Answer answer = world.api.post(SYSTEM, "/api/admin/securitySettings", settings.toString());
        assertThat(answer.status()).as(field + "=" + value).isEqualTo(400);
        assertThat(answer.text()).contains(field);
    }

    @Test
    void secretsAreMaskedAndSurviveBeingWrittenBack() {
        Answer saved = world.api.post(SYSTEM, "/api/admin/settings", MAIL.formatted("one.example", "\"s3cret\""));
        assertThat(saved.text()).contains("********").doesNotContain("s3cret");
        Answer read = world.api.get(SYSTEM, "/api/admin/settings/mail");
        assertThat(read.text()).doesNotContain("s3cret");
        assertThat(world.api.post(SYSTEM, "/api/admin/settings", read.text()).status())
                .isEqualTo(200);
        assertThat(stored(Ref.NULL_ID)).isEqualTo("s3cret");
        assertThat(world.api.get(SYSTEM, "/api/audit/logs?pageSize=99&page=0").text())
                .contains("\"entityName\":\"mail\"")
                .doesNotContain("s3cret");
        assertThat(world.api
                        .post(SYSTEM, "/api/admin/settings", MAIL.formatted("one.example", "\"new\""))
                        .status())
                .isEqualTo(200);
        assertThat(stored(Ref.NULL_ID)).isEqualTo("new");
    }

    @Test
    void settingsThatNobodySavedAreThoseThatHold() {
        JsonNode general = world.api.get(SYSTEM, "/api/admin/settings/general").json();
        assertThat(general.path("key").asText()).isEqualTo("general");
        assertThat(general.at("/jsonValue/baseUrl").asText()).startsWith("http");
        JsonNode mail = world.api.get(SYSTEM, "/api/admin/settings/mail").json();
        assertThat(mail.at("/jsonValue/smtpHost").asText()).isEmpty();
        assertThat(mail.at("/jsonValue/smtpPort").isTextual()).isTrue();
        assertThat(world.api
                        .get(world.admin, "/api/admin/settings/mail")
                        .json()
                        .path("jsonValue")
                        .toString())
                .isEqualTo("{\"useSystemMailSettings\":true}");
        assertThat(world.api
                        .get(world.admin, "/api/admin/settings/general")
                        .json()
                        .path("jsonValue"))
                .isEqualTo(general.path("jsonValue"));
        assertThat(world.api.get(SYSTEM, "/api/admin/settings/nonsense").status())
                .isEqualTo(404);
    }

    @Test
    void passwordPolicyThatIsShownIsTheOneThatIsEnforced() {
        JsonNode shown =
                world.api.get(SYSTEM, "/api/admin/securitySettings").json().path("passwordPolicy");

        assertThat(shown.path("minimumLength").asInt()).isEqualTo(6);
        assertThat(world.api.get(null, "/api/noauth/userPasswordPolicy").json()).isEqualTo(shown);
    }

    @Test
    void secretsDoNotFollowToAnotherServer() {
        world.api.post(SYSTEM, "/api/admin/settings", MAIL.formatted("one.example", "\"s3cret\""));
        Answer moved = world.api.post(SYSTEM, "/api/admin/settings", MAIL.formatted("evil.example", "\"********\""));
        assertThat(moved.status()).isEqualTo(400);
        assertThat(moved.text()).contains("password", "smtpHost");
        assertThat(stored(Ref.NULL_ID)).isEqualTo("s3cret");
    }

    private String stored(UUID owner) {
        return Json.read(new SettingStore(world.database).find(owner, "mail").orElseThrow(), JsonNode.class)
                .path("password")
                .asText();
    }

    @Test
    void tenantsHaveSettingsOfTheirOwnAndNeverSeeTheMailAccountOfTheSystem() {
        world.api.post(SYSTEM, "/api/admin/settings", MAIL.formatted("one.example", "\"s3cret\""));
        String general = "{\"key\":\"general\",\"jsonValue\":{\"baseUrl\":\"https://a.example\"}}";
        assertThat(world.api.post(SYSTEM, "/api/admin/settings", general).status())
                .isEqualTo(200);
        assertThat(world.api.get(world.admin, "/api/admin/settings/mail").text())
                .doesNotContain("one.example");
        Answer fallback = world.api.get(world.admin, "/api/admin/settings/mail?systemByDefault=true");
        assertThat(fallback.json().path("jsonValue").toString()).isEqualTo("{\"useSystemMailSettings\":true}");
        assertThat(world.api
                        .get(world.admin, "/api/admin/settings/general?systemByDefault=true")
                        .text())
                .contains("https://a.example");
        world.api.post(world.admin, "/api/admin/settings", MAIL.formatted("own.example", "\"mine\""));
        assertThat(world.api
                        .get(world.admin, "/api/admin/settings/mail?systemByDefault=true")
                        .text())
                .contains("own.example");
        assertThat(stored(world.tenant)).isEqualTo("mine");
        assertThat(stored(Ref.NULL_ID)).isEqualTo("s3cret");
        Actor reader = world.newUser(world.tenant, null, "reader@acme.example", DefaultGroups.TENANT_USERS);
        assertThat(world.api.post(reader, "/api/admin/settings", general).status())
                .isEqualTo(403);
    }

    @Test
    void rejectsUnknownKeysAndBadValues() {
        assertThat(world.api.get(SYSTEM, "/api/admin/settings/securitySettings").status())
                .isEqualTo(404);
        for (String body : new String[] {
            "{\"key\":\"securitySettings\",\"jsonValue\":{}}",
            "{\"key\":\"general\",\"jsonValue\":[]}",
            "{\"key\":\"general\",\"jsonValue\":{\"baseUrl\":\"javascript:alert(1)\"}}",
            "{\"key\":\"mail\",\"jsonValue\":{\"smtpPort\":70000}}",
            "{\"jsonValue\":{}}"
        }) {
            assertThat(world.api.post(SYSTEM, "/api/admin/settings", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void tellsRealNumbersOfTheMachine() {
        JsonNode info = world.api.get(SYSTEM, "/api/admin/systemInfo").json();
        JsonNode process = info.at("/systemData/0");
        assertThat(info.path("monolith").asBoolean()).isTrue();
        assertThat(process.path("cpuCount").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(process.path("totalMemory").asLong())
                .isGreaterThan(Runtime.getRuntime().totalMemory() / 2);
        assertThat(process.path("totalDiscSpace").asLong()).isPositive();
        for (String percent : new String[] {"cpuUsage", "memoryUsage", "discUsage"}) {
            assertThat(process.path(percent).asLong()).as(percent).isBetween(0L, 100L);
        }
        assertThat(world.api.get(world.admin, "/api/admin/systemInfo").status()).isEqualTo(403);
        assertThat(world.api
                        .get(SYSTEM, "/api/admin/updates")
                        .json()
                        .path("updateAvailable")
                        .asBoolean(true))
                .isFalse();
        assertThat(world.api.get(SYSTEM, "/api/uiSettings/helpBaseUrl").text()).isEqualTo("/api/docs");
    }

    @Test
    void mailCountsAsAFeatureOnceItIsSet() {
        assertThat(emailEnabled()).isFalse();
        world.api.post(SYSTEM, "/api/admin/settings", MAIL.formatted("one.example", "\"s3cret\""));
        assertThat(emailEnabled()).isTrue();
    }

    private boolean emailEnabled() {
        return world.api
                .get(SYSTEM, "/api/admin/featuresInfo")
                .json()
                .path("emailEnabled")
                .asBoolean();
    }

    @Test
    void theVersionAtWorkIsTheNewestThatIsKnown() {
        assertThat(world.api
                        .get(SYSTEM, "/api/admin/updates")
                        .json()
                        .path("currentVersion")
                        .asText())
                .isNotEmpty();
    }

    @Test
    void usageCountsWhatTheCallerMayRead() {
        UUID customer = world.newCustomer(world.tenant, null, "Customer");
        Actor emma = world.newUser(world.tenant, customer, "emma@c.example", DefaultGroups.CUSTOMER_USERS);
        var kind = world.platform.directories().kinds().require("DEVICE");
        ObjectNode own = Json.object().put("name", "of the customer");
        own.set("customerId", Json.tree(Ref.customer(customer)));
        world.changes.save(world.admin, world.tenant, kind, own, SaveOptions.PLAIN);
        world.changes.save(
                world.admin, world.tenant, kind, Json.object().put("name", "of the tenant"), SaveOptions.PLAIN);
        JsonNode all = world.api.get(world.admin, "/api/usage").json();
        assertThat(all.path("devices").asInt()).isEqualTo(2);
        assertThat(all.path("customers").asInt()).isEqualTo(1);
        assertThat(all.path("users").asInt()).isEqualTo(2);
        assertThat(all.path("maxDevices").asInt(-1)).isZero();
        JsonNode some = world.api.get(emma, "/api/usage").json();
        assertThat(some.path("devices").asInt()).isEqualTo(1);
        assertThat(some.path("users").asInt()).isEqualTo(1);
    }
}

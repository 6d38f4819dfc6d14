package io.atrium.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The profiles of tenants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantProfilesTest {

    private static final Actor SYSTEM = TestWorld.SYSTEM;

    private TestWorld world;

    @BeforeAll
    void open() {
        world = new TestWorld();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void defaultProfileIsThereFromTheStartAndCannotBeDeleted() {
        JsonNode info = world.api.get(SYSTEM, "/api/tenantProfileInfo/default").json();
        assertThat(info.path("name").asText()).isNotEmpty();
        String path = "/api/tenantProfile/" + info.at("/id/id").asText();
        assertThat(world.api.get(SYSTEM, path).json().path("default").asBoolean())
                .isTrue();
        assertThat(world.api
                        .get(SYSTEM, path)
                        .json()
                        .at("/profileData/configuration/type")
                        .asText())
                .isEqualTo("DEFAULT");
        assertThat(world.api.delete(SYSTEM, path).status()).isEqualTo(400);
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        String body = """
                {"name":"Kept","description":"d","isolatedTbRuleEngine":true,"profileData":{"configuration":
                {"type":"DEFAULT","maxDevices":7,"somethingNew":{"a":[1]}},"queueConfiguration":[{"name":"Main"}]}}
                """;
        Answer saved = world.api.post(SYSTEM, "/api/tenantProfile", body);
        assertThat(saved.status()).isEqualTo(200);
        JsonNode sent = Json.read(body, JsonNode.class);
        JsonNode read = world.api.get(SYSTEM, "/api/tenantProfile/" + id(saved)).json();
        assertThat(read.path("profileData")).isEqualTo(sent.path("profileData"));
        assertThat(read.path("description").asText()).isEqualTo("d");
        assertThat(read.path("default").asBoolean()).isFalse();
    }

    @Test
    void profileInUseCannotBeDeletedUntilTheTenantLeavesIt() {
        Answer saved = world.api.post(SYSTEM, "/api/tenantProfile", profile("Used", "\"maxDevices\":5"));
        UUID tenant = world.save(SYSTEM, "/api/tenant", Map.of("title", "User", "tenantProfileId", ref(id(saved))));
        assertThat(world.api
                        .get(SYSTEM, "/api/tenant/info/" + tenant)
                        .json()
                        .path("tenantProfileName")
                        .asText())
                .isEqualTo("Used");
        assertThat(new TenantProfiles(world.platform).limitsOf(tenant).maxDevices())
                .isEqualTo(5);
        String path = "/api/tenantProfile/" + id(saved);
        assertThat(world.api.delete(SYSTEM, path).status()).isEqualTo(400);
        assertThat(world.api.delete(SYSTEM, "/api/tenant/" + tenant).status()).isEqualTo(200);
        assertThat(world.api.delete(SYSTEM, path).status()).isEqualTo(200);
        assertThat(world.api.get(SYSTEM, path).status()).isEqualTo(404);
        assertThat(world.api.delete(SYSTEM, path).status()).isEqualTo(404);
    }

    @Test
    void anotherProfileCanBecomeTheDefaultAndBack() {
        JsonNode first = world.api.get(SYSTEM, "/api/tenantProfileInfo/default").json();
        String second = id(world.api.post(SYSTEM, "/api/tenantProfile", profile("Second", "\"maxAssets\":1")));
        assertThat(world.api
                        .post(SYSTEM, "/api/tenantProfile/" + second + "/default", "")
                        .json()
                        .path("default")
                        .asBoolean())
                .isTrue();
        UUID tenant = world.newTenant("Of the second");
        assertThat(new TenantProfiles(world.platform).limitsOf(tenant).maxAssets())
                .isEqualTo(1);
        String back = "/api/tenantProfile/" + first.at("/id/id").asText() + "/default";
        assertThat(world.api.post(SYSTEM, back, "").status()).isEqualTo(200);
        assertThat(world.api.get(SYSTEM, "/api/tenantProfileInfo/default").json())
                .isEqualTo(first);
    }

    @Test
    void rejectsTakenNamesAndImpossibleLimits() {
        assertThat(world.api
                        .post(SYSTEM, "/api/tenantProfile", profile("Twice", ""))
                        .status())
                .isEqualTo(200);
        assertThat(refused(profile("tWICE", ""))).contains("exists");
        assertThat(refused(profile("", ""))).contains("name");
        assertThat(refused(profile("Minus", "\"maxDevices\":-1"))).contains("maxDevices");
        assertThat(refused(profile("Half", "\"maxUsers\":1.5"))).contains("maxUsers");
        assertThat(refused("{\"name\":\"N\",\"profileData\":{\"configuration\":{\"type\":\"X\"}}}"))
                .contains("type");
        String other = id(world.api.post(SYSTEM, "/api/tenantProfile", profile("Renamed", "")));
        assertThat(refused("{\"id\":" + Json.write(ref(other)) + ",\"name\":\"Twice\"}"))
                .contains("exists");
    }

    private String refused(String body) {
        Answer answer = world.api.post(SYSTEM, "/api/tenantProfile", body);
        assertThat(answer.status()).as(body).isEqualTo(400);
        return answer.text();
    }

    @Test
    void listsProfilesForTheSystemAdministratorOnly() {
        String one = id(world.api.post(SYSTEM, "/api/tenantProfile", profile("List B", "")));
        String two = id(world.api.post(SYSTEM, "/api/tenantProfile", profile("List A", "")));
        String query = "?pageSize=5&page=0&textSearch=list&sortProperty=name&sortOrder=";
        assertThat(world.api
                        .get(SYSTEM, "/api/tenantProfiles" + query + "ASC")
                        .json()
                        .path("data")
                        .findValuesAsText("name"))
                .containsExactly("List A", "List B");
        JsonNode infos = world.api
                .get(SYSTEM, "/api/tenantProfileInfos" + query + "DESC")
                .json();
        assertThat(infos.path("totalElements").asInt()).isEqualTo(2);
        assertThat(infos.at("/data/0/id/id").asText()).isEqualTo(one);
        assertThat(world.api
                        .get(SYSTEM, "/api/tenantProfiles/list?ids=" + one + "&ids=" + two)
                        .json())
                .hasSize(2);
        assertThat(world.api
                        .get(SYSTEM, "/api/tenantProfileInfo/" + two)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("List A");
        assertThat(world.api
                        .get(world.admin, "/api/tenantProfiles?pageSize=5&page=0")
                        .status())
                .isEqualTo(403);
        assertThat(world.api.get(world.admin, "/api/tenantProfile/" + one).status())
                .isEqualTo(403);
    }

    private static Map<String, String> ref(String id) {
        return Map.of("entityType", "TENANT_PROFILE", "id", id);
    }

    private static String id(Answer saved) {
        assertThat(saved.status()).as(saved.text()).isEqualTo(200);
        return saved.json().at("/id/id").asText();
    }

    private static String profile(String name, String limits) {
        return "{\"name\":\"%s\",\"profileData\":{\"configuration\":{\"type\":\"DEFAULT\"%s}}}"
                .formatted(name, limits.isEmpty() ? "" : "," + limits);
    }
}

package io.atrium.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The routes of tenants: what the system administrator and a tenant's own people may do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantsTest {

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
    void createsChangesAndFindsATenant() {
        UUID id = world.save(SYSTEM, "/api/tenant", Map.of("title", "Harbour", "city", "Kiel"));
        JsonNode tenant = world.api.get(SYSTEM, "/api/tenant/" + id).json();
        assertThat(tenant.path("title").asText()).isEqualTo("Harbour");
        assertThat(tenant.path("name").asText()).isEqualTo("Harbour");
        assertThat(tenant.path("city").asText()).isEqualTo("Kiel");
        assertThat(tenant.path("version").asLong()).isEqualTo(1);
        assertThat(tenant.at("/tenantProfileId/entityType").asText()).isEqualTo("TENANT_PROFILE");

        String changed = """
                {"id":{"entityType":"TENANT","id":"%s"},"title":"Harbour II","country":"DE","version":1}
                """.formatted(id);
        JsonNode after = world.api.post(SYSTEM, "/api/tenant", changed).json();
        assertThat(after.path("title").asText()).isEqualTo("Harbour II");
        assertThat(after.path("city").isNull()).isTrue();
        assertThat(after.path("tenantProfileId")).isEqualTo(tenant.path("tenantProfileId"));
        assertThat(world.api
                        .get(SYSTEM, "/api/tenant/info/" + id)
                        .json()
                        .path("tenantProfileName")
                        .asText())
                .isEqualTo("Default");
        assertThat(world.api.post(SYSTEM, "/api/tenant", changed).status()).isEqualTo(409);
        assertThat(world.platform.directories().of(id).tenant().name()).isEqualTo("Harbour II");
    }

    @Test
    void firstAdministratorOfANewTenantMayWork() {
        UUID id = world.save(SYSTEM, "/api/tenant", Map.of("title", "Fresh"));
        Actor first = world.newUser(id, null, "first@fresh.example", DefaultGroups.TENANT_ADMINISTRATORS);
        assertThat(world.api.get(first, "/api/tenant/" + id).status()).isEqualTo(200);
        assertThat(world.api.get(first, "/api/usage").json().path("users").asLong())
                .isEqualTo(1);
    }

    @Test
    void rejectsWhatIsNoTenant() {
        String long256 = "x".repeat(256);
        assertThat(post("{\"title\":\" \"}")).contains("title");
        assertThat(post("{}")).contains("title");
        assertThat(post("{\"title\":\"%s\"}".formatted(long256))).contains("title", "255");
        assertThat(post("{\"title\":\"T\",\"city\":\"%s\"}".formatted(long256))).contains("city", "255");
        assertThat(post("{\"title\":\"T\",\"city\":\"a\\u0000b\"}")).contains("U+0000");
        assertThat(post("""
                {"title":"T","tenantProfileId":{"entityType":"TENANT_PROFILE","id":"%s"}}
                """.formatted(UUID.fromString("01900000-0000-7000-8000-000000000000"))))
                .contains("tenantProfileId");
    }

    private String post(String body) {
        Answer answer = world.api.post(SYSTEM, "/api/tenant", body);
        assertThat(answer.status()).isEqualTo(400);
        return answer.text();
    }

    @Test
    void unknownTenantAndTheSystemItselfAreNotFound() {
        for (String id : List.of("01900000-0000-7000-8000-000000000000", "13814000-1dd2-11b2-8080-808080808080")) {
            String body = "{\"id\":{\"entityType\":\"TENANT\",\"id\":\"" + id + "\"},\"title\":\"T\"}";
            assertThat(world.api.get(SYSTEM, "/api/tenant/" + id).status()).isEqualTo(404);
            assertThat(world.api.post(SYSTEM, "/api/tenant", body).status()).isEqualTo(404);
            assertThat(world.api.delete(SYSTEM, "/api/tenant/" + id).status()).isEqualTo(404);
        }
    }

    @Test
    void listsTenantsInStablePages() {
        List<String> created = new ArrayList<>();
        for (String city : List.of("b", "A", "a", "C", "")) {
            created.add(world.save(SYSTEM, "/api/tenant", Map.of("title", "Paged " + city, "city", city))
                    .toString());
        }
        assertThat(ids("sortProperty=createdTime&sortOrder=DESC")).isEqualTo(created.reversed());
        assertThat(ids("sortProperty=city&sortOrder=ASC"))
                .containsExactly(created.get(4), created.get(1), created.get(2), created.get(0), created.get(3));
        assertThat(world.api
                        .get(SYSTEM, "/api/tenantInfos?pageSize=2&page=0&sortProperty=tenantProfileName")
                        .json()
                        .path("data"))
                .hasSize(2);
        assertThat(world.api
                        .get(SYSTEM, "/api/tenants?pageSize=2&page=0&sortProperty=region")
                        .status())
                .isEqualTo(400);
        assertThat(world.api.get(SYSTEM, "/api/tenants?pageSize=0&page=0").status())
                .isEqualTo(400);
        assertThat(world.api.get(SYSTEM, "/api/tenants?pageSize=100&page=0").text())
                .doesNotContain("13814000-1dd2-11b2-8080-808080808080\",\"createdTime")
                .doesNotContain("\"title\":\"System\"");
        JsonNode some = world.api
                .get(SYSTEM, "/api/tenants/list?tenantIds=" + created.get(3) + "," + created.get(0))
                .json();
        assertThat(some.findValuesAsText("title")).containsExactly("Paged C", "Paged b");
    }

    /** The ids of all tenants named "Paged …", page by page. */
    private List<String> ids(String sort) {
        List<String> ids = new ArrayList<>();
        boolean more = true;
        for (int page = 0; more; page++) {
            JsonNode answer = world.api
                    .get(SYSTEM, "/api/tenants?pageSize=2&page=" + page + "&textSearch=pAGED&" + sort)
                    .json();
            assertThat(answer.path("totalElements").asInt()).isEqualTo(5);
            answer.path("data").forEach(tenant -> ids.add(tenant.at("/id/id").asText()));
            more = answer.path("hasNext").asBoolean();
        }
        return ids;
    }

    @Test
    void peopleOfATenantReadTheirOwnAndNothingElse() {
        UUID other = world.newTenant("Other");
        UUID customer = world.newCustomer(world.tenant, null, "Customer");
        Actor emma = world.newUser(world.tenant, customer, "emma@c.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor nobody = world.newUser(world.tenant, null, "nobody@acme.example");
        assertThat(world.api.get(world.admin, "/api/tenant/" + world.tenant).status())
                .isEqualTo(200);
        assertThat(world.api
                        .get(world.admin, "/api/tenant/info/" + world.tenant)
                        .status())
                .isEqualTo(200);
        assertThat(world.api.get(nobody, "/api/tenant/" + world.tenant).status())
                .isEqualTo(404);
        assertThat(world.api.get(world.admin, "/api/tenant/" + other).text())
                .isEqualTo(world.api
                        .get(world.admin, "/api/tenant/01900000-0000-7000-8000-000000000000")
                        .text());
        assertThat(world.api.get(emma, "/api/tenant/" + world.tenant).status()).isEqualTo(403);
        assertThat(world.api.get(world.admin, "/api/tenants?pageSize=1&page=0").status())
                .isEqualTo(403);
        assertThat(world.api
                        .post(world.admin, "/api/tenant", "{\"title\":\"Mine\"}")
                        .status())
                .isEqualTo(403);
        assertThat(world.api.delete(world.admin, "/api/tenant/" + world.tenant).status())
                .isEqualTo(403);
        assertThat(world.api.delete(world.admin, "/api/tenant/" + other).status())
                .isEqualTo(404);
        assertThat(world.api.get(world.admin, "/api/tenant/" + world.tenant).status())
                .isEqualTo(200);
    }

    @Test
    void changesOfTenantsStandOnTheLogOfTheSystem() {
        UUID id = world.save(SYSTEM, "/api/tenant", Map.of("title", "Logged"));
        JsonNode log = world.api
                .get(SYSTEM, "/api/audit/logs/entity/TENANT/" + id + "?pageSize=10&page=0")
                .json();
        assertThat(log.path("data").findValuesAsText("actionType")).containsExactly("ADDED");
        assertThat(log.at("/data/0/actionData/entity/title").asText()).isEqualTo("Logged");
    }

    @Test
    void failedCreateLeavesNothing() {
        long before = Json.read(
                        world.api.get(SYSTEM, "/api/tenants?pageSize=1&page=0").text(), JsonNode.class)
                .path("totalElements")
                .asLong();
        post("{\"title\":\"T\",\"tenantProfileId\":{\"entityType\":\"TENANT_PROFILE\","
                + "\"id\":\"01900000-0000-7000-8000-000000000000\"}}");
        assertThat(world.api
                        .get(SYSTEM, "/api/tenants?pageSize=1&page=0")
                        .json()
                        .path("totalElements")
                        .asLong())
                .isEqualTo(before);
    }
}

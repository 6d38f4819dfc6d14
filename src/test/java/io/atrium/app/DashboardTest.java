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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dashboards beyond what every kind does: size, aliases, home pages, and what another user may see. */
final class DashboardTest {

    private TestWorld world;
    private UUID customer;
    private Actor emma;
    private Actor adminA;

    @BeforeEach
    void open() {
        world = new TestWorld();
        customer = world.newCustomer(world.tenant, null, "Customer A");
        emma = world.newUser(world.tenant, customer, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        adminA = world.newUser(world.tenant, customer, "root@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static ObjectNode dashboard(String title, @Nullable UUID owner) {
        ObjectNode document = Json.object().put("title", title).put("image", "pic");
        document.set("customerId", Json.tree(Ref.customer(owner)));
        document.putObject("configuration").put("description", "x".repeat(1000)).putObject("entityAliases");
        return document;
    }

    private static ObjectNode withAlias(ObjectNode dashboard, Ref entity) {
        ObjectNode alias = Json.object().put("alias", "My alias");
        ObjectNode filter = alias.putObject("filter").put("type", "singleEntity");
        filter.set("singleEntity", Json.tree(entity));
        ((ObjectNode) dashboard.at("/configuration/entityAliases")).set("1", alias);
        return dashboard;
    }

    private UUID save(Actor actor, ObjectNode document) {
        return world.save(actor, "/api/dashboard", document);
    }

    private List<String> titles(Actor actor, String path) {
        TestApi.Answer answer = world.api.get(actor, path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> titles = new ArrayList<>();
        answer.json().path("data").forEach(item -> titles.add(item.path("title").asText()));
        return titles;
    }

    @Test
    void listsLeaveTheConfigurationOut() {
        UUID id = save(world.admin, dashboard("Buildings", null));
        JsonNode whole = world.api.get(world.admin, "/api/dashboard/" + id).json();
        assertThat(whole.at("/configuration/description").asText()).hasSize(1000);
        for (JsonNode brief : List.of(
                world.api
                        .get(world.admin, "/api/dashboards/all?pageSize=9&page=0")
                        .json()
                        .at("/data/0"),
                world.api
                        .get(world.admin, "/api/dashboards?dashboardIds=" + id)
                        .json()
                        .get(0),
                world.api.get(world.admin, "/api/dashboard/info/" + id).json())) {
            assertThat(brief.path("configuration").isNull()).isTrue();
            assertThat(brief.path("image").asText()).isEqualTo("pic");
            assertThat(brief.path("title").asText()).isEqualTo("Buildings");
            assertThat(brief.path("ownerName").asText()).isEqualTo("Acme");
        }
    }

    @Test
    void aliasMayOnlyNameWhatItsAuthorCanRead() {
        Ref tenants = new Ref(
                "DEVICE", world.save(world.admin, "/api/device", Json.object().put("name", "theirs")));
        TestApi.Answer refused = world.api.post(
                adminA,
                "/api/dashboard",
                withAlias(dashboard("D", null), tenants).toString());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("My alias");
        save(world.admin, withAlias(dashboard("D", null), tenants));
        save(adminA, withAlias(dashboard("E", null), new Ref("CURRENT_CUSTOMER", Ref.NULL_ID)));
        UUID kept = save(world.admin, withAlias(dashboard("F", customer), tenants));
        ObjectNode read =
                (ObjectNode) world.api.get(adminA, "/api/dashboard/" + kept).json();
        assertThat(world.api
                        .post(adminA, "/api/dashboard", read.put("title", "G").toString())
                        .status())
                .as("what stands in it already may stay")
                .isEqualTo(200);
    }

    @Test
    void dashboardFromElsewhereIsKeptWithWhatItNamesThere() {
        UUID other = world.newTenant("Other");
        Actor otherAdmin = world.newUser(other, null, "root@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
        Ref never = new Ref("DEVICE", UUID.nameUUIDFromBytes(new byte[] {3}));
        Ref foreign = new Ref(
                "DEVICE", world.save(otherAdmin, "/api/device", Json.object().put("name", "far")));
        for (Ref unknown : List.of(never, foreign)) {
            ObjectNode document = withAlias(dashboard("From elsewhere", null), unknown);
            document.put("mobileHide", true).put("mobileOrder", 7);
            document.putArray("resources").addObject().put("link", "/api/images/tenant/a.png");
            document.putObject("theirOwn").put("name", "kept").putNull("none");
            document.put("ownerName", "Somebody").put("groups", "ours");
            UUID id = save(adminA, document);

            JsonNode kept = world.api.get(adminA, "/api/dashboard/" + id).json();
            assertThat(kept.path("configuration")).isEqualTo(document.path("configuration"));
            assertThat(kept.path("resources")).isEqualTo(document.path("resources"));
            assertThat(kept.path("mobileHide").asBoolean()).isTrue();
            assertThat(kept.path("mobileOrder").asInt()).isEqualTo(7);
            assertThat(kept.path("theirOwn")).isEqualTo(document.path("theirOwn"));
            assertThat(kept.has("ownerName") || kept.has("groups"))
                    .as("what the server works out is never what was sent")
                    .isFalse();
        }
    }

    @Test
    void whatADashboardHasBesidesItsOwnFieldsIsInNoListAndStaysThroughAnUpdate() {
        ObjectNode document = dashboard("From elsewhere", null).put("theirOwn", "x".repeat(1000));
        UUID id = save(world.admin, document);
        JsonNode listed = world.api
                .get(world.admin, "/api/dashboards/all?pageSize=9&page=0")
                .json()
                .at("/data/0");
        assertThat(listed.path("title").asText()).isEqualTo("From elsewhere");
        assertThat(listed.has("theirOwn")).isFalse();

        ObjectNode read =
                (ObjectNode) world.api.get(world.admin, "/api/dashboard/" + id).json();
        save(world.admin, read.put("title", "Renamed"));
        JsonNode again = world.api.get(world.admin, "/api/dashboard/" + id).json();
        assertThat(again.path("title").asText()).isEqualTo("Renamed");
        assertThat(again.path("theirOwn")).isEqualTo(document.path("theirOwn"));
    }

    @Test
    void importIntoAGroupTakesNoIdAndNamesTheDashboardThatIsBad() {
        UUID group = world.save(
                world.admin,
                "/api/entityGroup",
                Json.object().put("name", "Boards").put("type", "DASHBOARD"));
        UUID there = save(world.admin, dashboard("There", null));
        ObjectNode sent = dashboard("Imported", null);
        sent.set("id", Json.tree(new Ref("DASHBOARD", there)));
        String path = "/api/entityGroup/" + group + "/dashboards/import?overwrite=false";

        assertThat(world.api.post(world.admin, path, "[" + sent + "]").status()).isEqualTo(200);
        assertThat(world.api
                        .get(world.admin, "/api/dashboard/" + there)
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("There");
        TestApi.Answer bad = world.api.post(world.admin, path, "[" + sent + ",{\"title\":7}]");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text()).contains("[1]: Field 'title' must be a text");
    }

    @Test
    void tooLargeAndTooDeepAreRefused() {
        ObjectNode large = dashboard("L", null);
        ((ObjectNode) large.path("configuration")).put("blob", "x".repeat(4 << 20));
        TestApi.Answer answer = world.api.post(world.admin, "/api/dashboard", large.toString());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("4MB");
        String deep = "{\"title\":\"T\",\"configuration\":" + "{\"a\":".repeat(300) + "1" + "}".repeat(300) + "}";
        assertThat(world.api.post(world.admin, "/api/dashboard", deep).status()).isEqualTo(400);
    }

    @Test
    void homeIsTheNearestThatTheUserMayRead() {
        assertThat(world.api.get(emma, "/api/dashboard/home").text()).isEmpty();
        UUID tenants = save(world.admin, dashboard("Tenant home", null));
        UUID customers = save(world.admin, dashboard("Customer home", customer));
        setHome(world.admin, "tenant", tenants, 200);
        assertThat(world.api
                        .get(world.admin, "/api/dashboard/home")
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("Tenant home");
        assertThat(world.api.get(emma, "/api/dashboard/home/info").text())
                .as("a home that cannot be read is passed over")
                .isEmpty();
        setHome(emma, "customer", customers, 403);
        setHome(adminA, "customer", tenants, 404);
        setHome(adminA, "customer", customers, 200);
        JsonNode home = world.api.get(emma, "/api/dashboard/home").json();
        assertThat(home.path("title").asText()).isEqualTo("Customer home");
        assertThat(home.path("hideDashboardToolbar").asBoolean(true)).isFalse();
        assertThat(home.path("configuration").isObject()).isTrue();
        assertThat(world.api
                        .get(emma, "/api/customer/dashboard/home/info")
                        .json()
                        .at("/dashboardId/id")
                        .asText())
                .isEqualTo(customers.toString());
        assertThat(world.api.delete(world.admin, "/api/dashboard/" + customers).status())
                .isEqualTo(200);
        assertThat(world.api.get(emma, "/api/dashboard/home").text()).isEmpty();
        assertThat(world.api
                        .post(adminA, "/api/customer/dashboard/home/info", "{\"dashboardId\":null}")
                        .status())
                .isEqualTo(200);
    }

    private void setHome(Actor actor, String level, UUID id, int status) {
        ObjectNode body = Json.object().put("hideDashboardToolbar", false);
        body.set("dashboardId", Json.tree(new Ref("DASHBOARD", id)));
        assertThat(world.api
                        .post(actor, "/api/" + level + "/dashboard/home/info", body.toString())
                        .status())
                .isEqualTo(status);
    }

    @Test
    void pickerShowsWhatTheUserMayReadAndTheCallerToo() {
        save(world.admin, dashboard("Tenant only", null));
        save(world.admin, dashboard("Customer's", customer));
        save(world.admin, dashboard("Hidden on mobile", customer).put("mobileHide", true));
        String page = "/api/user/dashboards?pageSize=9&page=0&sortProperty=title";
        assertThat(titles(world.admin, page)).hasSize(3);
        assertThat(titles(world.admin, page + "&operation=READ&userId=" + emma.userId()))
                .containsExactly("Customer's", "Hidden on mobile");
        assertThat(titles(world.admin, page + "&mobile=true&userId=" + emma.userId()))
                .containsExactly("Customer's");
        assertThat(titles(emma, page + "&operation=WRITE")).isEmpty();
        assertThat(titles(adminA, page + "&userId=" + emma.userId())).hasSize(2);
        assertThat(world.api
                        .get(adminA, page + "&userId=" + world.admin.userId())
                        .status())
                .isEqualTo(404);
        assertThat(world.api.get(world.admin, page + "&operation=NONSENSE").status())
                .isEqualTo(400);
    }

    @Test
    void systemAdministratorSeesNoTenantsDashboards() {
        save(world.admin, dashboard("Private", null));
        TestApi.Answer answer =
                world.api.get(TestWorld.SYSTEM, "/api/tenant/" + world.tenant + "/dashboards?pageSize=9&page=0");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).doesNotContain("Private");
    }

    @Test
    void groupGoesOutAndIntoAnotherOne() {
        UUID from = group("Buildings");
        UUID to = group("Copies");
        world.save(world.admin, "/api/dashboard?entityGroupIds=" + from, dashboard("One", null));
        world.save(world.admin, "/api/dashboard?entityGroupIds=" + from, dashboard("Two", null));
        String exported = world.api
                .get(world.admin, "/api/entityGroup/" + from + "/dashboards/export?limit=10")
                .text();
        assertThat(exported).contains("configuration");
        String path = "/api/entityGroup/" + to + "/dashboards/import";
        assertThat(world.api.post(world.admin, path, exported).status()).isEqualTo(200);
        assertThat(world.api
                        .post(world.admin, path + "?overwrite=true", exported)
                        .status())
                .isEqualTo(200);
        assertThat(titles(world.admin, "/api/entityGroup/" + to + "/dashboards?pageSize=9&page=0"))
                .containsExactly("One", "Two");
        assertThat(world.api.post(adminA, path, exported).status()).isEqualTo(404);
        assertThat(world.api
                        .get(adminA, "/api/entityGroup/" + from + "/dashboards/export?limit=1")
                        .status())
                .isEqualTo(404);
    }

    private UUID group(String name) {
        return world.platform.gate().change(TestWorld.SYSTEM, world.tenant, change -> DefaultGroups.newGroup(
                        change, change.directory().tenant(), name, "DASHBOARD")
                .id());
    }

    @Test
    void serverTellsItsClockAndLimit() {
        assertThat(Long.parseLong(
                        world.api.get(emma, "/api/dashboard/serverTime").text()))
                .isPositive();
        assertThat(Long.parseLong(
                        world.api.get(emma, "/api/dashboard/maxDatapointsLimit").text()))
                .isPositive();
    }
}

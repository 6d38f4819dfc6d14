package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.entity.SaveOptions;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Settings and dashboards of users, what clients ask for at their start, and the first administrator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserSettingsTest {

    private final PeopleWorld people;

    UserSettingsTest() {
        people = new PeopleWorld();
    }

    @AfterAll
    void close() {
        people.close();
    }

    private Answer put(String path, Object body) {
        return people.world.api.call(people.emma, "PUT", path, Json.write(body));
    }

    @Test
    void keepsSettingsByTypeAndPath() {
        assertThat(ok(people.get(people.emma, "/api/user/settings/general"))).isEmpty();
        ok(people.post(people.emma, "/api/user/settings", Map.of("a", 1, "map", Map.of("zoom", 3))));
        ok(put("/api/user/settings/general", Map.of("map.zoom", 9, "map.center.lat", 5)));
        JsonNode general = ok(people.get(people.emma, "/api/user/settings/general"));
        assertThat(general.at("/map/zoom").asInt()).isEqualTo(9);
        assertThat(general.at("/map/center/lat").asInt()).isEqualTo(5);
        ok(people.world.api.delete(people.emma, "/api/user/settings/map.zoom,a"));
        assertThat(people.get(people.emma, "/api/user/settings/general").text())
                .isEqualTo("{\"map\":{\"center\":{\"lat\":5}}}");

        ok(put("/api/user/settings/quick_links", Map.of("links", "x")));
        assertThat(ok(people.get(people.emma, "/api/user/settings/QUICK_LINKS")))
                .hasSize(1);
        ok(people.world.api.delete(people.emma, "/api/user/settings/QUICK_LINKS/links"));
        assertThat(ok(people.get(people.emma, "/api/user/settings/QUICK_LINKS")))
                .isEmpty();
        assertThat(ok(people.get(people.jack, "/api/user/settings/general"))).isEmpty();
    }

    @Test
    void limitsSettings() {
        refused(put("/api/user/settings/general", Map.of("x", "y".repeat(70_000))), 400, "65536");
        refused(put("/api/user/settings/a-b", Map.of()), 400, "letters, digits or underscores");
        refused(put("/api/user/settings/general", List.of()), 400, "must be an object");
        refused(put("/api/user/settings/general", Map.of(".".repeat(30), 1)), 400, "at most 20 steps");
        for (int i = 0; i < 32; i++) {
            people.world.api.call(people.jack, "PUT", "/api/user/settings/T" + i, "{}");
        }
        refused(people.world.api.call(people.jack, "PUT", "/api/user/settings/more", "{}"), 400, "at most 32 types");
    }

    private UUID newDashboard(String title, UUID customer) {
        var kind = people.world.platform.directories().kinds().require("DASHBOARD");
        ObjectNode document = with(Json.object().put("title", title), "customerId", "CUSTOMER", customer);
        return people.world
                .changes
                .save(people.admin, people.world.tenant, kind, document, SaveOptions.PLAIN)
                .id();
    }

    @Test
    void remembersDashboardsThatMayStillBeRead() {
        UUID own = newDashboard("Own", people.customerA);
        UUID foreign = newDashboard("Foreign", people.customerB);
        ok(people.get(people.emma, "/api/user/dashboards/" + own + "/visit"));
        JsonNode info = ok(people.get(people.emma, "/api/user/dashboards/" + own + "/star"));
        assertThat(info.at("/last/0/title").asText()).isEqualTo("Own");
        assertThat(info.at("/last/0/starred").asBoolean()).isTrue();
        assertThat(info.at("/starred/0/id").asText()).isEqualTo(own.toString());
        refused(people.get(people.emma, "/api/user/dashboards/" + foreign + "/visit"), 404, "wasn't found");
        refused(people.get(people.emma, "/api/user/dashboards/" + own + "/break"), 400, "visit, star or unstar");
        var kind = people.world.platform.directories().kinds().require("DASHBOARD");
        people.world.changes.delete(people.admin, kind, own);
        assertThat(ok(people.get(people.emma, "/api/user/lastVisitedDashboards"))
                        .path("last"))
                .isEmpty();
    }

    @Test
    void listsWhatAFullScreenUserMayOpen() {
        UUID home = newDashboard("Home", people.customerA);
        newDashboard("Not for A", people.customerB);
        assertThat(ok(people.get(people.adminOfA, "/api/system/params")).path("allowedDashboardIds"))
                .isEmpty();
        ObjectNode boss = (ObjectNode) ok(people.get(people.admin, "/api/user/" + people.adminOfA.userId()));
        ObjectNode info = (ObjectNode) boss.path("additionalInfo");
        info.put("defaultDashboardId", home.toString()).put("defaultDashboardFullscreen", true);
        JsonNode saved = ok(people.post(people.admin, "/api/user", boss));
        assertThat(saved.path("additionalInfo").has("userActivated")).isFalse();
        JsonNode allowed = ok(people.get(people.adminOfA, "/api/system/params")).path("allowedDashboardIds");
        assertThat(allowed.toString()).contains(home.toString());
        allowed.forEach(id -> assertThat(people.get(people.adminOfA, "/api/user/dashboards/" + id.asText() + "/visit")
                        .status())
                .isEqualTo(200));

        UUID foreign = newDashboard("Foreign home", people.customerB);
        ObjectNode self = (ObjectNode) ok(people.get(people.adminOfA, "/api/auth/user"));
        ((ObjectNode) self.path("additionalInfo")).put("homeDashboardId", foreign.toString());
        refused(people.post(people.adminOfA, "/api/user", self), 400, "homeDashboardId");
        assertThat(ok(people.get(people.emma, "/api/system/info")).path("type").asText())
                .isEqualTo("PE");
    }

    @Test
    void makesTheFirstAdministratorOnce() {
        Bootstrap bootstrap = people.world.people.bootstrap();
        Optional<String> password = bootstrap.ensureSystemAdministrator("root@atrium.local", null);
        assertThat(password).isPresent();
        assertThat(bootstrap.ensureSystemAdministrator("second@atrium.local", null))
                .isEmpty();
        ok(people.login("root@atrium.local", password.orElseThrow()));
        assertThat(people.login("second@atrium.local", password.orElseThrow()).status())
                .isEqualTo(401);
    }
}

package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.SaveOptions;
import io.atrium.http.Routes;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who may call which route of this package on whose entity. */
final class TelemetryRightsTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();

    private record Row(String method, String path, String body, boolean writes) {}

    private static final List<Row> ROUTES = List.of(
            new Row("GET", "DEVICE/{id}/keys/timeseries", "", false),
            new Row("GET", "DEVICE/{id}/values/timeseries", "", false),
            new Row("GET", "DEVICE/{id}/values/timeseries?keys=a&startTs=0&endTs=9", "", false),
            new Row("GET", "DEVICE/{id}/values/timeseries/history?keys=a&startTs=0&endTs=9", "", false),
            new Row("GET", "DEVICE/{id}/keys/attributes", "", false),
            new Row("GET", "DEVICE/{id}/keys/attributes/SERVER_SCOPE", "", false),
            new Row("GET", "DEVICE/{id}/values/attributes", "", false),
            new Row("GET", "DEVICE/{id}/values/attributes/CLIENT_SCOPE", "", false),
            new Row("POST", "DEVICE/{id}/values/timeseries", "[{\"key\":\"a\",\"startTs\":0,\"endTs\":9}]", false),
            new Row("POST", "DEVICE/{id}/timeseries/ANY", "{\"a\":1}", true),
            new Row("POST", "DEVICE/{id}/timeseries/ANY/60", "{\"a\":1}", true),
            new Row("POST", "{id}/SHARED_SCOPE", "{\"a\":1}", true),
            new Row("POST", "DEVICE/{id}/SERVER_SCOPE", "{\"a\":1}", true),
            new Row("POST", "DEVICE/{id}/attributes/SERVER_SCOPE", "{\"a\":1}", true),
            new Row("DELETE", "{id}/SERVER_SCOPE?keys=a", "", true),
            new Row("DELETE", "DEVICE/{id}/CLIENT_SCOPE?keys=a", "", true),
            new Row("DELETE", "DEVICE/{id}/timeseries/delete?keys=a&deleteAllDataForKeys=true", "", true));

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Answer call(Actor actor, Row row, String id) {
        return WORLD.world.api.call(
                actor, row.method(), TelemetryWorld.BASE + row.path().replace("{id}", id), row.body());
    }

    @Test
    void everyRouteIsInTheTable() {
        Routes routes = new Routes();
        WORLD.world.telemetry.routes(routes, WORLD.world.changes);
        long served = routes.all().stream()
                .filter(route -> route.path().startsWith(TelemetryWorld.BASE))
                .count();
        // One route serves two rows: latest values and a range.
        assertThat(ROUTES).hasSize((int) served + 1);
    }

    @Test
    void managersDoEverythingAndReadersRead() {
        String id = WORLD.device.id().toString();
        for (Row row : ROUTES) {
            assertThat(call(WORLD.manager, row, id).status())
                    .as("manager " + row)
                    .isEqualTo(200);
            assertThat(call(WORLD.reader, row, id).status()).as("reader " + row).isEqualTo(row.writes() ? 403 : 200);
        }
    }

    @Test
    void whatIsNotYoursLooksLikeWhatNeverWas() {
        String unknown = WORLD.world.platform.ids().next().toString();
        for (Row row : ROUTES) {
            Answer foreign = call(WORLD.stranger, row, WORLD.device.id().toString());
            Answer never = call(WORLD.stranger, row, unknown);
            assertThat(foreign.status()).as(row.toString()).isEqualTo(404);
            assertThat(foreign.text()).isEqualTo(never.text());
        }
        String counters = "/api/telemetry/counters/DEVICE/";
        assertThat(WORLD.get(WORLD.stranger, counters + WORLD.device.id()).status())
                .isEqualTo(404);
        assertThat(WORLD.get(WORLD.reader, counters + WORLD.device.id()).status())
                .isEqualTo(200);
    }

    @Test
    void theKindInThePathMustBeTheEntitys() {
        assertThat(WORLD.get(WORLD.admin, TelemetryWorld.BASE + "ASSET/" + WORLD.device.id() + "/keys/timeseries")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void viewsShowTheirKeysAndTimeToTheirOwnReadersOnly() {
        WORLD.store("[{\"ts\":100,\"values\":{\"t\":1,\"secret\":1}},{\"ts\":200,\"values\":{\"t\":2}},"
                + "{\"ts\":300,\"values\":{\"t\":3,\"secret\":3}}]");
        WORLD.world.api.post(WORLD.manager, WORLD.device() + "/SERVER_SCOPE", "{\"model\":\"X\",\"pin\":1}");
        String view =
                TelemetryWorld.BASE + "ENTITY_VIEW/" + WORLD.view(150, 300).id();
        String open = TelemetryWorld.BASE + "ENTITY_VIEW/"
                + WORLD.view(0, WORLD.clock.millis() + 1).id();
        assertThat(WORLD.get(WORLD.stranger, view + "/keys/timeseries").text()).isEqualTo("[\"t\"]");
        assertThat(WORLD.get(WORLD.stranger, view + "/values/timeseries").text())
                .isEqualTo("{\"t\":[{\"ts\":200,\"value\":\"2\"}]}");
        assertThat(WORLD.get(WORLD.stranger, view + "/values/timeseries?keys=t,secret&startTs=0&endTs=999")
                        .text())
                .isEqualTo("{\"t\":[{\"ts\":200,\"value\":\"2\"}]}");
        assertThat(WORLD.get(WORLD.stranger, view + "/values/timeseries?keys=secret")
                        .text())
                .contains("null");
        assertThat(WORLD.get(WORLD.stranger, view + "/keys/attributes").text())
                .as("set after its end")
                .isEqualTo("[]");
        assertThat(WORLD.get(WORLD.stranger, open + "/keys/attributes").text()).isEqualTo("[\"model\"]");
        assertThat(WORLD.get(WORLD.stranger, open + "/values/timeseries").text())
                .contains("\"ts\":300");
        assertThat(WORLD.get(WORLD.reader, view + "/values/timeseries").status())
                .isEqualTo(404);
        assertThat(WORLD.world
                        .api
                        .post(WORLD.admin, view + "/timeseries/ANY", "{\"t\":1}")
                        .text())
                .contains("read-only");
        assertThat(WORLD.world
                        .api
                        .post(WORLD.admin, view + "/SERVER_SCOPE", "{\"t\":1}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aViewOfSomethingGoneShowsNothing() {
        var gone = WORLD.save("DEVICE", "Gone", WORLD.customerA);
        var document = Json.object().put("name", "Lost").put("type", "window");
        document.putObject("entityId")
                .put("entityType", "DEVICE")
                .put("id", gone.id().toString());
        document.putObject("keys").putArray("timeseries").add("t");
        var kinds = WORLD.world.platform.directories().kinds();
        var view = WORLD.world.changes.save(
                WORLD.admin, WORLD.world.tenant, kinds.require("ENTITY_VIEW"), document, SaveOptions.PLAIN);
        WORLD.world.changes.delete(WORLD.admin, kinds.require("DEVICE"), gone.id());
        String base = TelemetryWorld.BASE + "ENTITY_VIEW/" + view.id();
        assertThat(WORLD.get(WORLD.admin, base + "/values/timeseries").text()).isEqualTo("{}");
        assertThat(WORLD.get(WORLD.admin, base + "/values/timeseries?keys=t&startTs=0&endTs=9")
                        .text())
                .isEqualTo("{}");
        assertThat(WORLD.get(WORLD.admin, base + "/values/attributes").text()).isEqualTo("[]");
    }
}

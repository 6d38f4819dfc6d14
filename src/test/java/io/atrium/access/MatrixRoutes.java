package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.KindRoutes;
import io.atrium.http.Routes;
import io.atrium.http.TestApi;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What REST shows of each kind: one by id, the list of what a caller may read, and the entity query. */
final class MatrixRoutes {

    /** The routes of a kind. */
    private record Paths(String noun, String list) {}

    private static final Map<String, Paths> PATHS = Map.of(
            "DEVICE", new Paths("device", "/api/user/devices"),
            "ASSET", new Paths("asset", "/api/user/assets"),
            "DASHBOARD", new Paths("dashboard", "/api/user/dashboards"),
            "ENTITY_VIEW", new Paths("entityView", "/api/user/entityViews"),
            "CUSTOMER", new Paths("customer", "/api/user/customers"),
            "USER", new Paths("user", "/api/user/users"),
            "DEVICE_PROFILE", new Paths("deviceProfile", "/api/deviceProfiles"),
            "ASSET_PROFILE", new Paths("assetProfile", "/api/assetProfiles"));

    /**
     * Kinds whose features serve these paths. The others are asked through the common routes that their feature will
     * register, so that a name moves here in the commit that adds the feature's routes.
     */
    private static final Set<String> SERVED = Set.of();

    /** True once the query feature serves {@code /api/entitiesQuery}. */
    private static final boolean QUERIES = false;

    private static final String PAGE = "?pageSize=1000&page=0";

    private final TestApi server;
    private final TestApi common;

    MatrixRoutes(TestWorld world) {
        server = world.api;
        Routes routes = new Routes();
        PATHS.forEach((name, paths) -> new KindRoutes(
                        routes,
                        name,
                        world.platform.directories().kinds().require(name),
                        paths.noun(),
                        world.platform.entities(),
                        world.changes)
                .byId("get" + name)
                .list(paths.list(), "list" + name, Form.PLAIN)
                .readable());
        common = new TestApi(routes.all());
    }

    static Set<String> kinds() {
        return PATHS.keySet();
    }

    /** 200 or 404 for every one; 403 would tell that it is there. */
    void compareOne(Actor actor, String kind, UUID id, boolean readable, String where) {
        TestApi.Answer answer = api(kind).get(actor, "/api/" + paths(kind).noun() + "/" + id);
        assertThat(answer.status()).as(where + " by GET: " + answer.text()).isEqualTo(readable ? 200 : 404);
        if (readable) {
            assertThat(answer.json().at("/id/id").asText()).as(where).isEqualTo(id.toString());
        }
    }

    /** The list and its total hold the readable ones and nothing else. */
    void compareList(Actor actor, String kind, Set<UUID> readable, String where) {
        comparePage(api(kind).get(actor, paths(kind).list() + PAGE), "/id/id", readable, where + " in the list");
        if (QUERIES) {
            Map<String, Object> filter = Map.of("type", "entityType", "entityType", kind);
            TestApi.Answer count =
                    server.post(actor, "/api/entitiesQuery/count", Json.write(Map.of("entityFilter", filter)));
            assertThat(count.text()).as(where + " counted").isEqualTo(Integer.toString(readable.size()));
            Map<String, Object> query = Map.of(
                    "entityFilter", filter, "pageLink", Map.of("pageSize", 1000, "page", 0), "entityFields", List.of());
            TestApi.Answer found = server.post(actor, "/api/entitiesQuery/find", Json.write(query));
            comparePage(found, "/entityId/id", readable, where + " in the query");
        }
    }

    private static void comparePage(TestApi.Answer answer, String idAt, Set<UUID> readable, String where) {
        assertThat(answer.status()).as(where + ": " + answer.text()).isEqualTo(200);
        Set<UUID> shown = new HashSet<>();
        for (JsonNode row : answer.json().get("data")) {
            shown.add(UUID.fromString(row.at(idAt).asText()));
        }
        assertThat(shown).as(where).isEqualTo(readable);
        assertThat(answer.json().get("totalElements").asInt())
                .as(where + ", total")
                .isEqualTo(readable.size());
    }

    private TestApi api(String kind) {
        return SERVED.contains(kind) ? server : common;
    }

    private static Paths paths(String kind) {
        Paths paths = PATHS.get(kind);
        if (paths == null) {
            throw new IllegalArgumentException(kind);
        }
        return paths;
    }
}

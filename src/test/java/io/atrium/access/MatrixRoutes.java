package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.http.TestApi;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What REST shows of each kind: one by id, the list of what a caller may read, and the entity query. */
final class MatrixRoutes {

    /** The routes of a kind that every caller of a tenant may use; whole profiles are for the tenant's own users. */
    private record Paths(String noun, String list) {}

    private static final Map<String, Paths> PATHS = Map.of(
            "DEVICE", new Paths("device", "/api/user/devices"),
            "ASSET", new Paths("asset", "/api/user/assets"),
            "DASHBOARD", new Paths("dashboard", "/api/user/dashboards"),
            "ENTITY_VIEW", new Paths("entityView", "/api/user/entityViews"),
            "CUSTOMER", new Paths("customer", "/api/user/customers"),
            "USER", new Paths("user", "/api/user/users"),
            "DEVICE_PROFILE", new Paths("deviceProfileInfo", "/api/deviceProfileInfos"),
            "ASSET_PROFILE", new Paths("assetProfileInfo", "/api/assetProfileInfos"));

    private static final Map<String, String> WHOLE =
            Map.of("DEVICE_PROFILE", "deviceProfile", "ASSET_PROFILE", "assetProfile");

    private static final String PAGE = "?pageSize=1000&page=0";

    private final TestApi server;

    MatrixRoutes(TestWorld world) {
        server = world.api;
    }

    /** Whole profiles: as readable for the tenant's own users, refused to customers' users without a look at the id. */
    void compareWholeProfile(Actor actor, String kind, UUID id, boolean readable, String where) {
        boolean refused = actor.authority() == Authority.CUSTOMER_USER;
        int expected = refused ? 403 : readable ? 200 : 404;
        for (UUID asked : refused ? List.of(id, UUID.nameUUIDFromBytes(new byte[16])) : List.of(id)) {
            TestApi.Answer answer = server.get(actor, "/api/" + WHOLE.getOrDefault(kind, "") + "/" + asked);
            assertThat(answer.status()).as(where + " whole: " + answer.text()).isEqualTo(expected);
        }
    }

    static boolean isProfile(String kind) {
        return WHOLE.containsKey(kind);
    }

    static Set<String> kinds() {
        return PATHS.keySet();
    }

    /**
     * 200 or 404 for every one; 403 would tell that it is there. The own account shows by its id whatever the roles say,
     * as at {@code /api/auth/user}: clients ask for it first of all.
     */
    void compareOne(Actor actor, String kind, UUID id, boolean mayRead, String where) {
        boolean readable = mayRead || id.equals(actor.userId()) && !actor.publicLink();
        TestApi.Answer answer = server.get(actor, "/api/" + paths(kind).noun() + "/" + id);
        assertThat(answer.status()).as(where + " by GET: " + answer.text()).isEqualTo(readable ? 200 : 404);
        if (readable) {
            assertThat(answer.json().at("/id/id").asText()).as(where).isEqualTo(id.toString());
        }
    }

    /** A system administrator sees no list of a tenant's things, and by id only the tenant's own users. */
    void compareSystem(String kind, UUID id, boolean readable, String where) {
        TestApi.Answer one = server.get(TestWorld.SYSTEM, "/api/" + paths(kind).noun() + "/" + id);
        assertThat(one.status()).as(where + " by GET: " + one.text()).isIn(readable ? List.of(200) : List.of(403, 404));
        assertThat(server.get(TestWorld.SYSTEM, paths(kind).list() + PAGE).status())
                .as(where + " in the list")
                .isEqualTo(403);
        String query = Json.write(Map.of("entityFilter", Map.of("type", "entityType", "entityType", kind)));
        assertThat(server.post(TestWorld.SYSTEM, "/api/entitiesQuery/count", query)
                        .status())
                .as(where + " counted")
                .isEqualTo(403);
    }

    /** The list and its total hold the readable ones and nothing else. */
    void compareList(Actor actor, String kind, Set<UUID> readable, String where) {
        comparePage(server.get(actor, paths(kind).list() + PAGE), "/id/id", readable, where + " in the list");
        Map<String, Object> filter = Map.of("type", "entityType", "entityType", kind);
        TestApi.Answer count =
                server.post(actor, "/api/entitiesQuery/count", Json.write(Map.of("entityFilter", filter)));
        assertThat(count.text()).as(where + " counted").isEqualTo(Integer.toString(readable.size()));
        Map<String, Object> query = Map.of(
                "entityFilter", filter, "pageLink", Map.of("pageSize", 1000, "page", 0), "entityFields", List.of());
        TestApi.Answer found = server.post(actor, "/api/entitiesQuery/find", Json.write(query));
        comparePage(found, "/entityId/id", readable, where + " in the query");
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

    private static Paths paths(String kind) {
        Paths paths = PATHS.get(kind);
        if (paths == null) {
            throw new IllegalArgumentException(kind);
        }
        return paths;
    }
}

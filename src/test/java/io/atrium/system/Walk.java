package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.system.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The words of {@link WalkSystemTest}: a server with one tenant, calls by its administrator, and ids by name. */
final class Walk implements AutoCloseable {

    final TestServer server = TestServer.start();
    final TestServer.Tenant tenant = server.newTenant("Acme");
    final Map<String, String> deviceTokens = new TreeMap<>();
    String admin = tenant.token();
    private final Map<String, String> ids = new TreeMap<>();

    @Override
    public void close() {
        server.close();
    }

    /** Takes a token of the administrator's own, as a person would. */
    void logIn() {
        admin = server.login(tenant.email(), "tenant-secret");
    }

    Answer get(String token, String path) {
        return server.get(token, path);
    }

    Answer post(String token, String path, Object body) {
        return server.post(token, path, body);
    }

    Answer ok(Answer answer) {
        return server.ok(answer);
    }

    void save(String name, String path, Map<String, ?> body) {
        ids.put(name, ok(post(admin, path, Json.write(body))).id());
    }

    String id(String name) {
        String id = ids.get(name);
        assertThat(id).as(name).isNotNull();
        return String.valueOf(id);
    }

    void own(String customer, String kind, String entity, String group) {
        ok(post(admin, "/api/owner/CUSTOMER/" + id(customer) + "/" + kind + "/" + id(entity), List.of(id(group))));
    }

    void share(String group, String customer) {
        Answer answer = ok(post(
                admin,
                "/api/entityGroup/" + id(group) + "/share",
                Map.of("ownerId", ref("CUSTOMER", id(customer)), "allUserGroup", true, "readElseWrite", true)));
        assertThat(answer.text()).isEmpty();
    }

    List<String> groupNames(String ownerType, String owner, String kind) {
        return names(
                get(admin, "/api/entityGroups/" + ownerType + "/" + id(owner) + "/" + kind + "?pageSize=10&page=0"));
    }

    List<String> names(Answer page) {
        List<String> names = new ArrayList<>();
        ok(page).json().path("data").forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    static Map<String, String> ref(String kind, String id) {
        return Map.of("entityType", kind, "id", id);
    }

    void device(String name, String profile) {
        save(name, "/api/device", Map.of("name", name, "type", profile));
        deviceTokens.put(
                name,
                ok(get(admin, "/api/device/" + id(name) + "/credentials"))
                        .json()
                        .path("credentialsId")
                        .asText());
    }

    void contains(String from, String kind, List<String> targets) {
        for (String to : targets) {
            ok(post(
                    admin,
                    "/api/relation",
                    Map.of(
                            "from",
                            Map.of("entityType", "ASSET", "id", id(from)),
                            "to",
                            Map.of("entityType", kind, "id", id(to)),
                            "type",
                            "Contains",
                            "typeGroup",
                            "COMMON")));
        }
    }

    Map<String, Object> search(String type, String root, String typesField, List<String> types) {
        return Map.of(
                "type",
                type,
                "rootEntity",
                ref("ASSET", id(root)),
                "direction",
                "FROM",
                "maxLevel",
                1,
                "relationType",
                "Contains",
                typesField,
                types);
    }

    List<String> find(String token, Map<String, Object> filter) {
        Map<String, Object> name = Map.of("type", "ENTITY_FIELD", "key", "name");
        JsonNode page = ok(post(
                        token,
                        "/api/entitiesQuery/find",
                        Map.of(
                                "entityFilter", filter,
                                "pageLink",
                                        Map.of(
                                                "pageSize",
                                                20,
                                                "page",
                                                0,
                                                "sortOrder",
                                                Map.of("key", name, "direction", "ASC")),
                                "entityFields", List.of(name),
                                "latestValues", List.of())))
                .json();
        List<String> found = new ArrayList<>();
        page.path("data")
                .forEach(row ->
                        found.add(row.at("/latest/ENTITY_FIELD/name/value").asText()));
        assertThat(page.path("totalElements").asInt()).isEqualTo(found.size());
        assertThat(ok(post(token, "/api/entitiesQuery/count", Map.of("entityFilter", filter)))
                        .json()
                        .asInt())
                .isEqualTo(found.size());
        return found;
    }

    /** Steps 11 to 13: a new user of a customer, who lands on the Buildings dashboard. */
    void newUser(String first, String last, String customer) {
        assertThat(ok(get(admin, "/api/customer/" + id(customer) + "/userInfos?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        String users = ok(get(admin, "/api/entityGroup/CUSTOMER/" + id(customer) + "/USER/Customer%20Users"))
                .id();
        assertThat(ok(get(admin, "/api/entityGroup/" + users + "/users?pageSize=10&page=0"))
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
        save(
                first,
                "/api/user?sendActivationMail=false&entityGroupIds=" + users,
                Map.of(
                        "email",
                        first.toLowerCase(Locale.ROOT) + "@example",
                        "firstName",
                        first,
                        "lastName",
                        last,
                        "authority",
                        "CUSTOMER_USER",
                        "customerId",
                        ref("CUSTOMER", id(customer))));
        JsonNode link =
                ok(get(admin, "/api/user/" + id(first) + "/activationLinkInfo")).json();
        assertThat(link.path("value").asText()).contains("/api/noauth/activate?activateToken=");
        assertThat(link.path("ttlMs").asLong()).isBetween(1L, 86_400_000L);
        ObjectNode user = (ObjectNode) ok(get(admin, "/api/user/" + id(first))).json();
        JsonNode offered = ok(get(admin, "/api/user/dashboards?pageSize=50&page=0&operation=READ&userId=" + id(first)))
                .json();
        assertThat(offered.at("/data/0/title").asText()).isEqualTo("Buildings");
        user.putObject("additionalInfo")
                .put("defaultDashboardId", id("Buildings"))
                .put("defaultDashboardFullscreen", true);
        ok(post(admin, "/api/user", user.toString()));
    }

    /** Opens the activation link, sets a password and gives back the token. */
    String activated(String name) {
        String link =
                ok(get(admin, "/api/user/" + id(name) + "/activationLink")).text();
        String token = link.substring(link.indexOf('=') + 1);
        Answer opened = server.get("", "/api/noauth/activate?activateToken=" + token);
        assertThat(opened.status()).isEqualTo(303);
        assertThat(opened.header("Location")).endsWith("/login/createPassword?activateToken=" + token);
        assertThat(server.get("", "/api/noauth/userPasswordPolicy")
                        .json()
                        .path("minimumLength")
                        .asInt())
                .isPositive();
        String jwt = ok(server.post(
                        "", "/api/noauth/activate", Map.of("activateToken", token, "password", name + "-secret-1")))
                .json()
                .path("token")
                .asText();
        assertThat(server.post("", "/api/noauth/activate", Map.of("activateToken", token, "password", "again-secret-1"))
                        .status())
                .isEqualTo(400);
        return jwt;
    }
}

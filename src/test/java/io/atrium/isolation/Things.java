package io.atrium.isolation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.http.TestApi;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes one owner's things of every kind, with the owner's marker in every text. */
final class Things {

    private final TestWorld world;
    private final Actor maker;
    private final String marker;
    private final Ref owner;
    private final Map<String, String> values = new TreeMap<>();

    private Things(TestWorld world, Actor maker, String marker, Ref owner) {
        this.world = world;
        this.maker = maker;
        this.marker = marker;
        this.owner = owner;
    }

    /** Things of a tenant or a customer, made by an administrator who may. */
    static Target of(TestWorld world, Actor maker, String marker, Ref owner) {
        Things things = new Things(world, maker, marker, owner);
        things.names();
        if (owner.kind().equals("TENANT")) {
            things.profiles();
        }
        things.things();
        things.groups();
        things.people();
        things.contents();
        return new Target(marker, things.values);
    }

    private void names() {
        values.put("OWNER", owner.id().toString());
        values.put("OWNER_KIND", owner.kind());
        if (owner.kind().equals("TENANT")) {
            values.put("TENANT", owner.id().toString());
        }
        values.put("MARKER", marker);
        values.put("TYPE", marker + "-type");
        values.put("KEY", marker + "-key");
    }

    private ObjectNode owned() {
        ObjectNode document = Json.object();
        if (owner.kind().equals("CUSTOMER")) {
            document.set("customerId", Json.tree(owner));
        }
        document.set("ownerId", Json.tree(owner));
        return document;
    }

    private String save(String word, String path, ObjectNode document) {
        String id = world.save(maker, path, document).toString();
        values.put(word, id);
        return id;
    }

    private void post(String path, Object body) {
        TestApi.Answer answer = world.api.post(maker, path, Json.write(body));
        if (answer.status() != 200) {
            throw new AssertionError(path + " " + Json.write(body) + ": " + answer);
        }
    }

    private String name(String word) {
        String name = marker + "-" + word.toLowerCase(java.util.Locale.ROOT);
        values.put(word + "_NAME", name);
        return name;
    }

    private Map<String, Object> info() {
        return Map.of("description", marker + "-description");
    }

    private void profiles() {
        for (String word : List.of("DEVICE_PROFILE", "ASSET_PROFILE")) {
            ObjectNode profile = Json.object().put("name", name(word)).put("description", marker + "-d");
            if (word.equals("DEVICE_PROFILE")) {
                profile.put("type", "DEFAULT").put("transportType", "DEFAULT");
            }
            save(word, word.equals("DEVICE_PROFILE") ? "/api/deviceProfile" : "/api/assetProfile", profile);
        }
    }

    private void things() {
        ObjectNode customer = Json.object().put("title", name("CUSTOMER")).put("city", marker + "-city");
        customer.set("ownerId", Json.tree(owner));
        if (owner.kind().equals("CUSTOMER")) {
            customer.set("parentCustomerId", Json.tree(owner));
        }
        customer.set("additionalInfo", Json.tree(info()));
        save("CUSTOMER", "/api/customer", customer);
        for (String word : List.of("DEVICE", "ASSET")) {
            ObjectNode thing = owned().put("name", name(word)).put("label", marker + "-label");
            thing.set("additionalInfo", Json.tree(info()));
            if (values.containsKey(word + "_PROFILE")) {
                thing.set(
                        word.equals("DEVICE") ? "deviceProfileId" : "assetProfileId",
                        Json.tree(Map.of("entityType", word + "_PROFILE", "id", value(word + "_PROFILE"))));
            } else {
                thing.put("type", "default");
            }
            save(word, "/api/" + word.toLowerCase(java.util.Locale.ROOT), thing);
        }
        TestApi.Answer command = world.api.post(
                maker,
                "/api/rpc/twoway/" + value("DEVICE"),
                "{\"method\":\"" + marker + "-method\",\"persistent\":true,\"expirationTime\":1900000000000}");
        values.put("RPC", command.json().path("rpcId").asText());
        ObjectNode dashboard = owned().put("title", name("DASHBOARD"));
        dashboard.set("configuration", Json.tree(Map.of("description", marker + "-text", "states", Map.of())));
        save("DASHBOARD", "/api/dashboard", dashboard);
        ObjectNode view = owned().put("name", name("ENTITY_VIEW")).put("type", value("TYPE"));
        view.set("entityId", Json.tree(ref("DEVICE")));
        view.set("keys", Json.tree(Map.of("timeseries", List.of(value("KEY")))));
        save("ENTITY_VIEW", "/api/entityView", view);
        ObjectNode role = owned().put("name", name("ROLE")).put("type", "GROUP");
        role.set("permissions", Json.tree(List.of("READ")));
        role.set("additionalInfo", Json.tree(info()));
        save("ROLE", "/api/role", role);
    }

    private String value(String word) {
        String value = values.get(word);
        if (value == null) {
            throw new IllegalStateException("no " + word + " yet");
        }
        return value;
    }

    private Ref ref(String word) {
        return new Ref(word, java.util.UUID.fromString(value(word)));
    }

    private void groups() {
        for (String kind : List.of("DEVICE", "ASSET", "DASHBOARD", "ENTITY_VIEW", "CUSTOMER", "USER")) {
            ObjectNode group = owned().put("name", name(kind + "_GROUP")).put("type", kind);
            group.set("additionalInfo", Json.tree(info()));
            save(kind + "_GROUP", "/api/entityGroup", group);
            if (!kind.equals("USER")) {
                post("/api/entityGroup/" + value(kind + "_GROUP") + "/addEntities", List.of(value(kind)));
            }
        }
        values.put("ENTITY_GROUP", value("DEVICE_GROUP"));
    }

    private void people() {
        String email = marker + "@people.example";
        ObjectNode user = owned().put("email", email).put("firstName", marker + "-first");
        user.put("authority", owner.kind().equals("TENANT") ? "TENANT_ADMIN" : "CUSTOMER_USER");
        String id = save("USER", "/api/user?sendActivationMail=false&entityGroupId=" + value("USER_GROUP"), user);
        values.put("EMAIL", email);
        world.people.bootstrap().setPassword(java.util.UUID.fromString(id), marker + "-Secret-1");
        ObjectNode grant = Json.object();
        grant.set("userGroupId", Json.tree(Map.of("entityType", "ENTITY_GROUP", "id", value("USER_GROUP"))));
        grant.set("roleId", Json.tree(ref("ROLE")));
        grant.set("entityGroupId", Json.tree(ref("ENTITY_GROUP")));
        save("GRANT", "/api/groupPermission", grant.put("entityGroupType", "DEVICE"));
        ObjectNode key = Json.object().put("description", marker + "-key").put("enabled", true);
        key.set("userId", Json.tree(ref("USER")));
        key.put("expirationTime", 0);
        save("API_KEY", "/api/apiKey", key);
    }

    private void contents() {
        for (String kind : List.of("DEVICE", "ASSET", "DASHBOARD", "CUSTOMER", "USER")) {
            String path = "/api/plugins/telemetry/" + kind + "/" + value(kind);
            post(path + "/attributes/SERVER_SCOPE", Map.of(value("KEY"), marker + "-value"));
            if (kind.equals("DEVICE")) {
                post(path + "/attributes/SHARED_SCOPE", Map.of(value("KEY"), marker + "-value"));
            }
            post(path + "/timeseries/ANY", Map.of(value("KEY"), marker + "-value"));
        }
        ObjectNode relation = Json.object().put("type", marker + "-contains").put("typeGroup", "COMMON");
        relation.set("from", Json.tree(ref("ASSET")));
        relation.set("to", Json.tree(ref("DEVICE")));
        relation.set("additionalInfo", Json.tree(info()));
        post("/api/v2/relation", relation);
        values.put("RELATION_TYPE", marker + "-contains");
        String credentials = world.api
                .get(maker, "/api/device/" + value("DEVICE") + "/credentials")
                .text();
        com.fasterxml.jackson.databind.JsonNode node =
                Json.read(credentials, com.fasterxml.jackson.databind.JsonNode.class);
        values.put("CREDENTIALS", node.at("/id/id").asText());
        ObjectNode changed = (ObjectNode) node;
        post("/api/device/credentials", changed.put("credentialsId", marker + "token"));
    }
}

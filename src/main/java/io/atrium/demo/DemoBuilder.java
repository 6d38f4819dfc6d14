package io.atrium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.people.Bootstrap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the demo world in an empty tenant, call by call as the tutorial's reader would. */
final class DemoBuilder {

    private final DemoClient api;
    private final UUID tenantId;
    private final WorldFile world;
    private final Bootstrap people;
    private final String password;
    private final Map<String, UUID> ids = new HashMap<>();

    DemoBuilder(DemoClient api, UUID tenantId, WorldFile world, Bootstrap people, String password) {
        this.api = api;
        this.tenantId = tenantId;
        this.world = world;
        this.people = people;
        this.password = password;
    }

    void build() {
        profiles("/api/assetProfile", world.profiles().asset());
        profiles("/api/deviceProfile", world.profiles().device());
        world.customers().forEach(this::customer);
        world.assets().forEach(asset -> thing("ASSET", "/api/asset", asset));
        world.devices().forEach(device -> thing("DEVICE", "/api/device", device));
        world.relations().forEach(this::relate);
        world.dashboards().forEach(this::dashboard);
        world.groups().forEach(this::group);
        world.shares().forEach(this::share);
        world.users().stream().filter(person -> person.owner() != null).forEach(this::person);
    }

    private void profiles(String path, List<WorldFile.Profile> profiles) {
        profiles.stream().filter(profile -> !profile.builtIn()).forEach(profile -> {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("name", profile.name());
            document.put("type", "DEFAULT");
            document.put("description", profile.description());
            api.save(path, document);
        });
    }

    private void customer(WorldFile.Renter customer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", customer.name());
        document.put("email", customer.email());
        document.put("phone", customer.phone());
        document.put("city", customer.city());
        document.put("address", customer.address());
        put("CUSTOMER", customer.name(), api.save("/api/customer", document));
    }

    private void thing(String kind, String path, WorldFile.Thing thing) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", thing.name());
        document.put("type", thing.profile());
        document.put("label", thing.label());
        if (thing.owner() != null) {
            document.put("customerId", ref("CUSTOMER", thing.owner()));
        }
        UUID id = api.save(path, document);
        put(kind, thing.name(), id);
        if (!thing.attributes().isEmpty()) {
            String attributes = world.withPictures(Json.write(thing.attributes()));
            api.post("/api/plugins/telemetry/" + kind + "/" + id + "/attributes/SERVER_SCOPE", attributes);
        }
    }

    private void relate(WorldFile.Link link) {
        Map.Entry<String, String> from = link.from().entrySet().iterator().next();
        link.to()
                .forEach((kind, names) -> names.forEach(name -> api.post(
                        "/api/relation",
                        Map.of(
                                "from", ref(from.getKey(), from.getValue()),
                                "to", ref(kind, name),
                                "type", link.type(),
                                "typeGroup", "COMMON"))));
    }

    private void dashboard(WorldFile.DashboardFile dashboard) {
        String document = world.withPictures(WorldFile.text(dashboard.file()));
        put("DASHBOARD", dashboard.title(), api.save("/api/dashboard", document));
    }

    private void group(WorldFile.Group group) {
        UUID id = api.save(
                "/api/entityGroup",
                Map.of("type", group.kind(), "name", group.name(), "ownerId", owner(group.owner())));
        put("GROUP " + group.kind(), group.name(), id);
        List<UUID> members =
                group.members().stream().map(name -> id(group.kind(), name)).toList();
        api.post("/api/entityGroup/" + id + "/addEntities", members);
    }

    private void share(WorldFile.Share share) {
        Map.Entry<String, String> group = share.group().entrySet().iterator().next();
        for (String customer : share.with()) {
            api.post(
                    "/api/entityGroup/" + id("GROUP " + group.getKey(), group.getValue()) + "/share",
                    Map.of(
                            "ownerId", ref("CUSTOMER", customer),
                            "allUserGroup", true,
                            "readElseWrite", share.access().equals("READ")));
        }
    }

    private void person(WorldFile.Person person) {
        String groups = String.join(
                ",",
                person.groups().stream().map(name -> userGroup(person, name)).toList());
        ObjectNode info = Json.object();
        if (person.defaultDashboard() != null) {
            info.put(
                    "defaultDashboardId",
                    id("DASHBOARD", person.defaultDashboard()).toString());
            info.put("defaultDashboardFullscreen", person.alwaysFullscreen());
        }
        UUID id = api.save(
                "/api/user?sendActivationMail=false&entityGroupIds=" + groups,
                Map.of(
                        "email", person.email(),
                        "authority", person.authority(),
                        "firstName", person.firstName(),
                        "lastName", person.lastName(),
                        "customerId", owner(person.owner()),
                        "additionalInfo", info));
        people.setPassword(id, password);
    }

    private String userGroup(WorldFile.Person person, String name) {
        JsonNode group = api.get("/api/entityGroup/CUSTOMER/" + id("CUSTOMER", String.valueOf(person.owner()))
                + "/USER/" + DemoClient.encoded(name));
        return group.at("/id/id").asText();
    }

    private Ref owner(@Nullable String customer) {
        return customer == null ? Ref.tenant(tenantId) : ref("CUSTOMER", customer);
    }

    private Ref ref(String kind, String name) {
        return new Ref(kind, id(kind, name));
    }

    private void put(String kind, String name, UUID id) {
        ids.put(kind + "/" + name, id);
    }

    private UUID id(String kind, String name) {
        UUID id = ids.get(kind + "/" + name);
        if (id == null) {
            throw new IllegalStateException("The demo names an unknown " + kind + " '" + name + "'");
        }
        return id;
    }
}

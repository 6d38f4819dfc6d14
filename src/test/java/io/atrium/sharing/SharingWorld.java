package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Platform;
import io.atrium.entity.SaveOptions;
import io.atrium.http.TestApi;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant with the customers A (A1 below it) and B; Emma and Anna belong to A, Jack to B. */
final class SharingWorld implements AutoCloseable {

    private final TestWorld world;
    final TestApi api;
    final Platform platform;
    final UUID tenant;
    final Actor admin;
    final UUID customerA;
    final UUID customerB;
    final UUID customerA1;
    final Actor emma;
    final Actor anna;
    final Actor jack;

    SharingWorld() {
        this(InstantSource.system());
    }

    SharingWorld(InstantSource clock) {
        world = new TestWorld(clock);
        api = world.api;
        platform = world.platform;
        tenant = world.tenant;
        admin = world.admin;
        customerA = world.newCustomer(tenant, null, "Customer A");
        customerB = world.newCustomer(tenant, null, "Customer B");
        customerA1 = world.newCustomer(tenant, customerA, "Customer A1");
        emma = world.newUser(tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        anna = world.newUser(tenant, customerA, "anna@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        jack = world.newUser(tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_USERS);
    }

    @Override
    public void close() {
        world.close();
    }

    UUID save(Actor actor, String path, Object document) {
        return world.save(actor, path, document);
    }

    Actor newUser(@Nullable UUID customer, String email, String group) {
        return world.newUser(tenant, customer, email, group);
    }

    /** Gives somebody an account with a password, which this world's users do not have by themselves. */
    void openAccount(Actor user) {
        platform.database().transaction(sql -> sql.execute("""
                insert into user_account (user_id, email, email_key, enabled, password_hash)
                values (?, ?, ?, true, 'none')
                """, user.userId(), user.userName(), user.userName()));
    }

    void switchAccount(Actor user, boolean on) {
        String path = "/api/user/" + user.userId() + "/userCredentialsEnabled?userCredentialsEnabled=" + on;
        TestApi.Answer answer = api.post(admin, path, "");
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer);
        }
    }

    Actor visitor(UUID publicCustomer) {
        return new Actor(Authority.CUSTOMER_USER, tenant, publicCustomer, publicCustomer, "visitor", null, true);
    }

    UUID group(Actor actor, String type, String name, String ownerKind, UUID owner) {
        return world.save(
                actor,
                "/api/entityGroup",
                Map.of("type", type, "name", name, "ownerId", Map.of("entityType", ownerKind, "id", owner)));
    }

    UUID asset(String name, String ownerKind, UUID owner) {
        var kind = platform.directories().kinds().require("ASSET");
        var document = Json.object().put("name", name).put("type", "building");
        if (ownerKind.equals("CUSTOMER")) {
            document.set("customerId", Json.tree(Map.of("entityType", ownerKind, "id", owner)));
        }
        return world.changes
                .save(admin, tenant, kind, document, SaveOptions.PLAIN)
                .id();
    }

    boolean may(Actor actor, String operation, UUID asset) {
        return api.get(actor, "/api/permission/ASSET/" + asset + "/" + operation)
                .json()
                .asBoolean();
    }

    static String ids(UUID... ids) {
        return Json.write(List.of(ids));
    }

    static String shareWith(UUID customer, boolean read) {
        return Json.write(Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", customer),
                "allUserGroup",
                true,
                "readElseWrite",
                read));
    }

    static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(item -> names.add(item.path("name").asText()));
        return names;
    }
}

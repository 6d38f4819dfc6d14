package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ways to share one asset, as clients call them. */
final class ShareCalls {

    private final SharingWorld world;
    UUID asset;
    int names;

    ShareCalls(SharingWorld world) {
        this.world = world;
        asset = world.asset("Shared first", "TENANT", world.tenant);
    }

    /** A role that customer A may read, for something else is shared with it by it. */
    UUID role(String name, String... operations) {
        UUID role = world.save(
                world.admin, "/api/role", Map.of("name", name, "type", "GROUP", "permissions", List.of(operations)));
        UUID wanted = asset;
        asset = world.asset("For role " + names++, "TENANT", world.tenant);
        shared(world.admin, "CUSTOMER", world.customerA, role);
        asset = wanted;
        return role;
    }

    Answer share(Actor by, String kind, UUID receiver, UUID role, long until) {
        Map<String, Object> request = new HashMap<>(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", asset),
                "receiver", Map.of("entityType", kind, "id", receiver),
                "roleIds", List.of(Map.of("entityType", "ROLE", "id", role))));
        if (until != Long.MAX_VALUE) {
            request.put("until", until);
        }
        return world.api.post(by, "/api/access/share", Json.write(request));
    }

    UUID shared(Actor by, String kind, UUID receiver, UUID role) {
        return id(share(by, kind, receiver, role, Long.MAX_VALUE));
    }

    static UUID id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return UUID.fromString(answer.json().at("/grantIds/0").asText());
    }

    JsonNode shares() {
        return world.api
                .get(world.admin, "/api/access/shares?entityType=ASSET&entityId=" + asset)
                .json();
    }

    void end(Actor by, UUID grant) {
        assertThat(world.api.delete(by, "/api/groupPermission/" + grant).status())
                .isEqualTo(200);
    }

    Answer change(Actor by, UUID customer, UUID role) {
        return world.api.post(
                by,
                "/api/access/change",
                Json.write(Map.of(
                        "entities", List.of(Map.of("entityType", "ASSET", "id", asset)),
                        "receivers", List.of(Map.of("entityType", "CUSTOMER", "id", customer)),
                        "roleIds", List.of(Map.of("entityType", "ROLE", "id", role)))));
    }

    Answer undo(Actor by, String subject, UUID role, @Nullable Long until) {
        Map<String, Object> given = new HashMap<>(Map.of(
                "subject", Map.of("entityType", "ENTITY_GROUP", "id", subject),
                "role", Map.of("entityType", "ROLE", "id", role),
                "target", Map.of("entityType", "ASSET", "id", asset)));
        if (until != null) {
            given.put("until", until);
        }
        return world.api.post(by, "/api/access/change/undo", Json.write(Map.of("grants", List.of(given))));
    }

    void shareGroup(UUID group, UUID role) {
        String request = Json.write(Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", world.customerA),
                "allUserGroup",
                true,
                "roleIds",
                List.of(Map.of("entityType", "ROLE", "id", role))));
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/share", request)
                        .status())
                .isEqualTo(200);
    }

    static String row(@Nullable UUID id, String users, UUID role, UUID group) {
        Map<String, Object> row = new HashMap<>(Map.of(
                "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", users),
                "roleId", Map.of("entityType", "ROLE", "id", role),
                "entityGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group)));
        if (id != null) {
            row.put("id", Map.of("entityType", "GROUP_PERMISSION", "id", id));
        }
        return Json.write(row);
    }

    String allUsers(UUID customer) {
        return world.api
                .get(world.admin, "/api/entityGroup/all/CUSTOMER/" + customer + "/USER")
                .json()
                .at("/id/id")
                .asText();
    }

    String administrators(UUID customer) {
        return world.api
                .get(world.admin, "/api/entityGroup/CUSTOMER/" + customer + "/USER/Customer%20Administrators")
                .json()
                .at("/id/id")
                .asText();
    }
}

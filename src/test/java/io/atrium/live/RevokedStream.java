package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One stream that is going to end: a device of B that a user of A sees, and one of A's own. */
final class RevokedStream {
    final Entry foreign;
    final Entry own;
    final Actor user;
    String token;
    String grant = "";
    UUID group = Ref.NULL_ID;
    UUID giver = Ref.NULL_ID;
    private final LiveServer server;
    private final HandClock clock;
    private final int number;

    RevokedStream(LiveServer server, HandClock clock, int number) {
        this.server = server;
        this.clock = clock;
        this.number = number;
        clock.advance(Duration.ofSeconds(2));
        foreign = server.device("Foreign " + number, server.customerB);
        own = server.device("Own " + number, server.customerA);
        user = server.newUser(
                server.world.tenant, server.customerA, "u" + number + "@a.example", DefaultGroups.CUSTOMER_USERS);
        token = server.token(user);
    }

    RevokedStream shared() {
        grant = server.share(foreign, server.customerA, null);
        return this;
    }

    RevokedStream sharedUntil(Duration time) {
        grant = server.share(foreign, server.customerA, clock.millis() + time.toMillis());
        return this;
    }

    RevokedStream inSharedGroup() {
        group = server.world.save(
                server.world.admin,
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Shared " + number, "ownerId", customer(server.customerB)));
        server.ok(server.world.api.post(
                server.world.admin, "/api/entityGroup/" + group + "/addEntities", Json.write(List.of(foreign.id()))));
        server.ok(server.world.api.post(
                server.world.admin,
                "/api/entityGroup/" + group + "/share",
                Json.write(
                        Map.of("ownerId", customer(server.customerA), "allUserGroup", true, "readElseWrite", true))));
        return this;
    }

    /** Shared with one user of A alone, who passed it on to all of A; the grant is the first one's. */
    RevokedStream passedOn(long until) {
        UUID role = server.world.save(
                server.world.admin,
                "/api/role",
                Map.of(
                        "name",
                        "Passed on " + number,
                        "type",
                        "GROUP",
                        "permissions",
                        List.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY", "SHARE_GROUP")));
        Actor alone = server.newUser(
                server.world.tenant, server.customerA, "alone" + number + "@a.example", DefaultGroups.CUSTOMER_USERS);
        giver = alone.userId();
        Map<String, Object> first = new HashMap<>(share("USER", alone.userId()));
        first.put("roleIds", List.of(Map.of("entityType", "ROLE", "id", role)));
        first.put("until", until);
        grant = server.ok(server.world.api.post(server.world.admin, "/api/access/share", Json.write(first)))
                .json()
                .at("/grantIds/0")
                .asText();
        post(alone, "/api/access/share", share("CUSTOMER", server.customerA));
        return this;
    }

    /** Deletes a user, or switches the account off. */
    void end(UUID of, boolean isDeleted) {
        if (isDeleted) {
            server.ok(server.world.api.delete(server.world.admin, "/api/user/" + of));
        } else {
            post(server.world.admin, "/api/user/" + of + "/userCredentialsEnabled?userCredentialsEnabled=false", "");
        }
    }

    private Map<String, Object> share(String kind, UUID receiver) {
        return Map.of(
                "entity", Map.of("entityType", "DEVICE", "id", foreign.id()),
                "receiver", Map.of("entityType", kind, "id", receiver),
                "readElseWrite", true);
    }

    /** Both devices in public groups, seen by a visitor; who published the foreign one. */
    Actor published() {
        Actor publisher = server.newUser(
                server.world.tenant,
                server.customerB,
                "publisher" + number + "@b.example",
                DefaultGroups.CUSTOMER_ADMINISTRATORS);
        publish(publisher, foreign, server.customerB);
        UUID customer = publish(server.world.admin, own, server.customerA);
        token = server.ok(
                        server.world.api.post(null, "/api/auth/login/public", Json.write(Map.of("publicId", customer))))
                .json()
                .path("token")
                .asText();
        return publisher;
    }

    private UUID publish(Actor by, Entry device, UUID owner) {
        UUID made = server.world.save(
                server.world.admin,
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Public " + device.name(), "ownerId", customer(owner)));
        post(server.world.admin, "/api/entityGroup/" + made + "/addEntities", List.of(device.id()));
        post(by, "/api/entityGroup/" + made + "/makePublic", "");
        return UUID.fromString(server.world
                .api
                .get(server.world.admin, "/api/entityGroup/" + made)
                .json()
                .at("/additionalInfo/publicCustomerId")
                .asText());
    }

    void post(Actor actor, String path, Object body) {
        server.ok(server.world.api.post(actor, path, body instanceof String text ? text : Json.write(body)));
    }

    Actor self() {
        return server.world.caller(token);
    }

    static Map<String, Object> customer(UUID id) {
        return Map.of("entityType", "CUSTOMER", "id", id);
    }

    /** Every way to follow the foreign device, and under 20 the own one. */
    String[] commands() {
        UUID id = foreign.id();
        long now = clock.millis();
        return new String[] {
            Commands.attributes(1, id, ""),
            Commands.series(2, id, ",\"keys\":\"t\""),
            Commands.series(3, id, ",\"keys\":\"t\",\"startTs\":" + (now - 60_000) + ",\"timeWindow\":60000"),
            Commands.data(4, false, Commands.latest("TIME_SERIES:t", "ATTRIBUTE:a"), foreign),
            Commands.data(
                    5, true, Commands.latest("TIME_SERIES:t") + Commands.ts("t", now - 60_000, 60_000), foreign, own),
            Commands.data(6, true, Commands.ts("t", now - 60_000, 60_000), foreign),
            Commands.count(7, foreign, own),
            Commands.series(20, own.id(), ",\"keys\":\"t\"")
        };
    }

    /** True for what says that the device is gone from a subscription. */
    boolean isEnd(JsonNode frame) {
        return switch (LiveClient.id(frame)) {
            case 1, 2, 3 -> frame.path("errorCode").asInt() == 3;
            case 4, 5, 6 ->
                frame.path("data").isObject()
                        && !frame.path("data").toString().contains(foreign.id().toString());
            case 7 -> frame.path("count").asInt() == 1;
            default -> false;
        };
    }

    /** A role for shares, new or changed. */
    static Map<String, Object> role(int number, @Nullable UUID id, String... permissions) {
        Map<String, Object> role = new HashMap<>();
        if (id != null) {
            role.put("id", Map.of("entityType", "ROLE", "id", id));
        }
        role.put("name", "Reader " + number);
        role.put("type", "GROUP");
        role.put("permissions", List.of(permissions));
        return role;
    }
}

package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sockets that live by somebody else's right: they end with it, and say so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BorrowedSessionTest {

    private final LiveServer server = new LiveServer();
    private int cases;

    @BeforeAll
    void activate() {
        server.login(server.emma);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void endsWhenWhoActsLogsOut() {
        endsTheActing(false, by -> server.ok(server.world.api.post(by, "/api/auth/logout", "")));
    }

    @Test
    void endsWhenWhoLooksOnLogsOut() {
        endsTheActing(true, by -> server.ok(server.world.api.post(by, "/api/auth/logout", "")));
    }

    @Test
    void endsWhenWhoActsIsNoAdministratorAnyMore() {
        endsTheActing(false, by -> {
            String group = administrators();
            server.ok(server.world.api.post(
                    server.world.admin,
                    "/api/entityGroup/" + group + "/deleteEntities",
                    Json.write(List.of(by.userId()))));
        });
    }

    @Test
    void endsWhenWhoActsIsMoved() {
        // A tenant keeps one administrator at least.
        newUser(null, DefaultGroups.TENANT_ADMINISTRATORS);
        endsTheActing(false, by -> move(by.userId(), server.customerB));
    }

    @Test
    void anApiKeyEndsWithTheMoveOfItsUser() {
        Actor user = newUser(server.customerA, DefaultGroups.CUSTOMER_USERS);
        JsonNode key = key(user, user);
        LiveClient client = byKey(key);
        move(user.userId(), server.customerA1);
        assertThat(client.closed()).startsWith("1008 Access ended");
    }

    @Test
    void anApiKeyEndsWithTheRightOfWhoMadeIt() {
        Actor maker = newUser(server.customerA, DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor user = newUser(server.customerA, DefaultGroups.CUSTOMER_USERS);
        LiveClient client = byKey(key(maker, user));
        server.ok(server.world.api.delete(server.world.admin, "/api/user/" + maker.userId()));
        assertThat(client.closed()).startsWith("1008 Access ended");
    }

    private void endsTheActing(boolean readOnly, Consumer<Actor> end) {
        Actor by = server.world.caller(server.token(newUser(null, DefaultGroups.TENANT_ADMINISTRATORS)));
        String token = server.ok(
                        server.world.api.get(by, "/api/user/" + server.emma.userId() + "/token?readOnly=" + readOnly))
                .json()
                .path("token")
                .asText();
        LiveClient client = following(server.client(token));
        end.accept(by);
        assertThat(client.closed()).startsWith("1008 Access ended");
    }

    private LiveClient following(LiveClient client) {
        client.commands(Commands.series(1, server.deviceA.id(), ",\"keys\":\"t\""));
        assertThat(client.next(1).path("errorCode").asInt()).isZero();
        return client;
    }

    private LiveClient byKey(JsonNode key) {
        LiveClient client = server.anonymous();
        client.send(
                "{\"authCmd\":{\"cmdId\":0,\"apiKey\":\"" + key.path("value").asText() + "\"}}");
        return following(client);
    }

    private JsonNode key(Actor maker, Actor user) {
        Map<String, Object> id = Map.of("entityType", "USER", "id", user.userId());
        return server.ok(server.world.api.post(maker, "/api/apiKey", Json.write(Map.of("userId", id))))
                .json();
    }

    private Actor newUser(@Nullable UUID customer, String group) {
        cases++;
        Actor user = server.newUser(server.world.tenant, customer, "borrowed" + cases + "@acme.example", group);
        server.login(user);
        return user;
    }

    private void move(UUID user, UUID customer) {
        server.ok(server.world.api.post(server.world.admin, "/api/owner/CUSTOMER/" + customer + "/USER/" + user, ""));
    }

    private String administrators() {
        JsonNode groups = server.ok(server.world.api.get(
                        server.world.admin,
                        "/api/entityGroups/TENANT/" + server.world.tenant + "/USER?pageSize=10&page=0"))
                .json()
                .path("data");
        for (JsonNode group : groups) {
            if (group.path("name").asText().equals(DefaultGroups.TENANT_ADMINISTRATORS)) {
                return group.at("/id/id").asText();
            }
        }
        throw new AssertionError("No group of administrators: " + groups);
    }
}

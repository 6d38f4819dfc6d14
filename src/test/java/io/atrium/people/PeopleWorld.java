package io.atrium.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server with two customers side by side and people in both, on a clock that a test moves. */
final class PeopleWorld implements AutoCloseable {

    static final String PASSWORD = "correct horse 7";

    final HandClock clock = new HandClock();
    final TestWorld world;
    final UUID customerA;
    final UUID customerB;
    final Actor admin;
    final Actor adminOfA;
    final Actor emma;
    final Actor jack;

    PeopleWorld() {
        this(TestWorld.NO_MAIL);
    }

    PeopleWorld(MailConfig mail) {
        world = new TestWorld(clock, mail);
        admin = world.admin;
        customerA = world.newCustomer(world.tenant, null, "Customer A");
        customerB = world.newCustomer(world.tenant, null, "Customer B");
        adminOfA = world.newUser(world.tenant, customerA, "boss@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        emma = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        jack = world.newUser(world.tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_USERS);
        for (Actor user : new Actor[] {admin, adminOfA, emma, jack}) {
            world.people.bootstrap().setPassword(user.userId(), PASSWORD);
        }
    }

    @Override
    public void close() {
        world.close();
    }

    Answer get(@Nullable Actor actor, String path) {
        return world.api.get(actor, path);
    }

    Answer post(@Nullable Actor actor, String path, Object body) {
        return world.api.post(actor, path, Json.write(body));
    }

    /** A call that must go well. */
    static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    static void refused(Answer answer, int status, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
    }

    /** Sets some of the operator's rules, past the checks of the route. */
    void security(Object settings) {
        world.database.transaction(
                sql -> sql.createUpdate("""
                        insert into setting (owner_id, key, value)
                        values ('13814000-1dd2-11b2-8080-808080808080', 'securitySettings', :value)
                        on conflict (owner_id, key) do update set value = excluded.value
                        """).bind("value", Json.write(settings)).execute());
    }

    Answer login(String email, String password) {
        return post(null, "/api/auth/login", Map.of("username", email, "password", password));
    }

    String token(Actor user) {
        return world.login(user.userName(), PASSWORD).path("token").asText();
    }

    static ObjectNode user(String email) {
        return Json.object().put("email", email);
    }

    static ObjectNode with(ObjectNode document, String field, String kind, UUID id) {
        document.set(field, Json.tree(new Ref(kind, id)));
        return document;
    }

    /** Makes a user by the route, without a mail. */
    UUID newUser(Actor by, ObjectNode document) {
        JsonNode saved = ok(post(by, "/api/user?sendActivationMail=false", document));
        return UUID.fromString(saved.at("/id/id").asText());
    }

    UUID group(Actor actor, UUID owner, String name) {
        var directory = world.platform.directories().of(actor.tenantId());
        return directory.read(() -> directory.ofKind("ENTITY_GROUP").stream()
                .mapToObj(directory::entry)
                .filter(group -> group.name().equals(name)
                        && directory.entry(group.owner()).id().equals(owner))
                .findFirst()
                .orElseThrow()
                .id());
    }

    long audited(String action) {
        return world.database.read(sql -> sql.createQuery("select count(*) from audit_log where action = :action")
                .bind("action", action)
                .mapTo(Long.class)
                .one());
    }
}

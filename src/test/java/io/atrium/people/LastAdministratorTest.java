package io.atrium.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Grant;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody takes rights from those who have more than he, and nobody the last administrator from a tenant. */
final class LastAdministratorTest {

    private TestWorld world;
    private Actor second;
    private Actor helper;
    private String administrators;

    @BeforeEach
    void open() {
        world = new TestWorld();
        second = world.newUser(world.tenant, null, "second@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        administrators = world.api
                .get(world.admin, "/api/entityGroup/TENANT/" + world.tenant + "/USER/Tenant%20Administrators")
                .json()
                .at("/id/id")
                .asText();
        helper = helper();
        for (Actor user : List.of(world.admin, second, helper)) {
            account(user);
            open(user, true);
        }
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Somebody who looks after people and their roles, and may do nothing else. */
    private Actor helper() {
        UUID role = world.save(
                world.admin,
                "/api/role",
                Map.of("name", "Looks after people", "type", "GENERIC", "permissions", TestWorld.LOOKS_AFTER_PEOPLE));
        UUID group = world.save(world.admin, "/api/entityGroup", Map.of("type", "USER", "name", "Helpers"));
        world.save(
                world.admin,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        return world.newUser(world.tenant, null, "helper@acme.example", "Helpers");
    }

    private void account(Actor user) {
        AccountStore accounts = new AccountStore(world.database);
        world.platform.gate().change(world.admin, world.tenant, change -> {
            accounts.insert(change, user.userId(), user.userName());
            return true;
        });
    }

    private void open(Actor user, boolean on) {
        world.database.transaction(
                sql -> sql.execute("update user_account set enabled = ? where user_id = ?", on, user.userId()));
    }

    private Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    private Grant grantOfAdministrators() {
        Entry group = directory().find(UUID.fromString(administrators)).orElseThrow();
        return directory().model().grantsOfSubject(group.ordinal()).getFirst();
    }

    // ---- every way to take an administrator's rights ----------------------------------------------------------------

    private Map<String, Supplier<Answer>> ways(Actor by, Actor of) {
        Grant grant = grantOfAdministrators();
        Entry role = directory().entry(grant.role());
        return Map.of(
                "delete",
                () -> world.api.delete(by, "/api/user/" + of.userId()),
                "move",
                () -> world.api.post(
                        by,
                        "/api/owner/CUSTOMER/" + world.newCustomer(world.tenant, null, "C" + System.nanoTime())
                                + "/USER/" + of.userId(),
                        ""),
                "leave the group",
                () -> world.api.post(
                        by, "/api/entityGroup/" + administrators + "/deleteEntities", Json.write(List.of(of.userId()))),
                "replace the groups",
                () -> world.api.post(by, "/api/owner/TENANT/" + world.tenant + "/USER/" + of.userId(), "[]"),
                "end the grant",
                () -> world.api.delete(by, "/api/groupPermission/" + grant.id()),
                "undo",
                () -> world.api.post(by, "/api/access/change/undo", Json.write(Map.of("revoke", List.of(grant.id())))),
                "narrow the role",
                () -> {
                    ObjectNode document = (ObjectNode)
                            world.api.get(world.admin, "/api/role/" + role.id()).json();
                    document.set("permissions", Json.tree(Map.of("USER", List.of("READ"))));
                    return world.api.post(by, "/api/role", document.toString());
                },
                "switch off",
                () -> world.api.post(
                        by, "/api/user/" + of.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false", ""));
    }

    @Test
    void aHelperTakesNothingFromAdministrators() {
        ways(helper, second)
                .forEach((way, call) -> assertThat(call.get().status()).as(way).isEqualTo(403));
        assertThat(world.api
                        .delete(helper, "/api/entityGroup/" + administrators)
                        .status())
                .isEqualTo(403);
        assertThat(world.api.get(second, "/api/user/" + helper.userId()).status())
                .isEqualTo(200);
        assertThat(directory().access().administrators((user, grant) -> false).getCardinality())
                .isEqualTo(2);
    }

    @Test
    void theLastAdministratorWhoseAccountIsOnStays() {
        open(second, false);
        Actor last = world.admin;
        ways(second, last).forEach((way, call) -> {
            Answer answer = call.get();
            assertThat(answer.status()).as(way + " " + answer.text()).isEqualTo(400);
            assertThat(answer.text()).as(way).contains("administrator");
        });
        assertThat(directory().access().administrators((user, grant) -> false).getCardinality())
                .isEqualTo(2);
    }

    @Test
    void twoAdministratorsDoNotGoTogether() {
        List<UUID> both = List.of(world.admin.userId(), second.userId());
        Map<String, Object> customer =
                Map.of("entityType", "CUSTOMER", "id", world.newCustomer(world.tenant, null, "New"));
        Map<String, Answer> answers = Map.of(
                "leave the group",
                world.api.post(world.admin, "/api/entityGroup/" + administrators + "/deleteEntities", Json.write(both)),
                "move",
                world.api.post(
                        world.admin,
                        "/api/access/change",
                        Json.write(Map.of(
                                "entities",
                                both.stream()
                                        .map(user -> Map.of("entityType", "USER", "id", user))
                                        .toList(),
                                "ownerId",
                                customer))));
        answers.forEach((way, answer) -> {
            assertThat(answer.status()).as(way + " " + answer.text()).isEqualTo(400);
            assertThat(answer.text()).as(way).contains("administrator");
        });
        assertThat(directory().access().administrators((user, grant) -> false).getCardinality())
                .isEqualTo(2);
    }

    private Answer way(String name) {
        return Objects.requireNonNull(ways(second, world.admin).get(name)).get();
    }

    @Test
    void whileThereIsAnotherOneAdministratorsComeAndGo() {
        assertThat(way("switch off").status()).isEqualTo(200);
        assertThat(way("delete").status()).isEqualTo(200);
    }

    @Test
    void whoAdministersPeopleEndsAlsoThoseWhoWereGivenThingsAlone() {
        UUID customer = world.newCustomer(world.tenant, null, "Customer");
        Actor chief = world.newUser(world.tenant, customer, "chief@c.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor expert = world.newUser(world.tenant, customer, "expert@c.example", DefaultGroups.CUSTOMER_USERS);
        UUID asset = world.save(world.admin, "/api/asset", Map.of("name", "Given alone"));
        assertThat(world.api
                        .post(
                                world.admin,
                                "/api/access/share",
                                Json.write(Map.of(
                                        "entity", Map.of("entityType", "ASSET", "id", asset),
                                        "receiver", Map.of("entityType", "USER", "id", expert.userId()),
                                        "readElseWrite", false)))
                        .status())
                .isEqualTo(200);
        account(expert);
        assertThat(world.api
                        .post(
                                chief,
                                "/api/user/" + expert.userId() + "/userCredentialsEnabled?userCredentialsEnabled=false",
                                "")
                        .status())
                .isEqualTo(200);
        assertThat(world.api.delete(chief, "/api/user/" + expert.userId()).status())
                .isEqualTo(200);
    }
}

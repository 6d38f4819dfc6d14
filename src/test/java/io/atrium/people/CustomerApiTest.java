package io.atrium.people;

import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.user;
import static io.atrium.people.PeopleWorld.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.GrantRow;
import io.atrium.entity.SaveOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CustomerApiTest {

    private final PeopleWorld people;

    CustomerApiTest() {
        people = new PeopleWorld();
    }

    @AfterAll
    void close() {
        people.close();
    }

    private static ObjectNode customer(String title) {
        return Json.object().put("title", title);
    }

    private UUID newCustomer(String title) {
        return people.world.save(people.admin, "/api/customer", customer(title));
    }

    @Test
    void startsWithItsGroups() {
        UUID id = newCustomer("Fresh");
        people.group(people.admin, id, DefaultGroups.CUSTOMER_ADMINISTRATORS);
        people.group(people.admin, id, DefaultGroups.CUSTOMER_USERS);
        JsonNode shown = ok(people.get(people.admin, "/api/customer/" + id));
        assertThat(shown.path("title").asText()).isEqualTo("Fresh");
        assertThat(shown.at("/parentCustomerId/id").asText()).isEqualTo(Ref.NULL_ID.toString());
        assertThat(ok(people.get(people.admin, "/api/tenant/customers?customerTitle=Fresh")))
                .isEqualTo(shown);
        refused(people.post(people.admin, "/api/customer", customer("Fresh")), 400, "already exists");
        assertThat(ok(people.post(people.admin, "/api/customer?nameConflictPolicy=UNIQUIFY", customer("Fresh")))
                        .path("title")
                        .asText())
                .startsWith("Fresh_");
    }

    @Test
    void customersMakeCustomersBelowThemselvesOnly() {
        JsonNode below = ok(people.post(people.adminOfA, "/api/customer", customer("Below A")));
        assertThat(below.at("/parentCustomerId/id").asText()).isEqualTo(people.customerA.toString());
        refused(
                people.post(
                        people.adminOfA,
                        "/api/customer",
                        with(customer("Below B"), "parentCustomerId", "CUSTOMER", people.customerB)),
                404,
                "wasn't found");
        refused(people.post(people.emma, "/api/customer", customer("By Emma")), 403, "CREATE");
        ObjectNode moved = (ObjectNode) below.deepCopy();
        refused(
                people.post(
                        people.admin, "/api/customer", with(moved, "parentCustomerId", "CUSTOMER", people.customerB)),
                400,
                "parentCustomerId");
    }

    @Test
    void nobodyMakesACustomerPublicByHand() {
        refused(people.post(people.admin, "/api/customer", customer("Public")), 400, "made by the platform");
        ObjectNode sly = customer("Sly");
        sly.putObject("additionalInfo").put("isPublic", true).put("description", "kept");
        JsonNode saved = ok(people.post(people.admin, "/api/customer", sly));
        assertThat(saved.at("/additionalInfo/isPublic").isMissingNode()).isTrue();
        assertThat(saved.at("/additionalInfo/description").asText()).isEqualTo("kept");
        String id = saved.at("/id/id").asText();
        JsonNode brief = ok(people.get(people.admin, "/api/customer/" + id + "/shortInfo"));
        assertThat(brief.path("isPublic").asBoolean(true)).isFalse();
        assertThat(people.get(people.admin, "/api/customer/" + id + "/title").text())
                .isEqualTo("\"Sly\"");
    }

    @Test
    void customersSeeThemselvesAndNoSibling() {
        assertThat(ok(people.get(people.emma, "/api/customer/" + people.customerA))
                        .path("title")
                        .asText())
                .isEqualTo("Customer A");
        for (String path : List.of("", "/shortInfo", "/title")) {
            refused(people.get(people.emma, "/api/customer/" + people.customerB + path), 404, "wasn't found");
        }
        refused(people.get(people.emma, "/api/customer/info/" + people.customerB), 404, "wasn't found");
        refused(people.world.api.delete(people.adminOfA, "/api/customer/" + people.customerB), 404, "wasn't found");
        refused(people.world.api.delete(people.adminOfA, "/api/customer/" + people.customerA), 403, "DELETE");
        String ids = people.customerA + "," + people.customerB;
        for (String path : List.of("/api/customers/list?customerIds=", "/api/customers?customerIds=")) {
            assertThat(ok(people.get(people.emma, path + ids))).as(path).hasSize(1);
            assertThat(ok(people.get(people.admin, path + ids))).as(path).hasSize(2);
        }
        JsonNode page = ok(people.get(people.emma, "/api/user/customers?pageSize=100&page=0"));
        page.path("data").forEach(row -> assertThat(row.path("title").asText()).isNotEqualTo("Customer B"));
        refused(
                people.get(people.emma, "/api/customer/" + people.customerB + "/customerInfos?pageSize=9&page=0"),
                404,
                "wasn't found");
    }

    @Test
    void aCustomerThatOwnsSomethingIsNotDeletedByAccident() {
        UUID id = newCustomer("Owner");
        UUID below = people.world.save(
                people.admin, "/api/customer", with(customer("Owned"), "parentCustomerId", "CUSTOMER", id));
        UUID user = people.newUser(people.admin, with(user("x@owner.example"), "customerId", "CUSTOMER", below));
        people.world.people.bootstrap().setPassword(user, PeopleWorld.PASSWORD);
        String token = people.world
                .login("x@owner.example", PeopleWorld.PASSWORD)
                .path("token")
                .asText();
        ObjectNode device = with(Json.object().put("name", "Owned device"), "customerId", "CUSTOMER", below);
        var kind = people.world.platform.directories().kinds().require("DEVICE");
        UUID deviceId = people.world
                .changes
                .save(people.admin, people.world.tenant, kind, device, SaveOptions.PLAIN)
                .id();
        String path = "/api/customer/" + id;

        refused(people.world.api.delete(people.admin, path), 400, "still owns 1 CUSTOMER");
        refused(people.world.api.delete(people.admin, "/api/customer/" + below), 400, "1 DEVICE");
        ok(people.get(people.admin, path));

        ok(people.world.api.delete(people.admin, path + "?cascade=true"));
        var directory = people.world.platform.directories().of(people.world.tenant);
        for (UUID gone : List.of(id, below, user, deviceId)) {
            assertThat(directory.find(gone)).isEmpty();
        }
        assertThatThrownBy(() -> people.world.caller(token)).hasMessage("Token has expired");
        assertThat(people.world.database.<Long>read(sql -> sql.createQuery("""
                        select (select count(*) from entity where owner_id in (:id, :below))
                            + (select count(*) from user_account where user_id = :user)
                            + (select count(*) from user_session where user_id = :user)
                        """)
                        .bind("id", id)
                        .bind("below", below)
                        .bind("user", user)
                        .mapTo(Long.class)
                        .one()))
                .isZero();
    }

    @Test
    void aCascadeDeletesNothingThatTheCallerMayNotDelete() {
        UUID id = newCustomer("Guarded");
        var kind = people.world.platform.directories().kinds().require("DEVICE");
        ObjectNode device = with(Json.object().put("name", "Guarded device"), "customerId", "CUSTOMER", id);
        UUID deviceId = people.world
                .changes
                .save(people.admin, people.world.tenant, kind, device, SaveOptions.PLAIN)
                .id();
        Actor clerk = people.world.newUser(people.world.tenant, null, "clerk@acme.example", DefaultGroups.TENANT_USERS);
        people.world.platform.gate().change(TestWorld.SYSTEM, people.world.tenant, change -> {
            var role = DefaultGroups.newRole(
                    change,
                    change.directory().tenant(),
                    "Customer desk",
                    "GENERIC",
                    Json.tree(Map.of("CUSTOMER", List.of("ALL"))));
            var group = change.find(people.group(people.admin, people.world.tenant, DefaultGroups.TENANT_USERS))
                    .orElseThrow();
            change.putGrant(new GrantRow(change.newId(), group, role, null, 0, Long.MAX_VALUE, false, null));
            return clerk;
        });
        refused(people.world.api.delete(clerk, "/api/customer/" + id + "?cascade=true"), 403, "DELETE");
        var directory = people.world.platform.directories().of(people.world.tenant);
        assertThat(directory.find(deviceId)).isPresent();
        assertThat(directory.find(id)).isPresent();
    }

    @Test
    void anEmptyCustomerGoesWithItsGroups() {
        UUID id = newCustomer("Empty");
        ok(people.world.api.delete(people.admin, "/api/customer/" + id));
        refused(people.get(people.admin, "/api/customer/" + id), 404, "wasn't found");
        assertThat(ok(people.get(people.admin, "/api/customers?pageSize=100&page=0&textSearch=Empty"))
                        .path("totalElements")
                        .asInt())
                .isZero();
        newCustomer("Empty");
    }

    @Test
    void listsByOwnerAndBelow() {
        UUID top = newCustomer("Top");
        people.world.save(people.admin, "/api/customer", with(customer("Mid"), "parentCustomerId", "CUSTOMER", top));
        Map<String, Integer> expected = Map.of(
                "/api/customers?",
                0,
                "/api/customerInfos/all?",
                0,
                "/api/customerInfos/all?includeCustomers=true&",
                1,
                "/api/customer/" + top + "/customerInfos?",
                1,
                "/api/user/customers?",
                1);
        expected.forEach(
                (path, total) -> assertThat(ok(people.get(people.admin, path + "pageSize=9&page=0&textSearch=Mid"))
                                .path("totalElements")
                                .asInt())
                        .as(path)
                        .isEqualTo(total));
    }
}

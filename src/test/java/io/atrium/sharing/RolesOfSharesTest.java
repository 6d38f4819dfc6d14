package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever changes a role of shares changes each of these shares, and so must have the right to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolesOfSharesTest {

    private SharingWorld world;
    private ShareCalls calls;
    private Actor bella;
    private UUID writing;

    @BeforeAll
    void world() {
        world = new SharingWorld();
        bella = world.newUser(world.customerA1, "bella@a1.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        calls = new ShareCalls(world);
        writing = calls.role("Writes all", "READ", "READ_ATTRIBUTES", "READ_TELEMETRY", "WRITE");
    }

    @BeforeEach
    void asset() {
        calls.asset = world.asset("By a role " + calls.names++, "TENANT", world.tenant);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID roleOf(Actor actor, String... operations) {
        return world.save(
                actor,
                "/api/role",
                Map.of("name", "Own " + calls.names++, "type", "GROUP", "permissions", List.of(operations)));
    }

    private Answer edit(Actor actor, UUID role, String... operations) {
        ObjectNode document =
                (ObjectNode) world.api.get(actor, "/api/role/" + role).json();
        document.set("permissions", Json.tree(List.of(operations)));
        return world.api.post(actor, "/api/role", document.toString());
    }

    private void refused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text())
                .contains("share by this role")
                .doesNotContain("By a role")
                .doesNotContain("Customer B");
    }

    private void done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void aReceiverDoesNotWidenHisShareByARoleOfHisOwn() {
        UUID role = roleOf(world.anna, "READ");
        calls.shared(world.admin, "CUSTOMER", world.customerA, role);
        UUID timed = calls.shared(world.admin, "CUSTOMER", world.customerA, writing);
        refused(edit(world.anna, role, "READ", "WRITE"));
        calls.end(world.admin, timed);
        assertThat(world.may(world.emma, "READ", calls.asset)).isTrue();
        assertThat(world.may(world.emma, "WRITE", calls.asset)).isFalse();
    }

    @Test
    void aReceiverNeitherGivesNorTakesByHisRoleWhatOthersWereGiven() {
        UUID role = roleOf(world.anna, "READ", "READ_ATTRIBUTES");
        calls.shared(world.admin, "CUSTOMER", world.customerB, role);
        calls.shared(world.admin, "CUSTOMER", world.customerA, writing);
        refused(edit(world.anna, role, "READ", "READ_ATTRIBUTES", "WRITE"));
        refused(edit(world.anna, role, "READ"));
        refused(edit(world.anna, role));
        Answer deleted = world.api.delete(world.anna, "/api/role/" + role);
        assertThat(deleted.status()).isEqualTo(400);
        assertThat(deleted.text()).doesNotContain("Customer B");
        assertThat(world.may(world.jack, "READ", calls.asset)).isTrue();
        assertThat(world.may(world.jack, "WRITE", calls.asset)).isFalse();
    }

    @Test
    void theSameHoldsForSharesOfGroups() {
        UUID role = roleOf(world.anna, "READ");
        UUID group = world.group(world.admin, "ASSET", "Shared " + calls.names, "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(calls.asset));
        calls.shareGroup(group, role);
        calls.shareGroup(group, writing);
        refused(edit(world.anna, role, "READ", "WRITE"));
        done(edit(world.admin, role, "READ", "WRITE"));
    }

    @Test
    void aReceiverGivesUpWhatHisOwnPeopleHaveByHisRole() {
        UUID role = roleOf(world.anna, "READ", "READ_ATTRIBUTES");
        calls.shared(world.admin, "CUSTOMER", world.customerA, role);
        calls.shared(world.admin, "CUSTOMER", world.customerA, writing);
        done(edit(world.anna, role, "READ"));
    }

    @Test
    void aCustomerBelowDoesNotWidenWhatWasSharedWithItByItsRole() {
        UUID role = roleOf(bella, "READ");
        calls.asset = world.asset("Of A " + calls.names++, "CUSTOMER", world.customerA);
        calls.shared(world.anna, "CUSTOMER", world.customerA1, role);
        UUID wide = calls.shared(world.admin, "CUSTOMER", world.customerA1, writing);
        refused(edit(bella, role, "READ", "WRITE"));
        calls.end(world.admin, wide);
        done(edit(world.anna, role, "READ", "WRITE"));
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        done(edit(world.anna, role, "READ"));
        assertThat(world.may(bella, "WRITE", calls.asset)).isFalse();
    }

    @Test
    void theTenantsShareOfACustomersThingWithAnotherIsNotWidenedByThatCustomer() {
        UUID role = roleOf(world.anna, "READ");
        calls.asset = world.asset("Of A " + calls.names++, "CUSTOMER", world.customerA);
        calls.shared(world.admin, "CUSTOMER", world.customerB, role);
        refused(edit(world.anna, role, "READ", "WRITE"));
        assertThat(world.may(world.jack, "WRITE", calls.asset)).isFalse();
        done(edit(world.anna, role));
    }

    @Test
    void whatIsPassedOnByAnOwnRoleIsWidenedAsFarAsTheShareGoes() {
        UUID role = roleOf(world.anna, "READ");
        UUID sharing = calls.role("Shares on " + calls.names, "READ", "WRITE", "SHARE_GROUP");
        UUID parent = calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        calls.shared(world.anna, "CUSTOMER", world.customerA1, role);
        done(edit(world.anna, role, "READ", "WRITE"));
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        calls.end(world.admin, parent);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
    }

    @Test
    void aRoleThatWasHandedDownWidensNoShareOfItsFormerOwner() {
        UUID role = roleOf(world.admin, "READ");
        calls.shared(world.admin, "CUSTOMER", world.customerB, role);
        calls.shared(world.admin, "CUSTOMER", world.customerA, writing);
        done(world.api.post(world.admin, "/api/owner/CUSTOMER/" + world.customerA + "/ROLE/" + role, ""));
        refused(edit(world.anna, role, "READ", "WRITE"));
        refused(edit(world.anna, role));
        done(edit(world.admin, role, "READ", "WRITE"));
        assertThat(world.may(world.jack, "WRITE", calls.asset)).isTrue();
    }
}

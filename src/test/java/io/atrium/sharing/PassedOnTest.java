package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver gives on ends with what he was given, and never says more or longer; what is the owner's, stays as it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PassedOnTest {

    private final HandClock clock = new HandClock();
    private SharingWorld world;
    private ShareCalls calls;
    private Actor bella;
    private UUID sharing;
    private UUID writing;

    @BeforeAll
    void world() {
        world = new SharingWorld(clock);
        bella = world.newUser(world.customerA1, "bella@a1.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        calls = new ShareCalls(world);
        sharing = calls.role("Shared on", "READ", "READ_ATTRIBUTES", "READ_TELEMETRY", "WRITE", "SHARE_GROUP");
        writing = calls.role("Only written", "READ", "READ_ATTRIBUTES", "READ_TELEMETRY", "WRITE");
    }

    @BeforeEach
    void asset() {
        calls.asset = world.asset("Passed on " + calls.names++, "TENANT", world.tenant);
    }

    @AfterAll
    void close() {
        world.close();
    }

    // ---- who may ---------------------------------------------------------------------------------------------------

    @Test
    void givingOnTakesARoleWithTheRightToShare() {
        calls.shared(world.admin, "CUSTOMER", world.customerA, writing);
        assertThat(world.may(world.emma, "WRITE", calls.asset)).isTrue();
        for (Actor by : List.of(world.emma, world.anna)) {
            assertThat(calls.share(by, "CUSTOMER", world.customerA1, writing, Long.MAX_VALUE)
                            .status())
                    .isEqualTo(403);
            assertThat(calls.share(by, "USER", by.userId(), writing, Long.MAX_VALUE)
                            .status())
                    .isEqualTo(403);
            assertThat(calls.change(by, world.customerA1, writing).status()).isEqualTo(403);
        }
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
    }

    @Test
    void aGroupIsGivenOnInNoWayWithoutTheRightToShare() {
        UUID group = world.group(world.admin, "ASSET", "Given " + calls.names, "TENANT", world.tenant);
        calls.shareGroup(group, writing);
        String all = calls.allUsers(world.customerA1);
        String request = Json.write(Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", world.customerA1),
                "allUserGroup",
                true,
                "readElseWrite",
                true));
        for (Answer answer : List.of(
                world.api.post(world.anna, "/api/entityGroup/" + group + "/share", request),
                world.api.post(world.anna, "/api/entityGroup/" + group + "/" + all + "/" + writing + "/share", ""),
                world.api.post(world.anna, "/api/groupPermission", calls.row(null, all, writing, group)))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        }
        world.api.post(
                world.admin, "/api/groupPermission", calls.row(null, calls.allUsers(world.customerA), sharing, group));
        assertThat(world.api
                        .post(world.anna, "/api/groupPermission", calls.row(null, all, writing, group))
                        .status())
                .isEqualTo(200);
    }

    // ---- what ends it ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"share", "change", "onboarding", "undo"})
    void whatWasGivenOnEndsWithTheShare(String way) {
        UUID parent = calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        Actor receiver = giveOn(way);
        assertThat(world.may(receiver, "WRITE", calls.asset)).isTrue();
        calls.end(world.admin, parent);
        assertThat(world.may(receiver, "READ", calls.asset)).isFalse();
        assertThat(calls.shares()).as("what has ended is gone").isEmpty();
        calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        assertThat(world.may(receiver, "READ", calls.asset))
                .as("and does not begin again")
                .isFalse();
    }

    private Actor giveOn(String way) {
        switch (way) {
            case "share" -> calls.shared(world.emma, "CUSTOMER", world.customerA1, writing);
            case "change" ->
                assertThat(calls.change(world.emma, world.customerA1, writing).status())
                        .isEqualTo(200);
            case "undo" ->
                assertThat(calls.undo(world.anna, calls.allUsers(world.customerA1), writing, null)
                                .status())
                        .isEqualTo(200);
            default -> {
                return onboarded();
            }
        }
        return bella;
    }

    private Actor onboarded() {
        Answer made = world.api.post(
                world.anna,
                "/api/access/customer",
                Json.write(Map.of(
                        "customer",
                        Map.of("title", "Onboarded " + calls.names),
                        "shares",
                        List.of(Map.of(
                                "entity", Map.of("entityType", "ASSET", "id", calls.asset),
                                "roleIds", List.of(Map.of("entityType", "ROLE", "id", writing)))))));
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        UUID customer = UUID.fromString(made.json().at("/customer/id").asText());
        return world.newUser(customer, "new" + calls.names + "@x.example", DefaultGroups.CUSTOMER_USERS);
    }

    @Test
    void whatWasGivenOnEndsWithTheTimeOfTheShare() {
        long until = clock.millis() + Duration.ofHours(1).toMillis();
        UUID parent = calls.id(calls.share(world.admin, "CUSTOMER", world.customerA, sharing, until));
        UUID grant = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        UUID own = calls.shared(world.anna, "USER", world.anna.userId(), sharing);
        assertThat(calls.shares())
                .hasSize(3)
                .allMatch(share -> share.path("until").asLong() == until);
        for (JsonNode share : calls.shares()) {
            boolean passedOn = !share.path("grantId").asText().equals(parent.toString());
            assertThat(share.path("passedOnFrom").asText()).isEqualTo(passedOn ? parent.toString() : "null");
        }
        clock.advance(Duration.ofHours(2));
        assertThat(world.may(world.anna, "READ", calls.asset)).isFalse();
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        assertThat(world.may(world.anna, "READ", calls.asset)).isTrue();
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        for (UUID ended : List.of(grant, own)) {
            assertThat(world.platform.directories().of(world.tenant).model().grant(ended))
                    .isNull();
        }
    }

    @Test
    void whatHasEndedDoesNotBeginAgainWithAShareOfAGroup() {
        long hour = Duration.ofHours(1).toMillis();
        calls.share(world.admin, "CUSTOMER", world.customerA, sharing, clock.millis() + hour);
        calls.shared(world.emma, "CUSTOMER", world.customerA1, writing);
        clock.advance(Duration.ofHours(2));
        UUID group = world.group(world.admin, "ASSET", "Later " + calls.names, "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(calls.asset));
        calls.shareGroup(group, sharing);
        assertThat(world.may(world.emma, "READ", calls.asset)).isTrue();
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
    }

    @Test
    void aReceiverDoesNotMakeTheOwnersGroupPrivate() {
        UUID group = world.group(world.admin, "ASSET", "Shown " + calls.names, "TENANT", world.tenant);
        calls.shareGroup(group, sharing);
        assertThat(world.api
                        .post(world.admin, "/api/entityGroup/" + group + "/makePublic", "")
                        .status())
                .isEqualTo(200);
        assertThat(world.api
                        .post(world.anna, "/api/entityGroup/" + group + "/makePrivate", "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatHoldsEachOtherUpHoldsNothing() {
        UUID parent = calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        String circle = world.group(world.anna, "USER", "Circle " + calls.names, "CUSTOMER", world.customerA)
                .toString();
        calls.shared(world.anna, "ENTITY_GROUP", UUID.fromString(circle), sharing);
        calls.shared(world.anna, "ENTITY_GROUP", UUID.fromString(calls.administrators(world.customerA)), sharing);
        calls.shared(world.anna, "USER", world.anna.userId(), sharing);
        calls.end(world.admin, parent);
        assertThat(world.may(world.anna, "READ", calls.asset)).isFalse();
        assertThat(calls.shares()).isEmpty();
    }

    @Test
    void whatWasGivenOnNarrowsAndEndsWithTheRole() {
        UUID role = calls.role("Narrowed " + calls.names, "READ", "WRITE", "SHARE_GROUP");
        UUID both = calls.role("Both " + calls.names, "READ", "WRITE");
        calls.shared(world.admin, "CUSTOMER", world.customerA, role);
        calls.shared(world.emma, "CUSTOMER", world.customerA1, both);
        edit(role, "READ", "SHARE_GROUP");
        assertThat(world.may(bella, "WRITE", calls.asset)).isFalse();
        assertThat(world.may(bella, "READ", calls.asset)).isTrue();
        edit(role, "READ", "WRITE");
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        JsonNode why = world.api
                .get(
                        world.admin,
                        "/api/access/explain?userId=" + bella.userId() + "&entityType=ASSET&entityId=" + calls.asset
                                + "&operation=READ")
                .json();
        assertThat(why.path("reason").asText()).isEqualTo("NOT_HELD_ANY_MORE");
    }

    private void edit(UUID role, String... operations) {
        JsonNode document = world.api.get(world.admin, "/api/role/" + role).json();
        ((com.fasterxml.jackson.databind.node.ObjectNode) document).set("permissions", Json.tree(List.of(operations)));
        assertThat(world.api.post(world.admin, "/api/role", document.toString()).status())
                .isEqualTo(200);
    }

    @Test
    void whatWasGivenOnEndsWithAMoveOfTheReceiver() {
        UUID customer = world.save(
                world.admin,
                "/api/customer",
                Map.of(
                        "title",
                        "Moved " + calls.names,
                        "parentCustomerId",
                        Map.of("entityType", "CUSTOMER", "id", world.customerA)));
        Actor mia = world.newUser(customer, "mia" + calls.names + "@x.example", DefaultGroups.CUSTOMER_USERS);
        calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        calls.shared(world.emma, "CUSTOMER", customer, writing);
        assertThat(world.may(mia, "READ", calls.asset)).isTrue();
        assertThat(world.api
                        .post(world.admin, "/api/owner/CUSTOMER/" + world.customerB + "/CUSTOMER/" + customer, "")
                        .status())
                .isEqualTo(200);
        assertThat(world.may(mia, "READ", calls.asset)).isFalse();
    }

    @Test
    void whatOneUserAloneWasGivenEndsWithHim() {
        Actor otto = world.newUser(world.customerA, "otto" + calls.names + "@x.example", DefaultGroups.CUSTOMER_USERS);
        calls.shared(world.admin, "USER", otto.userId(), sharing);
        calls.shared(otto, "CUSTOMER", world.customerA1, writing);
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        assertThat(world.api.delete(world.admin, "/api/user/" + otto.userId()).status())
                .isEqualTo(200);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        assertThat(calls.shares()).isEmpty();
    }

    @Test
    void whatWasGivenOnEndsWhenTheThingLeavesTheSharedGroup() {
        UUID group = world.group(world.admin, "ASSET", "Left " + calls.names, "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(calls.asset));
        calls.shareGroup(group, sharing);
        calls.shared(world.emma, "CUSTOMER", world.customerA1, writing);
        assertThat(world.may(bella, "READ", calls.asset)).isTrue();
        world.api.post(world.admin, "/api/entityGroup/" + group + "/deleteEntities", SharingWorld.ids(calls.asset));
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
    }

    @Test
    void aTenantsUserWhoWasGivenAThingGivesItForNoLonger() {
        long until = clock.millis() + Duration.ofHours(1).toMillis();
        Actor tina = world.newUser(null, "tina" + calls.names + "@t.example", DefaultGroups.TENANT_USERS);
        calls.id(calls.share(world.admin, "USER", tina.userId(), sharing, until));
        calls.shared(tina, "CUSTOMER", world.customerB, writing);
        assertThat(world.may(world.jack, "WRITE", calls.asset)).isTrue();
        clock.advance(Duration.ofHours(1));
        assertThat(world.may(world.jack, "READ", calls.asset)).isFalse();
    }

    // ---- the owner's rows ------------------------------------------------------------------------------------------

    @Test
    void aReceiverNeitherLengthensNorTurnsTheOwnersShare() {
        long until = clock.millis() + Duration.ofHours(1).toMillis();
        UUID parent = calls.id(calls.share(world.admin, "CUSTOMER", world.customerA, sharing, until));
        Answer again = calls.share(world.emma, "CUSTOMER", world.customerA, sharing, Long.MAX_VALUE);
        assertThat(again.status()).as(again.text()).isEqualTo(403);
        assertThat(calls.change(world.anna, world.customerA, sharing).status()).isEqualTo(403);
        assertThat(calls.undo(world.anna, calls.allUsers(world.customerA), sharing, null)
                        .status())
                .isEqualTo(403);
        assertThat(calls.shares()).hasSize(1);
        assertThat(calls.shares().at("/0/until").asLong()).isEqualTo(until);
        assertThat(calls.shares().at("/0/grantId").asText()).isEqualTo(parent.toString());
        clock.advance(Duration.ofHours(1));
        assertThat(world.may(world.emma, "READ", calls.asset)).isFalse();
    }

    @Test
    void aReceiverDoesNotPointTheOwnersGroupShareAtOthersButMayLeave() {
        UUID group = world.group(world.admin, "ASSET", "Pointed " + calls.names, "TENANT", world.tenant);
        calls.shareGroup(group, sharing);
        JsonNode row = world.api
                .get(world.admin, "/api/entityGroup/" + group + "/groupPermissions")
                .json()
                .path(0);
        UUID id = UUID.fromString(row.at("/id/id").asText());
        assertThat(world.api
                        .post(
                                world.anna,
                                "/api/groupPermission",
                                calls.row(id, calls.allUsers(world.customerA1), sharing, group))
                        .status())
                .isEqualTo(403);
        calls.end(world.anna, id);
        assertThat(world.api.get(world.anna, "/api/entityGroup/" + group).status())
                .isEqualTo(404);
    }

    @Test
    void theOwnersOwnShareTakesThePlaceOfWhatWasPassedOn() {
        UUID parent = calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, writing);
        assertThat(calls.shared(world.admin, "CUSTOMER", world.customerA1, writing))
                .isEqualTo(passedOn);
        calls.end(world.admin, parent);
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        calls.end(world.admin, passedOn);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
    }

    // ---- what is seen of rows --------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsOfSharesThatHaveNotBegunOrAreOverTellNothing(boolean over) {
        long hour = Duration.ofHours(1).toMillis();
        Map<String, Object> request = new HashMap<>(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", calls.asset),
                "receiver", Map.of("entityType", "CUSTOMER", "id", world.customerA),
                "readElseWrite", true));
        request.put(over ? "until" : "from", clock.millis() + hour);
        UUID grant = calls.id(world.api.post(world.admin, "/api/access/share", Json.write(request)));
        clock.advance(Duration.ofHours(over ? 2 : 0));
        String rows = world.api
                .get(world.anna, "/api/userGroup/" + calls.allUsers(world.customerA) + "/groupPermissions")
                .text();
        assertThat(rows).doesNotContain(calls.asset.toString()).doesNotContain(grant.toString());
        for (String path : List.of("", "info/")) {
            assertThat(world.api
                            .get(world.anna, "/api/groupPermission/" + path + grant + "?isUserGroup=true")
                            .status())
                    .isEqualTo(404);
        }
    }
}

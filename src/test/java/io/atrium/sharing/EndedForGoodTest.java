package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.app.HandClock;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directories;
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

/** What a receiver passed on ends for good with the time of what it rests on, and sleeps while who gave it is switched off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EndedForGoodTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock clock = new HandClock();
    private SharingWorld world;
    private ShareCalls calls;
    private Actor bella;
    private UUID sharing;

    @BeforeAll
    void world() {
        world = new SharingWorld(clock);
        bella = world.newUser(world.customerA1, "bella@a1.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        calls = new ShareCalls(world);
        sharing = calls.role("Shared on", "READ", "READ_ATTRIBUTES", "WRITE", "SHARE_GROUP");
    }

    @BeforeEach
    void asset() {
        calls.asset = world.asset("Ended " + calls.names++, "TENANT", world.tenant);
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID sharedForAnHour() {
        return ShareCalls.id(
                calls.share(world.admin, "CUSTOMER", world.customerA, sharing, clock.millis() + HOUR.toMillis()));
    }

    private boolean isThere(UUID grant) {
        AccessModel model = world.platform.directories().of(world.tenant).model();
        boolean stored = world.platform.database().read(sql -> sql.createQuery(
                        "select exists (select 1 from access_grant where id = :id)")
                .bind("id", grant)
                .mapTo(Boolean.class)
                .one());
        assertThat(model.grant(grant) != null).isEqualTo(stored);
        return stored;
    }

    // ---- by time ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"group", "owner", "change", "role"})
    void whatEndedByTimeBeginsInNoWayAgain(String way) {
        UUID group = world.group(world.admin, "ASSET", "Later " + calls.names, "TENANT", world.tenant);
        calls.shareGroup(group, sharing);
        UUID narrow = calls.role("Narrow " + calls.names, "READ");
        if (way.equals("role")) {
            calls.shared(world.admin, "CUSTOMER", world.customerA, narrow);
        }
        sharedForAnHour();
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        clock.advance(HOUR);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        begin(way, group, narrow);
        assertThat(world.may(world.emma, "READ", calls.asset)).isTrue();
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        assertThat(isThere(passedOn)).isFalse();
        assertThat(calls.shares()).allMatch(share -> share.path("passedOnBy").isNull());
    }

    private void begin(String way, UUID group, UUID narrow) {
        String tenant = world.tenant.toString();
        var answer =
                switch (way) {
                    case "group" ->
                        world.api.post(
                                world.admin,
                                "/api/entityGroup/" + group + "/addEntities",
                                SharingWorld.ids(calls.asset));
                    case "owner" ->
                        world.api.post(
                                world.admin,
                                "/api/owner/TENANT/" + tenant + "/ASSET/" + calls.asset,
                                SharingWorld.ids(group));
                    case "change" ->
                        world.api.post(
                                world.admin,
                                "/api/access/change",
                                Json.write(Map.of(
                                        "entities", List.of(Map.of("entityType", "ASSET", "id", calls.asset)),
                                        "ownerId", Map.of("entityType", "TENANT", "id", tenant),
                                        "groupIds", List.of(Map.of("entityType", "ENTITY_GROUP", "id", group)))));
                    default -> {
                        ObjectNode role = (ObjectNode) world.api
                                .get(world.admin, "/api/role/" + narrow)
                                .json();
                        role.set("permissions", Json.tree(List.of("READ", "WRITE", "SHARE_GROUP")));
                        yield world.api.post(world.admin, "/api/role", role.toString());
                    }
                };
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void aShareThatBeginsLaterDoesNotHoldWhatEndedBefore() {
        sharedForAnHour();
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        sharedFrom(clock.millis() + 2 * HOUR.toMillis());
        clock.advance(HOUR.multipliedBy(3));
        calls.shared(world.admin, "CUSTOMER", world.customerB, sharing);
        assertThat(world.may(world.emma, "READ", calls.asset)).isTrue();
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        assertThat(isThere(passedOn)).isFalse();
    }

    /** By another role, for the same share again would replace the first. */
    private void sharedFrom(long from) {
        Map<String, Object> request = new HashMap<>(Map.of(
                "entity", Map.of("entityType", "ASSET", "id", calls.asset),
                "receiver", Map.of("entityType", "CUSTOMER", "id", world.customerA),
                "roleIds",
                        List.of(Map.of(
                                "entityType",
                                "ROLE",
                                "id",
                                calls.role("Later " + calls.names, "READ", "WRITE", "SHARE_GROUP")))));
        request.put("from", from);
        ShareCalls.id(world.api.post(world.admin, "/api/access/share", Json.write(request)));
    }

    @Test
    void aServerThatWasDownAtTheEndFollowsItWhenItStarts() {
        sharedForAnHour();
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        sharedFrom(clock.millis() + 2 * HOUR.toMillis());
        UUID lasting = calls.shared(world.emma, "USER", world.anna.userId(), calls.role("Lasting", "READ"));
        clock.advance(HOUR.multipliedBy(3));
        AccessModel loaded = new Directories(
                        world.platform.database(), world.platform.directories().kinds(), Ids.system(), clock)
                .of(world.tenant)
                .model();
        assertThat(loaded.grant(passedOn)).isNull();
        assertThat(loaded.grant(lasting)).as("it rested on the same").isNull();
    }

    @Test
    void aClockThatIsPutBackMissesNoEnd() {
        clock.advance(HOUR.multipliedBy(5));
        sharedForAnHour();
        clock.advance(HOUR.multipliedBy(2));
        calls.shared(world.admin, "CUSTOMER", world.customerB, sharing);
        clock.advance(HOUR.multipliedBy(-5));
        sharedForAnHour();
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        assertThat(world.may(bella, "READ", calls.asset)).isTrue();
        sharedFrom(clock.millis() + 2 * HOUR.toMillis());
        clock.advance(HOUR.multipliedBy(3));
        calls.shared(world.admin, "USER", world.jack.userId(), sharing);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        assertThat(isThere(passedOn)).isFalse();
    }

    @Test
    void theEndsOfOthersTakeNothingAlongThatStillHolds() {
        calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        UUID passedOn = calls.shared(world.emma, "CUSTOMER", world.customerA1, sharing);
        calls.asset = world.asset("Another " + calls.names++, "TENANT", world.tenant);
        sharedForAnHour();
        clock.advance(HOUR.multipliedBy(2));
        calls.shared(world.admin, "CUSTOMER", world.customerB, sharing);
        assertThat(isThere(passedOn)).isTrue();
    }

    @Test
    void whatIsOverKeepsNobodyOutOfAGroup() {
        UUID group = world.group(world.admin, "USER", "Strong " + calls.names, "CUSTOMER", world.customerA);
        UUID role = calls.role("Strong " + calls.names, "READ", "WRITE", "DELETE");
        ShareCalls.id(calls.share(world.admin, "ENTITY_GROUP", group, role, clock.millis() + HOUR.toMillis()));
        String path = "/api/entityGroup/" + group + "/addEntities";
        String emma = SharingWorld.ids(world.emma.userId());
        assertThat(world.api.post(world.anna, path, emma).status()).isEqualTo(403);
        clock.advance(HOUR);
        assertThat(world.api.post(world.anna, path, emma).status()).isEqualTo(200);
    }

    // ---- by the account --------------------------------------------------------------------------------------------

    @Test
    void whatAUserAloneGaveSleepsWhileTheAccountIsOff() {
        Actor otto = world.newUser(world.customerA, "otto" + calls.names + "@x.example", DefaultGroups.CUSTOMER_USERS);
        world.openAccount(otto);
        UUID parent = calls.shared(world.admin, "USER", otto.userId(), sharing);
        UUID passedOn = calls.shared(otto, "CUSTOMER", world.customerA1, sharing);
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        world.switchAccount(otto, false);
        assertThat(world.may(bella, "READ", calls.asset)).isFalse();
        calls.shared(world.admin, "CUSTOMER", world.customerB, sharing);
        assertThat(isThere(passedOn)).as("others' shares do not end it").isTrue();
        AccessModel loaded = new Directories(
                        world.platform.database(), world.platform.directories().kinds(), Ids.system(), clock)
                .of(world.tenant)
                .model();
        assertThat(loaded.grant(passedOn)).isNotNull();
        world.switchAccount(otto, true);
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
        world.switchAccount(otto, false);
        calls.end(world.admin, parent);
        assertThat(isThere(passedOn)).as("it ends with what it rests on").isFalse();
    }

    @Test
    void whatACustomerGaveGoesOnWithoutWhoDidIt() {
        Actor olga = world.newUser(world.customerA, "olga" + calls.names + "@x.example", DefaultGroups.CUSTOMER_USERS);
        world.openAccount(olga);
        calls.shared(world.admin, "CUSTOMER", world.customerA, sharing);
        calls.shared(olga, "CUSTOMER", world.customerA1, sharing);
        world.switchAccount(olga, false);
        assertThat(world.may(bella, "WRITE", calls.asset)).isTrue();
    }

    @Test
    void aGroupIsNotPublicWhileWhoPublishedItIsSwitchedOff() {
        UUID group = world.group(world.admin, "ASSET", "Shown " + calls.names, "TENANT", world.tenant);
        Actor paul = world.newUser(null, "paul" + calls.names + "@t.example", DefaultGroups.TENANT_ADMINISTRATORS);
        world.openAccount(paul);
        world.openAccount(world.admin);
        assertThat(world.api
                        .post(paul, "/api/entityGroup/" + group + "/makePublic", "")
                        .status())
                .isEqualTo(200);
        assertThat(isPublic(group)).isTrue();
        world.switchAccount(paul, false);
        assertThat(isPublic(group)).isFalse();
        world.switchAccount(paul, true);
        assertThat(isPublic(group)).isTrue();
    }

    private boolean isPublic(UUID group) {
        String customer = world.api
                .get(world.admin, "/api/entityGroup/" + group)
                .json()
                .at("/additionalInfo/publicCustomerId")
                .asText();
        return world.api
                        .get(world.visitor(UUID.fromString(customer)), "/api/entityGroup/" + group)
                        .status()
                == 200;
    }
}

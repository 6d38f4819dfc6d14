package io.atrium.sharing;

import static io.atrium.sharing.SharingWorld.ids;
import static io.atrium.sharing.SharingWorld.names;
import static io.atrium.sharing.SharingWorld.shareWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the Access dialog and the Shared tab ask: with whom a thing is shared, and what others share with the caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PresentSharesTest {

    private SharingWorld world;

    @BeforeAll
    void world() {
        world = new SharingWorld();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void listsTheShareWithACustomerWithoutUsersAndItsEnd() {
        UUID building = world.asset("Shared with nobody yet", "TENANT", world.tenant);
        UUID lonely = world.save(world.admin, "/api/customer", Map.of("title", "Lonely customer"));
        long until = world.platform.clock().millis() + 3_600_000;
        share(building, lonely, until);
        JsonNode shares = shares(world.admin, building).json();
        assertThat(shares).hasSize(1);
        assertThat(shares.at("/0/receiverName").asText()).isEqualTo("All");
        assertThat(shares.at("/0/receiverOwnerName").asText()).isEqualTo("Lonely customer");
        assertThat(shares.at("/0/until").asLong()).isEqualTo(until);
        assertThat(shares.at("/0/roleName").asText()).isEqualTo("Entity Group Read-only User");
        assertThat(shares.at("/0/group").isNull()).isTrue();
        assertThat(shares.at("/0/mayEnd").asBoolean()).isTrue();
        String grant = shares.at("/0/grantId").asText();
        assertThat(world.api
                        .delete(world.admin, "/api/groupPermission/" + grant)
                        .status())
                .isEqualTo(200);
        assertThat(shares(world.admin, building).json()).isEmpty();
    }

    @Test
    void listsSharesThroughGroupsAndNamesTheGroup() {
        UUID building = world.asset("In a shared group", "TENANT", world.tenant);
        UUID group = world.group(world.admin, "ASSET", "Listed group", "TENANT", world.tenant);
        world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", ids(building));
        world.api.post(world.admin, "/api/entityGroup/" + group + "/share", shareWith(world.customerA, true));
        JsonNode shares = shares(world.admin, building).json();
        assertThat(shares).hasSize(1);
        assertThat(shares.at("/0/groupName").asText()).isEqualTo("Listed group");
        assertThat(shares.at("/0/receiverOwnerName").asText()).isEqualTo("Customer A");
        JsonNode ofGroup = world.api
                .get(world.admin, "/api/access/shares?entityType=ENTITY_GROUP&entityId=" + group)
                .json();
        assertThat(ofGroup).hasSize(1);
        assertThat(ofGroup.at("/0/group").isNull()).isTrue();
    }

    @Test
    void aReceiverDoesNotLearnOfTheOtherReceivers() {
        UUID building = world.asset("Shared with both", "TENANT", world.tenant);
        share(building, world.customerA, null);
        share(building, world.customerB, null);
        assertThat(shares(world.admin, building).json()).hasSize(2);
        Answer seen = shares(world.emma, building);
        assertThat(seen.json().toString()).doesNotContain("Customer B");
        Answer ofAdministrator = shares(world.anna, building);
        assertThat(ofAdministrator.json()).hasSize(1);
        assertThat(ofAdministrator.json().toString()).contains("Customer A").doesNotContain("Customer B");
        UUID hidden = world.asset("Shared with nobody", "TENANT", world.tenant);
        assertThat(shares(world.emma, hidden).status()).isEqualTo(404);
    }

    @Test
    void listsOnlyWhatOthersShareByPage() {
        UUID own = world.asset("Sharedonly own", "CUSTOMER", world.customerA);
        UUID shared = world.asset("Sharedonly shared", "TENANT", world.tenant);
        share(shared, world.customerA, null);
        assertThat(sharedOnly(world.emma, true)).containsExactly("Sharedonly shared");
        assertThat(sharedOnly(world.emma, false)).containsExactlyInAnyOrder("Sharedonly own", "Sharedonly shared");
        assertThat(sharedOnly(world.jack, true)).isEmpty();
        assertThat(sharedOnly(world.admin, true)).isEmpty();
        assertThat(own).isNotNull();
        assertThat(names(world.api
                        .get(world.emma, "/api/user/customers?pageSize=10&page=0&sharedOnly=true")
                        .json()
                        .path("data")))
                .as("nobody shared the own customer")
                .isEmpty();
    }

    private List<String> sharedOnly(Actor actor, boolean only) {
        return names(world.api
                .get(actor, "/api/user/assets?pageSize=10&page=0&textSearch=sharedonly&sharedOnly=" + only)
                .json()
                .path("data"));
    }

    private Answer shares(Actor actor, UUID asset) {
        return world.api.get(actor, "/api/access/shares?entityType=ASSET&entityId=" + asset);
    }

    private void share(UUID asset, UUID customer, @Nullable Long until) {
        var body = Json.object();
        body.set("entity", Json.tree(Map.of("entityType", "ASSET", "id", asset)));
        body.set("receiver", Json.tree(Map.of("entityType", "CUSTOMER", "id", customer)));
        body.put("until", until);
        assertThat(world.api
                        .post(world.admin, "/api/access/share", Json.write(body))
                        .status())
                .isEqualTo(200);
    }
}

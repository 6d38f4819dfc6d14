package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may show things to everybody, and that nobody else ever does; roles of the platform are not found by their names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishingRightTest {

    private SharingWorld world;
    private int names;

    @BeforeAll
    void world() {
        world = new SharingWorld();
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID groupOf(String name, UUID... members) {
        UUID group = world.group(world.admin, "ASSET", name, "TENANT", world.tenant);
        ok(world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(members)));
        return group;
    }

    private static void ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Answer makePublic(Actor actor, UUID group) {
        return world.api.post(actor, "/api/entityGroup/" + group + "/makePublic", "");
    }

    /** A user of the tenant, or of Customer A, with one role for everything of that owner. */
    private Actor helper(boolean ofTenant, Map<String, List<String>> permissions) {
        String name = "Helpers " + names++;
        String kind = ofTenant ? "TENANT" : "CUSTOMER";
        UUID owner = ofTenant ? world.tenant : world.customerA;
        Actor maker = ofTenant ? world.admin : world.anna;
        UUID group = world.group(maker, "USER", name, kind, owner);
        UUID role = world.save(maker, "/api/role", Map.of("name", name, "type", "GENERIC", "permissions", permissions));
        world.save(
                maker,
                "/api/groupPermission",
                Map.of(
                        "userGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                        "roleId", Map.of("entityType", "ROLE", "id", role)));
        return world.newUser(ofTenant ? null : owner, name.replace(" ", "") + "@x.example", name);
    }

    private Actor visitor(UUID group) {
        JsonNode shown = world.api.get(world.admin, "/api/entityGroup/" + group).json();
        UUID customer =
                UUID.fromString(shown.at("/additionalInfo/publicCustomerId").asText());
        return new Actor(Authority.CUSTOMER_USER, world.tenant, customer, Ref.NULL_ID, "Public", null, true);
    }

    private int reads(Actor actor, UUID asset) {
        return world.api.get(actor, "/api/asset/" + asset).status();
    }

    // ---- publishing --------------------------------------------------------------------------------------------

    @Test
    void aWriteShareDoesNotPublish() {
        UUID asset = world.asset("Lent", "TENANT", world.tenant);
        UUID group = groupOf("Lent ones", asset);
        ok(world.api.post(
                world.admin, "/api/entityGroup/" + group + "/share", SharingWorld.shareWith(world.customerA, false)));
        for (Actor receiver : List.of(world.emma, world.anna)) {
            assertThat(makePublic(receiver, group).status()).isEqualTo(403);
        }
        assertThat(world.api
                        .get(world.admin, "/api/entityGroup/" + group)
                        .json()
                        .at("/additionalInfo/isPublic")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void whoReadsOnlyPartOfAGroupDoesNotPublishIt() {
        UUID group = groupOf("Half seen", world.asset("Hidden", "TENANT", world.tenant));
        Actor writer = helper(true, Map.of("ASSET_GROUP", List.of("ALL"), "ASSET", List.of("READ")));
        assertThat(makePublic(writer, group).status()).isEqualTo(403);
    }

    @Test
    void aCustomersAdministratorPublishesTheOwnGroups() {
        UUID group = world.group(world.anna, "ASSET", "Annas", "CUSTOMER", world.customerA);
        ok(makePublic(world.anna, group));
    }

    @Test
    void whatJoinsAPublicGroupIsPublishedByWhoMayPublish() {
        UUID first = world.asset("First shown", "TENANT", world.tenant);
        UUID group = groupOf("Shown ones", first);
        ok(makePublic(world.admin, group));
        UUID later = world.asset("Later", "TENANT", world.tenant);
        Actor filler = helper(
                true,
                Map.of(
                        "ASSET_GROUP", List.of("READ", "ADD_TO_GROUP"),
                        "ASSET", List.of("CREATE", "READ", "CHANGE_OWNER", "READ_ATTRIBUTES", "READ_TELEMETRY"),
                        "CUSTOMER", List.of("READ")));
        assertThat(world.api
                        .post(filler, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(later))
                        .status())
                .isEqualTo(403);
        assertThat(world.api
                        .post(
                                filler,
                                "/api/asset?entityGroupId=" + group,
                                Json.write(Map.of("name", "Smuggled", "type", "x")))
                        .status())
                .isEqualTo(403);
        UUID foreign = world.asset("Foreign", "CUSTOMER", world.customerA);
        assertThat(world.api
                        .post(
                                filler,
                                "/api/owner/TENANT/" + world.tenant + "/ASSET/" + foreign,
                                SharingWorld.ids(group))
                        .status())
                .isEqualTo(403);
        ok(world.api.post(world.admin, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(later)));
        assertThat(reads(visitor(group), later)).isEqualTo(200);
    }

    @Test
    void whatIsPublicEndsWithTheRightOfWhoPublishedIt() {
        UUID asset = world.asset("Shown for a while", "TENANT", world.tenant);
        UUID group = groupOf("For a while", asset);
        Actor leaver = world.newUser(null, "leaver@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
        ok(makePublic(leaver, group));
        Actor visitor = visitor(group);
        assertThat(reads(visitor, asset)).isEqualTo(200);
        ok(world.api.delete(world.admin, "/api/user/" + leaver.userId()));
        assertThat(reads(visitor, asset)).isEqualTo(404);
        ok(makePublic(world.admin, group));
        assertThat(reads(visitor, asset)).as("published by somebody else").isEqualTo(200);
    }

    // ---- roles of the platform ---------------------------------------------------------------------------------

    @Test
    void aRoleThatIsCalledLikeThePlatformsIsNotHandedOut() {
        UUID customer = world.customerA;
        for (String name : List.of(Shares.READ_ROLE, Shares.WRITE_ROLE, Shares.PUBLIC_ROLE)) {
            world.save(world.anna, "/api/role", Map.of("name", name, "type", "GROUP", "permissions", List.of("ALL")));
        }
        UUID asset = world.asset("Annas house", "CUSTOMER", customer);
        ok(world.api.post(
                world.anna,
                "/api/access/share",
                Json.write(Map.of(
                        "entity", Map.of("entityType", "ASSET", "id", asset),
                        "receiver", Map.of("entityType", "CUSTOMER", "id", world.customerA1),
                        "readElseWrite", true))));
        Actor below = world.newUser(world.customerA1, "below@a1.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        assertThat(world.may(below, "READ", asset)).isTrue();
        assertThat(world.may(below, "WRITE", asset)).isFalse();
        UUID group = world.group(world.anna, "ASSET", "Annas public ones", "CUSTOMER", customer);
        ok(world.api.post(world.anna, "/api/entityGroup/" + group + "/addEntities", SharingWorld.ids(asset)));
        ok(makePublic(world.anna, group));
        Actor visitor = visitor(group);
        assertThat(world.may(visitor, "READ", asset)).isTrue();
        assertThat(world.may(visitor, "WRITE", asset)).isFalse();
    }

    @Test
    void nobodyChangesWhatARoleBehindSharesGives() {
        UUID asset = world.asset("Shared house", "TENANT", world.tenant);
        ok(world.api.post(
                world.admin,
                "/api/access/share",
                Json.write(Map.of(
                        "entity", Map.of("entityType", "ASSET", "id", asset),
                        "receiver", Map.of("entityType", "CUSTOMER", "id", world.customerB),
                        "readElseWrite", true))));
        JsonNode role = role(Shares.READ_ROLE);
        Map<String, Object> changed = Map.of(
                "id", role.path("id"),
                "name", role.path("name").asText(),
                "type", "GROUP",
                "permissions", List.of("READ", "WRITE"));
        Answer refused = world.api.post(world.admin, "/api/role", Json.write(changed));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("make a role of your own");
        assertThat(world.may(world.jack, "WRITE", asset)).isFalse();
    }

    @Test
    void aHelperDoesNotWidenTheRoleThatNewCustomersGet() {
        Actor helper = helper(true, Map.of("ROLE", List.of("ALL")));
        JsonNode role = role("Customer User");
        Map<String, Object> changed = Map.of(
                "id", role.path("id"),
                "name", role.path("name").asText(),
                "type", "GENERIC",
                "permissions", Map.of("ALL", List.of("ALL")));
        assertThat(world.api.post(helper, "/api/role", Json.write(changed)).status())
                .isEqualTo(403);
    }

    private JsonNode role(String name) {
        JsonNode page = world.api
                .get(world.admin, "/api/roles?pageSize=100&page=0&textSearch=" + name.replace(" ", "%20"))
                .json();
        for (JsonNode role : page.path("data")) {
            if (role.path("name").asText().equals(name)
                    && role.at("/ownerId/entityType").asText().equals("TENANT")) {
                return role;
            }
        }
        throw new AssertionError("No role " + name + " in " + page);
    }

    @Test
    void aNewUserInAGroupGetsNoMoreThanItsMakerHas() {
        Actor hirer = helper(true, Map.of("USER", List.of("ALL"), "USER_GROUP", List.of("ALL")));
        UUID administrators = world.platform
                .directories()
                .of(world.tenant)
                .read(() -> world.platform.directories().of(world.tenant).ofKind("ENTITY_GROUP").stream()
                        .mapToObj(world.platform.directories().of(world.tenant)::entry)
                        .filter(group -> group.name().equals(DefaultGroups.TENANT_ADMINISTRATORS))
                        .findFirst()
                        .orElseThrow()
                        .id());
        assertThat(world.api
                        .post(
                                hirer,
                                "/api/user?sendActivationMail=false&entityGroupId=" + administrators,
                                Json.write(Map.of("email", "hired@acme.example", "authority", "TENANT_ADMIN")))
                        .status())
                .isEqualTo(403);
    }
}

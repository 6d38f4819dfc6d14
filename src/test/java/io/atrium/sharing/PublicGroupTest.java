package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Grant;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.entity.Directory;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Making a group public lets visitors in, also where somebody had given the public customer's users the same by hand. */
final class PublicGroupTest {

    @Test
    void visitorsSeeWhatWasMadePublicAndNothingGivenByHand() {
        try (TestWorld world = new TestWorld()) {
            UUID first = group(world, "First");
            UUID second = group(world, "Second");
            UUID board = dashboard(world, "Shown", first);
            UUID other = dashboard(world, "Not yet", second);
            makePublic(world, first);
            Directory directory = world.platform.directories().of(world.tenant);
            Grant row = onlyGrant(directory, first);
            giveByHand(world, directory, row, second);
            Actor visitor = visitor(world, directory, row);

            assertThat(status(world, visitor, board)).isEqualTo(200);
            assertThat(status(world, visitor, other)).isEqualTo(404);

            makePublic(world, second);

            assertThat(onlyGrant(directory, second).publicLink()).isTrue();
            assertThat(status(world, visitor, other)).isEqualTo(200);
            assertThat(world.api
                            .post(world.admin, "/api/entityGroup/" + second + "/makePrivate", "")
                            .status())
                    .isEqualTo(200);
            assertThat(status(world, visitor, other)).isEqualTo(404);
        }
    }

    private static UUID group(TestWorld world, String name) {
        return world.save(world.admin, "/api/entityGroup", Map.of("type", "DASHBOARD", "name", name));
    }

    private static UUID dashboard(TestWorld world, String title, UUID group) {
        UUID id = world.save(world.admin, "/api/dashboard", Map.of("title", title));
        assertThat(world.api
                        .post(
                                world.admin,
                                "/api/entityGroup/" + group + "/addEntities",
                                Json.write(List.of(id.toString())))
                        .status())
                .isEqualTo(200);
        return id;
    }

    private static void makePublic(TestWorld world, UUID group) {
        var answer = world.api.post(world.admin, "/api/entityGroup/" + group + "/makePublic", "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static Grant onlyGrant(Directory directory, UUID group) {
        List<Grant> grants = directory
                .model()
                .grantsOnTarget(directory.find(group).orElseThrow().ordinal());
        assertThat(grants).hasSize(1);
        return grants.getFirst();
    }

    /** The same role to the same users, as any administrator may grant it. */
    private static void giveByHand(TestWorld world, Directory directory, Grant row, UUID group) {
        JsonNode grant = Json.tree(Map.of(
                "userGroupId", directory.ref(row.subject()),
                "roleId", directory.ref(row.role()),
                "entityGroupId", Map.of("entityType", "ENTITY_GROUP", "id", group),
                "entityGroupType", "DASHBOARD"));
        world.save(world.admin, "/api/groupPermission", grant);
    }

    private static Actor visitor(TestWorld world, Directory directory, Grant row) {
        UUID customer = directory.entry(directory.entry(row.subject()).owner()).id();
        return new Actor(Authority.CUSTOMER_USER, world.tenant, customer, customer, "visitor", null, true);
    }

    private static int status(TestWorld world, Actor visitor, UUID dashboard) {
        return world.api.get(visitor, "/api/dashboard/" + dashboard).status();
    }
}

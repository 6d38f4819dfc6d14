package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Walks over relations: through everything, ending at what the viewer may read. */
final class RelationsTest {

    private static Buildings w;

    @BeforeAll
    static void open() {
        w = new Buildings();
        w.relate("WM-003", "Feeds", "Building A");
        w.relate("Building B", "Manages", "SD-001");
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @Test
    void walksThroughWhatTheViewerCannotRead() {
        assertThat(w.names(w.emma, walk("Building A", ""))).containsExactly("EM-002", "Office A", "SD-001", "WM-003");
        assertThat(w.names(w.jack, walk("Building A", ""))).containsExactly("AM-307", "Office B");
        assertThat(w.names(w.jack, walk("Office A", ""))).containsExactly("AM-307", "Office B");
        assertThat(w.names(w.admin, walk("Building A", "")))
                .containsExactly("AM-307", "EM-002", "Office A", "Office B", "SD-001", "WM-003");
    }

    @Test
    void levelsAreCounted() {
        assertThat(w.names(w.admin, walk("Building A", ",\"maxLevel\":1"))).containsExactly("Office A", "Office B");
        assertThat(w.names(w.admin, walk("Building A", ",\"maxLevel\":-1"))).hasSize(6);
        assertThat(w.names(w.admin, walk("Building A", ",\"maxLevel\":5000"))).hasSize(6);
        assertThat(w.names(w.admin, walk("Building A", ",\"maxLevel\":2,\"fetchLastLevelOnly\":true")))
                .containsExactly("AM-307", "EM-002", "SD-001", "WM-003");
        assertThat(w.names(w.admin, walk("Building A", ",\"maxLevel\":1,\"fetchLastLevelOnly\":true")))
                .containsExactly("Office A", "Office B");
        assertThat(w.names(w.admin, walk("Building A", ",\"fetchLastLevelOnly\":true")))
                .containsExactly("AM-307", "EM-002", "SD-001", "WM-003");
    }

    @Test
    void whatHasOnlyHiddenThingsBelowLooksLikeTheEndOfItsBranch() {
        String last = ",\"fetchLastLevelOnly\":true";
        w.add("ASSET", "Plant", "building", w.customerA);
        w.add("ASSET", "Hall", "office", w.customerA);
        w.add("DEVICE", "Hidden meter", "meter", null);
        w.relate("Plant", "Contains", "Hall");
        w.relate("Hall", "Contains", "Hidden meter");
        assertThat(w.names(w.emma, walk("Plant", last))).containsExactly("Hall");
        assertThat(w.names(w.admin, walk("Plant", last))).containsExactly("Hidden meter");
        // Beyond the hidden thing lies one that the viewer knows: now the hall is no end, for her either.
        w.add("DEVICE", "Probe", "meter", w.customerA);
        w.relate("Hidden meter", "Contains", "Probe");
        assertThat(w.names(w.emma, walk("Plant", last))).containsExactly("Probe");
        assertThat(w.names(w.admin, walk("Plant", last))).containsExactly("Probe");
        assertThat(w.names(w.emma, walk("Plant", last + ",\"maxLevel\":2"))).containsExactly("Hall");
    }

    @Test
    void filtersLookAtTheLastRelation() {
        String devices = ",\"filters\":[{\"relationType\":\"Contains\",\"entityTypes\":[\"DEVICE\"]}]";
        assertThat(w.names(w.admin, walk("Building A", devices)))
                .containsExactly("AM-307", "EM-002", "SD-001", "WM-003");
        String manages = ",\"filters\":[{\"relationType\":\"Manages\",\"entityTypes\":[]}]";
        assertThat(w.names(w.admin, walk("Building B", manages))).containsExactly("SD-001");
        assertThat(w.names(w.admin, walk("Building A", manages))).isEmpty();
        String notContains =
                ",\"filters\":[{\"relationType\":\"Contains\",\"entityTypes\":[\"DEVICE\"],\"negate\":true}]";
        assertThat(w.names(w.admin, walk("Building B", notContains))).containsExactly("SD-001");
        assertThat(w.names(w.admin, walk("Building B", notContains + ",\"negate\":true")))
                .isEmpty();
        String either = ",\"filters\":[{\"relationType\":\"Contains\",\"entityTypes\":[\"ASSET\"]},"
                + "{\"relationType\":\"Feeds\",\"entityTypes\":[\"ASSET\",\"EDGE\"]}]";
        assertThat(w.names(w.admin, walk("Office A", either))).containsExactly("Building A", "Office B");
    }

    @Test
    void walksBackwards() {
        String up = ",\"direction\":\"TO\",\"maxLevel\":2,\"filters\":[{\"relationType\":\"Contains\"}]";
        assertThat(w.names(w.admin, walk("SD-001", up))).containsExactly("Building A", "Office A");
        assertThat(w.names(w.emma, walk("SD-001", up))).containsExactly("Office A");
    }

    @Test
    void unknownAndForeignRootsLeadNowhere() {
        UUID other = w.world.newTenant("Other");
        Actor stranger = w.world.newUser(other, null, "x@other.example", "Tenant Administrators");
        assertThat(w.names(stranger, walk("Building A", ""))).isEmpty();
        assertThat(w.names(w.emma, walk("Building A", "").replace(w.id("Building A"), new UUID(1, 2).toString())))
                .isEmpty();
        assertThat(w.world.platform.directories().of(other).size()).isPositive();
    }

    @Test
    void severalRootsTellTheirChildren() {
        String filter = """
                {"type":"relationsQuery","multiRoot":true,"multiRootEntitiesType":"ASSET",
                 "multiRootEntityIds":["%s","%s","%s"],"direction":"FROM","maxLevel":1}
                """.formatted(w.id("Office A"), w.id("Office B"), w.id("Building A"));
        assertThat(w.names(w.admin, filter))
                .containsExactly("AM-307", "EM-002", "Office A", "Office B", "SD-001", "WM-003");
        assertThat(w.names(w.jack, filter)).containsExactly("AM-307", "Office B");
        JsonNode page = w.find(w.jack, """
                {"entityFilter":%s,"pageLink":{"pageSize":1,"page":0},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"parentId"}],
                 "keyFilters":[{"key":{"type":"ENTITY_FIELD","key":"entityType"},"predicate":
                   {"type":"STRING","operation":"EQUAL","value":{"defaultValue":"DEVICE"}}}]}
                """.formatted(filter));
        assertThat(page.at("/data/0/latest/ENTITY_FIELD/parentId/value").asText())
                .isEqualTo(w.id("Office B"));
    }

    @Test
    void relationsOfOtherGroupsAreNotFollowed() {
        w.world.platform.gate().change(TestWorld.SYSTEM, w.world.tenant, change -> {
            change.putRelation(new io.atrium.entity.Relation(
                    w.entry("Building B").ordinal(), w.entry("Office B").ordinal(), "Contains", "DASHBOARD", null, 1));
            return true;
        });
        assertThat(w.names(w.admin, walk("Building B", ",\"maxLevel\":1"))).containsExactly("SD-001");
    }

    private static String walk(String root, String more) {
        String direction = more.contains("\"direction\"") ? "" : ",\"direction\":\"FROM\"";
        return "{\"type\":\"relationsQuery\",\"rootEntity\":%s%s%s}".formatted(w.alias(root), direction, more);
    }
}

package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.entity.Draft;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every filter type, asked by the operator, by Emma of customer A and by Jack of customer B. */
final class AliasesTest {

    private static Buildings w;

    @BeforeAll
    static void open() {
        w = new Buildings();
        w.share(w.group("Shared buildings", "ASSET", null, "Building A"), w.customerA, "READ", "READ_ATTRIBUTES");
        w.share(w.entry("Shared buildings"), w.customerB, "READ");
        w.group("Sensors", "DEVICE", w.customerA, "SD-001", "EM-002");
        w.add("ENTITY_VIEW", "View A", "gauge", w.customerA);
        w.add("ENTITY_VIEW", "View B", "gauge", w.customerB);
        w.add("DASHBOARD", new Draft("Board", null, null, "\"configuration\":{}"), null);
        w.relate("Office A", "Contains", "View A");
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @Test
    void tutorialAliasesFollowTheViewer() {
        String buildings = "{\"type\":\"assetType\",\"assetTypes\":[\"building\"]}";
        assertThat(w.names(w.admin, buildings)).containsExactly("Building A", "Building B");
        assertThat(w.names(w.emma, buildings)).containsExactly("Building A");
        assertThat(w.names(w.jack, buildings)).containsExactly("Building A");

        String offices = search("assetSearchQuery", "Building A", "\"assetTypes\":[\"office\"]");
        assertThat(w.names(w.admin, offices)).containsExactly("Office A", "Office B");
        assertThat(w.names(w.emma, offices)).containsExactly("Office A");
        assertThat(w.names(w.jack, offices)).containsExactly("Office B");

        String sensors = search("deviceSearchQuery", "Office A", "\"deviceTypes\":[]");
        assertThat(w.names(w.admin, sensors)).containsExactly("EM-002", "SD-001", "WM-003");
        assertThat(w.names(w.emma, sensors)).containsExactly("EM-002", "SD-001", "WM-003");
        assertThat(w.names(w.jack, sensors)).isEmpty();
    }

    @Test
    void searchesEndAtOneKindAndItsTypes() {
        assertThat(w.names(
                        w.admin,
                        search("deviceSearchQuery", "Building A", "\"maxLevel\":2,\"deviceTypes\":[\"air-sensor\"]")))
                .containsExactly("AM-307", "SD-001");
        assertThat(w.names(w.admin, search("deviceSearchQuery", "Building A", "\"maxLevel\":1")))
                .isEmpty();
        assertThat(w.names(w.admin, search("entityViewSearchQuery", "Office A", "\"entityViewTypes\":[\"gauge\"]")))
                .containsExactly("View A");
        assertThat(w.names(w.admin, search("edgeSearchQuery", "Office A", "\"edgeTypes\":[\"x\"]")))
                .isEmpty();
    }

    @Test
    void singleEntityMustBeReadable() {
        String foreign = "{\"type\":\"singleEntity\",\"singleEntity\":" + w.alias("Office B") + "}";
        assertThat(w.names(w.admin, foreign)).containsExactly("Office B");
        assertThat(w.names(w.jack, foreign)).containsExactly("Office B");
        assertThat(w.names(w.emma, foreign)).isEmpty();
        String wrongKind = "{\"type\":\"singleEntity\",\"singleEntity\":{\"entityType\":\"DEVICE\",\"id\":\"%s\"}}"
                .formatted(w.id("Office B"));
        assertThat(w.names(w.admin, wrongKind)).isEmpty();
        assertThat(w.names(w.emma, "{\"type\":\"stateEntity\",\"defaultStateEntity\":" + w.alias("Office A") + "}"))
                .containsExactly("Office A");
    }

    @Test
    void currentOnesFollowTheViewer() {
        assertThat(w.names(w.admin, current("CURRENT_TENANT"))).containsExactly("Acme");
        assertThat(w.names(w.emma, current("CURRENT_TENANT"))).isEmpty();
        assertThat(w.names(w.emma, current("CURRENT_CUSTOMER"))).containsExactly("Customer A");
        assertThat(w.names(w.admin, current("CURRENT_CUSTOMER"))).isEmpty();
        assertThat(w.names(w.emma, current("CURRENT_USER"))).containsExactly("emma@a.example");
        assertThat(w.names(w.emma, current("CURRENT_USER_OWNER"))).containsExactly("Customer A");
        assertThat(w.names(w.admin, current("CURRENT_USER_OWNER"))).containsExactly("Acme");
        assertThat(w.names(w.jack, """
                        {"type":"singleEntity","singleEntity":{"aliasEntityType":"CURRENT_USER_OWNER",
                         "entityType":"CUSTOMER","id":"13814000-1dd2-11b2-8080-808080808080"}}""")).containsExactly("Customer B");
    }

    @Test
    void listsAndNamesKeepToTheReadable() {
        String list = "{\"type\":\"entityList\",\"entityType\":\"DEVICE\",\"entityList\":[\"%s\",\"%s\",\"%s\"]}"
                .formatted(w.id("SD-001"), w.id("AM-307"), w.id("Office A"));
        assertThat(w.names(w.admin, list)).containsExactly("AM-307", "SD-001");
        assertThat(w.names(w.emma, list)).containsExactly("SD-001");
        assertThat(w.names(w.admin, "{\"type\":\"entityName\",\"entityType\":\"ASSET\",\"entityNameFilter\":\"off\"}"))
                .containsExactly("Office A", "Office B");
        assertThat(w.names(
                        w.emma, "{\"type\":\"entityName\",\"entityType\":\"ASSET\",\"entityNameFilter\":\"%ice_%\"}"))
                .containsExactly("Office A");
        assertThat(w.names(w.jack, "{\"type\":\"entityType\",\"entityType\":\"DEVICE\"}"))
                .containsExactly("AM-307");
        assertThat(w.names(w.admin, "{\"type\":\"entityType\",\"entityType\":\"RULE_CHAIN\"}"))
                .isEmpty();
        assertThat(w.names(w.admin, "{\"type\":\"entityType\",\"entityType\":\"DASHBOARD\"}"))
                .containsExactly("Board");
    }

    @Test
    void typesComeInBothForms() {
        assertThat(w.names(w.admin, "{\"type\":\"deviceType\",\"deviceType\":\"air-sensor\"}"))
                .containsExactly("AM-307", "SD-001");
        assertThat(w.names(
                        w.admin,
                        "{\"type\":\"deviceType\",\"deviceTypes\":[\"air-sensor\",\"water-sensor\"],"
                                + "\"deviceNameFilter\":\"%0%3\"}"))
                .containsExactly("WM-003");
        assertThat(w.names(
                        w.admin,
                        "{\"type\":\"deviceType\",\"deviceTypes\":[\"air-sensor\",\"water-sensor\"],"
                                + "\"deviceNameFilter\":\"%-0%\"}"))
                .containsExactly("SD-001", "WM-003");
        assertThat(w.names(w.emma, "{\"type\":\"deviceType\",\"deviceTypes\":[\"air-sensor\"]}"))
                .containsExactly("SD-001");
        assertThat(w.names(w.jack, "{\"type\":\"entityViewType\",\"entityViewTypes\":[\"gauge\"]}"))
                .containsExactly("View B");
        assertThat(w.names(w.admin, "{\"type\":\"edgeType\",\"edgeTypes\":[\"x\"]}"))
                .isEmpty();
        assertThat(w.names(w.admin, "{\"type\":\"schedulerEvent\"}")).isEmpty();
        assertThat(w.names(w.admin, "{\"type\":\"apiUsageState\"}")).isEmpty();
    }

    @Test
    void newDevicesOfATypeAreFoundAtOnce() {
        String filter = "{\"type\":\"deviceType\",\"deviceTypes\":[\"late-sensor\"]}";
        assertThat(w.names(w.admin, filter)).isEmpty();
        w.add("DEVICE", "Late", "late-sensor", null);
        try {
            assertThat(w.names(w.admin, filter)).containsExactly("Late");
        } finally {
            w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
                change.delete(w.entry("Late"));
                return true;
            });
        }
        assertThat(w.names(w.admin, filter)).isEmpty();
    }

    @Test
    void groupsAndTheirMembers() {
        String members = "{\"type\":\"entityGroup\",\"groupType\":\"%s\",\"entityGroup\":\"%s\"}";
        assertThat(w.names(w.emma, members.formatted("DEVICE", w.id("Sensors"))))
                .containsExactly("EM-002", "SD-001");
        assertThat(w.names(w.jack, members.formatted("DEVICE", w.id("Sensors"))))
                .isEmpty();
        assertThat(w.names(w.emma, members.formatted("ASSET", w.id("Sensors")))).isEmpty();
        assertThat(w.names(w.jack, members.formatted("ASSET", w.id("Shared buildings"))))
                .containsExactly("Building A");

        String list = "{\"type\":\"entityGroupList\",\"groupType\":\"DEVICE\",\"entityGroupList\":[\"%s\",\"%s\"]}"
                .formatted(w.id("Sensors"), w.id("Shared buildings"));
        assertThat(w.names(w.admin, list)).containsExactly("Sensors");
        assertThat(w.names(w.jack, list)).isEmpty();

        String named = "{\"type\":\"entityGroupName\",\"groupType\":\"ASSET\",\"entityGroupNameFilter\":\"shared\"}";
        assertThat(w.names(w.emma, named)).containsExactly("Shared buildings");
        assertThat(w.names(w.emma, named.replace("ASSET", "DEVICE"))).isEmpty();

        String byName = "{\"type\":\"entitiesByGroupName\",\"groupType\":\"%s\",\"entityGroupNameFilter\":\"%s\"%s}";
        assertThat(w.names(w.emma, byName.formatted("DEVICE", "sensors", ""))).containsExactly("EM-002", "SD-001");
        assertThat(w.names(w.emma, byName.formatted("DEVICE", "sens", ""))).isEmpty();
        assertThat(w.names(w.admin, byName.formatted("DEVICE", "Sensors", ""))).isEmpty();
        String owner = ",\"ownerId\":{\"entityType\":\"CUSTOMER\",\"id\":\"" + w.customerA + "\"}";
        assertThat(w.names(w.admin, byName.formatted("DEVICE", "Sensors", owner)))
                .containsExactly("EM-002", "SD-001");
        assertThat(w.names(w.jack, byName.formatted("DEVICE", "Sensors", owner)))
                .isEmpty();
        assertThat(w.names(w.emma, byName.formatted("DEVICE", "All", "")))
                .containsExactly("EM-002", "SD-001", "WM-003");
    }

    @Test
    void ownersOfReadableEntities() {
        String owner = "{\"type\":\"stateEntityOwner\",\"singleEntity\":%s}";
        assertThat(w.names(w.admin, owner.formatted(w.alias("SD-001")))).containsExactly("Customer A");
        assertThat(w.names(w.emma, owner.formatted(w.alias("SD-001")))).containsExactly("Customer A");
        assertThat(w.names(w.emma, owner.formatted(w.alias("Building A")))).isEmpty();
        assertThat(w.names(w.jack, owner.formatted(w.alias("SD-001")))).isEmpty();
    }

    private static String search(String type, String root, String more) {
        return "{\"type\":\"%s\",\"rootEntity\":%s,\"relationType\":\"Contains\",\"direction\":\"FROM\",%s}"
                .formatted(type, w.alias(root), more);
    }

    private static String current(String type) {
        return "{\"type\":\"singleEntity\",\"singleEntity\":{\"entityType\":\"%s\",\"id\":\"any\"}}".formatted(type);
    }
}

package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Value;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predicates, keys, dynamic values, sorts and text search. */
final class KeyFiltersTest {

    private static final String DEVICES = "{\"type\":\"entityType\",\"entityType\":\"DEVICE\"}";
    private static Buildings w;

    @BeforeAll
    static void open() {
        w = new Buildings();
        w.series("SD-001", "temperature", Value.of(20));
        w.series("EM-002", "temperature", Value.of(21.5));
        w.series("WM-003", "temperature", Value.of("21.5"));
        w.attribute("SD-001", "model", Value.of("Alpha One"));
        w.attribute("EM-002", "model", Value.of("beta"));
        w.attribute("WM-003", "model", Value.of("alphabet"));
        w.attribute("SD-001", "active", Value.TRUE);
        w.attribute("EM-002", "active", Value.FALSE);
        w.attribute("WM-003", "active", Value.of("true"));
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL, 20, SD-001",
        "NOT_EQUAL, 20, EM-002",
        "GREATER, 20, EM-002",
        "GREATER, 21.5, ''",
        "LESS, 21.5, SD-001",
        "GREATER_OR_EQUAL, 20, EM-002 SD-001",
        "LESS_OR_EQUAL, 21.5, EM-002 SD-001"
    })
    void comparesNumbersOnly(String operation, String value, String expected) {
        assertThat(filtered("TIME_SERIES", "temperature", predicate("NUMERIC", operation, value)))
                .isEqualTo(words(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL, beta, EM-002",
        "NOT_EQUAL, beta, SD-001 WM-003",
        "STARTS_WITH, alpha, WM-003",
        "ENDS_WITH, One, SD-001",
        "CONTAINS, lph, SD-001 WM-003",
        "NOT_CONTAINS, lph, EM-002",
        "IN, 'beta, gamma,alphabet', EM-002 WM-003",
        "NOT_IN, 'beta,gamma', SD-001 WM-003"
    })
    void comparesTextByCase(String operation, String value, String expected) {
        assertThat(filtered("SERVER_ATTRIBUTE", "model", predicate("STRING", operation, '"' + value + '"')))
                .isEqualTo(words(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "EQUAL, BETA, EM-002",
        "NOT_EQUAL, BETA, SD-001 WM-003",
        "STARTS_WITH, ALPHA, SD-001 WM-003",
        "ENDS_WITH, ONE, SD-001",
        "CONTAINS, LPH, SD-001 WM-003",
        "NOT_CONTAINS, LPH, EM-002",
        "IN, 'BETA,alpha one', EM-002 SD-001",
        "NOT_IN, BETA, SD-001 WM-003"
    })
    void comparesTextWithoutCaseOnDemand(String operation, String value, String expected) {
        String predicate =
                predicate("STRING", operation, '"' + value + '"').replace("{\"type\"", "{\"ignoreCase\":true,\"type\"");
        assertThat(filtered("ATTRIBUTE", "model", predicate)).isEqualTo(words(expected));
    }

    @ParameterizedTest
    @CsvSource({"EQUAL, true, SD-001", "NOT_EQUAL, true, EM-002", "EQUAL, false, EM-002"})
    void comparesBooleansOnly(String operation, String value, String expected) {
        assertThat(filtered("ATTRIBUTE", "active", predicate("BOOLEAN", operation, value)))
                .isEqualTo(words(expected));
    }

    @Test
    void complexPredicatesNest() {
        String between = complex("AND", predicate("NUMERIC", "GREATER", "19"), predicate("NUMERIC", "LESS", "21"));
        assertThat(filtered("TIME_SERIES", "temperature", between)).containsExactly("SD-001");
        String either = complex("OR", between, predicate("NUMERIC", "EQUAL", "21.5"));
        assertThat(filtered("TIME_SERIES", "temperature", either)).containsExactly("EM-002", "SD-001");
        String none = complex("AND", predicate("STRING", "EQUAL", "\"\""));
        assertThat(filtered("TIME_SERIES", "temperature", none)).hasSize(4);
    }

    @Test
    void filtersGoTogetherByAndOrOr() {
        String cold = filter("TIME_SERIES", "temperature", predicate("NUMERIC", "LESS", "21"));
        String beta = filter("ATTRIBUTE", "model", predicate("STRING", "EQUAL", "\"beta\""));
        assertThat(w.names(w.admin, DEVICES, "\"keyFilters\":[" + cold + "," + beta + "]"))
                .isEmpty();
        assertThat(w.names(
                        w.admin, DEVICES, "\"keyFilters\":[" + cold + "," + beta + "],\"keyFiltersOperation\":\"OR\""))
                .containsExactly("EM-002", "SD-001");
        String blank = filter("ATTRIBUTE", "model", predicate("STRING", "NOT_EQUAL", "\"\""));
        assertThat(w.names(w.admin, DEVICES, "\"keyFilters\":[" + blank + "]")).hasSize(4);
        assertThat(w.names(
                        w.admin, DEVICES, "\"keyFilters\":[" + cold + "," + blank + "],\"keyFiltersOperation\":\"OR\""))
                .hasSize(4);
    }

    @Test
    void attributesWithoutScopeAreTheNewest() {
        w.put(KeyScope.SERVER_SCOPE, "SD-001", "mode", 10, Value.of("server"));
        w.put(KeyScope.CLIENT_SCOPE, "SD-001", "mode", 20, Value.of("client"));
        w.put(KeyScope.SHARED_SCOPE, "EM-002", "mode", 30, Value.of("shared"));
        w.put(KeyScope.CLIENT_SCOPE, "EM-002", "mode", 30, Value.of("client"));
        assertThat(filtered("ATTRIBUTE", "mode", predicate("STRING", "EQUAL", "\"client\"")))
                .containsExactly("SD-001");
        assertThat(filtered("SERVER_ATTRIBUTE", "mode", predicate("STRING", "EQUAL", "\"server\"")))
                .containsExactly("SD-001");
        assertThat(filtered("CLIENT_ATTRIBUTE", "mode", predicate("STRING", "EQUAL", "\"client\"")))
                .containsExactly("EM-002", "SD-001");
        assertThat(filtered("SHARED_ATTRIBUTE", "mode", predicate("STRING", "NOT_EQUAL", "\"x\"")))
                .containsExactly("EM-002");
    }

    @Test
    void entityFieldsFilter() {
        w.add("DEVICE", new Draft("Labelled", "x", "Blue Box", "\"additionalInfo\":{\"description\":\"deep\"}"), null);
        try {
            assertThat(filtered("ENTITY_FIELD", "label", predicate("STRING", "CONTAINS", "\"Box\"")))
                    .containsExactly("Labelled");
            assertThat(filtered("ENTITY_FIELD", "additionalInfo", predicate("STRING", "CONTAINS", "\"deep\"")))
                    .containsExactly("Labelled");
            assertThat(filtered("ENTITY_FIELD", "ownerName", predicate("STRING", "EQUAL", "\"Customer B\"")))
                    .containsExactly("AM-307");
            assertThat(filtered("ENTITY_FIELD", "label", predicate("STRING", "NOT_EQUAL", "\"x\"")))
                    .containsExactly("Labelled");
            long created = w.entry("Labelled").createdTime();
            assertThat(filtered("ENTITY_FIELD", "createdTime", predicate("NUMERIC", "EQUAL", "" + created)))
                    .contains("Labelled");
            assertThat(filtered("ENTITY_FIELD", "createdTime", predicate("NUMERIC", "GREATER", "" + created)))
                    .isEmpty();
            assertThat(filtered("ENTITY_FIELD", "region", predicate("STRING", "NOT_EQUAL", "\"x\"")))
                    .isEmpty();
        } finally {
            w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
                change.delete(w.entry("Labelled"));
                return true;
            });
        }
    }

    @Test
    void dynamicValuesComeFromTheViewer() {
        w.byName.put("tenant", w.directory().tenant());
        w.byName.put("customer", w.directory().find(w.customerA).orElseThrow());
        w.byName.put("user", w.directory().find(w.emma.userId()).orElseThrow());
        w.attribute("tenant", "limit", Value.of(20.5));
        String own = dynamic("CURRENT_USER", false);
        String inherited = dynamic("CURRENT_USER", true);
        assertThat(w.names(w.admin, DEVICES, own)).containsExactly("EM-002", "SD-001");
        assertThat(w.names(w.admin, DEVICES, inherited)).containsExactly("EM-002");
        assertThat(w.names(w.admin, DEVICES, dynamic("CURRENT_TENANT", false))).containsExactly("EM-002");
        assertThat(w.names(w.admin, DEVICES, dynamic("CURRENT_CUSTOMER", true))).containsExactly("EM-002", "SD-001");
        w.attribute("customer", "limit", Value.of("30"));
        assertThat(w.names(w.emma, DEVICES, inherited)).isEmpty();
        assertThat(w.names(w.emma, DEVICES, dynamic("CURRENT_CUSTOMER", false))).isEmpty();
        w.attribute("user", "limit", Value.of(21));
        assertThat(w.names(w.emma, DEVICES, own)).containsExactly("EM-002");
        assertThat(w.names(w.emma, DEVICES, own.replace("\"userValue\":null", "\"userValue\":1")))
                .containsExactly("EM-002", "SD-001");
    }

    /** A few counts with other thresholds would tell the number otherwise. */
    @Test
    void dynamicValuesThatTheViewerMayNotReadAreNotSet() {
        Actor jack = w.jack;
        w.byName.put("tenant", w.directory().tenant());
        w.byName.put("customer B", w.directory().find(w.customerB).orElseThrow());
        w.series("AM-307", "level", Value.of(10));
        w.attribute("tenant", "secret", Value.of(1_000));
        String filter = dynamic("CURRENT_TENANT", false)
                .replace("\"limit\"", "\"secret\"")
                .replace("temperature", "level");
        assertThat(w.names(w.admin, DEVICES, filter)).isEmpty();
        assertThat(w.names(jack, DEVICES, filter)).containsExactly("AM-307");
        String inherited =
                filter.replace("CURRENT_TENANT", "CURRENT_USER").replace("\"inherit\":false", "\"inherit\":true");
        assertThat(w.names(jack, DEVICES, inherited)).containsExactly("AM-307");
        w.attribute("customer B", "secret", Value.of(500));
        assertThat(w.names(jack, DEVICES, inherited)).isEmpty();
        Actor guest = w.world.newUser(w.world.tenant, w.customerB, "guest@b.example");
        w.byName.put("guest", w.directory().find(guest.userId()).orElseThrow());
        Entry readers = w.group("Level readers", "USER", w.customerB, "guest");
        w.share(w.group("Levels", "DEVICE", w.customerB, "AM-307"), readers, "READ", "READ_TELEMETRY");
        assertThat(w.names(guest, DEVICES, inherited))
                .as("no right to read the customer")
                .containsExactly("AM-307");
    }

    @Test
    void asksWhetherThereIsAValue() {
        String exists = "{\"type\":\"PRESENCE\",\"operation\":\"EXISTS\"}";
        String not = "{\"type\":\"PRESENCE\",\"operation\":\"DOES_NOT_EXIST\"}";
        w.attribute("SD-001", "installed", Value.of("2026"));
        assertThat(filtered("ATTRIBUTE", "installed", exists)).containsExactly("SD-001");
        assertThat(filtered("ATTRIBUTE", "installed", not)).containsExactly("AM-307", "EM-002", "WM-003");
        assertThat(filtered("ATTRIBUTE", "never", exists)).isEmpty();
        assertThat(filtered("ATTRIBUTE", "never", not)).hasSize(4);
        assertThat(filtered("ENTITY_FIELD", "label", not)).hasSize(4);
        assertThat(filtered("ENTITY_FIELD", "region", not)).hasSize(4);
        assertThat(filtered("ENTITY_FIELD", "name", exists)).hasSize(4);
        assertThat(filtered("ATTRIBUTE", "installed", complex("OR", not, predicate("STRING", "EQUAL", "\"2025\""))))
                .containsExactly("AM-307", "EM-002", "WM-003");
        assertThat(filtered("ATTRIBUTE", "installed", complex("AND", exists, predicate("STRING", "EQUAL", "\"2026\""))))
                .containsExactly("SD-001");
    }

    @Test
    void sortsNumbersThenTextsThenTheRest() {
        String query = """
                {"entityFilter":%s,"pageLink":{"pageSize":10,"page":0,"sortOrder":{"direction":"%s",
                 "key":{"type":"TIME_SERIES","key":"temperature"}}},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"}]}
                """;
        assertThat(Buildings.names(w.find(w.admin, query.formatted(DEVICES, "ASC"))))
                .containsExactly("SD-001", "EM-002", "WM-003", "AM-307");
        assertThat(Buildings.names(w.find(w.admin, query.formatted(DEVICES, "DESC"))))
                .containsExactly("EM-002", "SD-001", "WM-003", "AM-307");
    }

    @Test
    void searchesTheChosenValues() {
        String query = """
                {"entityFilter":%s,"pageLink":{"pageSize":10,"page":0,"textSearch":"%s"},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
                 "latestValues":[{"type":"TIME_SERIES","key":"temperature"},{"type":"ATTRIBUTE","key":"model"}]}
                """;
        assertThat(Buildings.names(w.find(w.admin, query.formatted(DEVICES, "ALPHA"))))
                .containsExactly("SD-001", "WM-003");
        assertThat(Buildings.names(w.find(w.admin, query.formatted(DEVICES, "21."))))
                .containsExactly("EM-002", "WM-003");
        assertThat(Buildings.names(w.find(w.admin, query.formatted(DEVICES, "am-3"))))
                .containsExactly("AM-307");
        JsonNode nothingChosen = w.find(
                w.admin,
                "{\"entityFilter\":%s,\"pageLink\":{\"pageSize\":10,\"page\":0,\"textSearch\":\"am-3\"}}"
                        .formatted(DEVICES));
        assertThat(nothingChosen.path("totalElements").asInt()).isOne();
    }

    private static List<String> filtered(String type, String key, String predicate) {
        return w.names(w.admin, DEVICES, "\"keyFilters\":[" + filter(type, key, predicate) + "]");
    }

    private static String filter(String type, String key, String predicate) {
        return "{\"key\":{\"type\":\"%s\",\"key\":\"%s\"},\"predicate\":%s}".formatted(type, key, predicate);
    }

    private static String predicate(String type, String operation, String value) {
        return "{\"type\":\"%s\",\"operation\":\"%s\",\"value\":{\"defaultValue\":%s}}"
                .formatted(type, operation, value);
    }

    private static String complex(String operation, String... predicates) {
        return "{\"type\":\"COMPLEX\",\"operation\":\"%s\",\"predicates\":[%s]}"
                .formatted(operation, String.join(",", predicates));
    }

    private static String dynamic(String source, boolean inherit) {
        String value = "{\"defaultValue\":0,\"userValue\":null,\"dynamicValue\":{\"sourceType\":\"%s\","
                + "\"sourceAttribute\":\"limit\",\"inherit\":%s}}";
        return "\"keyFilters\":[%s]"
                .formatted(filter(
                        "TIME_SERIES",
                        "temperature",
                        "{\"type\":\"NUMERIC\",\"operation\":\"GREATER\",\"value\":%s}"
                                .formatted(value.formatted(source, inherit))));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}

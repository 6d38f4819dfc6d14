package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Value;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the viewer may not read is blank, and no answer depends on it. */
final class BlankingTest {

    private static final String DEVICES = "{\"type\":\"entityType\",\"entityType\":\"DEVICE\"}";
    private static Buildings w;

    /** Jack's customer gets two of Emma's devices: one with attributes only, one with time series only. */
    @BeforeAll
    static void open() {
        w = new Buildings();
        w.share(w.group("Attributes only", "DEVICE", w.customerA, "SD-001"), w.customerB, "READ", "READ_ATTRIBUTES");
        w.share(w.group("Series only", "DEVICE", w.customerA, "EM-002"), w.customerB, "READ", "READ_TELEMETRY");
        w.share(w.group("Header only", "DEVICE", w.customerA, "WM-003"), w.customerB, "READ");
        for (String device : List.of("SD-001", "EM-002", "WM-003", "AM-307")) {
            w.series(device, "secret", Value.of(w.entry(device).ordinal()));
            w.attribute(device, "secret", Value.of("word-" + device));
        }
        w.series("WM-003", "hiddenSeries", Value.of(1));
        w.attribute("WM-003", "hiddenAttribute", Value.of(1));
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @Test
    void showsValuesByTheirOwnRights() {
        assertThat(w.names(w.jack, DEVICES)).containsExactly("AM-307", "EM-002", "SD-001", "WM-003");
        JsonNode page = w.find(w.jack, """
                {"entityFilter":%s,"pageLink":{"pageSize":10,"page":0},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"},{"type":"ENTITY_FIELD","key":"label"}],
                 "latestValues":[{"type":"ATTRIBUTE","key":"secret"},{"type":"SERVER_ATTRIBUTE","key":"secret"},
                                 {"type":"TIME_SERIES","key":"secret"},{"type":"TIME_SERIES","key":"none"}]}
                """.formatted(DEVICES));
        JsonNode attributesOnly = row(page, "SD-001");
        assertThat(attributesOnly.at("/latest/ATTRIBUTE/secret/value").asText()).isEqualTo("word-SD-001");
        assertThat(attributesOnly.at("/latest/ATTRIBUTE/secret/ts").asLong()).isEqualTo(1_000);
        assertThat(attributesOnly.at("/latest/TIME_SERIES/secret").toString()).isEqualTo("{\"ts\":0,\"value\":\"\"}");
        assertThat(attributesOnly.path("readAttrs").asBoolean()).isTrue();
        assertThat(attributesOnly.path("readTs").asBoolean()).isFalse();
        JsonNode seriesOnly = row(page, "EM-002");
        assertThat(seriesOnly.at("/latest/SERVER_ATTRIBUTE/secret").toString()).isEqualTo("{\"ts\":0,\"value\":\"\"}");
        assertThat(seriesOnly.at("/latest/TIME_SERIES/secret/value").asText())
                .isEqualTo(Integer.toString(w.entry("EM-002").ordinal()));
        JsonNode header = row(page, "WM-003");
        assertThat(header.at("/latest/ATTRIBUTE").toString()).isEqualTo("{\"secret\":{\"ts\":0,\"value\":\"\"}}");
        assertThat(header.at("/latest/TIME_SERIES/secret")).isEqualTo(header.at("/latest/TIME_SERIES/none"));
        assertThat(header.path("timeseries").toString()).isEqualTo("{}");
        assertThat(header.path("aggLatest").toString()).isEqualTo("{}");
        assertThat(header.at("/latest/ENTITY_FIELD/label").toString()).isEqualTo("{\"ts\":0,\"value\":\"\"}");
        assertThat(header.at("/entityId/id").asText()).isEqualTo(w.id("WM-003"));
    }

    @Test
    void typesAreToldWhereTheyAreAskedForAndNeverOfWhatIsHidden() {
        String keys = """
                "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
                "latestValues":[{"type":"ATTRIBUTE","key":"secret"},{"type":"TIME_SERIES","key":"secret"}]""";
        String query = "{\"entityFilter\":" + DEVICES + ",\"pageLink\":{\"pageSize\":10,\"page\":0}," + keys;
        assertThat(row(w.find(w.jack, query + "}"), "SD-001").findValues("type"))
                .isEmpty();
        JsonNode page = w.find(w.jack, query + ",\"valueTypes\":true}");
        assertThat(row(page, "SD-001").at("/latest/ATTRIBUTE/secret/type").asText())
                .isEqualTo("STRING");
        assertThat(row(page, "EM-002").at("/latest/TIME_SERIES/secret/type").asText())
                .isEqualTo("LONG");
        assertThat(row(page, "SD-001").at("/latest/TIME_SERIES/secret").toString())
                .isEqualTo("{\"ts\":0,\"value\":\"\"}");
    }

    @Test
    void unreadableValuesDoNotFilter() {
        assertThat(w.names(w.jack, DEVICES, filter("TIME_SERIES", "NUMERIC", "NOT_EQUAL", "-1")))
                .containsExactly("AM-307", "EM-002");
        assertThat(w.names(w.jack, DEVICES, filter("ATTRIBUTE", "STRING", "STARTS_WITH", "\"word\"")))
                .containsExactly("AM-307", "SD-001");
        assertThat(w.names(w.jack, DEVICES, filter("SERVER_ATTRIBUTE", "STRING", "NOT_EQUAL", "\"x\"")))
                .containsExactly("AM-307", "SD-001");
        assertThat(w.names(
                        w.jack,
                        DEVICES,
                        filter("ATTRIBUTE", "STRING", "NOT_CONTAINS", "\"x\"") + ",\"keyFiltersOperation\":\"OR\""))
                .containsExactly("AM-307", "SD-001");
        assertThat(w.names(w.admin, DEVICES, filter("ATTRIBUTE", "STRING", "NOT_CONTAINS", "\"x\"")))
                .hasSize(4);
    }

    @Test
    void unreadableValuesDoNotSort() {
        String query = """
                {"entityFilter":%s,"pageLink":{"pageSize":10,"page":0,"sortOrder":{"direction":"DESC",
                 "key":{"type":"TIME_SERIES","key":"secret"}}},"entityFields":[{"type":"ENTITY_FIELD","key":"name"}]}
                """.formatted(DEVICES);
        List<String> before = Buildings.names(w.find(w.jack, query));
        assertThat(before).startsWith("AM-307", "EM-002");
        w.series("SD-001", "secret", Value.of(1_000_000));
        w.series("WM-003", "secret", Value.of(-1_000_000));
        assertThat(Buildings.names(w.find(w.jack, query))).isEqualTo(before);
        assertThat(Buildings.names(w.find(w.emma, query))).containsExactly("SD-001", "EM-002", "WM-003");
    }

    @Test
    void unreadableValuesAreNotSearched() {
        String query = """
                {"entityFilter":%s,"pageLink":{"pageSize":10,"page":0,"textSearch":"word-"},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
                 "latestValues":[{"type":"ATTRIBUTE","key":"secret"}]}
                """.formatted(DEVICES);
        assertThat(Buildings.names(w.find(w.jack, query))).containsExactlyInAnyOrder("AM-307", "SD-001");
    }

    @Test
    void unreadableKeysAreNotListed() {
        String query = "{\"entityFilter\":%s,\"pageLink\":{\"pageSize\":1000,\"page\":0}}".formatted(DEVICES);
        JsonNode all = w.world
                .api
                .post(w.emma, "/api/entitiesQuery/find/keys?timeseries=true&attributes=true", query)
                .json();
        assertThat(all.toString())
                .isEqualTo("{\"entityTypes\":[\"DEVICE\"],\"timeseries\":[\"hiddenSeries\",\"secret\"],"
                        + "\"attribute\":[\"hiddenAttribute\",\"secret\"]}");
        JsonNode some = w.world
                .api
                .post(w.jack, "/api/entitiesQuery/find/keys?timeseries=true&attributes=true&scope=SERVER_SCOPE", query)
                .json();
        assertThat(some.toString())
                .isEqualTo("{\"entityTypes\":[\"DEVICE\"],\"timeseries\":[\"secret\"],\"attribute\":[\"secret\"]}");
        JsonNode samples = w.world
                .api
                .post(
                        w.jack,
                        "/api/v2/entitiesQuery/find/keys?scopes=SERVER_SCOPE,CLIENT_SCOPE&includeSamples=true"
                                + "&includeTimeseries=false",
                        query)
                .json();
        assertThat(samples.at("/attributes/SERVER_SCOPE").size()).isOne();
        assertThat(samples.at("/attributes/SERVER_SCOPE/0/key").asText()).isEqualTo("secret");
        assertThat(samples.at("/attributes/SERVER_SCOPE/0/sample/value").asText())
                .isIn("word-AM-307", "word-SD-001");
        assertThat(samples.at("/attributes/CLIENT_SCOPE").size()).isZero();
        assertThat(samples.path("timeseries").isNull()).isTrue();
    }

    @Test
    void revokedSharesEndAtOnce() {
        w.share(w.group("Short", "DEVICE", null), w.customerB, "READ");
        w.add("DEVICE", "Guest", "x", null);
        w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
            change.addMember(w.entry("Short"), w.entry("Guest"));
            return true;
        });
        assertThat(w.names(w.jack, DEVICES)).contains("Guest");
        w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
            w.directory()
                    .model()
                    .grantsOnTarget(w.entry("Short").ordinal())
                    .forEach(grant -> change.removeGrant(grant.id()));
            return true;
        });
        assertThat(w.names(w.jack, DEVICES)).doesNotContain("Guest");
    }

    private static JsonNode row(JsonNode page, String name) {
        for (JsonNode row : page.path("data")) {
            if (row.at("/latest/ENTITY_FIELD/name/value").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError(name);
    }

    private static String filter(String keyType, String type, String operation, String value) {
        return ("\"keyFilters\":[{\"key\":{\"type\":\"%s\",\"key\":\"secret\"},\"predicate\":{\"type\":\"%s\","
                        + "\"operation\":\"%s\",\"value\":{\"defaultValue\":%s}}}]")
                .formatted(keyType, type, operation, value);
    }
}

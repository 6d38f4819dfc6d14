package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.http.TestApi.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several queries in one call, points for charts, and export as a file. */
final class SeriesQueryApiTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();

    @BeforeAll
    static void fill() {
        WORLD.store("[{'ts':1000,'values':{'q':1,'m':true}},{'ts':2000,'values':{'q':2.5,'m':'on'}},"
                + "{'ts':3000,'values':{'q':6,'m':{'a':1}}}]");
    }

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Answer query(String body) {
        return WORLD.world.api.post(WORLD.reader, WORLD.device() + "/values/timeseries", body);
    }

    private static Answer get(String path) {
        return WORLD.get(WORLD.reader, path);
    }

    private static String export(String query) {
        return "/api/telemetry/export/DEVICE/" + WORLD.device.id() + "?" + query;
    }

    @Test
    void answersEveryQueryUnderItsNumber() {
        Answer answer = query("""
                [{"id":7,"key":"q","startTs":0,"endTs":9000,"limit":2,"order":"ASC"},
                 {"id":8,"key":"q","startTs":0,"endTs":9000,"limit":1,
                  "aggParameters":{"aggregation":"SUM","intervalType":"MILLISECONDS","interval":9000}},
                 {"id":9,"key":"q","startTs":0,"endTs":2500,"aggregation":"MAX","interval":2500},
                 {"id":10,"key":"none","startTs":5,"endTs":9}]""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("[{\"queryId\":7,\"data\":["
                        + "{\"ts\":1000,\"key\":\"q\",\"longValue\":1,\"valueAsString\":\"1\",\"dataType\":\"LONG\"},"
                        + "{\"ts\":2000,\"key\":\"q\",\"doubleValue\":2.5,\"valueAsString\":\"2.5\",\"dataType\":\"DOUBLE\"}"
                        + "],\"lastEntryTs\":3000},"
                        + "{\"queryId\":8,\"data\":[{\"ts\":4500,\"key\":\"q\",\"doubleValue\":9.5,"
                        + "\"valueAsString\":\"9.5\",\"dataType\":\"DOUBLE\"}],\"lastEntryTs\":3000},"
                        + "{\"queryId\":9,\"data\":[{\"ts\":1250,\"key\":\"q\",\"doubleValue\":2.5,"
                        + "\"valueAsString\":\"2.5\",\"dataType\":\"DOUBLE\"}],\"lastEntryTs\":2000},"
                        + "{\"queryId\":10,\"data\":[],\"lastEntryTs\":5}]");
    }

    @Test
    void namesTheKindOfEveryValue() {
        assertThat(query("[{\"key\":\"m\",\"startTs\":0,\"endTs\":9000}]").text())
                .contains("\"booleanValue\":true", "\"strValue\":\"on\"", "\"jsonValue\":\"{\\\"a\\\":1}\"")
                .contains("\"dataType\":\"BOOLEAN\"", "\"dataType\":\"STRING\"", "\"dataType\":\"JSON\"");
    }

    @Test
    void refusesQueriesThatMakeNoSense() {
        for (String body : List.of(
                "{}",
                "[null]",
                "[{\"startTs\":0,\"endTs\":1}]",
                "[{\"key\":\"q\",\"endTs\":1}]",
                "[{\"key\":\"q\",\"startTs\":0}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":1,\"limit\":0}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":1,\"order\":\"UP\"}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":1,\"aggregation\":\"MEDIAN\"}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":1,\"aggregation\":\"MAX\",\"interval\":-1}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":9000000,\"aggregation\":\"MAX\",\"interval\":1000}]",
                "[{\"key\":\"q\",\"startTs\":0,\"endTs\":1,\"aggParameters\":{\"tzId\":\"Mars/Base\"}}]")) {
            assertThat(query(body).status()).as(body).isEqualTo(400);
        }
    }

    @Test
    void thinsOutForAChart() {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 1000; i++) {
            body.append("{\"ts\":").append(10_000 + i).append(",\"values\":{\"w\":");
            body.append(i == 500 ? 99 : i % 3).append("}},");
        }
        body.setCharAt(body.length() - 1, ']');
        WORLD.store(body.toString());
        String range = WORLD.device() + "/values/timeseries/history?keys=w,none&startTs=10000&endTs=11000&pixels=";
        Answer answer = get(range + "20&limit=1&useStrictDataTypes=true");
        assertThat(answer.json().path("w")).hasSizeLessThanOrEqualTo(20).hasSizeGreaterThan(15);
        assertThat(answer.text()).contains("{\"ts\":10500,\"value\":99}").startsWith("{\"w\":[{\"ts\":10000,");
        assertThat(get(range + "2000").json().path("w")).hasSize(1000);
        for (String bad : List.of("2", "10001", "x", "20&agg=AVG&interval=100")) {
            assertThat(get(range + bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void exportsKeyByKey() {
        WORLD.store("[{\"ts\":1735689600000,\"values\":{\"=x\":\"=1+1\",\"n\":-5}},"
                + "{\"ts\":1735689600001,\"values\":{\"n\":{\"a\":\"b,c\"}}}]");
        Answer answer = get(export("key==x&key=n&startTs=1735689600000&endTs=1735689600002&timeZone=Europe/Berlin"));
        assertThat(answer.text())
                .isEqualTo("timestamp,time,key,value\r\n"
                        + "1735689600000,2025-01-01T01:00:00+01:00,\"'=x\",\"'=1+1\"\r\n"
                        + "1735689600000,2025-01-01T01:00:00+01:00,n,-5\r\n"
                        + "1735689600001,2025-01-01T01:00:00.001+01:00,n,\"{\"\"a\"\":\"\"b,c\"\"}\"\r\n");
        assertThat(get(export("startTs=1735689600000&endTs=1735689600001")).text())
                .as("all keys")
                .contains("\"'=x\"", ",n,-5\r\n");
        assertThat(answer.headers()).containsEntry("Content-Disposition", "attachment; filename=\"telemetry.csv\"");
    }

    @Test
    void exportsInTheFormThatAProgramReads() {
        WORLD.store(
                "[{\"ts\":1735689600000,\"values\":{\"c\":-5.25}},{\"ts\":1735689600001,\"values\":{\"c\":\"v1.5\"}}]");
        String range = "key=c&startTs=1735689600000&endTs=1735689600002&timeZone=UTC&";
        assertThat(get(export(range + "separator=SEMICOLON&decimal=COMMA")).text())
                .isEqualTo("timestamp;time;key;value\r\n"
                        + "1735689600000;2025-01-01T00:00:00Z;c;-5,25\r\n"
                        + "1735689600001;2025-01-01T00:00:00.001Z;c;v1.5\r\n");
        assertThat(get(export(range + "separator=TAB")).text()).contains("\tc\t-5.25\r\n");
        assertThat(get(export(range + "decimal=COMMA")).json().path("message").asText())
                .contains("must not both be COMMA");
        assertThat(get(export(range + "separator=PIPE")).status()).isEqualTo(400);
    }

    @Test
    void exportsLongSeriesWhole() {
        int points = 12_345;
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < points; i++) {
            body.append("{\"ts\":")
                    .append(i)
                    .append(",\"values\":{\"long\":")
                    .append(i)
                    .append("}},");
        }
        body.setCharAt(body.length() - 1, ']');
        WORLD.store(body.toString());
        String text =
                get(export("keys=long&startTs=0&endTs=99999&timeZone=UTC")).text();
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSize(points + 1).doesNotHaveDuplicates();
        assertThat(lines.getLast()).startsWith("12344,").endsWith(",long,12344");
    }

    @Test
    void refusesExportsWithoutRangeOrRights() {
        assertThat(get(export("endTs=1")).status()).isEqualTo(400);
        assertThat(get(export("keys=a&startTs=0")).status()).isEqualTo(400);
        assertThat(WORLD.get(WORLD.stranger, export("keys=a&startTs=0&endTs=1")).status())
                .isEqualTo(404);
    }
}

package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.Registry;
import io.atrium.app.TestWorld;
import io.atrium.base.Ids;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Platform;
import io.atrium.http.TestApi.Answer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What the routes of time series answer (device-data-api 3). */
final class TelemetryApiTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static String get(String path) {
        Answer answer = WORLD.get(WORLD.reader, WORLD.device() + path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    private static void delete(String query) {
        Answer answer = WORLD.world.api.delete(WORLD.manager, WORLD.device() + "/timeseries/delete?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String latest(String key) {
        return get("/values/timeseries?useStrictDataTypes=true&keys=" + key);
    }

    private static void fill(String key) {
        WORLD.store("[{'ts':1000,'values':{'%1$s':1}},{'ts':2000,'values':{'%1$s':2}},{'ts':3000,'values':{'%1$s':3}}]"
                .formatted(key));
    }

    @Test
    void showsTypedOrTextualLatestValues() {
        WORLD.store("""
                {"ts":1700000000000,"values":{"ty.l":42,"ty.d":42.0,"ty.b":true,"ty.s":"on","ty.n":"7","ty.j":{"a":[1]}}}
                """);
        assertThat(get("/values/timeseries?keys=ty.l,ty.d,ty.b,ty.s,ty.n,ty.j"))
                .isEqualTo("{\"ty.l\":[{\"ts\":1700000000000,\"value\":\"42\"}],"
                        + "\"ty.d\":[{\"ts\":1700000000000,\"value\":\"42.0\"}],"
                        + "\"ty.b\":[{\"ts\":1700000000000,\"value\":\"true\"}],"
                        + "\"ty.s\":[{\"ts\":1700000000000,\"value\":\"on\"}],"
                        + "\"ty.n\":[{\"ts\":1700000000000,\"value\":\"7\"}],"
                        + "\"ty.j\":[{\"ts\":1700000000000,\"value\":\"{\\\"a\\\":[1]}\"}]}");
        assertThat(get("/values/timeseries?useStrictDataTypes=true&keys=ty.l,ty.d,ty.b,ty.s,ty.n,ty.j"))
                .contains("\"value\":42}", "\"value\":42.0}", "\"value\":true}", "\"value\":\"on\"}")
                .contains("\"value\":7}", "\"value\":{\"a\":[1]}}");
    }

    @Test
    void givesEveryAskedKeyALatestEntry() {
        assertThat(get("/values/timeseries?keys=never"))
                .isEqualTo("{\"never\":[{\"ts\":" + WORLD.clock.millis() + ",\"value\":null}]}");
    }

    @Test
    void stampsValuesWithoutTimeAndKeepsLatestFromGoingBack() {
        WORLD.store("{\"st\":1}");
        WORLD.store("{\"ts\":5,\"values\":{\"st\":2}}");
        assertThat(latest("st")).contains("\"ts\":" + WORLD.clock.millis() + ",\"value\":1}");
        assertThat(get("/values/timeseries?keys=st&startTs=0&endTs=6")).contains("{\"ts\":5,\"value\":\"2\"}");
    }

    @Test
    void readsRangesInBothFormsAndOrders() {
        fill("ra");
        String newestFirst = "{\"ra\":[{\"ts\":2000,\"value\":\"2\"},{\"ts\":1000,\"value\":\"1\"}]}";
        assertThat(get("/values/timeseries?keys=ra&startTs=1000&endTs=3000")).isEqualTo(newestFirst);
        assertThat(get("/values/timeseries/history?keys=ra&startTs=1000&endTs=3000"))
                .isEqualTo(newestFirst);
        assertThat(get("/values/timeseries/history?key=ra&startTs=0&endTs=9000&orderBy=ASC&limit=1"))
                .isEqualTo("{\"ra\":[{\"ts\":1000,\"value\":\"1\"}]}");
        assertThat(get("/values/timeseries/history?keys=ra,nothing&startTs=1&endTs=2"))
                .isEqualTo("{}");
    }

    @Test
    void beginsBucketsAtTheStartAndStampsTheirMiddle() {
        fill("bu");
        assertThat(get("/values/timeseries/history?keys=bu&startTs=500&endTs=3100&interval=2000&agg=SUM"))
                .isEqualTo("{\"bu\":[{\"ts\":1500,\"value\":\"3\"},{\"ts\":2800,\"value\":\"3\"}]}");
        assertThat(get("/values/timeseries?keys=bu&startTs=0&endTs=4000&interval=4000&agg=AVG&limit=1"))
                .isEqualTo("{\"bu\":[{\"ts\":2000,\"value\":\"2.0\"}]}");
        assertThat(get("/values/timeseries?keys=bu&startTs=0&endTs=4000&agg=AVG&orderBy=ASC&limit=1"))
                .isEqualTo("{\"bu\":[{\"ts\":1000,\"value\":\"1\"}]}");
        assertThat(
                        get(
                                "/values/timeseries/history?keys=bu&startTs=0&endTs=4000&intervalType=MONTH&timeZone=UTC&agg=COUNT"))
                .isEqualTo("{\"bu\":[{\"ts\":2000,\"value\":\"3\"}]}");
    }

    @Test
    void refusesRangesThatMakeNoSense() {
        for (String query : List.of(
                "startTs=0&endTs=9000000&interval=1000&agg=AVG",
                "startTs=9&endTs=1&interval=1000&agg=AVG",
                "startTs=0",
                "startTs=0&endTs=x",
                "startTs=0&endTs=9&limit=0",
                "startTs=0&endTs=9&orderBy=UP",
                "startTs=0&endTs=9&agg=MEDIAN",
                "startTs=0&endTs=9&intervalType=WEEK&timeZone=Mars/Base")) {
            Answer answer = WORLD.get(WORLD.reader, WORLD.device() + "/values/timeseries?keys=a&" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.json().path("errorCode").asInt()).as(query).isEqualTo(31);
        }
    }

    @Test
    void refusesBadBodiesWithPlainText() {
        List<List<String>> table = List.of(
                List.of("{", "Unable to parse time series payload: Invalid JSON body!"),
                List.of("{}", "No time series data found in request body!"),
                List.of("[]", "No time series data found in request body!"),
                List.of("{\"a\":null}", "Value of key 'a' must not be null"),
                List.of("{\" \":1}", "Key cannot be blank"));
        for (List<String> row : table) {
            Answer answer = WORLD.world.api.post(WORLD.manager, WORLD.device() + "/timeseries/ANY", row.getFirst());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo(row.getLast());
        }
    }

    @Test
    void refusesTimesTooFarInTheFutureByName() {
        long limit = WORLD.clock.millis() + Duration.ofDays(365).toMillis();
        WORLD.store("{\"ts\":" + limit + ",\"values\":{\"fu\":1}}");
        Answer answer = WORLD.world.api.post(
                WORLD.manager,
                WORLD.device() + "/timeseries/ANY",
                "[{\"ts\":1,\"values\":{\"fu2\":1}},{\"ts\":" + (limit + 1) + ",\"values\":{\"fu\":1}}]");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"leftOut\":1", "'ts'", "'fu'", "ATRIUM_TELEMETRY_MAX_FUTURE");
        assertThat(latest("fu2")).as("the rest of the message").contains("\"value\":1");
    }

    @Test
    void acceptsATimeToLive() {
        assertThat(WORLD.world
                        .api
                        .post(WORLD.manager, WORLD.device() + "/timeseries/ANY/3600", "{\"ttl\":1}")
                        .status())
                .isEqualTo(200);
        for (String bad : List.of("-1", "soon")) {
            assertThat(WORLD.world
                            .api
                            .post(WORLD.manager, WORLD.device() + "/timeseries/ANY/" + bad, "{\"ttl\":1}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void deletesARangeAndItsLatest() {
        fill("de");
        delete("keys=de&startTs=2000&endTs=3000");
        assertThat(latest("de")).as("outside of the range").contains("\"ts\":3000");
        delete("keys=de&startTs=3000&endTs=3001&deleteLatest=false");
        assertThat(latest("de")).as("asked to stay").contains("\"ts\":3000");
        delete("keys=de&startTs=3000&endTs=3001");
        assertThat(latest("de")).contains("\"value\":null");
        assertThat(get("/values/timeseries?keys=de&startTs=0&endTs=9000"))
                .isEqualTo("{\"de\":[{\"ts\":1000,\"value\":\"1\"}]}");
        assertThat(get("/keys/timeseries")).doesNotContain("\"de\"");
        WORLD.store("{\"ts\":900,\"values\":{\"de\":9}}");
        assertThat(latest("de")).as("starts afresh").contains("\"ts\":900,\"value\":9");
    }

    @Test
    void rewritesTheLatestWithTheNewestPointBefore() {
        fill("re");
        delete("keys=re&startTs=2001&endTs=4000&rewriteLatestIfDeleted=true");
        assertThat(latest("re")).contains("\"ts\":2000,\"value\":2");
        delete("keys=re&startTs=0&endTs=4000&rewriteLatestIfDeleted=true");
        assertThat(latest("re")).contains("\"value\":null");
    }

    @Test
    void deletesEverythingOfAKeyAlsoInTheFuture() {
        long future = WORLD.clock.millis() + 1_000_000;
        WORLD.store("[{\"ts\":1,\"values\":{\"al\":1}},{\"ts\":" + future + ",\"values\":{\"al\":2,\"al2\":3}}]");
        delete("key=al&deleteAllDataForKeys=true");
        assertThat(latest("al")).contains("\"value\":null");
        assertThat(get("/values/timeseries?keys=al,al2&startTs=0&endTs=" + (future + 1)))
                .isEqualTo("{\"al2\":[{\"ts\":" + future + ",\"value\":\"3\"}]}");
    }

    @Test
    void refusesDeletesWithoutKeysOrRange() {
        String route = WORLD.device() + "/timeseries/delete";
        Answer noKeys = WORLD.world.api.delete(WORLD.manager, route + "?keys=&startTs=0&endTs=1");
        assertThat(noKeys.status()).isEqualTo(400);
        assertThat(noKeys.text()).isEqualTo("Empty keys: ");
        for (String query : List.of("keys=a", "keys=a&startTs=1", "keys=a&startTs=2&endTs=1")) {
            assertThat(WORLD.world
                            .api
                            .delete(WORLD.manager, route + "?" + query)
                            .status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void showsNoKeyOfAnotherEntity() {
        WORLD.world.api.post(
                WORLD.admin, TelemetryWorld.BASE + "DEVICE/" + WORLD.other.id() + "/timeseries/ANY", "{\"foreign\":1}");
        WORLD.store("{\"own\":1}");
        assertThat(get("/keys/timeseries")).contains("\"own\"").doesNotContain("foreign");
        assertThat(get("/values/timeseries")).contains("\"own\"").doesNotContain("foreign");
    }

    @Test
    void keepsLatestValuesOverARestart() {
        fill("rs");
        fill("rw");
        delete("keys=rw&startTs=3000&endTs=3001&rewriteLatestIfDeleted=true");
        Platform again = Platform.over(
                WORLD.world.database, Registry.kinds(), new Ids(WORLD.clock, new SecureRandom()), WORLD.clock);
        try (TelemetryFeature feature = new TelemetryFeature(
                again, WORLD.world.series, TestWorld.settings(TelemetryConfig.class), tenant -> 0)) {
            var directory = again.directories().of(WORLD.world.tenant);
            int ordinal = directory.find(WORLD.device.id()).orElseThrow().ordinal();
            assertThat(directory.latest().get(KeyScope.TIME_SERIES, "rs", ordinal))
                    .isEqualTo(new Latest.Stamped(3000, io.atrium.base.Value.of(3)));
            assertThat(directory.latest().get(KeyScope.TIME_SERIES, "rw", ordinal))
                    .isEqualTo(new Latest.Stamped(2000, io.atrium.base.Value.of(2)));
            assertThat(directory.latest().series("rs", ordinal))
                    .isEqualTo(WORLD.world
                            .series
                            .find(WORLD.world.tenant, WORLD.device.id(), "rs")
                            .getAsLong());
            assertThat(feature.telemetry().loaded(WORLD.world.tenant)).contains(directory);
        }
    }

    @Test
    void tellsTheBusAfterStoring() {
        List<TelemetryStored> told = new ArrayList<>();
        WORLD.world.platform.bus().on(TelemetryStored.class, event -> {
            if (event.readings().getFirst().key().equals("bus")) {
                synchronized (told) {
                    told.add(event);
                }
            }
        });
        WORLD.store("{\"ts\":7,\"values\":{\"bus\":1}}");
        WORLD.store("{\"after\":1}");
        synchronized (told) {
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().entry().id()).isEqualTo(WORLD.device.id());
            assertThat(told.getFirst().readings()).containsExactly(new Reading(7, "bus", io.atrium.base.Value.of(1)));
        }
    }

    @Test
    void tellsTheBusWhatIsBackfill() {
        Map<String, Boolean> told = new java.util.concurrent.ConcurrentHashMap<>();
        WORLD.world
                .platform
                .bus()
                .on(
                        TelemetryStored.class,
                        event -> told.put(event.readings().getFirst().key(), event.backfill()));
        var device = WORLD.save("DEVICE", "Backfilled", WORLD.customerA);
        String base = TelemetryWorld.BASE + "DEVICE/" + device.id() + "/timeseries/ANY";
        assertThat(List.of(
                        post(base + "?backfill=true", "bf1").status(),
                        post(base + "/60?backfill=true", "bf2").status(),
                        post(base + "?backfill=false", "bf3").status(),
                        post(base + "/60", "bf4").status()))
                .containsOnly(200);
        assertThat(told)
                .containsEntry("bf1", true)
                .containsEntry("bf2", true)
                .containsEntry("bf3", false)
                .containsEntry("bf4", false);
        assertThat(post(base + "?backfill=perhaps", "bf5").status()).isEqualTo(400);
    }

    private static Answer post(String path, String key) {
        return WORLD.world.api.post(WORLD.manager, path, "{\"ts\":1,\"values\":{\"" + key + "\":1}}");
    }

    @Test
    void countsWhatBecameOfMessages() {
        var device = WORLD.save("DEVICE", "Counted", WORLD.customerA);
        String base = TelemetryWorld.BASE + "DEVICE/" + device.id() + "/timeseries/ANY";
        WORLD.world.api.post(WORLD.manager, base, "{\"a\":1,\"b\":2}");
        WORLD.world.api.post(WORLD.manager, base, "{\"ts\":99999999999999,\"values\":{\"a\":1}}");
        WORLD.world.api.post(WORLD.manager, base, "nonsense");
        WORLD.world.api.post(WORLD.manager, base, "{\"a\":nan,\"b\":null,\"c\":1e400,\"d\":1}");
        Answer answer = WORLD.get(WORLD.reader, "/api/telemetry/counters/DEVICE/" + device.id());
        assertThat(answer.text())
                .isEqualTo(
                        "{\"received\":4,\"stored\":2,\"values\":3,"
                                + "\"refused\":{\"invalid\":1,\"forbidden\":0,\"future\":1,\"rate_limit\":0,\"keys\":0,\"busy\":0,\"failed\":0},"
                                + "\"leftOut\":{\"null\":1,\"not_a_number\":1,\"invalid\":1,\"future\":0,\"keys\":0},\"farInThePast\":0}");
    }

    @Test
    void audits() {
        var device = WORLD.save("DEVICE", "Audited", WORLD.customerA);
        String base = TelemetryWorld.BASE + "DEVICE/" + device.id();
        WORLD.world.api.post(WORLD.manager, base + "/timeseries/ANY", "{\"a\":1}");
        WORLD.world.api.delete(WORLD.manager, base + "/timeseries/delete?keys=a&deleteAllDataForKeys=true");
        WORLD.world.api.post(WORLD.manager, base + "/SERVER_SCOPE", "{\"m\":1}");
        WORLD.world.api.delete(WORLD.manager, base + "/SERVER_SCOPE?keys=m");
        List<String> actions = WORLD.world.database.read(sql -> sql.createQuery(
                        "select action from audit_log where entity_id = :id and user_id = :user order by id")
                .bind("id", device.id())
                .bind("user", WORLD.manager.userId())
                .mapTo(String.class)
                .list());
        assertThat(actions)
                .containsExactly(
                        "TIMESERIES_UPDATED", "TIMESERIES_DELETED", "ATTRIBUTES_UPDATED", "ATTRIBUTES_DELETED");
    }
}

package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.http.TestApi.Answer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Answers that are made of many big documents end at a limit in bytes, whatever route gives them: the caller is told which
 * limit it is, and gets what he wants when he asks for less at a time.
 */
final class BigAnswersTest {

    private static final int BIG = 200_000;
    private static final int MANY = 8;
    private static final String TEXT = "x".repeat(BIG);

    private static final TestWorld WORLD = new TestWorld(
            InstantSource.system(),
            TestWorld.NO_MAIL,
            Map.of("ATRIUM_READ_MAX_ANSWER", "1MB", "ATRIUM_READ_BUDGET", "8MB"));

    private static final UUID DEVICE = device("Wordy");
    private static final String TELEMETRY = "/api/plugins/telemetry/DEVICE/" + DEVICE;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static UUID device(String name) {
        return WORLD.changes
                .save(
                        WORLD.admin,
                        WORLD.tenant,
                        WORLD.platform.directories().kinds().require("DEVICE"),
                        Json.object().put("name", name),
                        SaveOptions.PLAIN)
                .id();
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status())
                .as(answer.text().substring(0, Math.min(300, answer.text().length())))
                .isEqualTo(200);
        return answer;
    }

    private static Answer get(String path) {
        return WORLD.api.get(WORLD.admin, path);
    }

    private static Answer post(String path, String body) {
        return WORLD.api.post(WORLD.admin, path, body);
    }

    /** Again and again: what a refused answer took is free when it is over. */
    private static void refused(java.util.function.Supplier<Answer> call) {
        for (int i = 0; i < 6; i++) {
            Answer answer = call.get();
            assertThat(answer.status())
                    .as(answer.text().substring(0, Math.min(300, answer.text().length())))
                    .isEqualTo(400);
            assertThat(answer.text()).contains("1048576 bytes", "ATRIUM_READ_MAX_ANSWER", "pageSize");
        }
    }

    private static void store(String key, IntFunction<String> value) {
        for (int i = 1; i <= MANY; i++) {
            ok(post(
                    TELEMETRY + "/timeseries/ANY",
                    "{\"ts\":" + i + ",\"values\":{\"" + key + "\":" + value.apply(i) + "}}"));
        }
    }

    private static String quoted(int number) {
        return "\"" + number + TEXT + "\"";
    }

    @Test
    void pointsOfOneSeries() {
        store("words", BigAnswersTest::quoted);
        for (String path : List.of("/values/timeseries", "/values/timeseries/history")) {
            String range = TELEMETRY + path + "?keys=words&startTs=0&endTs=99&limit=";
            refused(() -> get(range + "1000"));
            refused(() -> get(range + "1000&useStrictDataTypes=true"));
            assertThat(ok(get(range + "4")).json().path("words")).hasSize(4);
        }
        String query = "[{'key':'words','startTs':0,'endTs':99,'limit':%d}]".replace('\'', '"');
        refused(() -> post(TELEMETRY + "/values/timeseries", query.formatted(1000)));
        assertThat(ok(post(TELEMETRY + "/values/timeseries", query.formatted(2)))
                        .json()
                        .at("/0/data"))
                .hasSize(2);
    }

    @Test
    void pointsOfManyKeysTogetherAndOfBuckets() {
        String keys = IntStream.rangeClosed(1, MANY).mapToObj(i -> "k" + i).collect(Collectors.joining(","));
        for (String key : keys.split(",")) {
            ok(post(TELEMETRY + "/timeseries/ANY", "{\"ts\":5,\"values\":{\"" + key + "\":" + quoted(1) + "}}"));
        }
        refused(() -> get(TELEMETRY + "/values/timeseries?startTs=0&endTs=99&keys=" + keys));
        refused(() -> get(TELEMETRY + "/values/timeseries?startTs=0&endTs=99&agg=MAX&interval=99&keys=" + keys));
        refused(() -> get(TELEMETRY + "/values/timeseries?keys=" + keys));
        assertThat(ok(get(TELEMETRY + "/values/timeseries?keys=k1,k2,k3")).json())
                .hasSize(3);
        assertThat(ok(get(TELEMETRY + "/values/timeseries?startTs=0&endTs=99&agg=COUNT&interval=99&keys=" + keys))
                        .json())
                .hasSize(MANY);
    }

    @Test
    void exportsHaveNoLimitInBytesForTheyAreSentWhileTheyAreRead() {
        store("export", BigAnswersTest::quoted);
        String csv = ok(get("/api/telemetry/export/DEVICE/" + DEVICE + "?keys=export&startTs=0&endTs=99"))
                .text();
        assertThat(csv.lines()).hasSize(MANY + 1);
        assertThat(csv).hasSizeGreaterThan(MANY * BIG).contains("8" + TEXT);
    }

    @Test
    void slowReadersOfOneCustomerLeaveRoomToHisOwnPeopleToOthersAndToTheTenant() {
        HeavyReads reads = WORLD.platform.heavyReads();
        Scope cu = reader("North", "cu");
        Scope north = WORLD.platform.scopes().of(people("ca", cu.actor().customerId()));
        Scope south = reader("South", "cb");
        Scope own = WORLD.platform.scopes().of(WORLD.admin);
        long piece = 200_000;
        List<HeavyReads.Room> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(reads.room(cu, piece));
            }
        } catch (Problem full) {
            assertThat(full.kind()).isEqualTo(Problem.Kind.TOO_MANY_REQUESTS);
            assertThat(full.publicMessage()).contains("ATRIUM_READ_BUDGET", "quarters", "half of what is left");
        }
        assertThat(taken).hasSize(3);
        Stream.of(north, south, own).forEach(scope -> taken.add(reads.room(scope, piece)));
        ok(get(TELEMETRY + "/values/timeseries?keys=words"));
        assertThatThrownBy(() -> reads.room(cu, 4 << 20))
                .as("what never fits is told so")
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST));
        taken.forEach(HeavyReads.Room::close);
        reads.room(cu, piece).close();
    }

    private static Scope reader(String customer, String name) {
        return WORLD.platform.scopes().of(people(name, WORLD.newCustomer(WORLD.tenant, null, customer)));
    }

    private static Actor people(String name, @Nullable UUID customer) {
        return WORLD.newUser(WORLD.tenant, customer, name + "@big.example", DefaultGroups.CUSTOMER_USERS);
    }

    @Test
    void attributes() {
        String keys = IntStream.rangeClosed(1, MANY).mapToObj(i -> "a" + i).collect(Collectors.joining(","));
        for (String key : keys.split(",")) {
            ok(post(TELEMETRY + "/attributes/SERVER_SCOPE", "{\"" + key + "\":{\"text\":" + quoted(1) + "}}"));
        }
        refused(() -> get(TELEMETRY + "/values/attributes"));
        refused(() -> get(TELEMETRY + "/values/attributes/SERVER_SCOPE?keys=" + keys));
        assertThat(ok(get(TELEMETRY + "/values/attributes/SERVER_SCOPE?keys=a1,a2"))
                        .json()
                        .at("/1/value/text")
                        .asText())
                .isEqualTo("1" + TEXT);
        assertThat(ok(get(TELEMETRY + "/keys/attributes")).json()).hasSizeGreaterThanOrEqualTo(MANY);
    }

    @Test
    void pagesOfEntitiesWithTheirLatestValues() {
        for (int i = 0; i < MANY; i++) {
            UUID device = device("Page " + i);
            ok(post("/api/plugins/telemetry/DEVICE/" + device + "/timeseries/ANY", "{\"page\":" + quoted(i) + "}"));
        }
        String query = """
                {"entityFilter":{"type":"entityName","entityType":"DEVICE","entityNameFilter":"Page"},
                 "latestValues":[{"type":"TIME_SERIES","key":"page"}],"pageLink":{"pageSize":%d,"page":0}}""";
        refused(() -> post("/api/entitiesQuery/find", query.formatted(MANY)));
        Answer page = ok(post("/api/entitiesQuery/find", query.formatted(3)));
        assertThat(page.json().path("totalElements").asInt()).isEqualTo(MANY);
        assertThat(page.json().at("/data/2/latest/TIME_SERIES/page/value").asText())
                .endsWith(TEXT);
    }

    @Test
    void samplesOfManyKeys() {
        // Longer texts have no samples, and one device has no more keys.
        String words = "w".repeat(1_000);
        for (int d = 0; d < 2; d++) {
            String prefix = "\"s" + d + ".";
            String keys = IntStream.range(0, 600)
                    .mapToObj(i -> prefix + i + "\":\"" + words + "\"")
                    .collect(Collectors.joining(","));
            ok(post("/api/plugins/telemetry/DEVICE/" + device("Sampled " + d) + "/timeseries/ANY", "{" + keys + "}"));
        }
        String query = """
                {"entityFilter":{"type":"entityName","entityType":"DEVICE","entityNameFilter":"Sampled"},
                 "pageLink":{"pageSize":%d,"page":0}}""";
        refused(() -> post("/api/v2/entitiesQuery/find/keys?includeSamples=true", query.formatted(2)));
        assertThat(ok(post("/api/v2/entitiesQuery/find/keys?includeSamples=true", query.formatted(1)))
                        .json()
                        .at("/timeseries/599/sample/value")
                        .asText())
                .isEqualTo(words);
    }

    @Test
    void pagesOfPersistentCommands() {
        UUID device = device("Commanded");
        String params = "p".repeat(60_000);
        for (int i = 0; i < 20; i++) {
            ok(post(
                    "/api/rpc/oneway/" + device,
                    "{\"method\":\"m\",\"params\":\"" + params + "\",\"persistent\":true,\"timeout\":600000}"));
        }
        String page = "/api/rpc/persistent/device/" + device + "?page=0&pageSize=";
        refused(() -> get(page + 1000));
        Answer five = ok(get(page + 5));
        assertThat(five.json().path("data")).hasSize(5);
        assertThat(five.json().path("totalElements").asInt()).isEqualTo(20);
        assertThat(five.json().at("/data/4/request/body/params").asText()).contains(params);
    }

    @Test
    void pagesOfTheAuditLog() {
        UUID device = device("Audited");
        for (int i = 0; i < MANY; i++) {
            ok(post(
                    "/api/plugins/telemetry/DEVICE/" + device + "/attributes/SERVER_SCOPE",
                    "{\"audited\":" + quoted(i) + "}"));
        }
        String page = "/api/audit/logs/entity/DEVICE/" + device + "?page=0&pageSize=";
        refused(() -> get(page + 100));
        Answer two = ok(get(page + 2 + "&sortProperty=createdTime&sortOrder=DESC"));
        assertThat(two.json().at("/data/0/actionData/attributes/audited").asText())
                .isEqualTo((MANY - 1) + TEXT);
        assertThat(two.json().path("totalElements").asInt()).isEqualTo(MANY + 1);
    }

    @Test
    void pagesOfEntitiesGroupsAndRelations() {
        String words = "w".repeat(3_900);
        UUID hub = device("Hub");
        for (int i = 0; i < 300; i++) {
            UUID id = UUID.fromString(ok(post(
                            "/api/asset",
                            "{\"name\":\"Many " + i + "\",\"type\":\"default\",\"additionalInfo\":{\"description\":\""
                                    + words + "\"}}"))
                    .json()
                    .at("/id/id")
                    .asText());
            ok(post(
                    "/api/v2/relation",
                    "{\"from\":{\"entityType\":\"DEVICE\",\"id\":\"" + hub
                            + "\"},\"to\":{\"entityType\":\"ASSET\",\"id\":\"" + id
                            + "\"},\"type\":\"Contains\",\"additionalInfo\":{\"d\":\"" + words + "\"}}"));
            ok(post(
                    "/api/entityGroup",
                    "{\"name\":\"Group " + i + "\",\"type\":\"ASSET\",\"additionalInfo\":{\"description\":\"" + words
                            + "\"}}"));
        }
        refused(() -> get("/api/tenant/assets?page=0&pageSize=1000"));
        assertThat(ok(get("/api/tenant/assets?page=0&pageSize=100&textSearch=Many"))
                        .json()
                        .path("data"))
                .hasSize(100);
        refused(() -> get("/api/entityGroups/ASSET?page=0&pageSize=1000"));
        refused(() -> get("/api/entityGroups/ASSET/all"));
        assertThat(ok(get("/api/entityGroups/ASSET?page=1&pageSize=100&sortProperty=name&sortOrder=ASC"))
                        .json()
                        .path("data"))
                .hasSize(100);
        refused(() -> get("/api/relations/info/from/DEVICE/" + hub));
        refused(() -> get("/api/relations?fromType=DEVICE&fromId=" + hub));
        String walk = "{\"parameters\":{\"rootId\":\"" + hub
                + "\",\"rootType\":\"DEVICE\",\"direction\":\"FROM\",\"maxLevel\":1},\"filters\":[]}";
        refused(() -> post("/api/relations/info", walk));
        assertThat(ok(get("/api/relations/from/DEVICE/" + hub + "/None")).json())
                .isEmpty();
    }

    @Test
    void exportOfManyDashboards() {
        String group = ok(post("/api/entityGroup", "{\"name\":\"Boards\",\"type\":\"DASHBOARD\"}"))
                .json()
                .at("/id/id")
                .asText();
        for (int i = 0; i < MANY; i++) {
            ok(post(
                    "/api/dashboard?entityGroupId=" + group,
                    "{\"title\":\"B" + i + "\",\"configuration\":{\"description\":" + quoted(i) + "}}"));
        }
        String export = "/api/entityGroup/" + group + "/dashboards/export?limit=";
        refused(() -> get(export + 100));
        Answer three = ok(get(export + 3));
        assertThat(three.json()).hasSize(3);
        assertThat(three.json().at("/2/configuration/description").asText()).endsWith(TEXT);
    }

    @Test
    void deepPagesOfAnOrder() {
        // Names of 250 characters, so that few of them are many bytes.
        String name = "n".repeat(240);
        WORLD.platform.gate().change(TestWorld.SYSTEM, WORLD.tenant, change -> {
            for (int i = 0; i < 4_000; i++) {
                change.insert(
                        change.directory().kinds().require("ENTITY_VIEW"),
                        new Draft(name + i, "window", null, ""),
                        change.directory().tenant(),
                        null);
            }
            return true;
        });
        String byName = "/api/tenant/entityViews?pageSize=1&sortProperty=name&sortOrder=ASC&textSearch=nnnn&page=";
        refused(() -> get(byName + 3_900));
        assertThat(ok(get(byName + 100)).json().path("totalElements").asInt()).isEqualTo(4_000);
    }
}

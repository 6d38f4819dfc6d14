package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.telemetry.Deletion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every command of device-data-api 4.2, by a client that may do it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandsTest {

    private LiveServer server;
    private HandClock clock;
    private String token;
    private Entry device;
    private LiveClient client;
    private int devices;

    @BeforeAll
    void open() {
        clock = new HandClock();
        server = new LiveServer(clock, Map.of("ATRIUM_WS_UPDATE_RATE", "50", "ATRIUM_WS_MAX_POINTS", "300"));
        token = server.token(server.emma);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @BeforeEach
    void connect() {
        clock.advance(Duration.ofSeconds(1));
        device = server.device("Device " + devices++, server.customerA);
        client = server.client(token);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    private long now() {
        return clock.millis();
    }

    @Test
    void attributesComeFirstAndThenAsTheyChange() {
        server.attribute(device, KeyScope.SERVER_SCOPE, "model", "SD1");
        server.attribute(device, KeyScope.SHARED_SCOPE, "rate", "5");
        client.commands(Commands.attributes(1, device.id(), ",\"keys\":\"model,rate\",\"scope\":\"SERVER_SCOPE\""));
        assertThat(client.next().toString())
                .isEqualTo("{\"subscriptionId\":1,\"errorCode\":0,\"errorMsg\":null,\"data\":{\"model\":[[" + now()
                        + ",\"SD1\"]]},\"latestValues\":{\"model\":" + now() + "}}");

        clock.advance(Duration.ofSeconds(1));
        server.attribute(device, KeyScope.SHARED_SCOPE, "rate", "6");
        server.attribute(device, KeyScope.SERVER_SCOPE, "model", "SD2");
        assertThat(client.next().at("/data/model/0/1").asText()).isEqualTo("SD2");

        server.world
                .platform
                .attributes()
                .remove(
                        server.world.platform.scopes().of(server.world.admin),
                        device,
                        KeyScope.SERVER_SCOPE,
                        List.of("model"));
        assertThat(client.next().path("data").toString()).isEqualTo("{\"model\":[[0,\"\"]]}");
    }

    @Test
    void attributesOfAllScopesAndKeysWithoutNamingAny() {
        server.attribute(device, KeyScope.SERVER_SCOPE, "a", "1");
        server.attribute(device, KeyScope.CLIENT_SCOPE, "b", "2");
        client.commands(Commands.attributes(3, device.id(), ""));
        JsonNode first = client.next(3);
        assertThat(first.at("/data/a/0/1").asText()).isEqualTo("1");
        assertThat(first.at("/data/b/0/1").asText()).isEqualTo("2");
        clock.advance(Duration.ofSeconds(1));
        server.attribute(device, KeyScope.SHARED_SCOPE, "c", "3");
        assertThat(client.next(3).at("/data/c/0/1").asText()).isEqualTo("3");
    }

    @Test
    void seriesStartWithTheLatestOrWithAWindow() {
        server.store(device, "t", now() - 3_000, 1);
        server.store(device, "t", now() - 2_000, 2);
        server.store(device, "u", now() - 1_000, 9);
        client.commands(
                Commands.series(1, device.id(), ",\"keys\":\"t\""),
                Commands.series(2, device.id(), ""),
                Commands.series(
                        3,
                        device.id(),
                        ",\"keys\":\"t\",\"startTs\":" + (now() - 10_000) + ",\"timeWindow\":10000,\"limit\":50"));
        assertThat(client.next(1).path("data").toString()).isEqualTo("{\"t\":[[" + (now() - 2_000) + ",\"2\"]]}");
        JsonNode all = client.next(2);
        assertThat(all.at("/data/t/0/1").asText()).isEqualTo("2");
        assertThat(all.at("/latestValues/u").asLong()).isEqualTo(now() - 1_000);
        assertThat(client.next(3).path("data").toString())
                .isEqualTo("{\"t\":[[" + (now() - 2_000) + ",\"2\"],[" + (now() - 3_000) + ",\"1\"]]}");

        server.store(device, "t", now(), 3);
        assertThat(List.of(client.next(), client.next(), client.next()))
                .allSatisfy(
                        frame -> assertThat(frame.at("/data/t/0/1").asText()).isEqualTo("3"));
    }

    @Test
    void newerOnlyWhereAskedForAndDeletedKeysAreTold() {
        server.store(device, "t", now(), 5);
        client.commands(Commands.series(1, device.id(), ",\"keys\":\"t\",\"scope\":\"LATEST_TELEMETRY\""));
        client.next(1);
        server.store(device, "t", now() - 5_000, 4);
        server.store(device, "t", now() + 1, 6);
        assertThat(client.next(1).path("data").toString()).isEqualTo("{\"t\":[[" + (now() + 1) + ",\"6\"]]}");
        server.world
                .telemetry
                .telemetry()
                .delete(
                        server.world.platform.scopes().of(server.world.admin),
                        device,
                        List.of("t"),
                        new Deletion(0, Long.MAX_VALUE, true, false));
        assertThat(client.next(1).path("data").toString()).isEqualTo("{\"t\":[[0,\"\"]]}");
    }

    @Test
    void historyIsAnsweredOnceAndAggregates() {
        for (int i = 0; i < 10; i++) {
            server.store(device, "t", now() - 10_000 + i * 1_000, i);
        }
        client.commands(
                Commands.history(
                        1,
                        device.id(),
                        ",\"keys\":\"t\",\"startTs\":" + (now() - 10_000) + ",\"endTs\":" + now()
                                + ",\"interval\":5000,\"limit\":10,\"agg\":\"AVG\""),
                Commands.history(2, device.id(), ",\"keys\":\"t\",\"startTs\":0,\"endTs\":" + now() + ",\"limit\":2"));
        assertThat(client.next(1).path("data").toString())
                .isEqualTo("{\"t\":[[" + (now() - 7_500) + ",\"2.0\"],[" + (now() - 2_500) + ",\"7.0\"]]}");
        assertThat(client.next(2).at("/data/t")).hasSize(2);
        server.store(device, "t", now(), 11);
        assertThat(client.settled()).isEmpty();
    }

    @Test
    void oneStepQueryGivesThePageAndFollowsIt() {
        server.store(device, "t", now() - 1_000, 20);
        server.attribute(device, KeyScope.SERVER_SCOPE, "active", "true");
        client.commands(Commands.data(7, false, latest() + Commands.ts("t", now() - 60_000, 60_000), device));
        JsonNode first = client.next(7);
        assertThat(first.path("cmdUpdateType").asText()).isEqualTo("ENTITY_DATA");
        assertThat(first.path("update").isNull()).isTrue();
        assertThat(first.path("allowedEntities").asInt()).isEqualTo(10_000);
        assertThat(first.at("/data/totalElements").asInt()).isEqualTo(1);
        JsonNode row = first.at("/data/data/0");
        assertThat(row.at("/entityId/id").asText()).isEqualTo(device.id().toString());
        assertThat(row.at("/latest/ENTITY_FIELD/name/value").asText()).isEqualTo(device.name());
        assertThat(row.at("/latest/TIME_SERIES/t/value").asText()).isEqualTo("20");
        assertThat(row.at("/latest/TIME_SERIES/never").toString()).isEqualTo("{\"ts\":0,\"value\":\"\"}");
        assertThat(row.at("/latest/ATTRIBUTE/active/value").asText()).isEqualTo("true");
        assertThat(row.at("/timeseries/t/0/value").asText()).isEqualTo("20");

        server.store(device, "t", now(), 21);
        JsonNode update = client.next(7);
        assertThat(update.path("data").isNull()).isTrue();
        assertThat(update.path("update")).hasSize(1);
        assertThat(update.at("/update/0/timeseries/t").toString())
                .isEqualTo("[{\"ts\":" + now() + ",\"value\":\"21\"}]");
        assertThat(update.at("/update/0/latest/TIME_SERIES/t/value").asText()).isEqualTo("21");

        server.attribute(device, KeyScope.SERVER_SCOPE, "active", "false");
        assertThat(client.next(7).at("/update/0/latest/ATTRIBUTE/active/value").asText())
                .isEqualTo("false");
    }

    private static String latest() {
        return Commands.latest("TIME_SERIES:t", "TIME_SERIES:never", "ATTRIBUTE:active", "ENTITY_FIELD:name");
    }

    @Test
    void lateValuesDoNotMoveTheLatestBackButArePointsOfTheSeries() {
        server.store(device, "t", now(), 20);
        client.commands(Commands.data(
                1, false, Commands.latest("TIME_SERIES:t") + Commands.ts("t", now() - 60_000, 60_001), device));
        client.next(1);
        server.store(device, "t", now() - 5_000, 10);
        assertThat(client.next(1).at("/update/0/timeseries/t/0/value").asText()).isEqualTo("10");
        assertThat(client.settled()).isEmpty();
    }

    @Test
    void twoStepsWithTheSameIdAndAnotherQueryInTheirPlace() {
        Entry second = server.device("Second of " + device.name(), server.customerA);
        server.store(device, "t", now(), 1);
        client.commands("{\"type\":\"ENTITY_DATA\",\"cmdId\":1,\"query\":" + Commands.query(true, device) + "}");
        assertThat(client.next(1).at("/data/data")).hasSize(1);
        client.commands("{\"type\":\"ENTITY_DATA\",\"cmdId\":1" + Commands.latest("TIME_SERIES:t")
                + Commands.ts("t", now() - 1_000, 1_001) + "}");
        assertThat(client.next(1).at("/update/0/timeseries/t/0/value").asText()).isEqualTo("1");
        assertThat(client.next(1).at("/update/0/latest/TIME_SERIES/t/value").asText())
                .isEqualTo("1");

        client.commands(Commands.data(1, true, Commands.latest("TIME_SERIES:t"), second));
        assertThat(client.next(1).at("/data/data/0/entityId/id").asText())
                .isEqualTo(second.id().toString());
        server.store(device, "t", now() + 1, 2);
        server.store(second, "t", now() + 1, 3);
        assertThat(client.next(1).at("/update").toString()).contains("\"3\"").doesNotContain("\"2\"");
    }

    @Test
    void historyAggregatesAndComparisonsOfAQuery() {
        for (int i = 1; i <= 4; i++) {
            server.store(device, "e", now() - i * 1_000, i);
        }
        String keys = "[{\"id\":5,\"key\":\"e\",\"agg\":\"SUM\",\"previousStartTs\":" + (now() - 4_000)
                + ",\"previousEndTs\":" + (now() - 2_000) + "}]";
        client.commands(Commands.data(
                1,
                false,
                ",\"historyCmd\":{\"keys\":[\"e\",\"none\"],\"startTs\":" + (now() - 2_000) + ",\"endTs\":" + now()
                        + ",\"limit\":10,\"agg\":\"NONE\",\"fetchLatestPreviousPoint\":true},\"aggHistoryCmd\":{\"keys\":"
                        + keys + ",\"startTs\":" + (now() - 2_000) + ",\"endTs\":" + now() + "}",
                device));
        JsonNode row = client.next(1).at("/data/data/0");
        List<String> values = new ArrayList<>();
        row.at("/timeseries/e").forEach(point -> values.add(point.path("value").asText()));
        assertThat(values).containsExactly("1", "2", "3");
        assertThat(row.at("/timeseries/none").isArray()).isTrue();
        assertThat(row.at("/aggLatest/5/current/value").asText()).isEqualTo("3");
        assertThat(row.at("/aggLatest/5/current/count").asInt()).isEqualTo(2);
        assertThat(row.at("/aggLatest/5/previous/value").asText()).isEqualTo("7");
    }

    @Test
    void liveAggregatesFollowTheirWindow() {
        server.store(device, "e", now() - 1_000, 5);
        client.commands(Commands.data(
                1,
                false,
                ",\"aggTsCmd\":{\"keys\":[{\"id\":1,\"key\":\"e\",\"agg\":\"SUM\"}],\"startTs\":" + (now() - 10_000)
                        + ",\"timeWindow\":10000}",
                device));
        assertThat(client.next(1).at("/data/data/0/aggLatest/1/current/value").asText())
                .isEqualTo("5");
        server.store(device, "e", now(), 7);
        assertThat(client.next(1).at("/update/0/aggLatest/1/current/value").asText())
                .isEqualTo("12");
    }

    @Test
    void aRenamedEntityShowsItsName() {
        client.commands(Commands.data(1, false, Commands.latest("ENTITY_FIELD:name"), device));
        client.next(1);
        JsonNode body = server.world
                .api
                .get(server.world.admin, "/api/device/" + device.id())
                .json();
        ((com.fasterxml.jackson.databind.node.ObjectNode) body).put("name", device.name() + " renamed");
        server.ok(server.world.api.post(server.world.admin, "/api/device", body.toString()));
        assertThat(client.next(1).at("/update/0/latest/ENTITY_FIELD/name/value").asText())
                .isEqualTo(device.name() + " renamed");
    }

    @Test
    void countsFollowAndARepeatedIdIsPassedOver() {
        String all = "{\"type\":\"ENTITY_COUNT\",\"cmdId\":4,\"query\":{\"entityFilter\":{\"type\":\"entityType\","
                + "\"entityType\":\"DEVICE\"}}}";
        client.commands(all, all);
        JsonNode first = client.next(4);
        assertThat(first.path("cmdUpdateType").asText()).isEqualTo("COUNT_DATA");
        long before = first.path("count").asLong();
        assertThat(client.settled()).isEmpty();
        server.device("Counted " + device.name(), server.customerA);
        assertThat(client.next(4).path("count").asLong()).isEqualTo(before + 1);
    }

    @Test
    void dynamicQueriesShowNewEntitiesAndOthersDoNot() {
        String byName = "\"entityFilter\":{\"type\":\"entityName\",\"entityType\":\"DEVICE\",\"entityNameFilter\":\""
                + device.name() + " child\"},\"pageLink\":{\"pageSize\":10,\"page\":0,\"dynamic\":";
        client.commands(
                "{\"type\":\"ENTITY_DATA\",\"cmdId\":1,\"query\":{" + byName + "true}}"
                        + Commands.latest("TIME_SERIES:t") + "}",
                "{\"type\":\"ENTITY_DATA\",\"cmdId\":2,\"query\":{" + byName + "false}}}");
        assertThat(client.next(1).at("/data/totalElements").asInt()).isZero();
        assertThat(client.next(2).at("/data/totalElements").asInt()).isZero();
        Entry child = server.device(device.name() + " child", server.customerA);
        assertThat(client.next(1).at("/data/data/0/entityId/id").asText())
                .isEqualTo(child.id().toString());
        server.store(child, "t", now(), 8);
        assertThat(client.next(1).at("/update/0/latest/TIME_SERIES/t/value").asText())
                .isEqualTo("8");
        assertThat(client.settled()).noneMatch(frame -> LiveClient.id(frame) == 2);
    }

    @Test
    void unsubscribingEndsOneOrAll() {
        client.commands(
                Commands.series(1, device.id(), ",\"keys\":\"t\""),
                Commands.attributes(2, device.id(), ""),
                Commands.data(3, false, Commands.latest("TIME_SERIES:t"), device));
        assertThat(client.settled()).hasSize(3);
        client.commands(
                Commands.series(1, device.id(), ",\"unsubscribe\":true"),
                "{\"type\":\"ENTITY_DATA_UNSUBSCRIBE\",\"cmdId\":3}");
        client.settled();
        server.store(device, "t", now(), 1);
        server.attribute(device, KeyScope.SERVER_SCOPE, "x", "1");
        assertThat(LiveClient.id(client.next())).isEqualTo(2);
        client.commands("{\"type\":\"ATTRIBUTES\",\"cmdId\":9,\"entityId\":\"\",\"unsubscribe\":true}");
        client.settled();
        assertThat(server.world.live.watches(server.world.tenant)).isZero();
    }

    @Test
    void theOlderProtocolWrapsListsByKind() {
        server.store(device, "t", now(), 4);
        LiveClient old = LiveClient.open(server.port, "/api/ws/plugins/telemetry?token=" + token);
        old.send("{\"tsSubCmds\":[" + Commands.series(1, device.id(), ",\"keys\":\"t\"") + "],\"historyCmds\":["
                + Commands.history(2, device.id(), ",\"keys\":\"t\",\"startTs\":0,\"endTs\":" + (now() + 1)) + "],"
                + "\"entityDataCmds\":[" + Commands.data(3, false, "", device) + "],\"entityCountCmds\":["
                + Commands.count(4, device) + "],\"alarmDataCmds\":[{\"cmdId\":5,\"query\":{}}]}");
        assertThat(old.next(1).at("/data/t/0/1").asText()).isEqualTo("4");
        assertThat(old.next(2).at("/data/t/0/1").asText()).isEqualTo("4");
        assertThat(old.next(3).at("/data/totalElements").asInt()).isEqualTo(1);
        assertThat(old.next(5).path("cmdUpdateType").asText()).isEqualTo("ALARM_DATA");
        assertThat(old.next(4).path("count").asInt()).isEqualTo(1);
        old.close();
    }

    @Test
    void alarmsAndNotificationsAreThoseOfAnInstallationWithoutAny() {
        client.commands(
                "{\"type\":\"ALARM_DATA\",\"cmdId\":1,\"query\":{}}",
                "{\"type\":\"ALARM_COUNT\",\"cmdId\":2,\"query\":{}}",
                "{\"type\":\"ALARM_STATUS\",\"cmdId\":3}",
                "{\"type\":\"NOTIFICATIONS\",\"cmdId\":4,\"limit\":10}",
                "{\"type\":\"NOTIFICATIONS_COUNT\",\"cmdId\":5}",
                "{\"type\":\"NOTIFICATIONS_UNSUBSCRIBE\",\"cmdId\":5}");
        assertThat(client.next(1).at("/data/totalElements").asInt(-1)).isZero();
        assertThat(client.next(2).path("cmdUpdateType").asText()).isEqualTo("ALARM_COUNT_DATA");
        assertThat(client.next(3).path("active").asBoolean(true)).isFalse();
        assertThat(client.next(4).path("notifications")).isEmpty();
        assertThat(client.next(5).path("totalUnreadCount").asInt(-1)).isZero();
    }

    @Test
    void entityViewsShowTheirKeysAndTheirTimeOnly() {
        Entry view = server.view("View of A", server.customerA, now() - 100_000, now() + 100_000);
        UUID id = view.id();
        String ofView = "\"entityType\":\"ENTITY_VIEW\",\"entityId\":\"" + id + "\"";
        server.store(server.deviceA, "t", now(), 1);
        server.store(server.deviceA, "secret", now(), 2);
        client.commands(
                "{\"type\":\"TIMESERIES\",\"cmdId\":1," + ofView + "}",
                "{\"type\":\"ATTRIBUTES\",\"cmdId\":2," + ofView + "}",
                "{\"type\":\"ENTITY_DATA\",\"cmdId\":3,\"query\":{\"entityFilter\":{\"type\":\"singleEntity\","
                        + "\"singleEntity\":{\"entityType\":\"ENTITY_VIEW\",\"id\":\"" + id
                        + "\"}},\"pageLink\":{\"pageSize\":1,\"page\":0}}"
                        + Commands.latest("TIME_SERIES:t", "TIME_SERIES:secret", "SERVER_ATTRIBUTE:model")
                        + Commands.ts("secret", now() - 1_000, 10_000) + "}");
        assertThat(client.next(1).path("data").toString()).isEqualTo("{\"t\":[[" + now() + ",\"1\"]]}");
        assertThat(client.next(2).path("data")).isEmpty();
        JsonNode row = client.next(3).at("/data/data/0");
        assertThat(row.at("/latest/TIME_SERIES/t/value").asText()).isEqualTo("1");
        assertThat(row.at("/latest/TIME_SERIES/secret/value").asText()).isEmpty();
        assertThat(row.at("/timeseries/secret")).isEmpty();

        server.store(server.deviceA, "secret", now() + 1, 3);
        server.attribute(server.deviceA, KeyScope.SERVER_SCOPE, "hidden", "x");
        server.store(server.deviceA, "t", now() + 200_000, 99);
        server.store(server.deviceA, "t", now() + 1, 4);
        server.attribute(server.deviceA, KeyScope.SERVER_SCOPE, "model", "M");
        assertThat(client.next(1).path("data").toString()).isEqualTo("{\"t\":[[" + (now() + 1) + ",\"4\"]]}");
        assertThat(client.next(2).path("data").toString()).contains("model").doesNotContain("hidden");
        assertThat(client.settled().toString()).doesNotContain("\"99\"").doesNotContain("\"3\"");
    }
}

package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is malformed, too much or too deep is told in the words of device-data-api 4.3, and the server stays well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadCommandsTest {

    private LiveServer server;
    private String token;
    private LiveClient client;

    @BeforeAll
    void open() {
        server = new LiveServer(java.time.InstantSource.system(), Map.of("ATRIUM_WS_MAX_DYNAMIC_QUERIES", "2"));
        token = server.token(server.emma);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @BeforeEach
    void connect() {
        client = server.client(token);
    }

    private void refuses(String command, int code, String message) {
        JsonNode frame =
                client.commands(command).next(each -> each.path("errorCode").asInt() != 0);
        assertThat(frame.path("errorCode").asInt()).as(frame.toString()).isEqualTo(code);
        assertThat(frame.path("errorMsg").asText()).contains(message);
        client.settled();
    }

    @Test
    void unreadableMessagesAreToldAndTheLineStays() {
        for (String message : new String[] {
            "{", "[]", "null", "17", "\"x\"", "{\"cmds\":7}", "{\"cmds\":{}}", "{\"a\":1,\"a\":2}", "[".repeat(5_000)
        }) {
            JsonNode frame = client.send(message).next();
            assertThat(frame.toString())
                    .as(message)
                    .isEqualTo("{\"subscriptionId\":1,\"errorCode\":2,\"errorMsg\":\"Failed to parse the payload\","
                            + "\"data\":null,\"latestValues\":{}}");
        }
    }

    @Test
    void everyMessageHasAnAnswer() {
        for (String message : new String[] {"{}", "{\"cmds\":[]}", "{\"cmds\":null}"}) {
            answers(message, "A message needs 'cmds' or 'authCmd'");
        }
        answers("{\"hello\":1}", "Unknown field 'hello'");
        answers("{\"tsSubCmds\":[]}", "'tsSubCmds' belongs to the older protocol at /api/ws/plugins/telemetry");
        answers("{\"" + "x".repeat(99) + "\":1}", "Unknown field '" + "x".repeat(40) + "...'");
        client.send("{\"cmds\":[" + Commands.count(7, server.deviceA) + "],\"comment\":\"mine\"}");
        assertThat(client.next(7).path("count").asInt()).isEqualTo(1);
        assertThat(client.next().path("errorMsg").asText()).isEqualTo("Unknown field 'comment'");
        client.settled();
    }

    private void answers(String message, String reason) {
        JsonNode frame = client.send(message).next();
        assertThat(frame.path("errorCode").asInt()).as(message).isEqualTo(2);
        assertThat(frame.path("errorMsg").asText()).contains(reason);
        client.settled();
    }

    @Test
    void commandsAreRefusedOneByOne() {
        String device = server.deviceA.id().toString();
        refuses("{\"type\":\"ATTRIBUTES\",\"cmdId\":-1}", 2, "Cmd id is negative value!");
        refuses("{\"type\":\"ENTITY_DATA\",\"cmdId\":1}", 2, "Query is empty!");
        refuses("{\"type\":\"ENTITY_COUNT\",\"cmdId\":1}", 2, "Query is empty!");
        refuses("{\"type\":\"TIMESERIES\",\"cmdId\":1}", 2, "Device id is empty!");
        refuses("{\"type\":\"NO_SUCH\",\"cmdId\":1}", 2, "Unknown command type 'NO_SUCH'");
        refuses("{\"cmdId\":1}", 2, "Unknown command type ''");
        refuses("{\"type\":\"TIMESERIES\",\"cmdId\":\"x\"}", 2, "Field 'cmdId' must be a whole number");
        refuses("{\"type\":\"TIMESERIES\",\"cmdId\":99999999999}", 2, "Field 'cmdId' must be a whole number");
        refuses("[]", 2, "A command must be an object");
        refuses(entity("TIMESERIES", "x", ""), 2, "Field 'entityId' must be a UUID");
        refuses(entity("TIMESERIES", device, ",\"keys\":7"), 2, "Field 'keys' must be text");
        refuses(entity("ATTRIBUTES", device, ",\"scope\":\"X\""), 2, "Field 'scope' must be one of");
        refuses(entity("TIMESERIES_HISTORY", device, ",\"keys\":\"t\",\"startTs\":\"soon\""), 2, "startTs");
        refuses(
                entity("TIMESERIES_HISTORY", device, ",\"keys\":\"t\",\"endTs\":9,\"agg\":\"AVG\""),
                2,
                "'interval' must be greater than 0");
        refuses(entity("TIMESERIES_HISTORY", device, ",\"keys\":\"t\",\"endTs\":9,\"agg\":\"MEDIAN\""), 2, "agg");
        refuses(
                entity(
                        "TIMESERIES_HISTORY",
                        device,
                        ",\"keys\":\"t\",\"startTs\":0,\"endTs\":9999999999999,\"interval\":1000,\"agg\":\"MAX\""),
                2,
                "0 to 700 intervals");
        refuses(
                "{\"type\":\"ENTITY_DATA\",\"cmdId\":1,\"query\":{\"entityFilter\":{\"type\":\"entityType\","
                        + "\"entityType\":\"DEVICE\"},\"pageLink\":{\"pageSize\":10001,\"page\":0}}}",
                2,
                "pageSize");
        refuses(
                Commands.data(1, false, ",\"latestCmd\":{\"keys\":[{\"type\":\"TIME_SERIES\"}]}", server.deviceA),
                2,
                "latestCmd.keys[0].key");
        refuses(Commands.data(1, false, ",\"tsCmd\":{\"keys\":[\"\"]}", server.deviceA), 2, "Field 'keys'");
        assertThat(server.world.live.watches(server.world.tenant)).isZero();
    }

    private static String entity(String type, String id, String more) {
        return "{\"type\":\"" + type + "\",\"cmdId\":1,\"entityType\":\"DEVICE\",\"entityId\":\"" + id + "\"" + more
                + "}";
    }

    @Test
    void aFaultInOneCommandLeavesTheOthersOfItsMessage() {
        client.commands(
                Commands.count(1, server.deviceA),
                "{\"type\":\"NO_SUCH\",\"cmdId\":2}",
                Commands.count(3, server.deviceA));
        assertThat(client.next(1).path("count").asInt()).isEqualTo(1);
        assertThat(client.next(2).path("errorCode").asInt()).isEqualTo(2);
        assertThat(client.next(3).path("count").asInt()).isEqualTo(1);
    }

    @Test
    void messagesAboveTheLimitEndTheLine() {
        String filler = "x".repeat(32 << 10);
        client.send("{\"filler\":\"" + filler + "\"}");
        assertThat(client.closed()).isEqualTo("1009 Longer than 32768 bytes; the limit is ATRIUM_WS_MAX_MESSAGE");
        LiveClient large = server.client(token);
        large.settled();
        large.send("{\"filler\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(large.closed()).matches("(1009|-1) .*");
        LiveClient early = server.anonymous();
        early.send("y".repeat(60_000));
        assertThat(early.closed()).startsWith("1009");
    }

    @Test
    void tenThousandCommandsAreDoneOneAfterTheOther() {
        StringBuilder message = new StringBuilder("{\"cmds\":[");
        int each = 300;
        for (int i = 0; i < each; i++) {
            message.append(i == 0 ? "" : ",")
                    .append("{\"type\":\"ALARM_STATUS\",\"cmdId\":")
                    .append(i)
                    .append('}');
        }
        message.append("]}");
        for (int i = 0; i < 34; i++) {
            client.send(message.toString());
            for (int answer = 0; answer < each; answer++) {
                assertThat(client.next().path("cmdId").asInt()).isEqualTo(answer);
            }
        }
        client.settled();
    }

    @Test
    void dynamicQueriesAreLimited() {
        client.commands(Commands.count(1, server.deviceA), Commands.count(2, server.deviceA));
        client.next(2);
        refuses(Commands.data(3, true, "", server.deviceA), 2, "ATRIUM_WS_MAX_DYNAMIC_QUERIES");
        client.commands(Commands.data(3, false, "", server.deviceA));
        assertThat(client.next(3).path("errorCode").asInt()).isZero();
    }
}

package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Value;
import io.atrium.entity.Entry;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.KeyScope;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Frames are bounded in bytes, and who finds no room for one now gets his data when there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BigFramesTest {

    private static final int MANY = 8;
    private static final long BUDGET = 32L << 20;
    private static final String TEXT = "x".repeat(200_000);
    private static final String KEYS =
            IntStream.range(0, MANY).mapToObj(i -> "k" + i).collect(Collectors.joining(","));

    private LiveServer server;
    private Entry device;
    private LiveClient client;

    @BeforeAll
    void open() {
        server = new LiveServer(
                java.time.InstantSource.system(),
                Map.of("ATRIUM_READ_MAX_ANSWER", "1MB", "ATRIUM_READ_BUDGET", Long.toString(BUDGET)));
        device = server.device("Wordy", server.customerA);
        for (int i = 0; i < MANY; i++) {
            store("words", 1_000 + i, TEXT);
            store("k" + i, 5, TEXT);
            server.attribute(device, KeyScope.SERVER_SCOPE, "a" + i, TEXT);
        }
        client = server.client(server.emma);
    }

    @AfterAll
    void close() {
        client.close();
        server.close();
    }

    private void store(String key, long ts, String text) {
        Telemetry.await(server.world
                .telemetry
                .telemetry()
                .write(server.directory(), device, List.of(new Reading(ts, key, Value.of(text)))));
    }

    private JsonNode answer(String command) {
        client.send("{\"cmds\":[" + command + "]}");
        return client.next();
    }

    private void refuses(String command) {
        JsonNode frame = answer(command);
        assertThat(frame.path("errorCode").asInt()).as(frame.toString()).isEqualTo(2);
        assertThat(frame.path("errorMsg").asText()).contains("ATRIUM_READ_MAX_ANSWER");
    }

    @Test
    void historyOfLongTextsIsRefusedAndGivenInParts() {
        String range = ",\"keys\":\"words\",\"startTs\":1,\"endTs\":9999,\"limit\":";
        refuses(Commands.history(1, device.id(), range + 1000));
        assertThat(answer(Commands.history(2, device.id(), range + 3)).at("/data/words"))
                .hasSize(3);
    }

    @Test
    void latestValuesAttributesAndPagesAreBoundedToo() {
        refuses(Commands.series(11, device.id(), ",\"keys\":\"" + KEYS + "\""));
        refuses(Commands.attributes(12, device.id(), ",\"scope\":\"SERVER_SCOPE\""));
        String[] keys = KEYS.split(",");
        String latest = Commands.latest(
                java.util.Arrays.stream(keys).map(key -> "TIME_SERIES:" + key).toArray(String[]::new));
        refuses(Commands.data(13, false, latest, device));
        assertThat(answer(Commands.data(14, false, Commands.latest("TIME_SERIES:k1"), device))
                        .at("/data/data/0/latest/TIME_SERIES/k1/value")
                        .asText())
                .isEqualTo(TEXT);
        client.send("{\"cmds\":[{\"type\":\"ENTITY_DATA_UNSUBSCRIBE\",\"cmdId\":14}]}");
    }

    @Test
    void whoFindsNoRoomIsToldAndGetsHisDataAsSoonAsThereIsSome() {
        try (LiveClient other = server.client(server.emma)) {
            HeavyReads.Room all = server.world
                    .platform
                    .heavyReads()
                    .room(server.world.platform.scopes().of(Actor.PLATFORM, server.world.tenant), BUDGET / 2);
            List<String> commands = List.of(
                    Commands.series(1, device.id(), ",\"keys\":\"k1\""),
                    Commands.attributes(2, device.id(), ",\"keys\":\"a1\",\"scope\":\"SERVER_SCOPE\""),
                    Commands.data(3, false, Commands.latest("TIME_SERIES:k1"), device));
            for (String command : commands) {
                other.send("{\"cmds\":[" + command + "]}");
                JsonNode late = other.next();
                assertThat(late.path("errorCode").asInt()).as(late.toString()).isEqualTo(34);
                assertThat(late.path("errorMsg").asText()).contains("ATRIUM_READ_BUDGET");
            }
            all.close();
            List<JsonNode> frames = List.of(other.next(), other.next(), other.next());
            assertThat(frames).allMatch(frame -> frame.path("errorCode").asInt() == 0);
            assertThat(frames)
                    .anyMatch(frame -> frame.at("/data/k1/0/1").asText().equals(TEXT))
                    .anyMatch(frame -> frame.at("/data/a1/0/1").asText().equals(TEXT))
                    .anyMatch(frame -> frame.at("/data/data/0/latest/TIME_SERIES/k1/value")
                            .asText()
                            .equals(TEXT));
            server.store(device, "k1", server.world.platform.clock().millis(), 7);
            assertThat(LiveClient.holdsWithin(
                            Duration.ofSeconds(10),
                            () -> other.next().toString().contains("\"7\"")))
                    .isTrue();
        }
    }
}

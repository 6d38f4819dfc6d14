package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Latest.Stamped;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is slow with long texts keeps no change of the tenant waiting. */
final class TextsBesideTheLockTest {

    private static final String TEXT = "x".repeat(5_000);

    private final BlockingQueue<Boolean> readsUnderTheLock = new LinkedBlockingQueue<>();
    private LiveServer server;
    private Entry device;

    @BeforeEach
    void open() {
        server = new LiveServer();
        device = server.device("Wordy", server.customerA);
        store(1_000);
        Directory directory = server.directory();
        directory.latest().readSeriesBy(series -> {
            readsUnderTheLock.add(directory.isReadHere());
            return new Stamped(1_000, Value.of(TEXT));
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void store(long ts) {
        Telemetry.await(server.world
                .telemetry
                .telemetry()
                .write(server.directory(), device, List.of(new Reading(ts, "text", Value.of(TEXT)))));
    }

    @Test
    void aPageOverAWebSocketReadsItsTextsBefore() {
        try (LiveClient client = server.client(server.emma)) {
            client.send("{\"cmds\":[" + Commands.data(1, false, Commands.latest("TIME_SERIES:text"), device) + "]}");
            assertThat(client.next().toString()).contains(TEXT);
            assertThat(readsUnderTheLock).containsOnly(false);
        }
    }

    @Test
    void aPageOfAQueryReadsItsTextsBefore() {
        assertThat(server.world
                        .api
                        .post(
                                server.emma,
                                "/api/entitiesQuery/find",
                                Json.write(Map.of(
                                        "entityFilter",
                                        Map.of(
                                                "type",
                                                "singleEntity",
                                                "singleEntity",
                                                Map.of("entityType", "DEVICE", "id", device.id())),
                                        "pageLink",
                                        Map.of("pageSize", 1, "page", 0),
                                        "latestValues",
                                        List.of(Map.of("type", "TIME_SERIES", "key", "text")))))
                        .text())
                .contains(TEXT);
        assertThat(readsUnderTheLock).containsOnly(false);
    }

    @Test
    void anUpdateReadsItsTextsBefore() {
        try (LiveClient client = server.client(server.emma)) {
            client.send("{\"cmds\":[" + Commands.data(1, false, Commands.latest("TIME_SERIES:text"), device) + "]}");
            client.next();
            readsUnderTheLock.clear();
            store(1_000);
            server.store(device, "text", 2_000, 7);
            assertThat(client.next().toString()).contains("\"7\"");
            assertThat(readsUnderTheLock).doesNotContain(true);
        }
    }
}

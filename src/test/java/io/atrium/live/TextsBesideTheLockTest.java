package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.Directory;
import io.atrium.entity.DirectoryLock;
import io.atrium.entity.Entry;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.SaveOptions;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.assertj.core.api.ObjectAssert;
import org.jdbi.v3.core.Handle;
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
    void aTextThatIsReplacedWhileItIsReadIsNotReadUnderTheLock() {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        server.directory().latest().readSeriesBy(series -> {
            readsUnderTheLock.add(server.directory().isReadHere());
            if (isFirst.getAndSet(false)) {
                store(2_000);
            }
            return new Stamped(1_000, Value.of(TEXT));
        });
        try (LiveClient client = server.client(server.emma)) {
            client.send("{\"cmds\":[" + Commands.data(1, false, Commands.latest("TIME_SERIES:text"), device) + "]}");
            assertThat(client.next().toString()).contains(TEXT);
            assertThat(isFirst).isFalse();
            assertThat(readsUnderTheLock).containsOnly(false);
        }
    }

    @Test
    void pagesThatWaitForTheDatabaseKeepNoChangeWaiting() {
        Entry wordy = server.world.changes.save(
                server.world.admin,
                server.world.tenant,
                server.world.platform.directories().kinds().require("DEVICE"),
                withLongBody(),
                SaveOptions.PLAIN);
        assertThat(wordy.whole()).isFalse();
        whileItWaitsForTheDatabase(() -> server.world.api.post(
                        server.world.admin,
                        "/api/entitiesQuery/find",
                        Json.write(Map.of(
                                "entityFilter",
                                Map.of(
                                        "type",
                                        "singleEntity",
                                        "singleEntity",
                                        Map.of("entityType", "DEVICE", "id", wordy.id())),
                                "pageLink",
                                Map.of("pageSize", 1, "page", 0),
                                "entityFields",
                                List.of(Map.of("type", "ENTITY_FIELD", "key", "additionalInfo"))))))
                .satisfies(answer -> assertThat(answer.text()).contains(TEXT));
    }

    @Test
    void liveViewsThatWaitForTheDatabaseKeepNoChangeWaiting() {
        Entry wordy = server.world.changes.save(
                server.world.admin,
                server.world.tenant,
                server.world.platform.directories().kinds().require("DEVICE"),
                withLongBody(),
                SaveOptions.PLAIN);
        try (LiveClient client = server.client(server.emma)) {
            client.settled();
            whileItWaitsForTheDatabase(() -> {
                        client.send("{\"cmds\":["
                                + Commands.data(1, false, Commands.latest("ENTITY_FIELD:additionalInfo"), wordy)
                                + "]}");
                        return client.next();
                    })
                    .satisfies(answer -> assertThat(answer.toString()).contains(TEXT));
        }
    }

    private ObjectNode withLongBody() {
        ObjectNode document = Json.object().put("name", "Described");
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", server.customerA.toString());
        document.putObject("additionalInfo").put("description", TEXT);
        return document;
    }

    /** Begins a read that must wait for the table of entities, and changes the directory meanwhile. */
    private <R> ObjectAssert<R> whileItWaitsForTheDatabase(Supplier<R> read) {
        CompletableFuture<R> answer = server.world.database.transaction(sql -> {
            sql.execute("lock table entity in access exclusive mode");
            CompletableFuture<R> reading = CompletableFuture.supplyAsync(read, Thread::startVirtualThread);
            assertThat(LiveClient.holdsWithin(Duration.ofSeconds(20), () -> isAnyWaiting(sql)))
                    .isTrue();
            assertThat(CompletableFuture.runAsync(
                            () -> DirectoryLock.await(server.directory()), Thread::startVirtualThread))
                    .succeedsWithin(Duration.ofSeconds(20));
            return reading;
        });
        return assertThat(answer.join());
    }

    private static boolean isAnyWaiting(Handle sql) {
        return sql.createQuery("select count(*) from pg_locks where relation = 'entity'::regclass and not granted")
                        .mapTo(Long.class)
                        .one()
                > 0;
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

package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Json;
import io.atrium.entity.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ten thousand open subscriptions lose their entities, and all are told within the second. */
final class ManySubscriptionsTest {

    private static final int SESSIONS = 100;
    private static final int EACH = 100;
    private static final int DEVICES = 100;

    /** Counts what it is told. */
    private static final class Counter implements Outlet {
        private final AtomicInteger answers = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicLong lastAt = new AtomicLong();

        @Override
        public void send(String frame, Runnable sent) {
            sent.run();
            if (frame.contains("\"errorCode\":3") || frame.contains("\"totalElements\":0")) {
                ends.incrementAndGet();
                lastAt.set(System.nanoTime());
            } else {
                answers.incrementAndGet();
            }
        }

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void close(int code, String reason) {
            ends.addAndGet(EACH);
        }
    }

    @Test
    void tenThousandSubscriptionsEndWithinASecond() {
        try (LiveServer server = new LiveServer(InstantSource.system(), Map.of("ATRIUM_WS_MAX_FOLLOWED", "1GB"))) {
            UUID group = group(server);
            List<Entry> devices = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                devices.add(server.device("Many " + i, server.customerB));
            }
            server.ok(server.world.api.post(
                    server.world.admin,
                    "/api/entityGroup/" + group + "/addEntities",
                    Json.write(devices.stream().map(Entry::id).toList())));
            server.ok(server.world.api.post(
                    server.world.admin,
                    "/api/entityGroup/" + group + "/share",
                    Json.write(Map.of(
                            "ownerId",
                            RevokedStream.customer(server.customerA),
                            "allUserGroup",
                            true,
                            "readElseWrite",
                            true))));
            List<Counter> counters = subscribe(server, devices);
            assertThat(server.world.live.watches(server.world.tenant)).isEqualTo(SESSIONS * EACH);

            long start = System.nanoTime();
            server.ok(server.world.api.delete(server.world.admin, "/api/entityGroup/" + group));
            long done = System.nanoTime();
            assertThat(LiveClient.holdsWithin(Duration.ofSeconds(10), () -> counters.stream()
                            .allMatch(counter -> counter.ends.get() >= EACH)))
                    .as("ended: "
                            + counters.stream().mapToInt(c -> c.ends.get()).sum())
                    .isTrue();
            long last = counters.stream()
                    .mapToLong(counter -> counter.lastAt.get())
                    .max()
                    .orElseThrow();
            assertThat(Duration.ofNanos(last - done))
                    .as("all told, after the change took " + Duration.ofNanos(done - start))
                    .isLessThan(Duration.ofSeconds(1));
            assertThat(server.world.live.watches(server.world.tenant)).isZero();
        }
    }

    private static UUID group(LiveServer server) {
        return server.world.save(
                server.world.admin,
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Many", "ownerId", RevokedStream.customer(server.customerB)));
    }

    private static List<Counter> subscribe(LiveServer server, List<Entry> devices) {
        String token = server.token(server.emma);
        List<Counter> counters = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Counter counter = new Counter();
            LiveSession session = server.world.live.open(counter, false);
            session.authenticate("Bearer " + token);
            for (int n = 0; n < EACH; n++) {
                Entry device = devices.get((i + n) % DEVICES);
                String command = n % 2 == 0
                        ? Commands.series(n, device.id(), ",\"keys\":\"t\"")
                        : Commands.data(n, false, Commands.latest("TIME_SERIES:t"), device);
                session.receive("{\"cmds\":[" + command + "]}").join();
            }
            assertThat(counter.answers).hasValue(EACH);
            counters.add(counter);
        }
        return counters;
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Devices that post readings as fast as they are answered, and a memory of what was acknowledged. */
final class Readings implements AutoCloseable {

    private static final int MOST = 100_000;
    private static final long FIRST = 1_700_000_000_000L;
    private static final long RETRY_NANOS = 20_000_000;

    /** A device and all that it was told is safe. */
    private record Sender(String id, String token, Queue<Long> acknowledged) {}

    private final TestServer server;
    private final TestServer.Tenant tenant;
    private final List<Sender> senders = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong clock = new AtomicLong(FIRST);
    private volatile boolean on = true;

    /** Answers other than 200, by status; 0 stands for a connection that broke. */
    final Map<Integer, AtomicInteger> refusals = new ConcurrentHashMap<>();

    /** What broke, for who reads a failure. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    final AtomicInteger count = new AtomicInteger();

    Readings(TestServer server, TestServer.Tenant tenant, int devices) {
        this.server = server;
        this.tenant = tenant;
        for (int i = 0; i < devices; i++) {
            String id = server.ok(server.post(tenant.token(), "/api/device", Map.of("name", "Sender " + i)))
                    .id();
            String token = server.ok(server.get(tenant.token(), "/api/device/" + id + "/credentials"))
                    .json()
                    .path("credentialsId")
                    .asText();
            senders.add(new Sender(id, token, new ConcurrentLinkedQueue<>()));
        }
    }

    void begin() {
        senders.forEach(sender -> threads.execute(() -> send(sender)));
    }

    private void send(Sender sender) {
        while (on) {
            try (DeviceLine line = new DeviceLine(server.port())) {
                while (on) {
                    long ts = clock.incrementAndGet();
                    note(
                            sender,
                            ts,
                            line.post(sender.token(), "{\"ts\":" + ts + ",\"values\":{\"value\":" + ts + "}}"));
                }
            } catch (IOException e) {
                broken.add(e.toString());
                note(sender, 0, 0);
            }
        }
    }

    private void note(Sender sender, long ts, int status) {
        if (status == 200) {
            sender.acknowledged().add(ts);
            count.incrementAndGet();
        } else {
            refusals.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    int refused() {
        return refusals.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** No more readings; returns when the last one is answered. */
    void end() {
        on = false;
        threads.close();
    }

    /** Every acknowledged reading is there, with its own value, once. */
    void assertAllStored() {
        for (Sender sender : senders) {
            Map<Long, Long> stored = new TreeMap<>();
            for (JsonNode point : server.ok(server.get(
                            tenant.token(),
                            "/api/plugins/telemetry/DEVICE/" + sender.id() + "/values/timeseries?keys=value&startTs="
                                    + FIRST + "&endTs=" + (clock.get() + 1) + "&useStrictDataTypes=true&limit=" + MOST))
                    .json()
                    .path("value")) {
                Long before = stored.put(
                        point.path("ts").asLong(), point.path("value").asLong());
                assertThat(before).as("doubled " + point).isNull();
            }
            assertThat(stored.keySet()).containsAll(sender.acknowledged());
            stored.forEach((ts, value) -> assertThat(value).isEqualTo(ts));
        }
    }

    @Override
    public void close() {
        end();
    }
}

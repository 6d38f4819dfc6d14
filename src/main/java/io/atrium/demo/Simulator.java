package io.atrium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.ingest.DeviceGateway;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Stands in for the demo's sensors: fills their history up to now, then sends a reading every few seconds through the
 * gateway that real devices use.
 */
final class Simulator implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Simulator.class);

    /** Points in one back-fill message. */
    private static final int BATCH = 1_000;

    private final DemoClient api;
    private final DeviceGateway gateway;
    private final InstantSource clock;
    private final WorldFile world;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("demo-simulator").daemon().factory());

    Simulator(DemoClient api, DeviceGateway gateway, InstantSource clock, WorldFile world) {
        this.api = api;
        this.gateway = gateway;
        this.clock = clock;
        this.world = world;
    }

    /** Fills the history of every device from its newest point, or from the given time back, up to now. */
    void backfill(Duration history) {
        long now = clock.millis();
        Duration spacing = Duration.ofSeconds(world.simulation().historySeconds());
        world.generators().forEach((name, signals) -> {
            UUID device = device(name);
            long newest = newest(device, signals.keySet().iterator().next());
            long from = Math.max(now - history.toMillis(), newest + spacing.toMillis());
            ArrayNode points = Json.mapper().createArrayNode();
            for (long ts = from - Math.floorMod(from, spacing.toMillis()); ts < now; ts += spacing.toMillis()) {
                points.add(point(ts, signals, spacing));
                if (points.size() == BATCH) {
                    store(device, points);
                    points = Json.mapper().createArrayNode();
                }
            }
            if (!points.isEmpty()) {
                store(device, points);
            }
        });
    }

    private void store(UUID device, ArrayNode points) {
        api.post("/api/plugins/telemetry/DEVICE/" + device + "/timeseries/ANY", points);
    }

    private static ObjectNode point(long ts, Map<String, Signal> signals, Duration spacing) {
        ObjectNode point = Json.object().put("ts", ts);
        ObjectNode values = point.putObject("values");
        signals.forEach((key, signal) -> values.put(key, signal.at(ts, spacing)));
        return point;
    }

    private long newest(UUID device, String key) {
        JsonNode latest = api.get("/api/plugins/telemetry/DEVICE/" + device + "/values/timeseries?keys=" + key);
        JsonNode entry = latest.path(key).path(0);
        return entry.path("value").isNull() ? 0 : entry.path("ts").asLong();
    }

    private UUID device(String name) {
        return UUID.fromString(api.get("/api/tenant/device?deviceName=" + DemoClient.encoded(name))
                .at("/id/id")
                .asText());
    }

    /** Starts to send. */
    void start() {
        world.generators()
                .keySet()
                .forEach(name -> tokens.put(
                        name,
                        api.get("/api/device/" + device(name) + "/credentials")
                                .path("credentialsId")
                                .asText()));
        int seconds = world.simulation().liveSeconds();
        var unused = clockwork.scheduleAtFixedRate(this::tick, 0, seconds, TimeUnit.SECONDS);
    }

    private void tick() {
        Duration spacing = Duration.ofSeconds(world.simulation().liveSeconds());
        long now = clock.millis();
        world.generators().forEach((name, signals) -> {
            try {
                send(tokens.getOrDefault(name, ""), point(now, signals, spacing));
            } catch (RuntimeException e) {
                LOG.warnf(e, "The demo's %s could not send", name);
            }
        });
    }

    private void send(String token, ObjectNode point) {
        byte[] body = point.toString().getBytes(StandardCharsets.UTF_8);
        gateway.byToken(token)
                .ifPresent(session -> gateway.telemetry(session, body).whenComplete((done, fault) -> {
                    if (fault != null) {
                        LOG.warn("A reading of the demo was not stored", fault);
                    }
                }));
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}

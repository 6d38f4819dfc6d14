package io.atrium.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One device that publishes in even steps over MQTT to the packaged server, and one client that follows it: how soon a
 * value is with the client while the server is idle otherwise, and how many frames it gets when values come too fast.
 */
final class PulseBench implements Bench.Benchmark {

    private static final List<Integer> STEP_MILLIS = List.of(500, 100, 50);
    private static final int FLOOD_RATE = 20_000;
    private static final int FLOOD_IN_FLIGHT = 200;
    private static final long WARM_UP_SECONDS = 3;
    private static final long ALL_TIME = 4_000_000_000_000L;
    private static final long POLL_MILLIS = 10;

    @Override
    public String summary() {
        return "publish to frame of one device, at a value every 500, 100 and 50 ms and at 20,000 a second (--seconds=10)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        int seconds = Surroundings.number(arguments, "--seconds=", 10);
        Surroundings.temporary(folder -> {
            try (ScaleServer server = new ScaleServer(folder)) {
                measure(server, seconds);
            }
        });
    }

    private static void measure(ScaleServer server, int seconds) throws Exception {
        String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
        String tenant = server.save(system, "/api/tenant", Map.of("title", "Pulse"));
        String admin = server.newUser(
                system,
                "",
                Map.of(
                        "email", "admin@pulse.example",
                        "authority", "TENANT_ADMIN",
                        "tenantId", Map.of("entityType", "TENANT", "id", tenant)));
        String device = server.save(
                admin, "/api/device?accessToken=" + LivePump.token(0), Map.of("name", "Pulse", "type", "default"));
        LiveFollower follower = LiveFollower.open(server.port(), admin, List.of(device));
        Figures.head();
        long acknowledged = 0;
        for (int step : STEP_MILLIS) {
            try (LivePump pump = new LivePump(server.mqttPort(), 1, 1_000 / step)) {
                follow(follower, pump, seconds);
                row("a value every " + step + " ms", follower, seconds, "<= 10 ms");
                acknowledged += acknowledgedInAll(pump);
            }
        }
        try (LivePump pump = new LivePump(server.mqttPort(), 1, FLOOD_RATE, FLOOD_IN_FLIGHT)) {
            long rate = follow(follower, pump, seconds);
            // Whoever may get 20 frames a second waits half of 50 ms for the next one.
            row(rate + " values a second", follower, seconds, "");
            acknowledged += acknowledgedInAll(pump);
        }
        follower.close();
        Figures.row(
                "values acknowledged / stored",
                acknowledged + " / " + stored(server, admin, device),
                "none is lacking");
    }

    /** What came in, after the pump has stopped; what was on its way then may be stored all the same. */
    private static long acknowledgedInAll(LivePump pump) {
        pump.close();
        return pump.acknowledged();
    }

    private static long stored(ScaleServer server, String admin, String device) {
        return server.get(
                        admin,
                        "/api/plugins/telemetry/DEVICE/" + device + "/values/timeseries?keys=n&startTs=0&endTs="
                                + ALL_TIME + "&agg=COUNT&interval=" + ALL_TIME + "&useStrictDataTypes=true")
                .at("/n/0/value")
                .asLong();
    }

    /** Follows for a while after a warm-up; how many messages a second were acknowledged. */
    private static long follow(LiveFollower follower, LivePump pump, int seconds) throws InterruptedException {
        pump.start();
        while (pump.acknowledged() == 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        long before = pump.acknowledged();
        follower.reset();
        TimeUnit.SECONDS.sleep(seconds);
        return (pump.acknowledged() - before) / seconds;
    }

    private static void row(String load, LiveFollower follower, int seconds, String middle) {
        long[] nanos = follower.latencies().toArray();
        long frames = follower.frames();
        Figures.row(load + ": values received", Integer.toString(nanos.length), "");
        Figures.row(load + ": frames a second", Long.toString(frames / seconds), "<= 20");
        if (nanos.length > 0) {
            Figures.row(load + ": publish to frame, p50", Figures.millis(Figures.percentile(nanos, 0.5)), middle);
            Figures.row(load + ": publish to frame, p99", Figures.millis(Figures.percentile(nanos, 0.99)), "<= 100 ms");
        }
    }
}

package io.atrium.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The packaged server with devices that publish over MQTT and clients that follow them over WebSockets:
 * how long a reading takes from the device's socket to the client's, and how soon it is silent after a revocation.
 */
final class LiveBench implements Bench.Benchmark {

    private static final int PER_CLIENT = 100;
    private static final int IDS_PER_CALL = 1_000;
    private static final int MAKERS = 16;
    private static final long WARM_UP_SECONDS = 10;
    private static final long POLL_MILLIS = 10;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Override
    public String summary() {
        return "publish to socket and revoke to silence"
                + " (--devices=10000 --subscriptions=10000 --rate=20000 --seconds=10)";
    }

    /**
     * How much is asked of the server.
     *
     * @param subscriptions how many of the devices are followed, each by one subscription
     * @param rate messages a second of all devices together
     */
    private record Load(int devices, int subscriptions, int rate, int seconds) {
        static Load of(List<String> arguments) {
            int devices = Surroundings.number(arguments, "--devices=", 10_000);
            return new Load(
                    devices,
                    Math.min(devices, Surroundings.number(arguments, "--subscriptions=", devices)),
                    Surroundings.number(arguments, "--rate=", 20_000),
                    Surroundings.number(arguments, "--seconds=", 10));
        }
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        Load load = Load.of(arguments);
        Surroundings.temporary(folder -> {
            try (ScaleServer server = new ScaleServer(folder)) {
                measure(server, load);
            }
        });
    }

    /**
     * What the server holds.
     *
     * @param group shared with the customer whose user follows the devices
     */
    private record World(String admin, String user, String group, List<String> devices) {}

    private static void measure(ScaleServer server, Load load) throws Exception {
        World world = build(server, load.devices());
        List<LiveFollower> followers = new ArrayList<>();
        for (int first = 0; first < load.subscriptions(); first += PER_CLIENT) {
            List<String> mine = world.devices().subList(first, Math.min(first + PER_CLIENT, load.subscriptions()));
            followers.add(LiveFollower.open(server.port(), world.user(), mine));
        }
        try (LivePump pump = new LivePump(server.mqttPort(), load.devices(), load.rate())) {
            pump.start();
            while (pump.acknowledged() == 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            followers.forEach(LiveFollower::reset);
            long before = pump.acknowledged();
            long begun = System.nanoTime();
            TimeUnit.SECONDS.sleep(load.seconds());
            double rate = (pump.acknowledged() - before) / ((System.nanoTime() - begun) / 1e9);
            report(load, followers, rate, pump);
            revoke(server, world, followers);
        }
        followers.forEach(LiveFollower::close);
    }

    private static void report(Load load, List<LiveFollower> followers, double rate, LivePump pump) {
        long[] nanos = followers.stream().flatMapToLong(LiveFollower::latencies).toArray();
        Figures.head();
        Figures.row("subscriptions, over " + followers.size() + " sockets", Integer.toString(load.subscriptions()), "");
        Figures.row(
                "MQTT messages of " + load.devices() + " devices acknowledged",
                perSecond(rate),
                perSecond(load.rate()));
        Figures.row("connections that the server cut off", Long.toString(pump.lost()), "0");
        Figures.row("readings received a second", perSecond(nanos.length / (double) load.seconds()), "");
        if (nanos.length > 0) {
            Figures.row("publish to socket, p50", Figures.millis(Figures.percentile(nanos, 0.5)), "");
            Figures.row("publish to socket, p99", Figures.millis(Figures.percentile(nanos, 0.99)), "<= 100 ms");
        }
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%.0f/s", rate);
    }

    /** Ends the share while everything streams. */
    private static void revoke(ScaleServer server, World world, List<LiveFollower> followers) {
        server.delete(world.admin(), "/api/entityGroup/" + world.group());
        long done = System.nanoTime();
        while (System.nanoTime() - done < SILENCE_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        long last =
                followers.stream().mapToLong(LiveFollower::lastReadingAt).max().orElse(done);
        long told = followers.stream().mapToLong(LiveFollower::lastEndAt).max().orElse(done);
        long ends = followers.stream().mapToLong(LiveFollower::ends).sum();
        Figures.row("revoke to last value", Figures.millis(Math.max(0, last - done)), "<= 1000 ms");
        Figures.row(
                "revoke to the last of " + ends + " ends told", Figures.millis(Math.max(0, told - done)), "<= 1000 ms");
    }

    // ---- the world ---------------------------------------------------------------------------------------------

    private static World build(ScaleServer server, int devices) throws Exception {
        long begun = System.nanoTime();
        String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
        String tenant = server.save(system, "/api/tenant", Map.of("title", "Live"));
        String admin = server.newUser(
                system,
                "",
                Map.of("email", "admin@live.example", "authority", "TENANT_ADMIN", "tenantId", ref("TENANT", tenant)));
        String customer = server.save(admin, "/api/customer", Map.of("title", "Watcher"));
        String user = server.newUser(
                admin,
                "",
                Map.of(
                        "email", "watcher@live.example",
                        "authority", "CUSTOMER_USER",
                        "customerId", ref("CUSTOMER", customer)));
        String group = server.save(
                admin,
                "/api/entityGroup",
                Map.of("type", "DEVICE", "name", "Followed", "ownerId", ref("TENANT", tenant)));
        List<String> ids = devices(server, admin, devices);
        for (int first = 0; first < devices; first += IDS_PER_CALL) {
            server.post(
                    admin,
                    "/api/entityGroup/" + group + "/addEntities",
                    ids.subList(first, Math.min(first + IDS_PER_CALL, devices)));
        }
        server.post(
                admin,
                "/api/entityGroup/" + group + "/share",
                Map.of("ownerId", ref("CUSTOMER", customer), "allUserGroup", true, "readElseWrite", true));
        System.out.printf(Locale.ROOT, "built %d devices in %.0f s%n%n", devices, (System.nanoTime() - begun) / 1e9);
        return new World(admin, user, group, ids);
    }

    private static List<String> devices(ScaleServer server, String admin, int count) throws Exception {
        try (ExecutorService makers = Executors.newFixedThreadPool(MAKERS)) {
            List<Future<String>> made = IntStream.range(0, count)
                    .mapToObj(i -> makers.submit(() -> server.save(
                            admin,
                            "/api/device?accessToken=" + LivePump.token(i),
                            Map.of("name", "Live " + i, "type", "default"))))
                    .toList();
            List<String> ids = new ArrayList<>(count);
            for (Future<String> each : made) {
                ids.add(each.get());
            }
            return ids;
        }
    }

    private static Map<String, String> ref(String kind, String id) {
        return Map.of("entityType", kind, "id", id);
    }
}

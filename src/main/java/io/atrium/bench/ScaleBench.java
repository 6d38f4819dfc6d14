package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A whole server with a tenant of a million devices: load, memory, first page, share, move, queries. */
final class ScaleBench implements Bench.Benchmark {

    private static final int PAGE_CALLS = 2_000;
    private static final int QUERY_CALLS = 200;
    private static final int CONNECTIONS = 16;
    private static final int SECONDS = 8;
    private static final int SMALL_TENANT = 10_000;
    private static final String FIRST_PAGE = "/api/user/devices?pageSize=10&page=0";

    @Override
    public String summary() {
        return "a tenant with 1 M devices: load, memory, first page, share, move (--devices=1000000 --values=10)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        int devices = number(arguments, "--devices=", 1_000_000);
        int values = number(arguments, "--values=", 10);
        ScaleWorld world = new ScaleWorld(devices, values);
        inFolder(folder -> measure(world, folder));
        if (!arguments.contains("--no-rates")) {
            ScaleWorld little = new ScaleWorld(SMALL_TENANT, 1);
            inFolder(folder -> rates(little, folder));
        }
    }

    private static int number(List<String> arguments, String flag, int fallback) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(flag))
                .map(argument -> Integer.parseInt(argument.substring(flag.length())))
                .findFirst()
                .orElse(fallback);
    }

    /** What is done in a folder that is removed afterwards. */
    private interface Work {
        void in(Path folder) throws IOException;
    }

    private static void inFolder(Work work) throws IOException {
        Path folder = Files.createTempDirectory("atrium-scale");
        try {
            work.in(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void build(ScaleWorld world, Path folder) throws IOException {
        long begun = System.nanoTime();
        try (ScaleServer server = new ScaleServer(folder)) {
            world.people(server);
        }
        world.fill(folder);
        System.out.printf(
                Locale.ROOT,
                "built %d devices with %d values each in %.0f s%n%n",
                world.devices,
                world.values,
                (System.nanoTime() - begun) / 1e9);
    }

    private static void measure(ScaleWorld world, Path folder) throws IOException {
        build(world, folder);
        Figures.head();
        try (ScaleServer server = new ScaleServer(folder)) {
            Figures.row("start to ready, existing data", Figures.millis(server.nanosToReady), "<= 3000 ms");
            long begun = System.nanoTime();
            String small = server.login(world.small, ScaleServer.PASSWORD);
            JsonNode first = server.get(small, FIRST_PAGE);
            String what = "log-in and first page, which load the tenant (" + first.path("totalElements") + ")";
            Figures.row(what, Figures.millis(System.nanoTime() - begun), "<= 20000 ms");
            Figures.row("live heap after the load", server.heapMegabytes() + " MB", "<= 1536 MB");
            Figures.row("resident memory of the server, -Xmx3g", server.residentMegabytes() + " MB", "");
            row(
                    "first page, 10 of " + world.devices + " devices",
                    "<= 5 ms p99",
                    PAGE_CALLS,
                    () -> server.get(small, FIRST_PAGE));
            String admin = server.login(world.admin, ScaleServer.PASSWORD);
            row("first page of the tenant's administrator", "", PAGE_CALLS, () -> server.get(admin, FIRST_PAGE));
            share(server, world, admin);
            String big = server.login(world.big, ScaleServer.PASSWORD);
            query(server, big);
            move(server, world, admin);
            if (Boolean.getBoolean("scale.histogram")) {
                System.out.println(server.histogram(25));
            }
        }
    }

    private static void row(String what, String target, int calls, Runnable call) {
        for (int i = 0; i < calls / 2; i++) {
            call.run();
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long begun = System.nanoTime();
            call.run();
            nanos[i] = System.nanoTime() - begun;
        }
        String measured = String.format(
                Locale.ROOT,
                "%.2f / %.2f ms",
                Figures.percentile(nanos, 0.5) / 1e6,
                Figures.percentile(nanos, 0.99) / 1e6);
        Figures.row(what + ", p50 / p99", measured, target);
    }

    private static void share(ScaleServer server, ScaleWorld world, String admin) {
        String other = server.login(world.other, ScaleServer.PASSWORD);
        long before = server.get(other, FIRST_PAGE).path("totalElements").asLong();
        long begun = System.nanoTime();
        server.post(
                admin,
                "/api/entityGroup/" + world.groupId + "/share",
                Map.of(
                        "ownerId",
                        Map.of("entityType", "CUSTOMER", "id", world.otherId),
                        "allUserGroup",
                        true,
                        "readElseWrite",
                        true));
        long shared = System.nanoTime();
        long after = server.get(other, FIRST_PAGE).path("totalElements").asLong();
        long read = System.nanoTime();
        Figures.row("share a group with commit", Figures.millis(shared - begun), "");
        Figures.row(
                "share and first read through it (" + before + " -> " + after + ")",
                Figures.millis(read - begun),
                "<= 200 ms");
    }

    private static void move(ScaleServer server, ScaleWorld world, String admin) {
        String other = server.login(world.other, ScaleServer.PASSWORD);
        long before = server.get(other, FIRST_PAGE).path("totalElements").asLong();
        long begun = System.nanoTime();
        server.post(admin, "/api/owner/CUSTOMER/" + world.otherId + "/CUSTOMER/" + world.bigId, "");
        long moved = System.nanoTime();
        long after = server.get(other, FIRST_PAGE).path("totalElements").asLong();
        long read = System.nanoTime();
        Figures.row("move a customer with 100 k devices, with commit", Figures.millis(moved - begun), "<= 200 ms");
        Figures.row(
                "move and first read by the new owner (" + before + " -> " + after + ")",
                Figures.millis(read - begun),
                "");
    }

    private static void query(ScaleServer server, String token) {
        String filtered = """
                {"entityFilter":{"type":"entityType","entityType":"DEVICE"},
                 "pageLink":{"pageSize":10,"page":0,"sortOrder":{"key":{"type":"TIME_SERIES","key":"key0"},
                  "direction":"DESC"}},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
                 "latestValues":[{"type":"TIME_SERIES","key":"key0"}],
                 "keyFilters":[{"key":{"type":"TIME_SERIES","key":"key1"},"valueType":"NUMERIC",
                  "predicate":{"type":"NUMERIC","operation":"GREATER","value":{"defaultValue":500}}}]}
                """;
        long total = server.post(token, "/api/entitiesQuery/find", filtered)
                .path("totalElements")
                .asLong();
        row(
                "query, key filter and sort (" + total + " of 100 k)",
                "<= 50 ms p99",
                QUERY_CALLS,
                () -> server.post(token, "/api/entitiesQuery/find", filtered));
    }

    private static void rates(ScaleWorld world, Path folder) throws IOException {
        System.out.println();
        build(world, folder);
        Figures.head();
        try (ScaleServer server = new ScaleServer(folder)) {
            String admin = server.login(world.admin, ScaleServer.PASSWORD);
            String byType = """
                    {"entityFilter":{"type":"deviceType","deviceTypes":["default"],"deviceNameFilter":""},
                     "pageLink":{"pageSize":10,"page":0},
                     "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],"latestValues":[]}
                    """;
            rate("list of devices, 10 k, 16 connections", () -> server.get(admin, FIRST_PAGE));
            rate(
                    "entity query by type, 10 k, 16 connections",
                    () -> server.post(admin, "/api/entitiesQuery/find", byType));
        }
    }

    /** The load generator shares the machine with the server. */
    private static void rate(String what, Runnable call) {
        AtomicLong calls = new AtomicLong();
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS / 2);
        long end = warm + TimeUnit.SECONDS.toNanos(SECONDS);
        try (ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                callers.execute(() -> {
                    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                        call.run();
                        if (now >= warm) {
                            calls.incrementAndGet();
                        }
                    }
                });
            }
        }
        Figures.row(what, calls.get() / SECONDS + " req/s", ">= 10000 req/s");
    }
}

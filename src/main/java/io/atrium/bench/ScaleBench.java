package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A whole server with a tenant of a million devices: load, memory, first page, share, move, queries. */
final class ScaleBench implements Bench.Benchmark {

    private static final Duration WARM = Duration.ofSeconds(6);
    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final int CONNECTIONS = 16;
    private static final int SMALL_TENANT = 10_000;
    private static final String FIRST_PAGE = "/api/user/devices?pageSize=10&page=0";
    private static final String QUERY = "/api/entitiesQuery/find";

    private static final String BY_TYPE = """
            {"entityFilter":{"type":"deviceType","deviceTypes":["default"],"deviceNameFilter":""},
             "pageLink":{"pageSize":10,"page":0},
             "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],"latestValues":[]}
            """;

    private static final String FILTER_AND_SORT = """
            {"entityFilter":{"type":"entityType","entityType":"DEVICE"},
             "pageLink":{"pageSize":10,"page":0,"sortOrder":{"key":{"type":"TIME_SERIES","key":"key0"},
              "direction":"DESC"}},
             "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
             "latestValues":[{"type":"TIME_SERIES","key":"key0"}],
             "keyFilters":[{"key":{"type":"TIME_SERIES","key":"key1"},"valueType":"NUMERIC",
              "predicate":{"type":"NUMERIC","operation":"GREATER","value":{"defaultValue":500}}}]}
            """;

    @Override
    public String summary() {
        return "a tenant with 1 M devices: load, memory, first page, share, move (--devices=1000000 --values=10)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        int devices = Surroundings.number(arguments, "--devices=", 1_000_000);
        int values = Surroundings.number(arguments, "--values=", 10);
        ScaleWorld world = new ScaleWorld(devices, values);
        Surroundings.temporary(folder -> measure(world, folder));
        if (!arguments.contains("--no-rates")) {
            ScaleWorld little = new ScaleWorld(SMALL_TENANT, 2);
            Surroundings.temporary(folder -> rates(little, folder));
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
                    server,
                    "first page, 10 of " + world.devices + " devices",
                    "<= 5 ms p99",
                    HttpLoad.request("GET", FIRST_PAGE, small, ""));
            String admin = server.login(world.admin, ScaleServer.PASSWORD);
            row(server, "first page of the tenant's administrator", "", HttpLoad.request("GET", FIRST_PAGE, admin, ""));
            share(server, world, admin);
            String big = server.login(world.big, ScaleServer.PASSWORD);
            query(server, big);
            move(server, world, admin);
            if (Boolean.getBoolean("scale.histogram")) {
                System.out.println(server.histogram(25));
            }
        }
    }

    /** One caller after the other, on a connection of its own. */
    private static void row(ScaleServer server, String what, String target, byte[] request) throws IOException {
        HttpLoad.Outcome outcome = HttpLoad.run(server.root(), 1, WARM, MEASURED, caller -> request);
        Figures.row(what + ", p50 / p99", Figures.halfAndMost(outcome.nanos()), target);
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

    private static void query(ScaleServer server, String token) throws IOException {
        long total =
                server.post(token, QUERY, FILTER_AND_SORT).path("totalElements").asLong();
        row(
                server,
                "query, key filter and sort (" + total + " of 100 k)",
                "<= 50 ms p99",
                HttpLoad.request("POST", QUERY, token, FILTER_AND_SORT));
    }

    private static void rates(ScaleWorld world, Path folder) throws IOException {
        System.out.println();
        build(world, folder);
        Figures.head();
        try (ScaleServer server = new ScaleServer(folder)) {
            String admin = server.login(world.admin, ScaleServer.PASSWORD);
            rate(
                    server,
                    "list of devices, 10 k, 16 connections",
                    ">= 10000 req/s",
                    HttpLoad.request("GET", FIRST_PAGE, admin, ""));
            rate(
                    server,
                    "entity query by type, 10 k, 16 connections",
                    ">= 10000 req/s",
                    HttpLoad.request("POST", QUERY, admin, BY_TYPE));
            rate(
                    server,
                    "entity query, filter and sort, 10 k, 16 connections",
                    ">= 2000 req/s",
                    HttpLoad.request("POST", QUERY, admin, FILTER_AND_SORT));
        }
        try (BareHttp bare = new BareHttp()) {
            HttpLoad.Outcome outcome = HttpLoad.run(
                    bare.root, CONNECTIONS, WARM, MEASURED, caller -> HttpLoad.request("GET", FIRST_PAGE, "", ""));
            Figures.row("ceiling: bare Vert.x that answers 200", outcome.perSecond() + " req/s", "");
        }
    }

    /** The load generator shares the machine with the server. */
    private static void rate(ScaleServer server, String what, String target, byte[] request) throws IOException {
        HttpLoad.Outcome outcome = HttpLoad.run(server.root(), CONNECTIONS, WARM, MEASURED, caller -> request);
        Figures.row(what, outcome.perSecond() + " req/s", target);
        if (outcome.refused() > 0) {
            Figures.row("of these refused", Long.toString(outcome.refused()), "0");
        }
    }
}

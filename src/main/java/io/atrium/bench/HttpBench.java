package io.atrium.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Telemetry over the HTTP device API: many devices post two values at a time, and afterwards every acknowledged point is
 * asked for again.
 */
final class HttpBench implements Bench.Benchmark {

    private static final int DEVICES = 64;
    private static final Duration WARM = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    /** One interval of a read covers a device's points; each message has its own millisecond. */
    private static final long FIRST_TS = 1_700_000_000_000L;

    @Override
    public String summary() {
        return "HTTP telemetry, 64 connections (--url=http://127.0.0.1:8080 --tokens=a,b,... aims at another server)";
    }

    @Override
    public void run(List<String> arguments) throws Exception {
        String url = Surroundings.option(arguments, "--url=", "");
        if (!url.isEmpty()) {
            List<String> tokens =
                    List.of(Surroundings.option(arguments, "--tokens=", "").split(","));
            Figures.head();
            load(URI.create(url), tokens);
            return;
        }
        Surroundings.temporary(this::ownServer);
    }

    private void ownServer(Path folder) throws IOException {
        try (ScaleServer server = new ScaleServer(folder)) {
            String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
            String tenant = server.save(system, "/api/tenant", Map.of("title", "Load"));
            String admin = server.newUser(
                    system,
                    "",
                    Map.of(
                            "email",
                            "admin@load.example",
                            "authority",
                            "TENANT_ADMIN",
                            "tenantId",
                            Map.of("entityType", "TENANT", "id", tenant)));
            List<String> ids = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                String id = server.save(admin, "/api/device", Map.of("name", "Load " + i));
                ids.add(id);
                tokens.add(server.get(admin, "/api/device/" + id + "/credentials")
                        .path("credentialsId")
                        .asText());
            }
            Figures.head();
            long[] acknowledged = load(server.root(), tokens);
            stored(server, admin, ids, acknowledged);
        }
        try (BareHttp bare = new BareHttp()) {
            HttpLoad.Outcome outcome =
                    HttpLoad.run(bare.root, DEVICES, WARM, MEASURED, new Posts(List.of("bare"), DEVICES));
            Figures.row("ceiling: bare Vert.x that answers 200", outcome.perSecond() + " req/s", "");
        }
    }

    private static long[] load(URI root, List<String> tokens) throws IOException {
        Posts posts = new Posts(tokens, DEVICES);
        HttpLoad.Outcome outcome = HttpLoad.run(root, DEVICES, WARM, MEASURED, posts);
        Figures.row("telemetry posts, 2 values each, 64 connections", outcome.perSecond() + " req/s", ">= 40000 req/s");
        Figures.row("the same, p50 / p99", Figures.halfAndMost(outcome.nanos()), "");
        Figures.row("refused", Long.toString(outcome.refused()), "0");
        return posts.acknowledged;
    }

    private static void stored(ScaleServer server, String admin, List<String> ids, long[] acknowledged) {
        long found = 0;
        long wanted = 0;
        for (int i = 0; i < ids.size(); i++) {
            wanted += 2 * acknowledged[i];
            JsonNode counts = server.get(
                    admin,
                    String.format(
                            Locale.ROOT,
                            "/api/plugins/telemetry/DEVICE/%s/values/timeseries?keys=temperature,humidity&startTs=%d&endTs=%d"
                                    + "&agg=COUNT&interval=%d&useStrictDataTypes=true",
                            ids.get(i),
                            FIRST_TS,
                            FIRST_TS + 1_000_000_000L,
                            1_000_000_000L));
            found += counts.at("/temperature/0/value").asLong()
                    + counts.at("/humidity/0/value").asLong();
        }
        Figures.row("points acknowledged / found afterwards", wanted + " / " + found, "the same");
    }

    /** Each caller is one device; its clock goes on by a millisecond with every message. */
    private static final class Posts implements HttpLoad.Requests {
        private final List<String> tokens;
        private final long[] sent;
        final long[] acknowledged;

        Posts(List<String> tokens, int callers) {
            this.tokens = tokens;
            this.sent = new long[callers];
            this.acknowledged = new long[callers];
        }

        @Override
        public byte[] next(int caller) {
            long number = sent[caller]++;
            String body = "{\"ts\":" + (FIRST_TS + number) + ",\"values\":{\"temperature\":"
                    + (200 + number % 100) / 10.0 + ",\"humidity\":" + (40 + number % 20) + "}}";
            return HttpLoad.request("POST", "/api/v1/" + tokens.get(caller % tokens.size()) + "/telemetry", "", body);
        }

        @Override
        public void acknowledged(int caller) {
            acknowledged[caller]++;
        }
    }
}

package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** While one tenant asks for the longest that there is, as often as it can, another one is served as ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LongReadsSystemTest {

    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final int QUERIES = 8;
    private static final int PREDICATES = 290;
    private static final int ROUNDS = 5;

    private TestServer server;
    private TestServer.Tenant tenant;
    private TestServer.Tenant attacker;
    private String device;

    @BeforeAll
    void start() {
        server = TestServer.start(Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m", "ATRIUM_READ_MAX_TIME", "3s"));
        tenant = server.newTenant("Served");
        attacker = server.newTenant("Attacker");
        device = server.ok(server.post(tenant.token(), "/api/device", Map.of("name", "Meter")))
                .id();
        for (int i = 0; i < 8; i++) {
            String big = server.ok(server.post(attacker.token(), "/api/device", Map.of("name", "Novel " + i)))
                    .id();
            server.ok(server.post(
                    attacker.token(),
                    "/api/plugins/telemetry/DEVICE/" + big + "/attributes/SERVER_SCOPE",
                    Map.of("big", "x".repeat(950_000))));
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Map<String, Object> query() {
        List<Object> predicates = IntStream.range(0, PREDICATES)
                .<Object>mapToObj(i -> Map.of(
                        "type",
                        "STRING",
                        "operation",
                        "CONTAINS",
                        "value",
                        Map.of("defaultValue", "x".repeat(80) + "q" + i)))
                .toList();
        return Map.of(
                "entityFilter", Map.of("type", "entityType", "entityType", "DEVICE"),
                "keyFilters",
                        List.of(Map.of(
                                "key", Map.of("type", "SERVER_ATTRIBUTE", "key", "big"),
                                "valueType", "STRING",
                                "predicate", Map.of("type", "COMPLEX", "operation", "OR", "predicates", predicates))),
                "entityFields", List.of(Map.of("type", "ENTITY_FIELD", "key", "name")),
                "pageLink", Map.of("pageSize", 100, "page", 0));
    }

    /** The quickest of a few tries, for the machine may be busy with something else for a moment. */
    private static void promptly(String what, IntSupplier call) {
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 3 && best.compareTo(PROMPT) > 0; i++) {
            long begun = System.nanoTime();
            assertThat(call.getAsInt()).as(what).isEqualTo(200);
            Duration taken = Duration.ofNanos(System.nanoTime() - begun);
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        assertThat(best).as(what).isLessThanOrEqualTo(PROMPT);
    }

    @Test
    void anotherTenantIsServedAndEveryQueryEnds() {
        AtomicBoolean enough = new AtomicBoolean();
        List<CompletableFuture<List<TestServer.Answer>>> attacks = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            attacks.add(CompletableFuture.supplyAsync(
                    () -> {
                        List<TestServer.Answer> answers = new ArrayList<>();
                        do {
                            answers.add(server.post(attacker.token(), "/api/entitiesQuery/find", query()));
                        } while (!enough.get());
                        return answers;
                    },
                    work -> Thread.ofVirtual().start(work)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            promptly("a list", () -> server.get(tenant.token(), "/api/tenant/devices?pageSize=10&page=0")
                    .status());
            promptly("an attribute", () -> server.post(
                            tenant.token(),
                            "/api/plugins/telemetry/DEVICE/" + device + "/attributes/SERVER_SCOPE",
                            Map.of("p", 1))
                    .status());
        }
        enough.set(true);
        List<TestServer.Answer> answers =
                attacks.stream().flatMap(attack -> attack.join().stream()).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(400, 429));
        assertThat(answers)
                .as("one that had its place ran into the limit of time")
                .anySatisfy(answer -> assertThat(answer.text()).contains("longer than 3000 ms"));
    }
}

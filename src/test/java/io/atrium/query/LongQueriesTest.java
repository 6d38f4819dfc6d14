package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.HeavyReads;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.entity.ReadConfig;
import io.atrium.entity.Scope;
import io.atrium.telemetry.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A query that takes long keeps nobody waiting, and ends. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LongQueriesTest {

    /** Looks through more characters than one slice has steps. */
    private static final String HEAVY = """
            {"entityFilter":{"type":"entityType","entityType":"DEVICE"},"pageLink":{"pageSize":10,"page":0},
             "keyFilters":[{"key":{"type":"SERVER_ATTRIBUTE","key":"note"},"predicate":
               {"type":"STRING","operation":"CONTAINS","ignoreCase":true,"value":{"defaultValue":"aab"}}}]}
            """;

    private static final LongSupplier STOPPED_CLOCK = () -> 0;

    private static Buildings w;

    @BeforeAll
    static void open() {
        w = new Buildings();
        for (String name : List.of("SD-001", "EM-002", "WM-003", "AM-307")) {
            w.world
                    .platform
                    .attributes()
                    .put(
                            w.directory(),
                            w.entry(name),
                            KeyScope.SERVER_SCOPE,
                            Map.of("note", Value.of("a".repeat(1_500_000))));
        }
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @Test
    void noLockIsHeldBetweenTheSlicesOfALongQuery() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EntityQueries queries = queries(Duration.ofMinutes(1), 1, STOPPED_CLOCK, () -> {
            inside.countDown();
            await(goOn);
        });
        CompletableFuture<Selection> found = run(() -> queries.find(scope(w.admin), query(HEAVY)));
        await(inside);
        // The tenant changes and stores readings, and others read, while the query stands in the middle of its work.
        w.add("DEVICE", new Draft("Newcomer", "air-sensor", null, ""), null);
        w.world
                .telemetry
                .telemetry()
                .write(w.directory(), w.entry("SD-001"), List.of(new Reading(1, "t", Value.of(1))))
                .get(60, TimeUnit.SECONDS);
        assertThat(w.names(w.admin, "{\"type\":\"entityName\",\"entityType\":\"DEVICE\",\"entityNameFilter\":\"New\"}"))
                .containsExactly("Newcomer");
        UUID other = w.world.newTenant("Other");
        Actor stranger = w.world.newUser(other, null, "x@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
        assertThat(queries.find(scope(stranger), query(HEAVY)).totalElements()).isZero();
        assertThat(found).isNotDone();
        goOn.countDown();
        assertThat(found.get(60, TimeUnit.SECONDS).totalElements()).isZero();
    }

    @Test
    void whatIsDeletedMeanwhileIsNotShown() throws Exception {
        w.add("DEVICE", new Draft("Short-lived", "air-sensor", null, ""), null);
        w.put(KeyScope.SERVER_SCOPE, "Short-lived", "note", 1, Value.of("aab"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EntityQueries queries = queries(Duration.ofMinutes(1), 1, STOPPED_CLOCK, () -> {
            inside.countDown();
            await(goOn);
        });
        CompletableFuture<String> page =
                run(() -> new String(queries.page(scope(w.admin), query(HEAVY)), StandardCharsets.UTF_8));
        await(inside);
        w.world.platform.gate().change(TestWorld.SYSTEM, w.world.tenant, change -> {
            change.delete(w.entry("Short-lived"));
            return true;
        });
        goOn.countDown();
        assertThat(page.get(60, TimeUnit.SECONDS)).contains("\"data\":[]");
    }

    @Test
    void aQueryEndsAfterItsTime() {
        AtomicLong nanos = new AtomicLong();
        EntityQueries queries =
                queries(Duration.ofSeconds(3), 1, () -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(2)), Thread::yield);
        assertThatThrownBy(() -> queries.find(scope(w.admin), query(HEAVY)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("longer than 3000 ms");
        assertThatThrownBy(() -> queries.count(
                        scope(w.admin),
                        new EntityCountQuery(
                                query(HEAVY).entityFilter(), query(HEAVY).keyFilters(), null)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("longer than 3000 ms");
    }

    @Test
    void aTenantHasAFewLongQueriesAtOnceAndShortOnesAlways() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EntityQueries queries = queries(Duration.ofMillis(300), 1, STOPPED_CLOCK, () -> {
            inside.countDown();
            await(goOn);
        });
        CompletableFuture<Selection> first = run(() -> queries.find(scope(w.admin), query(HEAVY)));
        await(inside);
        assertThatThrownBy(() -> queries.find(scope(w.emma), query(HEAVY)))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Too many long queries");
        String light = HEAVY.replace("\"note\"", "\"other\"");
        assertThat(queries.find(scope(w.emma), query(light)).totalElements()).isZero();
        goOn.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).totalElements()).isZero();
        assertThat(queries.find(scope(w.emma), query(HEAVY)).totalElements()).isZero();
    }

    @Test
    void manyPredicatesOverOneLongValueAreManySlices() {
        AtomicLong slices = new AtomicLong();
        EntityQueries queries = queries(Duration.ofMinutes(1), 1, STOPPED_CLOCK, slices::incrementAndGet);
        String predicate =
                "{\"type\":\"STRING\",\"operation\":\"CONTAINS\",\"value\":{\"defaultValue\":\"aaaaaaaaab\"}}";
        String several = HEAVY.replaceAll(
                "(?s)\"predicate\":.*",
                "\"predicate\":{\"type\":\"COMPLEX\",\"operation\":\"OR\",\"predicates\":["
                        + String.join(",", Collections.nCopies(10, predicate)) + "]}}]}");
        assertThat(queries.find(scope(w.admin), query(several)).totalElements()).isZero();
        assertThat(slices).hasValueGreaterThanOrEqualTo(4 * 10 * 1_500_000 / 1_000_000);
    }

    @Test
    void manyPredicatesOverManyShortValuesAreManySlices() {
        AtomicLong slices = new AtomicLong();
        HeavyReads reads = new HeavyReads(
                new ReadConfig(Duration.ofMinutes(1), 1, null, null), STOPPED_CLOCK, slices::incrementAndGet);
        Condition one = new Condition.OfNumber(KeyFilterPredicate.NumericOperation.LESS, 0);
        Condition several =
                new Condition.Several(KeyFilterPredicate.ComplexOperation.OR, Collections.nCopies(290, one));
        reads.run(scope(w.admin), effort -> {
            for (int i = 0; i < 20_000; i++) {
                assertThat(several.matches(Value.of(i), effort)).isFalse();
            }
            return true;
        });
        assertThat(slices).hasValueGreaterThan(20);
    }

    @Test
    void aLongReadDoesNotBeginUnderTheLock() {
        Scope scope = scope(w.admin);
        assertThatThrownBy(() -> scope.read(() -> w.world.platform.heavyReads().run(scope, effort -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Scope scope(Actor actor) {
        return w.world.platform.scopes().of(actor);
    }

    private static EntityDataQuery query(String json) {
        return Json.read(json, EntityDataQuery.class);
    }

    private static EntityQueries queries(Duration time, int places, LongSupplier nanos, Runnable betweenSlices) {
        Platform p = w.world.platform;
        HeavyReads reads = new HeavyReads(new ReadConfig(time, places, null, null), nanos, betweenSlices);
        return new EntityQueries(new Platform(
                p.database(),
                p.directories(),
                p.scopes(),
                p.gate(),
                p.audit(),
                p.attributes(),
                p.keyLimits(),
                p.entities(),
                reads,
                p.bodies(),
                p.ids(),
                p.clock(),
                p.bus()));
    }

    private static <T> CompletableFuture<T> run(java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

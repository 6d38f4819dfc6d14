package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Value;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Filter, sort and page against a naive evaluation, on random values; and how long many devices take. */
final class RandomQueriesTest {

    private static final Path REPORT = Path.of("target", "query-times.txt");
    private static final int DEVICES = 300;
    private static final long SEED = 20_261_122;
    private static Buildings w;
    private static final List<Entry> ALL = new ArrayList<>();

    @BeforeAll
    static void open() {
        w = new Buildings();
        Random random = new Random(SEED);
        w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
            var kind = change.directory().kinds().require("DEVICE");
            Entry tenant = change.directory().tenant();
            Entry customer = change.find(w.customerA).orElseThrow();
            for (int i = 0; i < DEVICES; i++) {
                String name = (random.nextBoolean() ? "dev " : "DEV ") + random.nextInt(100) + "-" + i;
                Draft draft = new Draft(name, "rnd", null, "");
                ALL.add(change.insert(kind, draft, random.nextInt(3) == 0 ? customer : tenant, null));
            }
            return true;
        });
        for (Entry entry : ALL) {
            Value value = value(random);
            if (value != null) {
                w.directory().latest().put(KeyScope.TIME_SERIES, "v", entry.ordinal(), 5, value);
            }
        }
    }

    @AfterAll
    static void close() {
        w.close();
    }

    private static @org.jspecify.annotations.Nullable Value value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> Value.of(Integer.toString(random.nextInt(20)) + (random.nextBoolean() ? "a" : "A"));
            case 2 -> Value.of(random.nextBoolean());
            case 3 -> Value.of(random.nextInt(20) / 2.0);
            default -> Value.of(random.nextInt(20));
        };
    }

    @Test
    void pagesAreThoseOfANaiveEvaluation() {
        Random random = new Random(SEED + 1);
        Actor[] viewers = {w.admin, w.emma};
        for (int round = 0; round < 60; round++) {
            Actor viewer = viewers[random.nextInt(2)];
            double limit = random.nextInt(20);
            boolean filtered = random.nextBoolean();
            boolean byName = random.nextInt(3) == 0;
            boolean ascending = random.nextBoolean();
            int size = 1 + random.nextInt(70);
            List<Entry> expected = naive(viewer, filtered ? limit : Double.NaN, byName, ascending);
            List<String> seen = new ArrayList<>();
            for (int page = 0; ; page++) {
                JsonNode answer = w.find(viewer, query(filtered, limit, byName, ascending, size, page));
                assertThat(answer.path("totalElements").asInt()).isEqualTo(expected.size());
                answer.path("data")
                        .forEach(row -> seen.add(row.at("/entityId/id").asText()));
                if (!answer.path("hasNext").asBoolean()) {
                    assertThat(answer.path("totalPages").asInt()).isEqualTo((expected.size() + size - 1) / size);
                    break;
                }
            }
            assertThat(seen)
                    .as("seed %d round %d", SEED, round)
                    .containsExactlyElementsOf(expected.stream()
                            .map(entry -> entry.id().toString())
                            .toList());
        }
    }

    private static List<Entry> naive(Actor viewer, double limit, boolean byName, boolean ascending) {
        int owner = w.directory().find(w.customerA).orElseThrow().ordinal();
        Comparator<Entry> values = byName
                ? Comparator.comparing(entry -> entry.name().toLowerCase(java.util.Locale.ROOT))
                : RandomQueriesTest::compareValues;
        Comparator<Entry> order = values.thenComparing(Entry::id);
        Comparator<Entry> directed = ascending ? order : order.reversed();
        return ALL.stream()
                .filter(entry -> viewer.equals(w.admin) || entry.owner() == owner)
                .filter(entry -> Double.isNaN(limit) || isAbove(entry, limit))
                .sorted(
                        byName
                                ? directed
                                : Comparator.comparing(RandomQueriesTest::rank).thenComparing(directed))
                .toList();
    }

    private static int rank(Entry entry) {
        Latest.Stamped stamped = stamped(entry);
        return stamped == null ? 2 : stamped.value().isNumeric() ? 0 : 1;
    }

    private static int compareValues(Entry one, Entry two) {
        Latest.Stamped first = stamped(one);
        Latest.Stamped second = stamped(two);
        if (first == null || second == null) {
            return 0;
        }
        if (first.value().isNumeric() && second.value().isNumeric()) {
            return Double.compare(first.value().number(), second.value().number());
        }
        return first.value().text().compareToIgnoreCase(second.value().text());
    }

    private static boolean isAbove(Entry entry, double limit) {
        Latest.Stamped stamped = stamped(entry);
        return stamped != null && stamped.value().isNumeric() && stamped.value().number() > limit;
    }

    private static Latest.@org.jspecify.annotations.Nullable Stamped stamped(Entry entry) {
        return w.directory().latest().get(KeyScope.TIME_SERIES, "v", entry.ordinal());
    }

    private static String query(boolean filtered, double limit, boolean byName, boolean ascending, int size, int page) {
        String key =
                byName ? "{\"type\":\"ENTITY_FIELD\",\"key\":\"name\"}" : "{\"type\":\"TIME_SERIES\",\"key\":\"v\"}";
        String filters = filtered
                ? (",\"keyFilters\":[{\"key\":{\"type\":\"TIME_SERIES\",\"key\":\"v\"},\"predicate\":{\"type\":\"NUMERIC\","
                                + "\"operation\":\"GREATER\",\"value\":{\"defaultValue\":%s}}}]")
                        .formatted(limit)
                : "";
        return """
                {"entityFilter":{"type":"deviceType","deviceTypes":["rnd"]},"pageLink":{"pageSize":%d,"page":%d,
                 "sortOrder":{"key":%s,"direction":"%s"}},
                 "entityFields":[{"type":"ENTITY_FIELD","key":"name"}],
                 "latestValues":[{"type":"TIME_SERIES","key":"v"}]%s}
                """.formatted(size, page, key, ascending ? "ASC" : "DESC", filters);
    }

    /** Notes in target/query-times.txt how long queries over many devices take; asserts only that they find what they should. */
    @Test
    void measuresManyDevices() {
        measure(10_000, 400);
        measure(100_000, 60);
    }

    private static void measure(int count, int rounds) {
        String type = "many-" + count;
        int[] ordinals = w.world.platform.gate().change(io.atrium.app.TestWorld.SYSTEM, w.world.tenant, change -> {
            var kind = change.directory().kinds().require("DEVICE");
            Entry tenant = change.directory().tenant();
            return IntStream.range(0, count)
                    .map(i -> change.insert(
                                    kind, new Draft(type + "-" + i * 7919L % count, type, null, ""), tenant, null)
                            .ordinal())
                    .toArray();
        });
        Random random = new Random(SEED + 2);
        for (int ordinal : ordinals) {
            w.directory().latest().put(KeyScope.TIME_SERIES, "m", ordinal, 5, Value.of(random.nextDouble() * 100));
        }
        String filtered = query(true, 50, false, true, 20, 0)
                .replace("\"rnd\"", '"' + type + '"')
                .replace("\"key\":\"v\"", "\"key\":\"m\"");
        String byName = query(false, 0, true, true, 20, 0).replace("\"rnd\"", '"' + type + '"');
        String unsorted = byName.replaceAll(",\\s*\"sortOrder\":\\{\"key\":\\{[^}]*},\"direction\":\"ASC\"}", "");
        assertThat(unsorted).doesNotContain("sortOrder");
        assertThat(w.find(w.admin, filtered).path("totalElements").asInt()).isBetween(count * 2 / 5, count * 3 / 5);
        print(count, "filter and sort on a latest value", filtered, rounds);
        print(count, "by type, sorted by name", byName, rounds * 3);
        print(count, "by type", unsorted, rounds * 3);
    }

    private static void print(int count, String what, String query, int rounds) {
        long[] nanos = new long[rounds];
        for (int warm = 0; warm < rounds; warm++) {
            w.world.api.post(w.admin, "/api/entitiesQuery/find", query);
        }
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            w.world.api.post(w.admin, "/api/entitiesQuery/find", query);
            nanos[i] = System.nanoTime() - start;
        }
        java.util.Arrays.sort(nanos);
        String line = "%,d devices, %s: median %,d us, p99 %,d us%n"
                .formatted(
                        count,
                        what,
                        TimeUnit.NANOSECONDS.toMicros(nanos[rounds / 2]),
                        TimeUnit.NANOSECONDS.toMicros(nanos[rounds * 99 / 100]));
        try {
            Files.writeString(REPORT, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.Operation;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Value;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Relation;
import io.atrium.entity.Scope;
import io.atrium.http.TestApi;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random worlds and random queries: whatever happens to values and things that a viewer may not read, none of his answers
 * changes. So no answer tells of them, neither by a filter, a dynamic value, an order, a search, a total nor the end of a
 * branch.
 */
final class HiddenThingsTest {

    private static final Logger LOG = Logger.getLogger(HiddenThingsTest.class);
    private static final long SEED = 20_261_130;
    private static final int ROUNDS = 12;
    private static final int QUERIES = 60;
    private static final List<String> KEYS = List.of("a", "b", "limit");
    private static final List<KeyScope> SCOPES = List.of(KeyScope.SERVER_SCOPE, KeyScope.TIME_SERIES);

    private static Buildings w;
    private static final List<Entry> THINGS = new ArrayList<>();
    private static final List<Actor> VIEWERS = new ArrayList<>();

    @BeforeAll
    static void open() {
        w = new Buildings();
        Random random = new Random(SEED);
        var customers = new java.util.UUID[] {null, w.customerA, w.customerB};
        for (int i = 0; i < 40; i++) {
            String kind = random.nextInt(3) == 0 ? "ASSET" : "DEVICE";
            THINGS.add(w.add(kind, "Thing " + i, "t" + random.nextInt(2), customers[random.nextInt(3)]));
        }
        for (int i = 0; i < 90; i++) {
            String type = random.nextBoolean() ? "Contains" : "Manages";
            w.relate(any(random, THINGS).name(), type, any(random, THINGS).name());
        }
        w.byName.values().stream()
                .filter(entry -> !THINGS.contains(entry))
                .toList()
                .forEach(THINGS::add);
        VIEWERS.addAll(List.of(w.emma, w.jack));
        guest("header", "READ");
        guest("attributes", "READ", "READ_ATTRIBUTES");
        guest("series", "READ", "READ_TELEMETRY");
    }

    /** Somebody without a role of his own, who is shown some things. */
    private static void guest(String name, String... operations) {
        Actor guest = w.world.newUser(w.world.tenant, w.customerB, name + "@b.example");
        w.byName.put(name, w.directory().find(guest.userId()).orElseThrow());
        Entry users = w.group(name + " users", "USER", w.customerB, name);
        for (String kind : List.of("ASSET", "DEVICE")) {
            String[] shown = THINGS.stream()
                    .filter(thing -> w.directory().kindName(thing).equals(kind) && thing.owner() == 0)
                    .map(Entry::name)
                    .toArray(String[]::new);
            w.share(w.group(name + " " + kind, kind, null, shown), users, operations);
        }
        VIEWERS.add(guest);
    }

    @AfterAll
    static void close() {
        w.close();
    }

    @Test
    void noAnswerDependsOnWhatTheViewerMayNotRead() {
        long comparisons = 0;
        Set<String> answers = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            scramble(random, w.admin, false);
            for (Actor viewer : VIEWERS) {
                List<String> queries =
                        IntStream.range(0, QUERIES).mapToObj(i -> query(random)).toList();
                List<String> before = answers(viewer, queries);
                scramble(random, viewer, true);
                List<String> after = answers(viewer, queries);
                for (int i = 0; i < before.size(); i++) {
                    assertThat(after.get(i))
                            .as("seed %d, round %d, %s: %s", SEED, round, viewer.userName(), queries.get(i / 3))
                            .isEqualTo(before.get(i));
                    comparisons++;
                }
                answers.addAll(before);
            }
        }
        LOG.infof("%d comparisons, %d different answers", comparisons, answers.size());
        assertThat(answers).as("different answers").hasSizeGreaterThan(ROUNDS * VIEWERS.size() * QUERIES / 4);
    }

    // ---- what changes ------------------------------------------------------------------------------------------

    /** Gives values at random to all things, or to those that a viewer may not read; and puts a hidden thing somewhere. */
    private static void scramble(Random random, Actor viewer, boolean onlyHidden) {
        Scope scope = w.world.platform.scopes().of(viewer);
        List<Entry> sources = new ArrayList<>(THINGS);
        sources.add(w.directory().tenant());
        sources.add(w.directory().find(w.customerA).orElseThrow());
        sources.add(w.directory().find(w.customerB).orElseThrow());
        VIEWERS.forEach(user -> sources.add(w.directory().find(user.userId()).orElseThrow()));
        for (Entry entry : sources) {
            for (KeyScope keyScope : SCOPES) {
                Operation right = keyScope.isAttribute() ? Operation.READ_ATTRIBUTES : Operation.READ_TELEMETRY;
                boolean shows = scope.read(() -> scope.may(Operation.READ, entry) && scope.may(right, entry));
                if (!onlyHidden || !shows) {
                    KEYS.forEach(key -> put(random, keyScope, key, entry));
                }
            }
        }
        if (onlyHidden) {
            addHidden(random, scope);
        }
    }

    private static void put(Random random, KeyScope keyScope, String key, Entry entry) {
        Value value =
                switch (random.nextInt(4)) {
                    case 0 -> Value.of("text " + random.nextInt(4));
                    case 1 -> Value.of(random.nextInt(10) / 2.0);
                    default -> Value.of(random.nextInt(10));
                };
        if (random.nextInt(5) == 0) {
            w.directory().latest().remove(keyScope, key, entry.ordinal());
        } else {
            w.directory().latest().put(keyScope, key, entry.ordinal(), 1_000, value);
        }
    }

    private static void addHidden(Random random, Scope scope) {
        Entry above = any(random, THINGS);
        w.world.platform.gate().change(TestWorld.SYSTEM, w.world.tenant, change -> {
            var kind = change.directory().kinds().require("DEVICE");
            Draft draft = new Draft("Hidden " + change.newId(), "t0", null, "");
            Entry hidden = change.insert(kind, draft, change.directory().tenant(), null);
            change.putRelation(new Relation(above.ordinal(), hidden.ordinal(), "Contains", Relation.COMMON, null, 1));
            return hidden;
        });
        assertThat(scope.read(() -> scope.directory()
                        .relations()
                        .from(above.ordinal())
                        .getLast()
                        .to()))
                .satisfies(ordinal -> assertThat(scope.read(() ->
                                scope.may(Operation.READ, scope.directory().entry(ordinal))))
                        .isFalse());
    }

    // ---- what is asked -----------------------------------------------------------------------------------------

    private static List<String> answers(Actor viewer, List<String> queries) {
        List<String> answers = new ArrayList<>();
        for (String query : queries) {
            answers.add(ask(viewer, "/api/entitiesQuery/find", query));
            answers.add(ask(viewer, "/api/entitiesQuery/count", query));
            answers.add(ask(viewer, "/api/v2/entitiesQuery/find/keys?includeSamples=true", query));
        }
        return answers;
    }

    private static String ask(Actor viewer, String path, String query) {
        TestApi.Answer answer = w.world.api.post(viewer, path, query);
        assertThat(answer.status()).as(query + answer.text()).isEqualTo(200);
        // Fields of entities carry the time of the answer.
        return answer.text().replaceAll("\"ts\":\\d{13}", "\"ts\":0");
    }

    private static String query(Random random) {
        String filters = String.join(
                ",",
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(i -> keyFilter(random))
                        .toList());
        return """
                {"entityFilter":%s,"keyFilters":[%s],"pageLink":{"pageSize":%d,"page":%d,"textSearch":"%s","sortOrder":
                 {"key":%s,"direction":"%s"}},"latestValues":[%s,%s],"entityFields":[{"type":"ENTITY_FIELD","key":"name"}]}
                """.formatted(
                        entityFilter(random),
                        filters,
                        1 + random.nextInt(30),
                        random.nextInt(2),
                        random.nextInt(4) == 0 ? "" + random.nextInt(10) : "",
                        key(random),
                        random.nextBoolean() ? "ASC" : "DESC",
                        key(random),
                        key(random))
                .replace("\n", "");
    }

    private static String entityFilter(Random random) {
        if (random.nextInt(3) == 0) {
            return "{\"type\":\"entityType\",\"entityType\":\"DEVICE\"}";
        }
        return "{\"type\":\"relationsQuery\",\"rootEntity\":%s,\"direction\":\"%s\",\"maxLevel\":%d,\"fetchLastLevelOnly\":%s}"
                .formatted(
                        w.alias(any(random, THINGS).name()),
                        random.nextInt(4) == 0 ? "TO" : "FROM",
                        random.nextInt(5),
                        random.nextInt(3) > 0);
    }

    private static String key(Random random) {
        List<String> types = List.of("ATTRIBUTE", "SERVER_ATTRIBUTE", "TIME_SERIES");
        return "{\"type\":\"%s\",\"key\":\"%s\"}".formatted(any(random, types), any(random, KEYS));
    }

    private static String keyFilter(Random random) {
        String predicate =
                switch (random.nextInt(4)) {
                    case 0 ->
                        "{\"type\":\"PRESENCE\",\"operation\":\"%s\"}"
                                .formatted(random.nextBoolean() ? "EXISTS" : "DOES_NOT_EXIST");
                    case 1 ->
                        "{\"type\":\"STRING\",\"operation\":\"%s\",\"value\":%s}"
                                .formatted(random.nextBoolean() ? "NOT_EQUAL" : "CONTAINS", value(random, "\"1\""));
                    default ->
                        "{\"type\":\"NUMERIC\",\"operation\":\"%s\",\"value\":%s}"
                                .formatted(random.nextBoolean() ? "GREATER" : "LESS_OR_EQUAL", value(random, "3"));
                };
        return "{\"key\":%s,\"predicate\":%s}".formatted(key(random), predicate);
    }

    private static String value(Random random, String fallback) {
        List<String> sources = List.of("CURRENT_TENANT", "CURRENT_CUSTOMER", "CURRENT_USER");
        return "{\"defaultValue\":%s,\"dynamicValue\":{\"sourceType\":\"%s\",\"sourceAttribute\":\"limit\",\"inherit\":%s}}"
                .formatted(fallback, any(random, sources), random.nextBoolean());
    }

    private static <T> T any(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}

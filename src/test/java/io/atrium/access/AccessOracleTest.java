package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.Explanation.Reason;
import io.atrium.access.NaiveFacts.Thing;
import io.atrium.access.NaiveFacts.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

/** Random tenants, random changes: the engine and the naive evaluator agree on every answer. */
final class AccessOracleTest {

    private static final Logger LOG = Logger.getLogger(AccessOracleTest.class);
    /** Seeds that are always run; one that ever fails is added here. */
    private static final long[] SEEDS = {1, 2, 3, 20_261_122};

    private static final int BATCHES = 500;
    /** Half of the batches are a single change: it alone must renew what caches hold of the answers before. */
    private static final int CHANGES_PER_BATCH = 6;

    private static final int QUESTIONS_PER_BATCH = 1_500;
    private static final int LISTS_PER_BATCH = 40;
    private static final int COMPARISONS_AT_LEAST = 200_000;

    /** Comparisons to make at least; more than the default for a long run: {@code -Datrium.oracle.comparisons=20000000}. */
    private static final long WANTED = Long.getLong("atrium.oracle.comparisons", 0);

    /** All resources but ALL, which is no resource of any thing. */
    private static final List<String> RESOURCES = Vocabulary.operationsByResource().keySet().stream()
            .filter(resource -> !resource.equals("ALL"))
            .toList();

    private long comparisons;
    private long allowed;
    private long ended;
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);

    @Test
    void agreesWithTheNaiveEvaluator() throws IOException {
        for (long seed : SEEDS) {
            compare(seed);
        }
        for (long seed = 1_000; comparisons < WANTED; seed++) {
            compare(seed);
        }
        String summary = comparisons + " comparisons, " + allowed + " of them allowed, 0 differences; " + ended
                + " grants ended with the time of others";
        LOG.info(summary);
        Files.writeString(Path.of("target", "access-oracle.txt"), summary + "\n");
        assertThat(ended).as("grants that ended with the time of others").isPositive();
        assertThat(reasons).as("every rule was met").containsKeys(Reason.values());
    }

    @Test
    void agreesOnASeedOfTheDay() {
        compare(System.nanoTime());
    }

    private void compare(long seed) {
        long start = System.nanoTime();
        Random random = new Random(seed);
        RandomTenant world = new RandomTenant(random);
        for (int batch = 0; batch < BATCHES; batch++) {
            int changes = random.nextBoolean() ? 1 : CHANGES_PER_BATCH;
            for (int i = 0; i < changes; i++) {
                world.change();
            }
            String where = "seed " + seed + ", batch " + batch;
            List<Who> askers = new ArrayList<>(world.askers());
            world.naive.things.forEach((id, thing) -> {
                if (id == NaiveRights.TENANT || thing.type.equals("CUSTOMER") && id % 3 == 0) {
                    askers.add(new Who(null, null, id));
                }
            });
            for (int i = 0; i < QUESTIONS_PER_BATCH; i++) {
                compareOne(world, random, any(random, askers), where);
            }
            for (int i = 0; i < LISTS_PER_BATCH; i++) {
                compareList(world, random, any(random, askers), where);
                compareView(world, random, any(random, askers), where);
                compareWithoutEntity(world, random, any(random, askers), where);
            }
        }
        ended += world.ended;
        LOG.infof(
                "Seed %d: %d comparisons, %d of them allowed, %d ms, %s",
                seed, comparisons, allowed, (System.nanoTime() - start) / 1_000_000, reasons);
        assertThat(comparisons).isGreaterThanOrEqualTo(COMPARISONS_AT_LEAST);
        assertThat(allowed).as("answers of yes").isBetween(comparisons / 100, comparisons * 9 / 10);
    }

    private void compareOne(RandomTenant world, Random random, Who who, String where) {
        int id = world.target();
        Operation operation = operation(random);
        boolean expected = world.naive.allowed(who, operation.name(), id);
        boolean actual = world.engine.check(subject(who), operation, id);
        if (who.party() != null) {
            count(expected, actual, where + ": " + who + " " + operation + " " + describe(world, id));
            return;
        }
        Explanation explanation = world.engine.explain(subject(who), operation, id);
        String question = where + ": " + who + " " + operation + " " + describe(world, id);
        count(expected, actual, question);
        count(expected, explanation.allowed(), question + ", explained by " + explanation);
        reasons.merge(explanation.reason(), 1, Integer::sum);
        Grant grant = explanation.grant();
        if (expected && grant != null) {
            boolean enough = world.naive.allowedBy(grant.id(), who, operation.name(), id);
            count(true, enough, question + " by nothing but " + explanation);
        }
    }

    /** What a view shows: its reader may read it, and its owner may show him the target. */
    private void compareView(RandomTenant world, Random random, Who who, String where) {
        Operation operation = random.nextBoolean() ? Operation.READ_TELEMETRY : Operation.READ_ATTRIBUTES;
        world.naive.things.forEach((view, thing) -> {
            Integer target = thing.type.equals("ENTITY_VIEW") ? target(world, view) : null;
            if (target == null) {
                return;
            }
            boolean actual = world.engine.check(subject(who), operation, view)
                    && world.engine.mayShow(thing.owner, subject(who), operation, target);
            count(
                    world.naive.seesThrough(who, operation.name(), view, target),
                    actual,
                    where + ": " + who + " " + operation + " through " + describe(world, view));
        });
    }

    /** Views in this world show the next device or asset that was made after them. */
    private static @Nullable Integer target(RandomTenant world, int view) {
        return world.naive.things.entrySet().stream()
                .filter(entry -> entry.getKey() > view)
                .filter(entry -> Set.of("DEVICE", "ASSET").contains(entry.getValue().type))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void compareList(RandomTenant world, Random random, Who who, String where) {
        int type = random.nextInt(RandomTenant.TYPES.size());
        Operation operation = operation(random);
        RoaringBitmap actual = world.engine.visible(subject(who), operation, type);
        String question = where + ": list for " + who + " " + operation + " ";
        for (int id = 0; id < world.ordinals(); id++) {
            Thing thing = world.naive.things.get(id);
            boolean ofType = thing != null && RandomTenant.TYPES.number(thing.type) == type;
            boolean expected = ofType && world.naive.allowed(who, operation.name(), id);
            if (ofType || actual.contains(id)) {
                count(expected, actual.contains(id), question + describe(world, id));
            }
        }
    }

    private void compareWithoutEntity(RandomTenant world, Random random, Who who, String where) {
        if (who.party() != null) {
            return;
        }
        Operation operation = operation(random);
        String op = operation.name();
        String resource = any(random, RESOURCES);
        String question = where + ": " + who + " " + operation + " ";
        count(
                world.naive.allowedAtAll(who, op, resource),
                world.engine.checkResource(subject(who), operation, resource),
                question + resource);
        int id = world.target();
        Thing thing = world.naive.things.get(id);
        if (thing == null || who.isSystem()) {
            return;
        }
        if (thing.memberType != null) {
            count(
                    world.naive.allowedOnMembers(who, op, id),
                    world.engine.checkMembers(subject(who), operation, id),
                    question + "members of " + describe(world, id));
            count(
                    world.naive.mayPublish(who, id),
                    world.engine.mayPublish(subject(who), id),
                    question + "publishing " + describe(world, id));
        }
        if (thing.type.equals("CUSTOMER") || thing.type.equals("TENANT")) {
            int type = RandomTenant.TYPES.number("DEVICE");
            count(
                    world.naive.allowedAtOwner(who, op, "DEVICE", id),
                    world.engine.checkOwner(subject(who), operation, type, id),
                    question + "devices of " + describe(world, id));
            count(
                    world.naive.allowedAtOwner(who, op, "DEVICE_GROUP", id),
                    world.engine.checkGroupOwner(subject(who), operation, type, id),
                    question + "device groups of " + describe(world, id));
            count(
                    world.naive.administers(who, "DEVICE", id),
                    world.engine.administers(subject(who), type, id),
                    question + "administration of the devices of " + describe(world, id));
        }
    }

    private void count(boolean expected, boolean actual, String question) {
        comparisons++;
        allowed += expected ? 1 : 0;
        if (expected != actual) {
            throw new AssertionError(
                    question + ": the rules say " + (expected ? "yes" : "no") + ", the engine the opposite");
        }
    }

    private static Subject subject(Who who) {
        if (who.user() != null) {
            return new Subject.User(who.user());
        }
        if (who.party() != null) {
            return new Subject.Party(who.party());
        }
        return who.visitorOf() != null ? new Subject.Visitor(who.visitorOf()) : new Subject.SystemAdministrator();
    }

    /** Mostly the reading that all lists do, else any. */
    private static Operation operation(Random random) {
        Operation[] all = Operation.values();
        return random.nextInt(3) == 0 ? Operation.READ : all[random.nextInt(all.length)];
    }

    private static <T> T any(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static String describe(RandomTenant world, int id) {
        Thing thing = world.naive.things.get(id);
        return thing == null
                ? "the deleted " + id
                : NaiveRights.resource(thing) + " " + id + " of " + thing.owner + (thing.computed ? " (All)" : "");
    }
}

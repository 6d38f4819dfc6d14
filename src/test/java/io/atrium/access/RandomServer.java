package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.NaiveFacts.Who;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A whole server that changes at random, its facts as the naive evaluator takes them, and a count of what was compared. */
final class RandomServer implements AutoCloseable {

    static final long HALF_AN_HOUR = 1_800_000;
    private static final long START = 1_900_000_000_000L;

    final AtomicLong now = new AtomicLong(START);
    final TestWorld world = new TestWorld(() -> Instant.ofEpochMilli(now.get()));
    final Random random;
    String where = "";
    private final Map<String, int[]> counts;

    RandomServer(long seed, Map<String, int[]> counts) {
        this.random = new Random(seed);
        this.counts = counts;
    }

    @Override
    public void close() {
        world.close();
    }

    void count(String what, boolean expected, boolean actual, String question) {
        assertThat(actual).as(where + ": " + what + ": " + question).isEqualTo(expected);
        counts.computeIfAbsent(what, w -> new int[2])[actual ? 1 : 0]++;
    }

    NaiveRights naive() {
        return DirectoryFacts.of(directory(), now.get());
    }

    Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    int type(String kind) {
        return directory().kinds().types().number(kind);
    }

    Who who(Actor actor) {
        return new Who(entry(actor).ordinal(), null);
    }

    Entry entry(Actor actor) {
        return directory().find(actor.userId()).orElseThrow();
    }

    @Nullable
    Entry find(Actor actor) {
        return directory().find(actor.userId()).orElse(null);
    }

    Actor actor(Entry user) {
        boolean ofTenant = user.owner() == AccessModel.TENANT;
        return new Actor(
                ofTenant ? Authority.TENANT_ADMIN : Authority.CUSTOMER_USER,
                world.tenant,
                ofTenant ? null : directory().entry(user.owner()).id(),
                user.id(),
                user.name(),
                null,
                false);
    }

    List<Entry> all(String kind) {
        return directory().ofKind(kind).stream().mapToObj(directory()::entry).toList();
    }

    Entry any(String kind) {
        List<Entry> found = all(kind);
        return found.isEmpty() ? directory().tenant() : found.get(random.nextInt(found.size()));
    }
}

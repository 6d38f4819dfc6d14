package io.atrium.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.app.TestWorld;
import io.atrium.base.Ids;
import io.atrium.entity.Directories;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a restart the directory equals the one before, whatever happened in between. */
final class DirectoryReloadTest {

    private static final int ROUNDS = 5;
    private static final int CHANGES = 80;
    private static final long START = 1_900_000_000_000L;
    private static final long HALF_AN_HOUR = 1_800_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aRestartFindsTheDirectoryAsItWas(long seed) {
        AtomicLong now = new AtomicLong(START);
        Random random = new Random(seed);
        try (TestWorld world = new TestWorld(() -> Instant.ofEpochMilli(now.get()))) {
            RandomChanges changes = new RandomChanges(world, random, () -> now.addAndGet(HALF_AN_HOUR));
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < CHANGES; i++) {
                    changes.run();
                }
                Directory before = world.platform.directories().of(world.tenant);
                Directory after = reload(world, now);
                String where = "seed " + seed + ", round " + round;
                assertThat(DirectoryPicture.differences(before, after))
                        .as(where)
                        .isEmpty();
                assertThat(before.size()).isGreaterThan(20);
                compareRights(before, after, where);
            }
        }
    }

    private static Directory reload(TestWorld world, AtomicLong now) {
        Ids ids = Ids.system();
        return new Directories(
                        world.database,
                        world.platform.directories().kinds(),
                        ids,
                        () -> Instant.ofEpochMilli(now.get()))
                .of(world.tenant);
    }

    private static void compareRights(Directory before, Directory after, String where) {
        int checks = 0;
        for (Entry user : entries(before, "USER")) {
            Subject subject = new Subject.User(user.ordinal());
            Subject again = new Subject.User(after.find(user.id()).orElseThrow().ordinal());
            for (Kind<?> kind : before.kinds().all()) {
                int type = before.kinds().number(kind);
                for (Operation operation : Operation.values()) {
                    Set<UUID> one = ids(before, subject, operation, type);
                    assertThat(ids(after, again, operation, type))
                            .as(where + ": " + user.name() + " " + operation + " " + kind.name())
                            .isEqualTo(one);
                    for (Entry entry : entries(before, kind.name())) {
                        int there = after.find(entry.id()).orElseThrow().ordinal();
                        assertThat(after.access().check(again, operation, there))
                                .isEqualTo(one.contains(entry.id()));
                        checks++;
                    }
                }
            }
        }
        assertThat(checks).isGreaterThan(500);
    }

    private static Set<UUID> ids(Directory directory, Subject subject, Operation operation, int type) {
        return directory.access().visible(subject, operation, type).stream()
                .mapToObj(ordinal -> directory.entry(ordinal).id())
                .collect(Collectors.toSet());
    }

    private static Iterable<Entry> entries(Directory directory, String kind) {
        return directory.ofKind(kind).stream().mapToObj(directory::entry).toList();
    }
}

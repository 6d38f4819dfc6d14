package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.entity.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Very many watches over one entity. */
final class WatchersTest {

    private static final int MANY = 100_000;

    private final Watchers watchers = new Watchers();
    private final Entry device = new Entry(7, 0, new UUID(1, 1), 0, "Device", null, null, -1, 1, "", true);

    private record Named(int number) implements Watch {}

    private List<Watch> told() {
        List<Watch> told = new ArrayList<>();
        watchers.tell(device, told::add);
        return told;
    }

    @Test
    void aWatchCostsTheSameHoweverManyThereAre() {
        List<Watchers.Registration> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(watchers.add(device, new Named(i)));
        }
        assertThat(told()).hasSize(MANY).doesNotHaveDuplicates();
        all.forEach(Watchers.Registration::remove);
        all.forEach(Watchers.Registration::remove);
        assertThat(watchers.size()).isZero();
        assertThat(told()).isEmpty();
        assertThat(watchers.copied()).isLessThan(4L * MANY);
    }

    @Test
    void whoComesAndGoesAmongManyCostsTheSame() {
        List<Watchers.Registration> all = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            all.add(watchers.add(device, new Named(i)));
        }
        long before = watchers.copied();
        for (int i = 0; i < MANY; i++) {
            watchers.add(device, new Named(MANY + i)).remove();
        }
        assertThat(watchers.size()).isEqualTo(1_024);
        assertThat(watchers.copied() - before).isLessThan(3L * MANY);
    }

    @Test
    void everyWatchThatStandsIsToldOnce() {
        Random random = new Random(1);
        List<Named> names = new ArrayList<>();
        List<Watchers.Registration> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            boolean more = random.nextInt(1_000) < (i / 1_000 % 2 == 0 ? 700 : 300);
            if (more || all.isEmpty()) {
                names.add(new Named(i));
                all.add(watchers.add(device, names.getLast()));
            } else {
                int which = random.nextInt(all.size());
                names.remove(which);
                all.remove(which).remove();
            }
            if (i % 50 == 0) {
                assertThat(told()).hasSize(names.size());
                assertThat(Set.copyOf(told())).isEqualTo(new HashSet<>(names));
            }
        }
    }

    @Test
    void watchesThatGoWhileOneIsToldKeepNoOtherFromHearing() {
        List<Watchers.Registration> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(watchers.add(device, new Named(i)));
        }
        Set<Watch> told = new HashSet<>();
        watchers.tell(device, watch -> {
            if (told.add(watch) && watch instanceof Named named && named.number() % 2 == 0) {
                all.get(named.number()).remove();
            }
        });
        assertThat(told).hasSize(64);
        assertThat(watchers.size()).isEqualTo(32);
    }
}

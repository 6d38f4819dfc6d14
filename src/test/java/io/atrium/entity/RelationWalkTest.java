package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.Registry;
import io.atrium.base.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Walks over graphs that users can draw: chains, diamonds, cycles, and stars. */
final class RelationWalkTest {

    private static final Kinds KINDS = Registry.kinds();
    private static final UUID TENANT = UUID.nameUUIDFromBytes(new byte[] {0});

    private static final Predicate<Entry> ANY = entry -> true;

    private Directory directory;

    @BeforeEach
    void open() {
        directory = new Directory(TENANT, KINDS, InstantSource.system());
        put("TENANT", TENANT);
    }

    private int put(String kind, UUID id) {
        int ordinal = directory.reserve();
        int type = KINDS.types().number(kind);
        directory.put(new Entry(ordinal, type, id, 0, kind + ordinal, "t", null, -1, 1, ""));
        return ordinal;
    }

    private int asset() {
        return put("ASSET", new UUID(1, directory.ordinals()));
    }

    private int device() {
        return put("DEVICE", new UUID(2, directory.ordinals()));
    }

    private void relate(int from, int to, String type) {
        directory.relations().put(new Relation(from, to, type, Relation.COMMON, null, 1));
    }

    private int[] ends(int root, EntitySearchDirection direction, int maxLevel, boolean last) {
        return new RelationWalk(root, direction, Relation.COMMON, List.of(), maxLevel, last)
                .ends(directory, ANY, effort());
    }

    private Effort effort() {
        return Effort.inChange(directory);
    }

    @Test
    void diamondIsReachedOnceAndEachOfItsRelationsIsFound() {
        int top = asset();
        int left = asset();
        int right = asset();
        int bottom = device();
        relate(top, left, "Contains");
        relate(top, right, "Contains");
        relate(left, bottom, "Contains");
        relate(right, bottom, "Contains");
        assertThat(ends(top, EntitySearchDirection.FROM, 0, false)).containsExactly(left, right, bottom);
        assertThat(ends(top, EntitySearchDirection.FROM, 0, true)).containsExactly(bottom);
        assertThat(ends(bottom, EntitySearchDirection.TO, 0, false)).containsExactly(left, right, top);
        RelationWalk walk = new RelationWalk(top, EntitySearchDirection.FROM, Relation.COMMON, List.of(), 0, false);
        assertThat(walk.steps(directory, ANY, effort())).hasSize(4);
    }

    @Test
    void everyCycleEnds() {
        int one = asset();
        int two = asset();
        relate(one, two, "Contains");
        relate(two, one, "Contains");
        relate(one, one, "Contains");
        assertThat(ends(one, EntitySearchDirection.FROM, 0, false)).containsExactlyInAnyOrder(two, one);
        assertThat(ends(one, EntitySearchDirection.FROM, 0, true)).containsExactly(one);
    }

    @Test
    void whatHasOnlyHiddenThingsBelowIsTheEndOfItsBranch() {
        int root = asset();
        int hall = asset();
        int hidden = device();
        relate(root, hall, "Contains");
        relate(hall, hidden, "Contains");
        RelationWalk last = new RelationWalk(root, EntitySearchDirection.FROM, Relation.COMMON, List.of(), 0, true);
        Predicate<Entry> readable = entry -> entry.ordinal() != hidden;
        assertThat(last.ends(directory, ANY, effort())).containsExactly(hidden);
        assertThat(last.ends(directory, readable, effort())).containsExactly(hall, hidden);
        int probe = device();
        relate(hidden, probe, "Contains");
        assertThat(last.ends(directory, readable, effort())).containsExactly(probe);
    }

    @Test
    void aWalkInsideAChangeHasAnAllowance() {
        int root = asset();
        for (int level = 0, at = root; level < RelationWalk.MAX_LEVEL; level++) {
            int next = asset();
            for (int i = 0; i < 200; i++) {
                relate(at, next, "r" + i);
            }
            at = next;
        }
        Effort effort = effort();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        ends(root, effort);
                    }
                })
                .isInstanceOf(Problem.class)
                .hasMessageContaining("too many relations");
    }

    private void ends(int root, Effort effort) {
        new RelationWalk(root, EntitySearchDirection.FROM, Relation.COMMON, List.of(), 0, false)
                .ends(directory, ANY, effort);
    }

    @Test
    void chainIsCutAtTheLimit() {
        int root = asset();
        int last = root;
        for (int i = 0; i < RelationWalk.MAX_LEVEL + 10; i++) {
            int next = asset();
            relate(last, next, "Contains");
            last = next;
        }
        assertThat(ends(root, EntitySearchDirection.FROM, 0, false)).hasSize(RelationWalk.MAX_LEVEL);
        assertThat(ends(root, EntitySearchDirection.FROM, 1_000_000, false)).hasSize(RelationWalk.MAX_LEVEL);
        assertThat(ends(root, EntitySearchDirection.FROM, 3, true)).hasSize(1);
    }

    @Test
    void filtersChooseByTypeAndFarEnd() {
        int root = asset();
        int room = asset();
        int sensor = device();
        relate(root, room, "Manages");
        relate(room, sensor, "Contains");
        assertThat(RelationWalk.to(root, EntitySearchDirection.FROM, "Contains", "DEVICE", 0, false)
                        .ends(directory, ANY, effort()))
                .containsExactly(sensor);
        RelationWalk.Filter others = new RelationWalk.Filter("Contains", Set.of(), true);
        assertThat(new RelationWalk(root, EntitySearchDirection.FROM, Relation.COMMON, List.of(others), 0, false)
                        .ends(directory, ANY, effort()))
                .containsExactly(room);
        assertThat(new RelationWalk(root, EntitySearchDirection.FROM, "EDGE", List.of(), 0, false)
                        .ends(directory, ANY, effort()))
                .isEmpty();
    }
}

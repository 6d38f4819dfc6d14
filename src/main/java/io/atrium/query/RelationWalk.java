package io.atrium.query;

import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Relation;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.roaringbitmap.RoaringBitmap;

/**
 * A walk over the relations of users, breadth first and through everything, readable or not: rights apply to what it
 * finds (lessons-dashboards 2.7). Every entity is left once, so cycles end.
 *
 * @param accepts whether a relation that leads to an entity makes it a result; it never stops the walk
 */
record RelationWalk(
        Directory directory,
        EntitySearchDirection direction,
        int maxLevel,
        boolean lastLevelOnly,
        BiPredicate<Relation, Entry> accepts) {

    /** What was found, and the root that each came from. */
    record Found(RoaringBitmap entities, Map<Integer, Integer> roots) {}

    /** An entity that was reached: over how many relations, and from which root. */
    private record Step(int ordinal, int level, int root) {}

    Found from(int[] roots) {
        Map<Integer, Step> reached = new HashMap<>();
        RoaringBitmap found = new RoaringBitmap();
        ArrayDeque<Step> todo = new ArrayDeque<>();
        for (int root : roots) {
            Step start = new Step(root, 0, root);
            reached.put(root, start);
            todo.add(start);
        }
        while (!todo.isEmpty()) {
            Step at = todo.remove();
            if (at.level() < maxLevel) {
                leave(at, reached, found, todo);
            }
        }
        if (lastLevelOnly) {
            found.andNot(inner(found, reached));
        }
        Map<Integer, Integer> origins = HashMap.newHashMap(roots.length > 1 ? reached.size() : 0);
        if (roots.length > 1) {
            reached.forEach((ordinal, step) -> origins.put(ordinal, step.root()));
        }
        return new Found(found, origins);
    }

    private void leave(Step at, Map<Integer, Step> reached, RoaringBitmap found, ArrayDeque<Step> todo) {
        for (Relation relation : relations(at.ordinal())) {
            int end = end(relation);
            if (!relation.group().equals(Relation.COMMON) || end == at.root()) {
                continue;
            }
            if (accepts.test(relation, directory.entry(end))) {
                found.add(end);
            }
            if (!reached.containsKey(end)) {
                Step next = new Step(end, at.level() + 1, at.root());
                reached.put(end, next);
                todo.add(next);
            }
        }
    }

    /** Those that neither lie at the deepest level nor are the end of their branch. */
    private RoaringBitmap inner(RoaringBitmap found, Map<Integer, Step> reached) {
        RoaringBitmap inner = new RoaringBitmap();
        found.forEach((int ordinal) -> {
            Step step = reached.get(ordinal);
            if (step != null && step.level() < maxLevel && leadsOn(step, reached)) {
                inner.add(ordinal);
            }
        });
        return inner;
    }

    /** True if something lies beyond that is not nearer to the root, as it would be in a cycle. */
    private boolean leadsOn(Step step, Map<Integer, Step> reached) {
        for (Relation relation : relations(step.ordinal())) {
            int end = end(relation);
            Step beyond = reached.get(end);
            boolean back = end == step.ordinal() || beyond != null && beyond.level() < step.level();
            if (relation.group().equals(Relation.COMMON) && !back) {
                return true;
            }
        }
        return false;
    }

    private List<Relation> relations(int ordinal) {
        return direction == EntitySearchDirection.FROM
                ? directory.relations().from(ordinal)
                : directory.relations().to(ordinal);
    }

    private int end(Relation relation) {
        return direction == EntitySearchDirection.FROM ? relation.to() : relation.from();
    }
}

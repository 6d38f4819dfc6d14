package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Relation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A walk over the relations of users, breadth first and through everything, readable or not: rights apply to what it
 * finds (lessons-dashboards 2.7). Every entity is left once, so cycles end. Changes may come between two steps.
 */
final class RelationWalk {

    /**
     * Where a walk goes.
     *
     * @param accepts whether a relation that leads to an entity makes it a result; it never stops the walk
     * @param readable whether the viewer may read an entity
     */
    record Terms(
            EntitySearchDirection direction,
            int maxLevel,
            boolean lastLevelOnly,
            BiPredicate<Relation, Entry> accepts,
            Predicate<Entry> readable) {}

    /** What was found, and the root that each came from. */
    record Found(RoaringBitmap entities, Map<Integer, Integer> roots) {}

    /** An entity that was reached: over how many relations, and from which root. */
    private static final class Step {
        private final int ordinal;
        private final int level;
        private final int root;
        /** True if something that the viewer may read lies beyond, and not nearer to the root as in a cycle. */
        private boolean leadsOn;

        Step(int ordinal, int level, int root) {
            this.ordinal = ordinal;
            this.level = level;
            this.root = root;
        }
    }

    /** A way to something that the viewer may not read, beyond which there may be more. */
    private record Hidden(Step from, Step to) {}

    private final Directory directory;
    private final Terms terms;
    private final Effort effort;
    private final Map<Integer, Step> reached = new HashMap<>();
    private final ArrayDeque<Step> todo = new ArrayDeque<>();
    private final List<Hidden> hidden = new ArrayList<>();
    private final RoaringBitmap found = new RoaringBitmap();
    private @Nullable Step at;
    private Relation[] ahead = {};
    private int next;
    private long passed;

    RelationWalk(Directory directory, Terms terms, Effort effort) {
        this.directory = directory;
        this.terms = terms;
        this.effort = effort;
    }

    Found from(int[] roots) {
        for (int root : roots) {
            Step start = new Step(root, 0, root);
            reached.put(root, start);
            todo.add(start);
        }
        effort.eachLocked(this::advance);
        if (terms.lastLevelOnly()) {
            // Deeper ways were noted later, so that what lies beyond is known before what leads there.
            for (Hidden way : hidden.reversed()) {
                way.from().leadsOn |= way.to().leadsOn;
            }
            found.andNot(inner());
        }
        Map<Integer, Integer> origins = HashMap.newHashMap(roots.length > 1 ? reached.size() : 0);
        if (roots.length > 1) {
            reached.forEach((ordinal, step) -> origins.put(ordinal, step.root));
        }
        return new Found(found, origins);
    }

    /** Passes one relation, or goes on to the next entity; false if there is none. */
    private boolean advance() {
        Step from = at;
        if (from != null && next < ahead.length) {
            pass(from, ahead[next++]);
            return true;
        }
        Step following = todo.poll();
        at = following;
        next = 0;
        if (following == null) {
            return false;
        }
        ahead = following.level < terms.maxLevel()
                ? relations(following.ordinal).toArray(Relation[]::new)
                : new Relation[0];
        effort.spend(Effort.LOOK + ahead.length);
        return true;
    }

    private void pass(Step from, Relation relation) {
        if (++passed > QueryLimits.MAX_PASSED) {
            throw Problem.badRequest("Field 'entityFilter' walks over more than " + QueryLimits.MAX_PASSED
                    + " relations; start deeper, or set a lower 'maxLevel'");
        }
        effort.spend(2 * Effort.LOOK);
        int end = terms.direction() == EntitySearchDirection.FROM ? relation.to() : relation.from();
        Entry entry = directory.entryIfThere(end);
        if (entry == null || !relation.group().equals(Relation.COMMON) || end == from.root) {
            return;
        }
        if (terms.accepts().test(relation, entry)) {
            found.add(end);
        }
        Step beyond = reached.get(end);
        if (beyond == null) {
            beyond = new Step(end, from.level + 1, from.root);
            reached.put(end, beyond);
            todo.add(beyond);
        }
        boolean back = end == from.ordinal || beyond.level < from.level;
        if (terms.lastLevelOnly() && !back && !from.leadsOn) {
            if (terms.readable().test(entry)) {
                from.leadsOn = true;
            } else if (beyond.level > from.level) {
                hidden.add(new Hidden(from, beyond));
            }
        }
    }

    /** Those that neither lie at the deepest level nor are the end of their branch, as far as the viewer can tell. */
    private RoaringBitmap inner() {
        RoaringBitmap inner = new RoaringBitmap();
        found.forEach((int ordinal) -> {
            Step step = reached.get(ordinal);
            if (step != null && step.level < terms.maxLevel() && step.leadsOn) {
                inner.add(ordinal);
            }
        });
        return inner;
    }

    private List<Relation> relations(int ordinal) {
        return terms.direction() == EntitySearchDirection.FROM
                ? directory.relations().from(ordinal)
                : directory.relations().to(ordinal);
    }
}

package io.atrium.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A walk over the relations of one tenant, level by level from a root (device-data-api 6.1). It passes through every
 * entity, also through those that the caller may not read and those that the filters leave out: filters and rights
 * decide what is returned, never how far the walk gets. Cycles end it, for each entity is left once.
 *
 * @param root ordinal of the entity to start at
 * @param group the type group of the relations to follow
 * @param filters what to return; a relation is returned if one of them accepts it, or if there are none
 * @param maxLevel how many relations away from the root; 0, less, or too much means {@link #MAX_LEVEL}
 * @param lastLevelOnly true to return only relations at the level limit or with an end from which nothing leads further
 */
public record RelationWalk(
        int root,
        EntitySearchDirection direction,
        String group,
        List<Filter> filters,
        int maxLevel,
        boolean lastLevelOnly) {

    /** Farthest that any walk goes. */
    public static final int MAX_LEVEL = 50;

    public RelationWalk {
        filters = List.copyOf(filters);
        maxLevel = maxLevel <= 0 ? MAX_LEVEL : Math.min(maxLevel, MAX_LEVEL);
    }

    /**
     * Accepts relations by their type and by the kind of the far end.
     *
     * @param type relation type; null or empty for any
     * @param kinds kind names of the far end; empty for any
     * @param negate true to accept every type but the given one
     */
    public record Filter(@Nullable String type, Set<String> kinds, boolean negate) {

        boolean accepts(Directory directory, Relation relation, int far) {
            boolean sameType = type == null || type.isEmpty() || type.equals(relation.type()) != negate;
            return sameType && (kinds.isEmpty() || kinds.contains(directory.kindName(directory.entry(far))));
        }
    }

    /** A relation with its distance from the root. */
    public record Step(Relation relation, int far, int level) {}

    /** The walk from one entity over common relations of a type to things of one kind. */
    public static RelationWalk to(
            int root, EntitySearchDirection direction, String relationType, String kind, int maxLevel, boolean last) {
        Filter filter = new Filter(relationType, Set.of(kind), false);
        return new RelationWalk(root, direction, Relation.COMMON, List.of(filter), maxLevel, last);
    }

    /** All accepted relations, nearest first. The caller holds the read lock and still has to apply rights. */
    public List<Step> steps(Directory directory) {
        RoaringBitmap left = RoaringBitmap.bitmapOf(root);
        List<Step> found = new ArrayList<>();
        List<Integer> level = List.of(root);
        for (int distance = 1; distance <= maxLevel && !level.isEmpty(); distance++) {
            List<Step> steps = new ArrayList<>();
            level.forEach(near -> addSteps(directory, near, steps));
            RoaringBitmap before = left.clone();
            List<Integer> next = new ArrayList<>();
            for (Step step : steps) {
                if (left.checkedAdd(step.far())) {
                    next.add(step.far());
                }
            }
            for (Step step : steps) {
                Step here = new Step(step.relation(), step.far(), distance);
                if (isAccepted(directory, here) && (!lastLevelOnly || isLast(directory, here, before))) {
                    found.add(here);
                }
            }
            level = next;
        }
        return found;
    }

    /** The ordinals of the far ends of {@link #steps}, each once, nearest first. */
    public int[] ends(Directory directory) {
        return steps(directory).stream().mapToInt(Step::far).distinct().toArray();
    }

    private void addSteps(Directory directory, int near, List<Step> steps) {
        for (Relation relation : relations(directory, near)) {
            if (relation.group().equals(group)) {
                int far = direction == EntitySearchDirection.FROM ? relation.to() : relation.from();
                steps.add(new Step(relation, far, 0));
            }
        }
    }

    private List<Relation> relations(Directory directory, int ordinal) {
        return direction == EntitySearchDirection.FROM
                ? directory.relations().from(ordinal)
                : directory.relations().to(ordinal);
    }

    private boolean isAccepted(Directory directory, Step step) {
        return filters.isEmpty()
                || filters.stream().anyMatch(filter -> filter.accepts(directory, step.relation(), step.far()));
    }

    /** Nothing leads on from the far end, or only back to where the walk has been on an earlier level. */
    private boolean isLast(Directory directory, Step step, RoaringBitmap before) {
        return step.level() == maxLevel
                || before.contains(step.far())
                || relations(directory, step.far()).stream()
                        .noneMatch(relation -> relation.group().equals(group));
    }
}

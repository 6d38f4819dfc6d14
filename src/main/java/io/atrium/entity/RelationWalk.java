package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
            Entry end = directory.entryIfThere(far);
            return sameType && end != null && (kinds.isEmpty() || kinds.contains(directory.kindName(end)));
        }
    }

    /** A relation with the ordinals of its ends, seen from the root, and the distance of the far one. */
    public record Step(Relation relation, int near, int far, int level) {}

    /** The walk from one entity over common relations of a type to things of one kind. */
    public static RelationWalk to(
            int root, EntitySearchDirection direction, String relationType, String kind, int maxLevel, boolean last) {
        Filter filter = new Filter(relationType, Set.of(kind), false);
        return new RelationWalk(root, direction, Relation.COMMON, List.of(filter), maxLevel, last);
    }

    /** Most relations that one walk passes. */
    private static final int MAX_PASSED = 1_000_000;

    /**
     * All accepted relations, nearest first; rights still have to be applied. Changes may come between two of them, unless
     * the caller holds the lock or is inside a change.
     *
     * @param readable whether the caller may read the far end: what he may not lies beyond no end, as far as he can tell
     */
    public List<Step> steps(Directory directory, Predicate<Entry> readable, Effort effort) {
        Map<Integer, Integer> levels = new HashMap<>();
        levels.put(root, 0);
        List<Step> passed = new ArrayList<>();
        ArrayDeque<Integer> todo = new ArrayDeque<>(List.of(root));
        effort.eachLocked(() -> {
            Integer near = todo.poll();
            if (near == null) {
                return false;
            }
            int distance = Objects.requireNonNull(levels.get(near)) + 1;
            for (Relation relation : distance > maxLevel ? List.<Relation>of() : relations(directory, near)) {
                if (relation.group().equals(group)) {
                    Step step = new Step(relation, near, far(relation), distance);
                    passed.add(step);
                    if (levels.putIfAbsent(step.far(), distance) == null) {
                        todo.add(step.far());
                    }
                }
                effort.spend(2 * Effort.LOOK + filters.size());
            }
            if (passed.size() > MAX_PASSED) {
                throw Problem.badRequest(
                        "The walk passes more than " + MAX_PASSED + " relations; set a lower 'maxLevel'");
            }
            return true;
        });
        Set<Integer> inner = lastLevelOnly ? inner(directory, passed, levels, readable, effort) : Set.of();
        return passed.stream()
                .filter(step -> isAccepted(directory, step))
                .filter(step -> !lastLevelOnly || isLast(step, levels, inner))
                .toList();
    }

    /** The ordinals of the far ends of {@link #steps}, each once, nearest first. */
    public int[] ends(Directory directory, Predicate<Entry> readable, Effort effort) {
        return steps(directory, readable, effort).stream()
                .mapToInt(Step::far)
                .distinct()
                .toArray();
    }

    /** Those from which a relation leads to something readable, be it through others that are not. */
    private static Set<Integer> inner(
            Directory directory,
            List<Step> passed,
            Map<Integer, Integer> levels,
            Predicate<Entry> readable,
            Effort effort) {
        Set<Integer> inner = new HashSet<>();
        Iterator<Step> deepestFirst = passed.reversed().iterator();
        effort.eachLocked(() -> {
            if (!deepestFirst.hasNext()) {
                return false;
            }
            Step step = deepestFirst.next();
            Entry far = directory.entryIfThere(step.far());
            boolean deeper = step.level() == Objects.requireNonNull(levels.get(step.far()));
            if (far != null && (readable.test(far) || deeper && inner.contains(step.far()))) {
                inner.add(step.near());
            }
            effort.spend(2L * Effort.LOOK);
            return true;
        });
        return inner;
    }

    /** Nothing leads on from the far end, or only back to where the walk has been on an earlier level. */
    private boolean isLast(Step step, Map<Integer, Integer> levels, Set<Integer> inner) {
        return step.level() == maxLevel
                || Objects.requireNonNull(levels.get(step.far())) < step.level()
                || !inner.contains(step.far());
    }

    private int far(Relation relation) {
        return direction == EntitySearchDirection.FROM ? relation.to() : relation.from();
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
}

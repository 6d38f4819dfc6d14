package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.EntitySearchDirection;
import io.atrium.entity.Entry;
import io.atrium.entity.Relation;
import io.atrium.entity.RelationWalk;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPlan.LeftThing;
import io.atrium.sharing.AccessPlan.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The things that a change is about: those that a caller named, and those that they contain. A thing that is contained
 * comes along only if it has the same owner as the named one, so that nobody loses what is his by a move of the house.
 *
 * @param left readable contained things that stay as they are
 */
record Contained(List<Entry> named, List<Entry> below, List<LeftThing> left) {

    /** Most things that come along. */
    static final int MAX_BELOW = 10_000;

    /**
     * Finds them. Whoever calls holds the read lock or is inside a change.
     *
     * @param require finds a named thing or refuses
     * @param may whether the caller may do the same to a contained thing
     */
    static Contained of(
            Scope scope,
            @Nullable List<Ref> refs,
            boolean includeContained,
            BiFunction<Scope, Ref, Entry> require,
            Predicate<Entry> may,
            Effort effort) {
        if (refs != null && refs.size() > AccessChange.MAX_NAMED) {
            throw Problem.badRequest("Field 'entities' has more than " + AccessChange.MAX_NAMED + " elements");
        }
        Set<Entry> named = new LinkedHashSet<>();
        for (Ref ref : refs == null ? List.<Ref>of() : refs) {
            if (ref == null || ref.id() == null || ref.kind() == null) {
                throw Problem.badRequest("Every element of field 'entities' must have an id and an entityType");
            }
            named.add(require.apply(scope, ref));
        }
        List<Entry> below = new ArrayList<>();
        List<LeftThing> left = new ArrayList<>();
        if (includeContained) {
            Set<Entry> seen = new HashSet<>(named);
            named.forEach(root -> addContained(scope, root, may, seen, below, left, effort));
        }
        return new Contained(List.copyOf(named), below, left);
    }

    private static void addContained(
            Scope scope,
            Entry root,
            Predicate<Entry> may,
            Set<Entry> seen,
            List<Entry> below,
            List<LeftThing> left,
            Effort effort) {
        Directory directory = scope.directory();
        RelationWalk.Filter contains = new RelationWalk.Filter(Relation.CONTAINS, Set.of(), false);
        RelationWalk walk = new RelationWalk(
                root.ordinal(), EntitySearchDirection.FROM, Relation.COMMON, List.of(contains), 0, false);
        for (int ordinal : walk.ends(directory, end -> true, effort)) {
            effort.spend(Effort.LOOK);
            Entry entry = directory.entry(ordinal);
            boolean kind = directory.kind(entry).traits().groupable()
                    && directory.model().group(ordinal) == null;
            if (!kind || !scope.may(Operation.READ, entry) || !seen.add(entry)) {
                continue;
            }
            if (entry.owner() == root.owner() && may.test(entry)) {
                below.add(entry);
                if (below.size() > MAX_BELOW) {
                    throw Problem.badRequest(
                            "The things contain more than " + MAX_BELOW + " others; change them in parts");
                }
            } else if (left.size() < AccessPlan.MAX_LEFT) {
                Reason reason = entry.owner() == root.owner() ? Reason.NOT_ALLOWED : Reason.OTHER_OWNER;
                left.add(new LeftThing(directory.ref(entry), entry.name(), reason));
            }
        }
    }

    List<Entry> all() {
        List<Entry> all = new ArrayList<>(named);
        all.addAll(below);
        return all;
    }
}

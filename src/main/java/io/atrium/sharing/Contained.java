package io.atrium.sharing;

import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPlan.LeftThing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The things that a change is about: those that a caller named, and those that they contain. A thing that is contained
 * comes along only if it has the same owner as the named one, so that nobody loses what is his by a move of the house, and
 * only over relations that the owners' sides have drawn. Users and customers never come along.
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
        if (includeContained) {
            ContainedWalk walk = new ContainedWalk(scope, may, named, effort);
            named.forEach(walk::from);
            return new Contained(List.copyOf(named), walk.below(), walk.left());
        }
        return new Contained(List.copyOf(named), List.of(), List.of());
    }

    List<Entry> all() {
        List<Entry> all = new ArrayList<>(named);
        all.addAll(below);
        return all;
    }
}

package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Relation;
import io.atrium.entity.RelationWalk;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPlan.LeftThing;
import io.atrium.sharing.AccessPlan.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds what named things contain, level by level. It follows relations that count only, and goes on from nothing that the
 * caller may not read, so that what is hidden decides about nothing that he sees.
 */
final class ContainedWalk {

    private final Scope scope;
    private final Predicate<Entry> may;
    private final Effort effort;
    private final Set<Entry> seen;
    private final List<Entry> below = new ArrayList<>();
    private final List<LeftThing> left = new ArrayList<>();
    private final Set<Entry> drawnByOthers = new LinkedHashSet<>();

    /** One place on the way. */
    private record Place(Entry entry, int level) {}

    /**
     * @param may whether the caller may do the same to a contained thing
     * @param named what is not found again
     */
    ContainedWalk(Scope scope, Predicate<Entry> may, Collection<Entry> named, Effort effort) {
        this.scope = scope;
        this.may = may;
        this.effort = effort;
        this.seen = new HashSet<>(named);
    }

    /** What comes along. */
    List<Entry> below() {
        return below;
    }

    /** What may be read and stays as it is. */
    List<LeftThing> left() {
        List<LeftThing> all = new ArrayList<>(left);
        drawnByOthers.stream()
                .filter(entry -> !seen.contains(entry))
                .limit(AccessPlan.MAX_LEFT - left.size())
                .forEach(entry -> all.add(left(entry, Reason.DRAWN_BY_OTHERS)));
        return all;
    }

    /** Walks from a named thing. */
    void from(Entry root) {
        Directory directory = scope.directory();
        Set<Integer> reached = new HashSet<>(Set.of(root.ordinal()));
        ArrayDeque<Place> todo = new ArrayDeque<>(List.of(new Place(root, 0)));
        effort.eachLocked(() -> {
            Place place = todo.poll();
            if (place == null) {
                return false;
            }
            for (Relation relation : directory.relations().from(place.entry().ordinal())) {
                effort.spend(2 * Effort.LOOK);
                Entry end = isContains(relation) ? directory.entryIfThere(relation.to()) : null;
                if (end == null || !scope.may(Operation.READ, end)) {
                    continue;
                }
                if (!relation.isOfOwners(directory.model())) {
                    noteDrawnByOthers(end);
                } else if (place.level() < RelationWalk.MAX_LEVEL && reached.add(end.ordinal())) {
                    todo.add(new Place(end, place.level() + 1));
                    add(root, end);
                }
            }
            return true;
        });
    }

    private static boolean isContains(Relation relation) {
        return relation.type().equals(Relation.CONTAINS) && relation.group().equals(Relation.COMMON);
    }

    /** Users and customers are nobody's furniture: they change hands by their names only. */
    private boolean isThing(Entry entry) {
        String kind = scope.directory().kindName(entry);
        return scope.directory().kind(entry).traits().groupable()
                && scope.directory().model().group(entry.ordinal()) == null
                && !kind.equals(TypeTable.USER)
                && !kind.equals(TypeTable.CUSTOMER);
    }

    private void noteDrawnByOthers(Entry end) {
        if (isThing(end) && drawnByOthers.size() < AccessPlan.MAX_LEFT) {
            drawnByOthers.add(end);
        }
    }

    private void add(Entry root, Entry entry) {
        if (!isThing(entry) || !seen.add(entry)) {
            return;
        }
        if (entry.owner() == root.owner() && may.test(entry)) {
            below.add(entry);
            if (below.size() > Contained.MAX_BELOW) {
                throw Problem.badRequest(
                        "The things contain more than " + Contained.MAX_BELOW + " others; change them in parts");
            }
        } else if (left.size() < AccessPlan.MAX_LEFT) {
            left.add(left(entry, entry.owner() == root.owner() ? Reason.NOT_ALLOWED : Reason.OTHER_OWNER));
        }
    }

    private LeftThing left(Entry entry, Reason reason) {
        return new LeftThing(scope.directory().ref(entry), entry.name(), reason);
    }
}

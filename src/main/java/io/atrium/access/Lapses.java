package io.atrium.access;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Finds what was passed on and rests on nothing any more, so that it is deleted and nothing ended begins again. */
final class Lapses {

    private Lapses() {}

    /** What would give nothing if some grants ended, or gives nothing already. */
    static List<Grant> with(AccessModel model, Set<UUID> ended, long now) {
        return find(model, ended, now, grant -> true);
    }

    /**
     * What gave nothing any more when grants ended by themselves. Each end is looked at by the time of that moment: what rests
     * on a share that begins later had ended before. At the last of them everything is looked at, as when a share is ended by
     * hand, and at those before it what they can have held.
     */
    static List<Grant> between(AccessModel model, long after, long until) {
        var ends = model.index().ends(after, until);
        if (ends.isEmpty() || model.index().bound().findAny().isEmpty()) {
            return List.of();
        }
        long last = ends.lastKey();
        Set<UUID> gone = new HashSet<>();
        List<Grant> found = new ArrayList<>();
        ends.forEach((moment, over) -> {
            Predicate<Grant> touched = moment == last ? grant -> true : touchedBy(model, over);
            for (Grant lapsed : find(model, gone, moment, touched)) {
                gone.add(lapsed.id());
                found.add(lapsed);
            }
        });
        return found;
    }

    private static List<Grant> find(AccessModel model, Set<UUID> ended, long now, Predicate<Grant> wanted) {
        PassedOn then = PassedOn.without(Set.copyOf(ended), model);
        return model.index()
                .bound()
                .filter(grant -> now < grant.until() && !ended.contains(grant.id()))
                .filter(wanted)
                .filter(grant -> then.isLapsed(grant, now))
                .toList();
    }

    /** What may rest on some grants: what was passed on of the same thing, or of a thing in the same group, or by roles. */
    private static Predicate<Grant> touchedBy(AccessModel model, List<Grant> over) {
        boolean generic = over.stream().anyMatch(grant -> grant.target() == Grant.NONE);
        Set<Integer> targets = new HashSet<>();
        over.forEach(grant -> targets.add(grant.target()));
        return grant -> generic
                || targets.contains(grant.target())
                || PassedOn.groupsOver(model, grant.target()).anyMatch(targets::contains);
    }
}

package io.atrium.sharing;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Notes during a change what leads back from it. */
final class UndoNotes {

    private final Directory directory;
    private final List<UUID> revoke = new ArrayList<>();
    private final List<AccessUndo.Move> moves = new ArrayList<>();
    private final Set<AccessUndo.Given> grants = new LinkedHashSet<>();
    private final List<Ref> created = new ArrayList<>();

    UndoNotes(Directory directory) {
        this.directory = directory;
    }

    /** Before a thing changes hands or groups; with another owner its own grants end, too. */
    void moving(Entry entity, boolean toOther) {
        List<UUID> groups = new ArrayList<>();
        for (int ordinal : directory.model().groupsOf(entity.ordinal())) {
            AccessModel.Group group = directory.model().group(ordinal);
            if (group != null && !group.computed()) {
                groups.add(directory.entry(ordinal).id());
            }
        }
        moves.add(new AccessUndo.Move(directory.ref(entity), directory.ownerRef(entity), groups));
        if (toOther) {
            directory.model().directGrants(entity.ordinal()).forEach(this::remember);
        }
    }

    /** What others passed on is not given again: whoever goes the way back would give it as his own. */
    private void remember(Grant grant) {
        if (!grant.publicLink()
                && grant.target() != Grant.NONE
                && !directory.access().isPassedOn(grant)) {
            grants.add(new AccessUndo.Given(
                    directory.ref(grant.subject()),
                    directory.ref(grant.role()),
                    directory.ref(grant.target()),
                    grant.from(),
                    grant.until()));
        }
    }

    /** A grant that was made, or whose time was changed. */
    void granted(UUID id) {
        Grant before = directory.model().grant(id);
        if (before == null || directory.access().isPassedOn(before)) {
            revoke.add(id);
        } else {
            remember(before);
        }
    }

    void created(Ref thing) {
        created.add(thing);
    }

    AccessUndo undo() {
        return new AccessUndo(revoke, moves, List.copyOf(grants), created);
    }
}

package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.base.VisibleText;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Groups that a request calls by name, one for each kind of thing; made when the first thing needs one. */
final class NamedGroups {

    private final Change change;
    private final Scope scope;
    private final Entry owner;
    private final Entry guard;
    private final Map<String, String> names;
    private final UndoNotes notes;
    private final Map<String, Entry> groups = new HashMap<>();

    /** @param guard the owner whose groups the caller must be allowed to make: the owner, or who is above a new one */
    NamedGroups(
            Change change,
            Scope scope,
            Entry owner,
            Entry guard,
            @Nullable Map<String, String> names,
            UndoNotes notes) {
        this.change = change;
        this.scope = scope;
        this.owner = owner;
        this.guard = guard;
        this.names = names == null ? Map.of() : names;
        this.notes = notes;
        this.names.keySet().forEach(scope.directory().kinds()::requireGroupable);
    }

    /** The group for things of a kind; empty if the request names none. */
    Optional<Entry> of(String kind) {
        String name = names.get(kind);
        return name == null ? Optional.empty() : Optional.of(groups.computeIfAbsent(kind, k -> findOrMake(k, name)));
    }

    private Entry findOrMake(String kindName, String sent) {
        String name = VisibleText.plain(sent);
        if (name.isEmpty() || name.length() > Draft.MAX_NAME || name.indexOf('\0') >= 0 || name.equals("All")) {
            throw Problem.badRequest("The name of a group must have 1 to " + Draft.MAX_NAME
                    + " characters, no U+0000, and must not be 'All'");
        }
        Optional<Entry> there = change.owned(owner, TypeTable.GROUP)
                .filter(group -> group.name().equals(name) && kindName.equals(group.subtype()))
                .findFirst();
        if (there.isPresent()) {
            scope.require(Operation.ADD_TO_GROUP, there.get());
            return there.get();
        }
        Kind<?> kind = scope.directory().kinds().requireGroupable(kindName);
        int number = scope.directory().kinds().number(kind);
        if (!scope.directory().access().checkGroupOwner(scope.subject(), Operation.CREATE, number, guard.ordinal())) {
            throw Problem.forbidden(
                    "You don't have permission to perform 'CREATE' operation with groups of " + kindName + "!");
        }
        Entry group = DefaultGroups.newGroup(change, owner, name, kindName);
        notes.created(scope.directory().ref(group));
        return group;
    }
}

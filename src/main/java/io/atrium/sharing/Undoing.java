package io.atrium.sharing;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Goes the way back from a change of access, all of it or nothing, each step with the caller's own rights. */
final class Undoing {

    /** What a change of access makes, and so what its undoing deletes. */
    private static final List<String> MADE = List.of(TypeTable.USER, TypeTable.GROUP, TypeTable.CUSTOMER);

    /** As many as one change of access can make. */
    private static final int MAX_STEPS = AccessChange.MAX_NAMED + Contained.MAX_BELOW;

    private final Platform platform;
    private final Owners owners;
    private final Grants grants;
    private final EntityChanges changes;

    Undoing(Platform platform, Owners owners, Grants grants, EntityChanges changes) {
        this.platform = platform;
        this.owners = owners;
        this.grants = grants;
        this.changes = changes;
    }

    void undo(Actor actor, AccessUndo undo) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            limited("revoke", undo.revoke()).stream().distinct().forEach(id -> grants.revoke(change, scope, id));
            List<AccessUndo.Move> moves = limited("moves", undo.moves());
            List<Ref> created = limited("created", undo.created());
            Set<UUID> gone = new HashSet<>();
            long joins = 0;
            for (AccessUndo.Move move : moves) {
                joins += limited("moves.groupIds", move.groupIds()).size();
                if (joins > AccessChange.MAX_JOINS) {
                    throw Problem.badRequest("Field 'moves' names more than " + AccessChange.MAX_JOINS + " groups");
                }
                Ref entity = required(move.entity());
                Ref owner = required(move.ownerId());
                owners.changeIn(change, scope, owner, entity, limited("moves.groupIds", move.groupIds()));
                if (!gone.add(entity.id())) {
                    throw Problem.badRequest("Field 'moves' names " + entity.kind() + " " + entity.id() + " twice");
                }
            }
            limited("grants", undo.grants()).forEach(given -> giveAgain(change, scope, given));
            created.forEach(ref -> gone.add(required(ref).id()));
            created.stream().distinct().forEach(ref -> delete(change, scope, ref, gone));
            return undo;
        });
    }

    private static <T> List<T> limited(String field, @Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        if (list.size() > MAX_STEPS) {
            throw Problem.badRequest("Field '" + field + "' has more than " + MAX_STEPS + " elements");
        }
        if (list.stream().anyMatch(Objects::isNull)) {
            throw Problem.badRequest("Field '" + field + "' must not contain null");
        }
        return list;
    }

    private static Ref required(@Nullable Ref ref) {
        if (ref == null || ref.id() == null || ref.kind() == null) {
            throw Problem.badRequest("Every step must name its things by id and entityType");
        }
        return ref;
    }

    private static void giveAgain(Change change, Scope scope, AccessUndo.Given given) {
        Entry subject = scope.require(Operation.READ, required(given.subject()));
        Entry role = scope.require(Operation.READ, required(given.role()));
        Entry target = Shares.requireSharable(scope, required(given.target()));
        boolean receives = scope.directory().kindName(subject).equals(TypeTable.USER)
                || scope.directory().model().group(subject.ordinal()) != null
                        && scope.directory().memberKind(subject).equals(TypeTable.USER);
        if (!receives || !(scope.directory().model().role(role.ordinal()) instanceof RoleDefinition.Group)) {
            throw Problem.badRequest("A grant needs a user or a group of users, and a role of type GROUP");
        }
        long from = given.from() == null ? 0 : given.from();
        long until = given.until() == null ? Long.MAX_VALUE : given.until();
        Grants.Terms terms = new Grants.Terms(subject, role, target, from, until);
        Shares.grant(change, scope, terms);
    }

    /** A group that holds more by now than what is handed back is in use, and stays. */
    private void delete(Change change, Scope scope, Ref ref, Set<UUID> handedBack) {
        if (!MADE.contains(ref.kind())) {
            throw Problem.badRequest("Only " + MADE + " are made by a change of access");
        }
        Entry entry = scope.require(Operation.DELETE, ref);
        AccessModel.Group group = scope.directory().model().group(entry.ordinal());
        boolean inUse = group != null
                && group.members().stream()
                        .anyMatch(member -> !handedBack.contains(
                                scope.directory().entry(member).id()));
        if (!inUse) {
            changes.deleteIn(change, scope, entry);
        }
    }
}

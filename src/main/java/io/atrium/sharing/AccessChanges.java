package io.atrium.sharing;

import io.atrium.access.AccessEngine;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPlan.PlannedThing;
import io.atrium.sharing.AccessPreview.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes owners and shares of several things, and of what they contain, in one go (design.md section 5). */
final class AccessChanges {

    private final Platform platform;
    private final Owners owners;
    private final Previews previews;

    AccessChanges(Platform platform, Owners owners, Previews previews) {
        this.platform = platform;
        this.owners = owners;
        this.previews = previews;
    }

    /** Makes the change, all of it or nothing. */
    AccessOutcome apply(Actor actor, AccessChange request) {
        Scope scope = platform.scopes().of(actor);
        return platform.gate().change(actor, actor.tenantId(), change -> {
            List<Entry> things =
                    things(scope, request, Effort.inChange(scope.directory())).all();
            UndoNotes notes = new UndoNotes(change.directory());
            if (request.moves()) {
                things = move(change, scope, request, things, notes);
            }
            List<UUID> grants = share(change, scope, request, things, notes);
            return new AccessOutcome(named(change.directory(), things), grants, notes.undo());
        });
    }

    static List<Thing> named(Directory directory, List<Entry> things) {
        return things.stream()
                .map(thing -> new Thing(directory.ref(thing), thing.name()))
                .toList();
    }

    // ---- what it is about --------------------------------------------------------------------------------------

    private static Contained things(Scope scope, AccessChange request, Effort effort) {
        if (!request.moves() && !request.shares()) {
            throw Problem.badRequest("Field 'ownerId' or field 'receivers' should be specified!");
        }
        if (request.entities() == null || request.entities().isEmpty()) {
            throw Problem.badRequest("Field 'entities' should be specified!");
        }
        AccessChange.requireAtMost("entities", request.entities(), AccessChange.MAX_NAMED);
        AccessChange.requireAtMost("receivers", request.receivers(), AccessChange.MAX_NAMED);
        AccessChange.requireAtMost("roleIds", request.roleIds(), AccessChange.MAX_CHOSEN);
        AccessChange.requireAtMost("groupIds", request.groupIds(), AccessChange.MAX_CHOSEN);
        request.requireFewGrants(request.entities().size());
        Contained things = Contained.of(
                scope,
                request.entities(),
                Boolean.TRUE.equals(request.includeContained()),
                (s, ref) -> require(s, ref, request),
                entry -> (!request.moves() || Owners.isMovable(scope, entry))
                        && (!request.shares() || Shares.isSharable(scope, entry)),
                effort);
        long all = things.named().size() + things.below().size();
        request.requireFewGrants(all);
        if (all * (request.groupIds() == null ? 0 : request.groupIds().size()) > AccessChange.MAX_JOINS) {
            throw Problem.badRequest(
                    "The change names more than " + AccessChange.MAX_JOINS + " things times groups; do it in parts");
        }
        return things;
    }

    private static Entry require(Scope scope, Ref ref, AccessChange request) {
        if (request.moves()) {
            Owners.requireMovable(scope, ref);
        }
        return request.shares() ? Shares.requireSharable(scope, ref) : scope.require(Operation.READ, ref);
    }

    // ---- owners ------------------------------------------------------------------------------------------------

    private List<Entry> move(Change change, Scope scope, AccessChange request, List<Entry> things, UndoNotes notes) {
        Ref ownerRef = request.ownerId();
        if (ownerRef == null || ownerRef.id() == null || ownerRef.kind() == null) {
            throw Problem.badRequest("Field 'ownerId' must have an id and an entityType");
        }
        Entry owner = Groups.owner(scope, ownerRef.kind(), ownerRef.id());
        NamedGroups groups = new NamedGroups(change, scope, owner, owner, request.newGroups(), notes);
        List<Entry> chosen = groups(scope, owner, request.groupIds());
        List<Entry> moved = new ArrayList<>();
        for (Entry thing : things) {
            String kind = scope.directory().kindName(thing);
            List<Entry> joins = new ArrayList<>(chosen.stream()
                    .filter(group -> scope.directory().memberKind(group).equals(kind))
                    .toList());
            groups.of(kind).filter(group -> !joins.contains(group)).ifPresent(joins::add);
            boolean toOther = thing.owner() != owner.ordinal();
            if (toOther || !joins.isEmpty()) {
                notes.moving(thing, toOther);
            }
            boolean newSecrets = Boolean.TRUE.equals(request.newCredentials());
            Owners.requireRenewable(scope, thing, newSecrets);
            moved.add(owners.move(change, scope, thing, owner, joins));
            owners.renew(change, thing, newSecrets);
        }
        return moved;
    }

    private static List<Entry> groups(Scope scope, Entry owner, @Nullable List<Ref> ids) {
        List<Entry> groups = new ArrayList<>();
        for (Ref id : ids == null ? List.<Ref>of() : ids) {
            if (id == null || id.id() == null) {
                throw Problem.badRequest("Every element of field 'groupIds' must have an id");
            }
            Entry group = Groups.require(scope, Operation.ADD_TO_GROUP, id.id());
            Groups.requireByHand(scope, group);
            if (group.owner() != owner.ordinal()) {
                throw Problem.badRequest("Field 'groupIds' names a group of another owner than the new one");
            }
            if (!groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    // ---- shares ------------------------------------------------------------------------------------------------

    private static List<UUID> share(
            Change change, Scope scope, AccessChange request, List<Entry> things, UndoNotes notes) {
        List<UUID> grants = new ArrayList<>();
        List<Ref> receivers = request.receivers();
        for (Ref receiverRef : receivers == null ? List.<Ref>of() : receivers) {
            Entry receiver = Shares.receiver(scope, receiverRef);
            for (Entry thing : things) {
                ShareRequest share = request.share(change.directory().ref(thing), receiverRef);
                grants.addAll(Shares.grantAll(change, scope, thing, receiver, share, notes));
            }
        }
        return grants;
    }

    // ---- previews ----------------------------------------------------------------------------------------------

    /** What a change is about, how it was tried, and the owner that things would get. */
    record Tried(Contained things, AccessEngine after, int owner) {}

    /** Checks everything that the change itself would, and only then tries it on a copy. */
    AccessPlan preview(Scope scope, AccessChange request, Effort effort) {
        effort.expectLong();
        return plan(scope, effort.locked(() -> tried(scope, request, effort)), request.moves(), effort);
    }

    private Tried tried(Scope scope, AccessChange request, Effort effort) {
        Contained things = things(scope, request, effort);
        Trial trial = new Trial();
        int newOwner = Grant.NONE;
        Ref ownerRef = request.ownerId();
        if (request.moves() && ownerRef != null && ownerRef.kind() != null) {
            Entry owner = Groups.owner(scope, ownerRef.kind(), ownerRef.id());
            newOwner = owner.ordinal();
            List<Entry> groups = groups(scope, owner, request.groupIds());
            for (Entry thing : things.all()) {
                Owners.requirePossible(scope, thing, owner);
                tryMove(scope.directory(), trial, thing, owner.ordinal(), groups);
            }
        }
        List<Ref> receivers = request.receivers();
        for (Ref receiver : receivers == null ? List.<Ref>of() : receivers) {
            Entry subject = Shares.receiver(scope, receiver);
            for (Entry thing : things.all()) {
                boolean read = !Boolean.FALSE.equals(request.readElseWrite());
                previews.grant(scope, trial, subject, thing, request.roleIds(), read);
            }
        }
        return new Tried(things, trial.on(scope.directory(), platform.clock()), newOwner);
    }

    static void tryMove(Directory directory, Trial trial, Entry thing, int owner, List<Entry> groups) {
        if (thing.owner() != owner) {
            trial.add(model -> model.changeOwner(thing.ordinal(), owner));
        }
        groups.stream()
                .filter(group -> directory.memberKind(group).equals(directory.kindName(thing)))
                .forEach(group -> trial.add(model -> model.addMember(group.ordinal(), thing.ordinal())));
    }

    static AccessPlan plan(Scope scope, Tried tried, boolean moves, Effort effort) {
        List<PlannedThing> planned = new ArrayList<>();
        Contained things = tried.things();
        effort.locked(() -> {
            for (Entry thing : things.all()) {
                if (scope.directory().entryIfThere(thing.ordinal()) != null) {
                    boolean contained = !things.named().contains(thing);
                    planned.add(planned(scope.directory(), thing, contained, moves && thing.owner() != tried.owner()));
                }
            }
            return true;
        });
        return new AccessPlan(planned, things.left(), Previews.compare(scope, tried.after(), effort));
    }

    static PlannedThing planned(Directory directory, Entry thing, boolean contained, boolean moves) {
        return new PlannedThing(
                directory.ref(thing),
                thing.name(),
                thing.subtype(),
                directory.ownerRef(thing),
                directory.entry(thing.owner()).name(),
                contained,
                moves);
    }
}

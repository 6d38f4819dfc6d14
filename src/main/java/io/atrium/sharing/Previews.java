package io.atrium.sharing;

import io.atrium.access.AccessEngine;
import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.RoleBody;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPreview.AffectedUser;
import io.atrium.sharing.AccessPreview.Thing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Tries a change on a copy of the access model and compares what everybody sees before and after. The caller needs the
 * rights that the change itself needs, and learns of users and things only what the own rights show.
 */
final class Previews {

    /** Steps for comparing what one user sees. */
    private static final int COMPARISON = 50_000;

    private final InstantSource clock;
    private final Ids ids;

    Previews(InstantSource clock, Ids ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** Checks everything that the change itself would, and only then tries it on a copy. */
    AccessPreview preview(Scope scope, AccessPreview.Request request, Effort effort) {
        long parts = java.util.stream.Stream.of(request.share(), request.groupShare(), request.owner())
                .filter(java.util.Objects::nonNull)
                .count();
        if (parts != 1) {
            throw Problem.badRequest(
                    "Exactly one of the fields 'share', 'groupShare' and 'owner' should be specified!");
        }
        // Copies are large: a tenant has as many of them at once as it has places for long reads.
        effort.expectLong();
        AccessEngine after = effort.locked(() -> trial(scope, request).on(scope.directory(), clock));
        return compare(scope, after, effort);
    }

    private Trial trial(Scope scope, AccessPreview.Request request) {
        Trial trial = new Trial();
        ShareRequest share = request.share();
        AccessPreview.GroupShare groupShare = request.groupShare();
        AccessPreview.OwnerChange owner = request.owner();
        if (share != null) {
            Entry entity = Shares.sharableEntity(scope, share.entity());
            Entry receiver = Shares.receiver(scope, share.receiver());
            grant(scope, trial, receiver, entity, share.roleIds(), !Boolean.FALSE.equals(share.readElseWrite()));
        } else if (groupShare != null) {
            tryGroupShare(scope, trial, groupShare);
        } else if (owner != null) {
            tryOwner(scope, trial, owner);
        }
        return trial;
    }

    private void tryGroupShare(Scope scope, Trial trial, AccessPreview.GroupShare share) {
        Ref groupId = share.entityGroupId();
        ShareGroupRequest request = share.request();
        if (groupId == null || groupId.id() == null || request == null) {
            throw Problem.badRequest("Fields 'groupShare.entityGroupId' and 'groupShare.request' should be specified!");
        }
        Entry group = Shares.requireSharableGroup(scope, groupId.id());
        Ref receiver = Boolean.TRUE.equals(request.allUserGroup()) ? request.ownerId() : request.userGroupId();
        grant(
                scope,
                trial,
                Shares.receiver(scope, receiver),
                group,
                request.roleIds(),
                Boolean.TRUE.equals(request.readElseWrite()));
    }

    /** A role that is not there yet is stood in for by an ordinal that nothing else has. */
    void grant(Scope scope, Trial trial, Entry receiver, Entry target, @Nullable List<Ref> roleIds, boolean read) {
        Directory directory = scope.directory();
        if (roleIds == null || roleIds.isEmpty()) {
            int standIn = Integer.MAX_VALUE;
            List<String> operations = read ? Shares.READ_OPERATIONS : Shares.WRITE_OPERATIONS;
            RoleDefinition role = RoleBody.definition(RoleBody.GROUP, Json.tree(operations), null);
            Grant grant = tried(scope, receiver, standIn, role, target);
            trial.add(model -> {
                model.putRole(standIn, role);
                model.putGrant(grant);
            });
            return;
        }
        AccessChange.requireAtMost("roleIds", roleIds, AccessChange.MAX_CHOSEN);
        for (Ref id : roleIds) {
            Entry role = scope.require(Operation.READ, new Ref(TypeTable.ROLE, id.id()));
            if (!(directory.model().role(role.ordinal()) instanceof RoleDefinition.Group group)) {
                throw Problem.badRequest("Field 'roleIds' must name roles of type GROUP");
            }
            Grant grant = tried(scope, receiver, role.ordinal(), group, target);
            trial.add(model -> model.putGrant(grant));
        }
    }

    /** Made on the same behalf as the change itself would make it, for that may bound what it gives. */
    private Grant tried(Scope scope, Entry receiver, int role, RoleDefinition definition, Entry target) {
        int under = scope.subject() instanceof Subject.User user && definition instanceof RoleDefinition.Group group
                ? scope.directory().access().behalf(user, group, target.ordinal())
                : AccessModel.TENANT;
        return new Grant(ids.next(), receiver.ordinal(), role, target.ordinal(), 0, Long.MAX_VALUE, Grant.NONE, under);
    }

    private static void tryOwner(Scope scope, Trial trial, AccessPreview.OwnerChange change) {
        Ref ownerId = change.ownerId();
        List<Ref> entities = change.entities();
        if (ownerId == null
                || ownerId.id() == null
                || ownerId.kind() == null
                || entities == null
                || entities.isEmpty()) {
            throw Problem.badRequest("Fields 'owner.ownerId' and 'owner.entities' should be specified!");
        }
        AccessChange.requireAtMost("owner.entities", entities, AccessChange.MAX_NAMED);
        AccessChange.requireAtMost("owner.groupIds", change.groupIds(), AccessChange.MAX_CHOSEN);
        Entry owner = Groups.owner(scope, ownerId.kind(), ownerId.id());
        for (Ref ref : entities) {
            Entry entity = Owners.requireMovable(scope, ref);
            Owners.requirePossible(scope, entity, owner);
            if (entity.owner() != owner.ordinal()) {
                trial.add(model -> model.changeOwner(entity.ordinal(), owner.ordinal()));
            }
            List<Ref> groupIds = change.groupIds() == null ? List.of() : change.groupIds();
            for (Ref id : groupIds) {
                Entry group = Groups.require(scope, Operation.ADD_TO_GROUP, id.id());
                if (group.owner() == owner.ordinal()
                        && scope.directory().memberKind(group).equals(ref.kind())) {
                    trial.add(model -> model.addMember(group.ordinal(), entity.ordinal()));
                }
            }
        }
    }

    /** What everybody whom the caller may see would gain or lose, one user after the other. */
    static AccessPreview compare(Scope scope, AccessEngine after, Effort effort) {
        Directory directory = scope.directory();
        RoaringBitmap users = effort.locked(
                () -> scope.visible(Operation.READ, directory.kinds().require(TypeTable.USER))
                        .clone());
        List<AffectedUser> affected = new ArrayList<>();
        int[] count = new int[1];
        effort.eachLocked(users, user -> {
            effort.spend(COMPARISON);
            AffectedUser found = compare(scope, after, user.ordinal());
            if (found != null) {
                count[0]++;
                if (affected.size() < AccessPreview.MAX_USERS) {
                    affected.add(found);
                }
            }
        });
        return new AccessPreview(count[0], affected);
    }

    private static @Nullable AffectedUser compare(Scope scope, AccessEngine after, int user) {
        Directory directory = scope.directory();
        List<Thing> gains = new ArrayList<>();
        List<Thing> losses = new ArrayList<>();
        int gainCount = 0;
        int lossCount = 0;
        for (Kind<?> kind : directory.kinds().all()) {
            if (!kind.traits().groupable()) {
                continue;
            }
            int type = directory.kinds().number(kind);
            RoaringBitmap now = directory.access().visible(new Subject.User(user), Operation.READ, type);
            RoaringBitmap then = after.visible(new Subject.User(user), Operation.READ, type);
            RoaringBitmap shown = scope.visible(Operation.READ, kind);
            RoaringBitmap gained = RoaringBitmap.and(RoaringBitmap.andNot(then, now), shown);
            RoaringBitmap lost = RoaringBitmap.and(RoaringBitmap.andNot(now, then), shown);
            gainCount += gained.getCardinality();
            lossCount += lost.getCardinality();
            list(directory, gained, gains);
            list(directory, lost, losses);
        }
        if (gainCount + lossCount == 0) {
            return null;
        }
        Entry entry = directory.entry(user);
        String ownerName = directory.entry(entry.owner()).name();
        return new AffectedUser(directory.ref(entry), entry.name(), ownerName, gainCount, gains, lossCount, losses);
    }

    private static void list(Directory directory, RoaringBitmap entities, List<Thing> things) {
        entities.stream()
                .filter(ordinal -> directory.entryIfThere(ordinal) != null)
                .limit(Math.max(0, AccessPreview.MAX_ENTITIES - things.size()))
                .forEach(ordinal -> {
                    Entry entry = directory.entry(ordinal);
                    things.add(new Thing(directory.ref(entry), entry.name()));
                });
    }
}

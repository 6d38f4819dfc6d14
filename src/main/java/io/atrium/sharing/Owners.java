package io.atrium.sharing;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.access.Vocabulary;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Handover;
import io.atrium.entity.Joining;
import io.atrium.entity.OwnerChain;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Hands things to another owner (access-model 1.4). */
final class Owners {

    private final Platform platform;
    private final EntityChanges changes;
    private final Groups present;

    Owners(Platform platform, EntityChanges changes, Groups groups) {
        this.platform = platform;
        this.changes = changes;
        this.present = groups;
    }

    /**
     * Makes somebody the owner of an entity and puts it into groups of that owner. With the owner it has already, the
     * groups become exactly the given ones.
     *
     * @param newSecrets whether the entity also gets new secrets
     */
    void change(Actor actor, Ref ownerRef, Ref entityRef, List<UUID> groupIds, boolean newSecrets) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry before = requireMovable(scope, entityRef);
            requireRenewable(scope, before, newSecrets);
            changeIn(change, scope, ownerRef, entityRef, groupIds);
            renew(change, before, newSecrets);
            return entityRef.id();
        });
    }

    static void requireRenewable(Scope scope, Entry entity, boolean newSecrets) {
        boolean hasCredentials = Vocabulary.operationsByResource()
                .getOrDefault(scope.directory().kindName(entity), Set.of())
                .contains(Operation.WRITE_CREDENTIALS);
        if (newSecrets && hasCredentials) {
            scope.require(Operation.WRITE_CREDENTIALS, entity);
        }
    }

    /** The former owner's side may know the secrets; the permission is checked already. */
    void renew(Change change, Entry before, boolean newSecrets) {
        if (newSecrets) {
            change.find(before.id())
                    .filter(moved -> moved.owner() != before.owner())
                    .ifPresent(moved -> changes.renewSecretsIn(change, moved));
        }
    }

    /** As the other, inside a change that does more than this. */
    void changeIn(Change change, Scope scope, Ref ownerRef, Ref entityRef, List<UUID> groupIds) {
        Entry entity = requireMovable(scope, entityRef);
        Entry owner = Groups.owner(scope, ownerRef.kind(), ownerRef.id());
        List<Entry> groups = targetGroups(scope, entity, owner, groupIds);
        if (entity.owner() == owner.ordinal()) {
            replaceGroups(change, scope, entity, groups);
        } else {
            move(change, scope, entity, owner, groups);
        }
    }

    /** Whether the caller could give a thing that he may read another owner. */
    static boolean isMovable(Scope scope, Entry entity) {
        return !scope.directory().kind(entity).traits().ownerField().isEmpty()
                && !scope.directory().kindName(entity).equals(TypeTable.GROUP)
                && scope.may(Operation.CHANGE_OWNER, entity);
    }

    static Entry requireMovable(Scope scope, Ref ref) {
        Entry entity = scope.require(Operation.CHANGE_OWNER, ref);
        String kind = scope.directory().kindName(entity);
        boolean ownable = !scope.directory().kind(entity).traits().ownerField().isEmpty();
        if (!ownable || kind.equals(TypeTable.GROUP)) {
            throw Problem.badRequest("The owner of a " + kind + " cannot be changed");
        }
        return entity;
    }

    private static List<Entry> targetGroups(Scope scope, Entry entity, Entry owner, List<UUID> groupIds) {
        Directory directory = scope.directory();
        List<Entry> groups = new ArrayList<>();
        for (UUID id : groupIds) {
            Entry group = Groups.require(scope, Operation.ADD_TO_GROUP, id);
            if (group.owner() != owner.ordinal() || !directory.memberKind(group).equals(directory.kindName(entity))) {
                throw Problem.badRequest("Group " + id + " belongs to another owner or holds another type");
            }
            AccessModel.Group facts = directory.model().group(group.ordinal());
            if (facts != null && !facts.computed() && !groups.contains(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Hands a thing to an owner, if it is another one, and adds it to groups; the permissions are checked already. */
    Entry move(Change change, Scope scope, Entry entity, Entry owner, List<Entry> groups) {
        Entry moved = changes.changeOwnerIn(change, scope, entity, owner);
        for (Entry group : groups) {
            Joining.require(scope, group, entity);
            change.addMember(group, moved);
        }
        return moved;
    }

    /** Refuses what the change itself would refuse, without making it. */
    static void requirePossible(Scope scope, Entry entity, Entry owner) {
        OwnerChain.requireNoLoop(scope.directory(), entity, owner);
        if (scope.directory().kindName(entity).equals(TypeTable.CUSTOMER) && entity.owner() != owner.ordinal()) {
            Handover.requireAllBelow(scope, entity);
        }
    }

    private void replaceGroups(Change change, Scope scope, Entry entity, List<Entry> groups) {
        Directory directory = change.directory();
        List<Entry> before = new ArrayList<>();
        for (int group : directory.model().groupsOf(entity.ordinal())) {
            before.add(directory.entry(group));
        }
        for (Entry group : before) {
            if (!groups.contains(group)) {
                scope.require(Operation.REMOVE_FROM_GROUP, group);
                present.removeMember(change, scope, group, entity);
            }
        }
        for (Entry group : groups) {
            Groups.addMember(change, scope, group, entity);
        }
    }
}

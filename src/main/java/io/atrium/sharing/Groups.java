package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Administrators;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Joining;
import io.atrium.entity.Kind;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds groups and changes their members (access-model 1.3, 1.5, 4.6). */
final class Groups {

    private final Platform platform;
    private final Administrators administrators;

    Groups(Platform platform, Administrators administrators) {
        this.platform = platform;
        this.administrators = administrators;
    }

    // ---- finding; callers hold the read lock -------------------------------------------------------------------

    /** Groups of the caller's own owner. */
    static List<Entry> own(Scope scope, Kind<?> members) {
        return ofOwner(scope, scope.owner(), members);
    }

    /** Groups that others share with the caller. */
    static List<Entry> shared(Scope scope, Kind<?> members) {
        List<Entry> shared = new ArrayList<>();
        for (int ordinal :
                scope.directory().access().groupPermissions(scope.subject()).keySet()) {
            Entry group = scope.directory().entry(ordinal);
            boolean isOwn = scope.directory().access().isOwnGroup(scope.subject(), ordinal);
            if (!isOwn
                    && scope.directory().memberKind(group).equals(members.name())
                    && scope.may(Operation.READ, group)) {
                shared.add(group);
            }
        }
        return shared;
    }

    static List<Entry> ofOwner(Scope scope, Entry owner, Kind<?> members) {
        Directory directory = scope.directory();
        int groupType = directory.kinds().types().number(TypeTable.GROUP);
        List<Entry> groups = new ArrayList<>();
        directory.model().ownedBy(owner.ordinal(), groupType).forEach((int ordinal) -> {
            Entry group = directory.entry(ordinal);
            if (directory.memberKind(group).equals(members.name()) && scope.may(Operation.READ, group)) {
                groups.add(group);
            }
        });
        return groups;
    }

    /** Groups of an owner and of every owner above it, up to the caller's own. */
    static List<Entry> hierarchy(Scope scope, Entry owner, Kind<?> members) {
        List<Entry> groups = new ArrayList<>();
        Entry at = owner;
        while (true) {
            groups.addAll(ofOwner(scope, at, members));
            if (at.ordinal() == scope.owner().ordinal() || at.ordinal() == AccessModel.TENANT) {
                return groups;
            }
            at = scope.directory().entry(at.owner());
        }
    }

    /** An owner of a path: at or below the caller's own. */
    static Entry owner(Scope scope, String type, UUID id) {
        Entry owner = scope.directory().find(new Ref(type, id)).orElseThrow(Problem::notFound);
        boolean isOwner = type.equals(TypeTable.TENANT) || type.equals(TypeTable.CUSTOMER);
        if (!isOwner || !scope.isAtOrBelowOwn(owner)) {
            throw Problem.notFound();
        }
        return owner;
    }

    /** As {@link #owner}, and the caller may read it or belongs to it. */
    static Entry readableOwner(Scope scope, String type, UUID id) {
        Entry owner = owner(scope, type, id);
        if (owner.ordinal() != scope.owner().ordinal()) {
            scope.require(Operation.READ, owner);
        }
        return owner;
    }

    static Page<Entry> page(List<Entry> groups, PageLink link) {
        String part = link.textSearch().toLowerCase(Locale.ROOT);
        Comparator<Entry> order = "name".equals(link.sortProperty())
                ? Comparator.comparing((Entry e) -> e.name().toLowerCase(Locale.ROOT))
                : Comparator.comparingLong(Entry::createdTime);
        order = order.thenComparing(Entry::id);
        List<Entry> found = groups.stream()
                .filter(group -> group.name().toLowerCase(Locale.ROOT).contains(part))
                .sorted(link.ascending() ? order : order.reversed())
                .toList();
        return Page.cut(found, link);
    }

    /** The readable groups that hold an entity, the computed one first. */
    static List<Entry> of(Scope scope, Entry entry) {
        Directory directory = scope.directory();
        List<Entry> groups = new ArrayList<>();
        int all = directory.model().allGroup(entry.owner(), entry.type());
        if (all != Grant.NONE) {
            groups.add(directory.entry(all));
        }
        for (int group : directory.model().groupsOf(entry.ordinal())) {
            groups.add(directory.entry(group));
        }
        boolean mine = scope.isAtOrBelowOwn(directory.entry(entry.owner()));
        return groups.stream()
                .filter(group -> mine || scope.may(Operation.READ, group))
                .toList();
    }

    static Entry require(Scope scope, Operation operation, UUID id) {
        return scope.require(operation, new Ref(TypeTable.GROUP, id));
    }

    // ---- members -----------------------------------------------------------------------------------------------

    void addEntities(Actor actor, UUID groupId, List<UUID> ids) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = require(scope, Operation.ADD_TO_GROUP, groupId);
            requireByHand(scope, group);
            for (Entry entity : members(scope, group, ids)) {
                addMember(change, scope, group, entity);
            }
            return groupId;
        });
    }

    void removeEntities(Actor actor, UUID groupId, List<UUID> ids) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = require(scope, Operation.REMOVE_FROM_GROUP, groupId);
            requireByHand(scope, group);
            for (Entry entity : members(scope, group, ids)) {
                removeMember(change, scope, group, entity);
            }
            return groupId;
        });
    }

    private static boolean contains(Directory directory, Entry group, Entry entity) {
        AccessModel.Group facts = directory.model().group(group.ordinal());
        return facts != null && facts.members().contains(entity.ordinal());
    }

    private static List<Entry> members(Scope scope, Entry group, List<UUID> ids) {
        String kind = scope.directory().memberKind(group);
        Set<Entry> members = new LinkedHashSet<>();
        for (UUID id : ids) {
            Entry entity = scope.require(Operation.READ, new Ref(kind, id));
            if (entity.owner() != group.owner()) {
                throw Problem.badRequest("Entity " + id + " has another owner than the group; change its owner first");
            }
            members.add(entity);
        }
        return List.copyOf(members);
    }

    /** Puts an entity into a group; letting a user into a user group must not give more than the caller has. */
    static void addMember(Change change, Scope scope, Entry group, Entry entity) {
        if (contains(change.directory(), group, entity)) {
            return;
        }
        Joining.require(scope, group, entity);
        change.addMember(group, entity);
    }

    /** Takes an entity out of a group; from people nobody takes more than he has, and nobody the last administrator. */
    void removeMember(Change change, Scope scope, Entry group, Entry entity) {
        if (!contains(change.directory(), group, entity)) {
            return;
        }
        if (scope.directory().memberKind(group).equals(TypeTable.USER)) {
            requireHeld(scope, group);
            administrators.requireOthersThanIn(change, group, user -> user == entity.ordinal());
        }
        change.removeMember(group, entity);
    }

    /** Refuses unless the caller holds all that a user group gives on its owner's things; what was shared with it he need not. */
    private static void requireHeld(Scope scope, Entry group) {
        AccessModel model = scope.directory().model();
        for (Grant grant : model.grantsOfSubject(group.ordinal())) {
            var role = model.role(grant.role());
            if (role != null
                    && grant.target() == Grant.NONE
                    && !scope.directory().access().isOver(grant)
                    && !scope.directory().access().covers(scope.subject(), role, Grant.NONE)) {
                throw Problem.forbidden("You don't have permission to take from people what '" + group.name()
                        + "' gives: it is more than" + " you have");
            }
        }
    }

    static void requireByHand(Scope scope, Entry group) {
        AccessModel.Group facts = scope.directory().model().group(group.ordinal());
        if (facts == null || facts.computed()) {
            throw Problem.badRequest("The members of group 'All' follow from the owner and cannot be changed");
        }
    }

    // ---- what a group may be -----------------------------------------------------------------------------------

    KindHooks hooks() {
        return new KindHooks() {
            @Override
            public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
                checkDocument(scope, document, before);
            }

            @Override
            public void deleting(Change change, Scope scope, Entry entry) {
                requireByHand(scope, entry);
                Actor actor = scope.actor();
                boolean isOwn = scope.directory()
                        .find(new Ref(TypeTable.USER, actor.userId()))
                        .map(user -> contains(scope.directory(), entry, user))
                        .orElse(false);
                if (isOwn) {
                    throw Problem.badRequest("You are a member of this user group; it cannot be deleted by you");
                }
                if (scope.directory().memberKind(entry).equals(TypeTable.USER)) {
                    requireHeld(scope, entry);
                    administrators.requireOthersThanIn(change, entry, user -> true);
                }
            }
        };
    }

    private static void checkDocument(Scope scope, ObjectNode document, @Nullable Entry before) {
        for (String field : List.of("additionalInfo", "configuration")) {
            if (!document.hasNonNull(field)) {
                document.putObject(field);
            }
        }
        String name = document.path("name").asText("");
        if (before == null) {
            scope.directory().kinds().requireGroupable(document.path("type").asText(""));
            if (name.equals("All")) {
                throw Problem.badRequest("Group name 'All' is reserved");
            }
            return;
        }
        AccessModel.Group facts = scope.directory().model().group(before.ordinal());
        boolean renamedAll = facts != null && facts.computed() && !name.equals(before.name());
        boolean namedAll = facts != null && !facts.computed() && name.equals("All");
        if (renamedAll || namedAll) {
            throw Problem.badRequest("Group name 'All' is reserved");
        }
        if (document.hasNonNull("type") && !document.get("type").asText().equals(before.subtype())) {
            throw Problem.badRequest("Field 'type' of a group cannot be changed");
        }
        document.put("type", before.subtype());
        keepPublic(scope, document, before);
    }

    /** Whether a group is public changes by makePublic and makePrivate only. */
    private static void keepPublic(Scope scope, ObjectNode document, Entry before) {
        ObjectNode stored = Bodies.additionalInfo(scope.directory(), before);
        ObjectNode sent =
                document.get("additionalInfo") instanceof ObjectNode info ? info : document.putObject("additionalInfo");
        for (String field : List.of("isPublic", "publicCustomerId")) {
            sent.remove(field);
            if (stored.has(field)) {
                sent.set(field, stored.get(field));
            }
        }
    }
}

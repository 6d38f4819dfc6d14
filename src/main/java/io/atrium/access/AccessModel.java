package io.atrium.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The facts that rights follow from, for one tenant: who owns what, which group holds what, which role is granted to
 * whom. Ordinal 0 is the tenant itself.
 *
 * <p>Writers are serialised by the caller; readers must hold the same lock shared. Two counters tell caches what
 * changed: {@link #accessVersion} for anything that changes a user's rights, {@link #structureVersion} for anything that
 * changes the set of entities that rights apply to.
 */
public final class AccessModel {

    /** The ordinal of the tenant itself. */
    public static final int TENANT = 0;

    private static final RoaringBitmap EMPTY = new RoaringBitmap();
    private static final int[] NO_GROUPS = {};

    private final TypeTable types;
    private int[] ownerOf = new int[1024];
    private byte[] typeOf = new byte[1024];
    private int[][] groupsOf = new int[1024][];
    private final RoaringBitmap[] byType;
    private final Map<Integer, RoaringBitmap[]> ownedBy = new HashMap<>();
    private final Map<Integer, Group> groups = new HashMap<>();
    private final Map<Integer, int[]> allGroups = new HashMap<>();
    private final Map<Integer, RoleDefinition> roles = new HashMap<>();
    private final GrantIndex grants = new GrantIndex();
    private final Map<Integer, RoaringBitmap> users = new HashMap<>();
    private final RoaringBitmap away = new RoaringBitmap();
    private long memberships;
    private long accessVersion;
    private long structureVersion;

    /** A group: all members have the group's owner; a computed group holds everything of its type that the owner owns. */
    public record Group(int ordinal, int memberType, int owner, boolean computed, RoaringBitmap members) {}

    public AccessModel(TypeTable types) {
        this.types = types;
        byType = new RoaringBitmap[types.size()];
        Arrays.setAll(byType, i -> new RoaringBitmap());
        Arrays.fill(ownerOf, Grant.NONE);
    }

    /** A model of its own with the same facts, to try a change on. */
    public AccessModel copy() {
        AccessModel copy = new AccessModel(types);
        copy.ownerOf = ownerOf.clone();
        copy.typeOf = typeOf.clone();
        copy.groupsOf = groupsOf.clone();
        Arrays.setAll(copy.byType, type -> byType[type].clone());
        ownedBy.forEach((owner, sets) -> copy.ownedBy.put(
                owner,
                Arrays.stream(sets).map(set -> set == null ? null : set.clone()).toArray(RoaringBitmap[]::new)));
        groups.forEach((ordinal, group) -> copy.groups.put(ordinal, copied(copy, group)));
        copy.allGroups.putAll(allGroups);
        copy.roles.putAll(roles);
        grants.all().forEach(copy.grants::put);
        users.forEach((entry, using) -> copy.users.put(entry, using.clone()));
        copy.away.or(away);
        return copy;
    }

    private static Group copied(AccessModel copy, Group group) {
        RoaringBitmap members = group.computed()
                ? copy.ownedSet(group.owner(), group.memberType())
                : group.members().clone();
        return new Group(group.ordinal(), group.memberType(), group.owner(), group.computed(), members);
    }

    public TypeTable types() {
        return types;
    }

    // ---- facts -------------------------------------------------------------------------------------------------

    /** The ordinal of the owner, {@link Grant#NONE} for the tenant and for what is gone. */
    public int ownerOf(int ordinal) {
        return ownerOf[ordinal];
    }

    /** False for an ordinal whose entity is gone; somebody may still hold it, for instance a live view. */
    boolean exists(int ordinal) {
        return ordinal == TENANT || ownerOf[ordinal] != Grant.NONE;
    }

    public int typeOf(int ordinal) {
        return typeOf[ordinal];
    }

    /** The groups that were made by hand and hold the entity; the computed group of its owner is not among them. */
    public int[] groupsOf(int ordinal) {
        int[] groupsOfEntity = groupsOf[ordinal];
        return groupsOfEntity == null ? NO_GROUPS : groupsOfEntity;
    }

    public @Nullable Group group(int ordinal) {
        return groups.get(ordinal);
    }

    public Collection<Group> groups() {
        return groups.values();
    }

    /** How many members all groups that were made by hand have together. */
    public long memberships() {
        return memberships;
    }

    /** The computed group of an owner for members of a type, {@link Grant#NONE} if the type has no groups. */
    public int allGroup(int owner, int memberType) {
        int[] ofOwner = allGroups.get(owner);
        return ofOwner == null ? Grant.NONE : ofOwner[memberType];
    }

    public @Nullable RoleDefinition role(int ordinal) {
        return roles.get(ordinal);
    }

    public @Nullable Grant grant(UUID id) {
        return grants.get(id);
    }

    public Collection<Grant> grants() {
        return grants.all();
    }

    public List<Grant> grantsOfSubject(int subject) {
        return grants.ofSubject(subject);
    }

    public List<Grant> grantsOnTarget(int target) {
        return grants.onTarget(target);
    }

    /**
     * Grants on just this thing, to just this user, or made on behalf of just this user: they were given under its owner, and
     * end with the ownership.
     */
    public List<Grant> directGrants(int ordinal) {
        Set<Grant> direct = new LinkedHashSet<>(grantsOnTarget(ordinal));
        direct.addAll(grantsOfSubject(ordinal));
        if (typeOf[ordinal] == types.user) {
            direct.addAll(grants.under(ordinal));
        }
        return List.copyOf(direct);
    }

    GrantIndex index() {
        return grants;
    }

    /** True if a grant ends by itself in between. */
    public boolean endsBetween(long after, long until) {
        return !grants.ends(after, until).isEmpty();
    }

    /** True for a user whose account somebody switched off: what rests on the rights of just this user sleeps. */
    boolean isAway(int user) {
        return away.contains(user);
    }

    public List<Grant> grantsOfRole(int role) {
        return grants.ofRole(role);
    }

    /** Everything of a type in the tenant; the live set, not a copy. */
    public RoaringBitmap ofType(int type) {
        return byType[type];
    }

    /** Everything of a type that an owner holds directly; the live set, not a copy. */
    public RoaringBitmap ownedBy(int owner, int type) {
        RoaringBitmap[] owned = ownedBy.get(owner);
        return owned == null || owned[type] == null ? EMPTY : owned[type];
    }

    /** The entities that use a catalogue entry; the live set, not a copy. */
    RoaringBitmap usersOf(int entry) {
        return users.getOrDefault(entry, EMPTY);
    }

    /** True if an owner is the entity's owner or stands above it. */
    public boolean isInChain(int owner, int ordinal) {
        int above = ordinal == TENANT ? TENANT : ownerOf[ordinal];
        for (int steps = 0; above != owner; steps++) {
            if (above <= TENANT || steps > ownerOf.length) {
                return false;
            }
            above = ownerOf[above];
        }
        return true;
    }

    /** The owner, its sub-customers and theirs. */
    public RoaringBitmap subtree(int owner) {
        RoaringBitmap found = RoaringBitmap.bitmapOf(owner);
        List<Integer> todo = new ArrayList<>(List.of(owner));
        while (!todo.isEmpty()) {
            ownedBy(todo.removeLast(), types.customer).forEach((int child) -> {
                if (found.checkedAdd(child)) {
                    todo.add(child);
                }
            });
        }
        return found;
    }

    public long accessVersion() {
        return accessVersion;
    }

    public long structureVersion() {
        return structureVersion;
    }

    // ---- changes -----------------------------------------------------------------------------------------------

    /** Adds an entity; its owner is {@link Grant#NONE} for the tenant only. */
    public void add(int ordinal, int type, int owner) {
        if (ordinal >= ownerOf.length) {
            grow(ordinal);
        }
        ownerOf[ordinal] = owner;
        typeOf[ordinal] = (byte) type;
        byType[type].add(ordinal);
        if (owner != Grant.NONE) {
            own(owner, type, ordinal);
        }
        structureVersion++;
        if (type == types.user || type == types.customer) {
            accessVersion++;
        }
    }

    public void remove(int ordinal) {
        int type = typeOf[ordinal];
        for (int group : groupsOf(ordinal)) {
            removeMember(group, ordinal);
        }
        Group group = groups.remove(ordinal);
        if (group != null) {
            forget(group);
        }
        directGrants(ordinal).forEach(grant -> removeGrant(grant.id()));
        List<Grant> others = new ArrayList<>(grantsOfRole(ordinal));
        others.addAll(grants.under(ordinal));
        others.forEach(grant -> removeGrant(grant.id()));
        roles.remove(ordinal);
        users.remove(ordinal);
        away.remove(ordinal);
        byType[type].remove(ordinal);
        if (ownerOf[ordinal] != Grant.NONE) {
            ownedBy(ownerOf[ordinal], type).remove(ordinal);
            ownerOf[ordinal] = Grant.NONE;
        }
        ownedBy.remove(ordinal);
        allGroups.remove(ordinal);
        accessVersion++;
        structureVersion++;
    }

    /**
     * Gives an entity to another owner. It leaves every group, for a group holds things of its own owner only, and its
     * {@link #directGrants} end.
     */
    public void changeOwner(int ordinal, int newOwner) {
        int type = typeOf[ordinal];
        directGrants(ordinal).forEach(grant -> removeGrant(grant.id()));
        for (int group : groupsOf(ordinal)) {
            removeMember(group, ordinal);
        }
        ownedBy(ownerOf[ordinal], type).remove(ordinal);
        ownerOf[ordinal] = newOwner;
        own(newOwner, type, ordinal);
        accessVersion++;
        structureVersion++;
    }

    public void addGroup(int ordinal, int memberType, int owner, boolean computed) {
        RoaringBitmap members = computed ? ownedSet(owner, memberType) : new RoaringBitmap();
        groups.put(ordinal, new Group(ordinal, memberType, owner, computed, members));
        if (computed) {
            allGroups
                    .computeIfAbsent(owner, o -> {
                        int[] none = new int[types.size()];
                        Arrays.fill(none, Grant.NONE);
                        return none;
                    })[memberType] = ordinal;
        }
        structureVersion++;
    }

    public void addMember(int group, int ordinal) {
        Group target = groups.get(group);
        if (target == null || target.computed() || !target.members().checkedAdd(ordinal)) {
            return;
        }
        int[] before = groupsOf(ordinal);
        int[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = group;
        groupsOf[ordinal] = after;
        memberships++;
        memberChanged(ordinal);
    }

    public void removeMember(int group, int ordinal) {
        Group target = groups.get(group);
        if (target == null || target.computed() || !target.members().checkedRemove(ordinal)) {
            return;
        }
        int[] after = Arrays.stream(groupsOf(ordinal)).filter(g -> g != group).toArray();
        groupsOf[ordinal] = after.length == 0 ? NO_GROUPS : after;
        memberships--;
        memberChanged(ordinal);
    }

    public void putRole(int ordinal, RoleDefinition definition) {
        roles.put(ordinal, definition);
        accessVersion++;
    }

    public void putGrant(Grant grant) {
        grants.put(grant);
        accessVersion++;
    }

    public void removeGrant(UUID id) {
        if (grants.remove(id)) {
            accessVersion++;
        }
    }

    public void setAway(int user, boolean isAway) {
        boolean unused = isAway ? away.checkedAdd(user) : away.checkedRemove(user);
        accessVersion++;
    }

    /** Records that an entity uses a catalogue entry now, and another one (or {@link Grant#NONE}) no longer. */
    public void setUse(int ordinal, int formerEntry, int entry) {
        if (formerEntry != Grant.NONE && users.containsKey(formerEntry)) {
            usersOf(formerEntry).remove(ordinal);
        }
        if (entry != Grant.NONE) {
            users.computeIfAbsent(entry, e -> new RoaringBitmap()).add(ordinal);
        }
        structureVersion++;
    }

    private void memberChanged(int ordinal) {
        structureVersion++;
        if (typeOf[ordinal] == types.user || grantsOnTarget(ordinal).stream().anyMatch(Grant::isBound)) {
            accessVersion++;
        }
    }

    private void forget(Group group) {
        if (!group.computed()) {
            memberships -= group.members().getLongCardinality();
            group.members().forEach((int member) -> {
                groupsOf[member] = Arrays.stream(groupsOf(member))
                        .filter(g -> g != group.ordinal())
                        .toArray();
            });
        }
    }

    private void own(int owner, int type, int ordinal) {
        ownedSet(owner, type).add(ordinal);
    }

    private RoaringBitmap ownedSet(int owner, int type) {
        RoaringBitmap[] owned = ownedBy.computeIfAbsent(owner, o -> new RoaringBitmap[types.size()]);
        if (owned[type] == null) {
            owned[type] = new RoaringBitmap();
        }
        return owned[type];
    }

    private void grow(int ordinal) {
        int size = Math.max(ordinal + 1, ownerOf.length + ownerOf.length / 2);
        int former = ownerOf.length;
        ownerOf = Arrays.copyOf(ownerOf, size);
        Arrays.fill(ownerOf, former, size, Grant.NONE);
        typeOf = Arrays.copyOf(typeOf, size);
        groupsOf = Arrays.copyOf(groupsOf, size);
    }
}

package io.atrium.access;

import io.atrium.base.Authority;
import io.atrium.base.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Answers every question about rights in one tenant: {@link #check} for one thing, {@link #visible} for all things of a
 * type, {@link #explain} for people. Deny is the default; rights only add up (access-model 2.6).
 */
public final class AccessEngine {

    private static final int GROUP_OWNER_ONLY = Operation.mask(Vocabulary.OWNER_ONLY_GROUP_OPERATIONS);
    private static final int OWNER_ONLY = Operation.mask(Vocabulary.OWNER_ONLY_OPERATIONS);

    private final AccessModel model;
    private final TypeTable types;
    private final InstantSource clock;
    private final Map<Integer, Rights> cache = new ConcurrentHashMap<>();
    private final Rights system;

    public AccessEngine(AccessModel model, InstantSource clock) {
        this.model = model;
        this.types = model.types();
        this.clock = clock;
        this.system = Rights.ofSystem(types.size());
    }

    /** Who is asking: a user of the tenant, the visitor of a public customer, or a system administrator. */
    public sealed interface Subject {
        /** A user by ordinal. */
        record User(int ordinal) implements Subject {}

        /** The anonymous visitor who came through a public link, by the ordinal of the public customer. */
        record Visitor(int customer) implements Subject {}

        /** A system administrator, who reaches a tenant's record and its administrators, and nothing below. */
        record SystemAdministrator() implements Subject {}
    }

    /** True if the subject may do the operation to the entity. */
    public boolean check(Subject subject, Operation operation, int ordinal) {
        return check(rights(subject), operation, ordinal);
    }

    /** True if a generic role allows the operation on a resource as such, with no object at hand (rule A). */
    public boolean checkResource(Subject subject, Operation operation, String resource) {
        Rights rights = rights(subject);
        if (rights.system()) {
            return resource.equals(TypeTable.USER) || resource.equals(TypeTable.TENANT) || resource.equals("AUDIT_LOG");
        }
        Authority authority = rights.customerCap() ? Authority.CUSTOMER_USER : Authority.TENANT_ADMIN;
        return Vocabulary.isAllowed(authority, resource, operation) && operation.in(mask(rights, resource));
    }

    /** True if the subject may do the operation to things of a type that the owner holds, or will hold (create). */
    public boolean checkOwner(Subject subject, Operation operation, int type, int owner) {
        Rights rights = rights(subject);
        if (rights.system()) {
            return type == types.user && owner == AccessModel.TENANT;
        }
        return isReachable(rights, types.name(type))
                && isAtOrBelow(rights.owner(), owner)
                && rights.generic(type, operation);
    }

    /** As {@link #checkOwner}, for groups whose members are of a type. */
    public boolean checkGroupOwner(Subject subject, Operation operation, int memberType, int owner) {
        Rights rights = rights(subject);
        return !rights.system()
                && isReachable(rights, Vocabulary.groupResource(types.name(memberType)))
                && isAtOrBelow(rights.owner(), owner)
                && operation.in(rights.genericGroup()[memberType]);
    }

    /** True if the subject may do the operation to the members of a group as a class (rule B), for instance create. */
    public boolean checkMembers(Subject subject, Operation operation, int groupOrdinal) {
        Rights rights = rights(subject);
        AccessModel.Group group = model.group(groupOrdinal);
        if (group == null || !isReachable(rights, types.name(group.memberType()))) {
            return false;
        }
        boolean inChain = model.isInChain(rights.owner(), groupOrdinal);
        if (inChain && rights.generic(group.memberType(), operation)) {
            return true;
        }
        return (inChain || !operation.in(OWNER_ONLY))
                && operation.in(rights.groups().getOrDefault(groupOrdinal, 0));
    }

    /** Everything of a type that the subject may do the operation to. Shared and live: callers must not change it. */
    public RoaringBitmap visible(Subject subject, Operation operation, int type) {
        return visible(rights(subject), operation, type);
    }

    private RoaringBitmap visible(Rights rights, Operation operation, int type) {
        int key = type << 5 | operation.ordinal();
        Rights.Visible cached = rights.visible().get(key);
        if (cached != null && cached.structureVersion() == model.structureVersion()) {
            return cached.entities();
        }
        RoaringBitmap entities = computeVisible(rights, operation, type);
        rights.visible().put(key, new Rights.Visible(model.structureVersion(), entities));
        return entities;
    }

    /** The path of a yes, or the nearest missing step of a no. */
    public Explanation explain(Subject subject, Operation operation, int ordinal) {
        Rights rights = rights(subject);
        if (check(rights, operation, ordinal)) {
            return new Explainer(model, clock.millis()).yes(rights, operation, ordinal);
        }
        return new Explainer(model, clock.millis()).no(rights, subject, operation, ordinal);
    }

    /** The generic permissions of a subject by resource, as clients show them. */
    public Map<String, Set<Operation>> genericPermissions(Subject subject) {
        return rights(subject).genericPermissions();
    }

    /** The operations that a subject has through group roles, by group ordinal. */
    public Map<Integer, Set<Operation>> groupPermissions(Subject subject) {
        Map<Integer, Set<Operation>> permissions = new HashMap<>();
        rights(subject).groups().forEach((group, mask) -> permissions.put(group, Operation.of(mask)));
        return permissions;
    }

    /** The groups that a subject may read, by rule B. */
    public boolean isOwnGroup(Subject subject, int group) {
        return model.isInChain(rights(subject).owner(), group);
    }

    /**
     * True if the subject holds every operation that a role would give on the target itself. Whoever grants a role,
     * edits one or lets somebody into a user group may not hand out more than the own rights.
     *
     * @param target the entity group or entity of a group role; {@link Grant#NONE} for a generic role
     */
    public boolean covers(Subject subject, RoleDefinition role, int target) {
        Rights rights = rights(subject);
        return switch (role) {
            case RoleDefinition.Generic generic ->
                Vocabulary.operationsByResource().keySet().stream()
                        .filter(resource -> !resource.equals("ALL"))
                        .filter(resource -> isReachable(rights, resource))
                        .allMatch(resource -> (generic.mask(resource) & ~mask(rights, resource)) == 0);
            case RoleDefinition.Group group ->
                target != Grant.NONE
                        && Operation.of(group.mask()).stream()
                                .filter(operation -> operation != Operation.ALL)
                                .allMatch(operation -> holds(subject, rights, operation, target));
        };
    }

    private boolean holds(Subject subject, Rights rights, Operation operation, int target) {
        return model.group(target) == null
                ? check(rights, operation, target)
                : checkMembers(subject, operation, target)
                        || operation.in(rights.groups().getOrDefault(target, 0));
    }

    /** The owner that a subject belongs to; somebody who is gone belongs nowhere. */
    public int ownerOf(Subject subject) {
        int owner = rights(subject).owner();
        if (owner == Grant.NONE) {
            throw Problem.authentication("Authentication failed");
        }
        return owner;
    }

    // ---- rule C ------------------------------------------------------------------------------------------------

    private boolean check(Rights rights, Operation operation, int ordinal) {
        if (!model.exists(ordinal)) {
            return false;
        }
        int type = model.typeOf(ordinal);
        if (type == types.group) {
            return checkGroup(rights, operation, ordinal);
        }
        if (rights.system()) {
            return ordinal == AccessModel.TENANT || type == types.user && model.ownerOf(ordinal) == AccessModel.TENANT;
        }
        if (!isReachable(rights, types.name(type))) {
            return false;
        }
        if (ordinal == rights.self() && (operation == Operation.READ || operation == Operation.WRITE)) {
            return operation.in(mask(rights, "PROFILE"));
        }
        boolean inChain = model.isInChain(rights.owner(), ordinal);
        if (inChain && rights.generic(type, operation)) {
            return true;
        }
        return throughGroups(rights, operation, ordinal, inChain) || byException(rights, operation, ordinal);
    }

    private boolean checkGroup(Rights rights, Operation operation, int ordinal) {
        AccessModel.Group group = model.group(ordinal);
        if (group == null
                || rights.system()
                || !isReachable(rights, Vocabulary.groupResource(types.name(group.memberType())))) {
            return false;
        }
        if (model.isInChain(rights.owner(), ordinal) && operation.in(rights.genericGroup()[group.memberType()])) {
            return true;
        }
        return !operation.in(GROUP_OWNER_ONLY) && operation.in(rights.groups().getOrDefault(ordinal, 0));
    }

    private boolean throughGroups(Rights rights, Operation operation, int ordinal, boolean inChain) {
        if (operation.in(OWNER_ONLY) && !inChain) {
            return false;
        }
        if (operation.in(rights.entities().getOrDefault(ordinal, 0))) {
            return true;
        }
        if (rights.groups().isEmpty()) {
            return false;
        }
        for (int group : model.groupsOf(ordinal)) {
            if (operation.in(rights.groups().getOrDefault(group, 0))) {
                return true;
            }
        }
        int owner = model.ownerOf(ordinal);
        int all = owner == Grant.NONE ? Grant.NONE : model.allGroup(owner, model.typeOf(ordinal));
        return all != Grant.NONE && operation.in(rights.groups().getOrDefault(all, 0));
    }

    /** The readings that no role gives but that every screen needs: own customer, profiles in use, own groups' roles. */
    private boolean byException(Rights rights, Operation operation, int ordinal) {
        int type = model.typeOf(ordinal);
        if (ordinal == rights.owner() && type == types.customer) {
            return Vocabulary.READING.contains(operation)
                    && (operation == Operation.READ || rights.generic(type, operation));
        }
        if (operation != Operation.READ || !rights.generic(type, operation)) {
            return false;
        }
        if (types.isCatalogue(type)) {
            return isUsedByVisible(rights, ordinal);
        }
        return type == types.role && isAttachedBelow(rights.owner(), ordinal);
    }

    private boolean isUsedByVisible(Rights rights, int entry) {
        RoaringBitmap using = model.usersOf(entry);
        if (using.isEmpty()) {
            return false;
        }
        int type = model.typeOf(using.first());
        return RoaringBitmap.intersects(using, visible(rights, Operation.READ, type));
    }

    private boolean isAttachedBelow(int owner, int role) {
        return model.grantsOfRole(role).stream()
                .anyMatch(grant -> grant.subject() == owner || model.isInChain(owner, grant.subject()));
    }

    // ---- visible -----------------------------------------------------------------------------------------------

    private RoaringBitmap computeVisible(Rights rights, Operation operation, int type) {
        if (rights.system() || !isReachable(rights, types.name(type)) || type == types.group) {
            return slowVisible(rights, operation, type);
        }
        RoaringBitmap found = genericVisible(rights, operation, type);
        RoaringBitmap more = new RoaringBitmap();
        boolean everything = found.getLongCardinality() == model.ofType(type).getLongCardinality();
        if (!everything) {
            addShared(rights, operation, type, more);
            addExceptions(rights, operation, type, more);
        }
        if (type == types.user && rights.self() != Grant.NONE && isProfileOperation(operation)) {
            return withSelf(rights, operation, RoaringBitmap.or(found, more));
        }
        return more.isEmpty() ? found : RoaringBitmap.or(found, more);
    }

    private RoaringBitmap genericVisible(Rights rights, Operation operation, int type) {
        if (!rights.generic(type, operation)) {
            return new RoaringBitmap();
        }
        if (rights.owner() == AccessModel.TENANT) {
            return model.ofType(type);
        }
        if (model.ownedBy(rights.owner(), types.customer).isEmpty()) {
            return model.ownedBy(rights.owner(), type);
        }
        List<RoaringBitmap> owned = new ArrayList<>();
        model.subtree(rights.owner()).forEach((int owner) -> owned.add(model.ownedBy(owner, type)));
        return RoaringBitmap.or(owned.iterator());
    }

    private void addShared(Rights rights, Operation operation, int type, RoaringBitmap more) {
        rights.groups().forEach((ordinal, mask) -> {
            AccessModel.Group group = model.group(ordinal);
            if (group != null && group.memberType() == type && operation.in(mask)) {
                if (!operation.in(OWNER_ONLY) || model.isInChain(rights.owner(), ordinal)) {
                    more.or(group.members());
                }
            }
        });
        rights.entities().forEach((ordinal, mask) -> {
            if (model.typeOf(ordinal) == type && operation.in(mask)) {
                if (!operation.in(OWNER_ONLY) || model.isInChain(rights.owner(), ordinal)) {
                    more.add(ordinal);
                }
            }
        });
    }

    private void addExceptions(Rights rights, Operation operation, int type, RoaringBitmap more) {
        if (type == types.customer && rights.owner() > AccessModel.TENANT) {
            if (byException(rights, operation, rights.owner())) {
                more.add(rights.owner());
            }
        }
        if (types.isCatalogue(type) || type == types.role) {
            model.ofType(type).forEach((int ordinal) -> {
                if (byException(rights, operation, ordinal)) {
                    more.add(ordinal);
                }
            });
        }
    }

    private static boolean isProfileOperation(Operation operation) {
        return operation == Operation.READ || operation == Operation.WRITE;
    }

    private RoaringBitmap withSelf(Rights rights, Operation operation, RoaringBitmap found) {
        if (operation.in(mask(rights, "PROFILE"))) {
            found.add(rights.self());
        } else {
            found.remove(rights.self());
        }
        return found;
    }

    private RoaringBitmap slowVisible(Rights rights, Operation operation, int type) {
        RoaringBitmap found = new RoaringBitmap();
        model.ofType(type).forEach((int ordinal) -> {
            if (check(rights, operation, ordinal)) {
                found.add(ordinal);
            }
        });
        return found;
    }

    // ---- rights ------------------------------------------------------------------------------------------------

    Rights rights(Subject subject) {
        return switch (subject) {
            case Subject.SystemAdministrator() -> system;
            case Subject.User(int ordinal) -> cached(ordinal, ordinal, model.ownerOf(ordinal));
            case Subject.Visitor(int customer) ->
                cached(-customer, Grant.NONE, model.exists(customer) ? customer : Grant.NONE);
        };
    }

    private Rights cached(int key, int self, int owner) {
        Rights rights = cache.get(key);
        long now = clock.millis();
        if (rights != null && rights.isValid(model.accessVersion(), now)) {
            return rights;
        }
        Rights fresh = new RightsBuilder(model, self, owner, now).build();
        cache.put(key, fresh);
        return fresh;
    }

    private boolean isAtOrBelow(int upper, int owner) {
        return upper == owner || model.isInChain(upper, owner);
    }

    private static boolean isReachable(Rights rights, String resource) {
        return !rights.customerCap() || Vocabulary.isAllowed(Authority.CUSTOMER_USER, resource);
    }

    private static int mask(Rights rights, @Nullable String resource) {
        Set<Operation> own = rights.genericPermissions().getOrDefault(resource, Set.of());
        Set<Operation> all = rights.genericPermissions().getOrDefault("ALL", Set.of());
        return Operation.mask(own) | Operation.mask(all);
    }
}

package io.atrium.access;

import io.atrium.base.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rule C over rights that are worked out already: one thing by {@link #check}, all things of a type by {@link #visible}.
 * The two say the same of every thing; the second goes over sets instead of things.
 */
final class Decisions {

    /** Operations that a group role gives only to users of an owner above the member. */
    static final int OWNER_ONLY = Operation.mask(Vocabulary.OWNER_ONLY_OPERATIONS);

    private static final int GROUP_OWNER_ONLY = Operation.mask(Vocabulary.OWNER_ONLY_GROUP_OPERATIONS);

    private static final int PUBLISHING = Operation.mask(Set.of(Operation.WRITE, Operation.SHARE_GROUP));
    private static final int SHOWN = Operation.mask(Vocabulary.PUBLIC_OPERATIONS);

    private final AccessModel model;
    private final TypeTable types;

    Decisions(AccessModel model) {
        this.model = model;
        this.types = model.types();
    }

    // ---- one thing ---------------------------------------------------------------------------------------------

    /** True if rule C gives the operation on the entity. */
    boolean check(Rights rights, Operation operation, int ordinal) {
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

    /**
     * True if the rights suffice to show a group to everybody: generic roles of its owner or of one above, never a share,
     * give the group away and read all that is in it or will be.
     */
    boolean mayPublish(Rights rights, int ordinal) {
        AccessModel.Group group = model.group(ordinal);
        if (group == null
                || rights.system()
                || !isReachable(rights, Vocabulary.groupResource(types.name(group.memberType())))) {
            return false;
        }
        int onGroup = rights.genericGroup()[group.memberType()];
        int onMembers = rights.generic()[group.memberType()];
        return model.isInChain(rights.owner(), ordinal)
                && (onGroup & PUBLISHING) == PUBLISHING
                && (onMembers & SHOWN) == SHOWN;
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
            return isReading(operation) && (operation == Operation.READ || rights.generic(type, operation));
        }
        if (operation != Operation.READ || !rights.generic(type, operation)) {
            return false;
        }
        if (types.isCatalogue(type)) {
            return isUsedByVisible(rights, ordinal);
        }
        return type == types.role && isAttachedBelow(rights.owner(), ordinal);
    }

    private static boolean isReading(Operation operation) {
        return operation == Operation.READ
                || operation == Operation.READ_ATTRIBUTES
                || operation == Operation.READ_TELEMETRY;
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

    // ---- all things of a type ------------------------------------------------------------------------------------

    /** Everything of a type that {@link #check} says yes to, kept until the model changes. */
    RoaringBitmap visible(Rights rights, Operation operation, int type) {
        int key = type << 5 | operation.ordinal();
        Rights.Visible cached = rights.visible().get(key);
        if (cached != null && cached.structureVersion() == model.structureVersion()) {
            return cached.entities();
        }
        RoaringBitmap entities = computeVisible(rights, operation, type);
        rights.visible().put(key, new Rights.Visible(model.structureVersion(), entities));
        return entities;
    }

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

    static boolean isReachable(Rights rights, String resource) {
        return !rights.customerCap() || Vocabulary.isAllowed(Authority.CUSTOMER_USER, resource);
    }

    static int mask(Rights rights, @Nullable String resource) {
        Set<Operation> own = rights.genericPermissions().getOrDefault(resource, Set.of());
        Set<Operation> all = rights.genericPermissions().getOrDefault("ALL", Set.of());
        return Operation.mask(own) | Operation.mask(all);
    }

    /** Whether generic roles give all that a role would give, within the reach of who holds them. */
    static boolean covers(Rights rights, RoleDefinition.Generic role) {
        return reachable(rights).allMatch(resource -> (role.mask(resource) & ~mask(rights, resource)) == 0);
    }

    /** Whether generic roles give all that those of somebody else give within his reach. */
    static boolean covers(Rights mine, Rights theirs) {
        return reachable(theirs).allMatch(resource -> (mask(theirs, resource) & ~mask(mine, resource)) == 0);
    }

    /** The resources themselves: what a role gives on ALL of them is in the mask of each. */
    private static Stream<String> reachable(Rights rights) {
        return Vocabulary.operationsByResource().keySet().stream()
                .filter(resource -> !resource.equals("ALL"))
                .filter(resource -> isReachable(rights, resource));
    }
}

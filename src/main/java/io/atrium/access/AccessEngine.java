package io.atrium.access;

import io.atrium.base.Authority;
import io.atrium.base.Problem;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Answers every question about rights in one tenant: {@link #check} for one thing, {@link #visible} for all things of a
 * type, {@link #explain} for people. Deny is the default; rights only add up (access-model 2.6).
 */
public final class AccessEngine {

    private static final Operation SHARING = Operation.SHARE_GROUP;

    private final AccessModel model;
    private final TypeTable types;
    private final InstantSource clock;
    private final Decisions decisions;
    private final Map<Integer, Rights> cache = new ConcurrentHashMap<>();
    private final Map<Integer, Rights> parties = new ConcurrentHashMap<>();
    private final Rights system;
    private volatile PassedOn passedOn;

    public AccessEngine(AccessModel model, InstantSource clock) {
        this.model = model;
        this.types = model.types();
        this.clock = clock;
        this.decisions = new Decisions(model);
        this.system = Rights.ofSystem(types.size());
        this.passedOn = new PassedOn(model);
    }

    /** Who is asking: a user of the tenant, the visitor of a public customer, an owner, or a system administrator. */
    public sealed interface Subject {
        /** A user by ordinal. */
        record User(int ordinal) implements Subject {}

        /** The anonymous visitor who came through a public link, by the ordinal of the public customer. */
        record Visitor(int customer) implements Subject {}

        /**
         * An owner as a party, by the ordinal of the tenant or customer: everything at or below it, and what is shared
         * with a user group of its own. What an owner shows to others is judged by this, whoever set it up.
         */
        record Party(int owner) implements Subject {}

        /** A system administrator, who reaches a tenant's record and its administrators, and nothing below. */
        record SystemAdministrator() implements Subject {}
    }

    /** True if the subject may do the operation to the entity. */
    public boolean check(Subject subject, Operation operation, int ordinal) {
        return decisions.check(rights(subject), operation, ordinal);
    }

    /** True if a generic role allows the operation on a resource as such, with no object at hand (rule A). */
    public boolean checkResource(Subject subject, Operation operation, String resource) {
        Rights rights = rights(subject);
        if (rights.system()) {
            return resource.equals(TypeTable.USER) || resource.equals(TypeTable.TENANT) || resource.equals("AUDIT_LOG");
        }
        Authority authority = rights.customerCap() ? Authority.CUSTOMER_USER : Authority.TENANT_ADMIN;
        return Vocabulary.isAllowed(authority, resource, operation) && operation.in(Decisions.mask(rights, resource));
    }

    /** True if the subject may do the operation to things of a type that the owner holds, or will hold (create). */
    public boolean checkOwner(Subject subject, Operation operation, int type, int owner) {
        Rights rights = rights(subject);
        if (rights.system()) {
            return type == types.user && owner == AccessModel.TENANT;
        }
        return Decisions.isReachable(rights, types.name(type))
                && isAtOrBelow(rights.owner(), owner)
                && rights.generic(type, operation);
    }

    /**
     * True if the subject administers the things of a type that an owner holds: a generic role, never a share, lets it
     * create, change, delete and hand them over, with all that is in them.
     */
    public boolean administers(Subject subject, int type, int owner) {
        Rights rights = rights(subject);
        return !rights.system()
                && rights.owner() != Grant.NONE
                && Decisions.isReachable(rights, types.name(type))
                && isAtOrBelow(rights.owner(), owner)
                && Vocabulary.administration(types.name(type)).stream()
                        .allMatch(operation -> rights.generic(type, operation));
    }

    /** True if the subject may show a group, with all that is in it or will be, to everybody who has the link. */
    public boolean mayPublish(Subject subject, int group) {
        return decisions.mayPublish(rights(subject), group);
    }

    /** As {@link #checkOwner}, for groups whose members are of a type. */
    public boolean checkGroupOwner(Subject subject, Operation operation, int memberType, int owner) {
        Rights rights = rights(subject);
        return !rights.system()
                && Decisions.isReachable(rights, Vocabulary.groupResource(types.name(memberType)))
                && isAtOrBelow(rights.owner(), owner)
                && operation.in(rights.genericGroup()[memberType]);
    }

    /** True if the subject may do the operation to the members of a group as a class (rule B), for instance create. */
    public boolean checkMembers(Subject subject, Operation operation, int groupOrdinal) {
        Rights rights = rights(subject);
        AccessModel.Group group = model.group(groupOrdinal);
        if (group == null || !Decisions.isReachable(rights, types.name(group.memberType()))) {
            return false;
        }
        boolean inChain = model.isInChain(rights.owner(), groupOrdinal);
        if (inChain && rights.generic(group.memberType(), operation)) {
            return true;
        }
        return (inChain || !operation.in(Decisions.OWNER_ONLY))
                && operation.in(rights.groups().getOrDefault(groupOrdinal, 0));
    }

    /** Everything of a type that the subject may do the operation to. Shared and live: callers must not change it. */
    public RoaringBitmap visible(Subject subject, Operation operation, int type) {
        return decisions.visible(rights(subject), operation, type);
    }

    /** The path of a yes, or the nearest missing step of a no. */
    public Explanation explain(Subject subject, Operation operation, int ordinal) {
        Rights rights = rights(subject);
        Explainer explainer = new Explainer(model, passedOn(), clock.millis());
        if (decisions.check(rights, operation, ordinal)) {
            return explainer.yes(rights, operation, ordinal);
        }
        return explainer.no(rights, subject, operation, ordinal);
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
            case RoleDefinition.Generic generic -> Decisions.covers(rights, generic);
            case RoleDefinition.Group group ->
                target != Grant.NONE
                        && Operation.of(group.mask()).stream()
                                .filter(operation -> operation != Operation.ALL)
                                .allMatch(operation -> holds(subject, rights, operation, target));
        };
    }

    /** True if the subject may itself do to an entity all that a group role gives on the members of a group. */
    public boolean coversOn(Subject subject, RoleDefinition.Group role, int entity) {
        Rights rights = rights(subject);
        return Vocabulary.operationsByResource().getOrDefault(types.name(model.typeOf(entity)), Set.of()).stream()
                .filter(operation -> operation != Operation.ALL)
                .filter(operation -> operation.in(role.mask()))
                .allMatch(operation -> decisions.check(rights, operation, entity));
    }

    /** True if the generic roles of a subject give, on every resource within the other's reach, all that the other's give. */
    public boolean coversGenerally(Subject subject, Subject other) {
        return Decisions.covers(rights(subject), rights(other));
    }

    /**
     * The users of the tenant whose generic roles give everything.
     *
     * @param lost which grants of which users to leave out
     */
    public RoaringBitmap administrators(BiPredicate<Integer, Grant> lost) {
        RoaringBitmap found = new RoaringBitmap();
        long now = clock.millis();
        model.ownedBy(AccessModel.TENANT, types.user).forEach((int user) -> {
            List<Grant> left = RightsBuilder.grants(model, user, AccessModel.TENANT).stream()
                    .filter(grant -> grant.target() == Grant.NONE && !lost.test(user, grant))
                    .toList();
            RightsBuilder rights = new RightsBuilder(model, passedOn(), user, AccessModel.TENANT, now);
            if (Decisions.covers(rights.build(left), RightsBuilder.EVERYTHING)) {
                found.add(user);
            }
        });
        return found;
    }

    private boolean holds(Subject subject, Rights rights, Operation operation, int target) {
        return model.group(target) == null
                ? decisions.check(rights, operation, target)
                : checkMembers(subject, operation, target)
                        || operation.in(rights.groups().getOrDefault(target, 0));
    }

    // ---- giving ------------------------------------------------------------------------------------------------

    /** True if the subject may share a group or a thing: by a role of its owner or of one above, or by a grant that says so. */
    public boolean mayShare(Subject subject, int target) {
        Rights rights = rights(subject);
        return sharesAsOwner(rights, target) || SHARING.in(byGrants(rights, target));
    }

    /** True if the subject may share it as one of the owner's side. */
    public boolean givesAsOwner(Subject subject, int target) {
        return sharesAsOwner(rights(subject), target);
    }

    private boolean sharesAsOwner(Rights rights, int target) {
        Ownership ownership = new Ownership(model, target);
        AccessModel.Group group = model.group(target);
        int mask = group == null ? rights.generic()[model.typeOf(target)] : rights.genericGroup()[group.memberType()];
        return !rights.system()
                && model.exists(target)
                && Decisions.isReachable(rights, ownership.resource())
                && model.isInChain(rights.owner(), target)
                && ownership.mayShare(mask);
    }

    private int byGrants(Rights rights, int target) {
        if (model.group(target) != null) {
            return rights.groups().getOrDefault(target, 0);
        }
        int mask = rights.entities().getOrDefault(target, 0);
        for (int group : model.groupsOf(target)) {
            mask |= rights.groups().getOrDefault(group, 0);
        }
        int owner = model.ownerOf(target);
        int all = owner == Grant.NONE ? Grant.NONE : model.allGroup(owner, model.typeOf(target));
        return all == Grant.NONE ? mask : mask | rights.groups().getOrDefault(all, 0);
    }

    /**
     * On whose behalf a user gives a role on a target, all of which he may: that of his owner, if generic roles give it to him
     * as one of the owner's side, or if his owner as a party was given all of it; else his own alone.
     */
    public int behalf(Subject.User user, RoleDefinition.Group role, int target) {
        Rights rights = rights(user);
        if (sharesAsOwner(rights, target) && (role.mask() & ~rights.generic()[memberType(target)]) == 0) {
            return rights.owner();
        }
        int held = rights.owner() == AccessModel.TENANT ? 0 : passedOn().held(rights.owner(), target, clock.millis());
        boolean whole = SHARING.in(held) && (role.mask() & ~held) == 0;
        return whole ? rights.owner() : user.ordinal();
    }

    private int memberType(int target) {
        AccessModel.Group group = model.group(target);
        return group == null ? model.typeOf(target) : group.memberType();
    }

    /**
     * May the owner of a view show somebody what the view shows, now? Its own side, and those above it, see what the owner as a
     * party may do to the target. All others only if the owner may pass that on, or if they may do it to the target themselves:
     * a view is no way around the right to share.
     */
    public boolean mayShow(int owner, Subject viewer, Operation operation, int target) {
        Subject.Party party = new Subject.Party(owner);
        Showing showing = new Showing(model, passedOn(), clock.millis());
        return check(party, Operation.READ, target)
                && check(party, operation, target)
                && (showing.isOfSide(viewer, owner)
                        || showing.mayPassOn(owner, target)
                        || check(viewer, operation, target));
    }

    /** True if a grant was given by somebody who is not of the side of its target's owner, and so ends with what he holds. */
    public boolean isPassedOn(Grant grant) {
        return passedOn().isPassedOn(grant);
    }

    /** The grant that a passed-on one rests on; null if there is none any more. */
    public @Nullable Grant parent(Grant grant) {
        return passedOn().isPassedOn(grant) ? passedOn().parent(grant, clock.millis()) : null;
    }

    /** True for a grant whose time has passed: it counts for nothing, unless somebody gives it more time. */
    public boolean isOver(Grant grant) {
        return grant.until() <= clock.millis();
    }

    /** When a grant ends by itself, as all that it rests on is known to end; in the past if nothing holds it. */
    public long until(Grant grant) {
        long until = grant.until();
        Set<Grant> seen = new HashSet<>();
        for (Grant at = grant; passedOn().isPassedOn(at) && seen.add(at); ) {
            Grant parent = parent(at);
            if (parent == null) {
                return Math.min(until, clock.millis());
            }
            until = Math.min(until, parent.until());
            at = parent;
        }
        return until;
    }

    /** The passed-on grants that would give nothing any more if some grants ended, or that give nothing already. */
    public List<Grant> lapsing(Set<UUID> ended) {
        return Lapses.with(model, ended, clock.millis());
    }

    /** The passed-on grants that grants of a time took along when they ended by themselves, after a moment and until another. */
    public List<Grant> lapsed(long after, long until) {
        return Lapses.between(model, after, until);
    }

    /** The next moment at which some grant starts or ends by itself; {@link Long#MAX_VALUE} for never. */
    public long nextChange() {
        long now = clock.millis();
        long next = Long.MAX_VALUE;
        for (Grant grant : model.grants()) {
            next = Math.min(next, grant.nextChange(now));
        }
        return next;
    }

    /** The owner that a subject belongs to; somebody who is gone belongs nowhere. */
    public int ownerOf(Subject subject) {
        int owner = rights(subject).owner();
        if (owner == Grant.NONE) {
            throw Problem.authentication("Authentication failed");
        }
        return owner;
    }

    // ---- rights ------------------------------------------------------------------------------------------------

    Rights rights(Subject subject) {
        return switch (subject) {
            case Subject.SystemAdministrator() -> system;
            case Subject.User(int ordinal) ->
                cached(cache, ordinal, now -> new RightsBuilder(model, passedOn(), ordinal, model.ownerOf(ordinal), now)
                        .build());
            case Subject.Visitor(int customer) ->
                cached(cache, -customer, now -> new RightsBuilder(
                                model, passedOn(), Grant.NONE, existing(customer), now)
                        .build());
            case Subject.Party(int owner) ->
                cached(parties, owner, now -> new RightsBuilder(model, passedOn(), Grant.NONE, existing(owner), now)
                        .buildParty());
        };
    }

    private PassedOn passedOn() {
        PassedOn known = passedOn;
        if (!known.isOf(model)) {
            known = new PassedOn(model);
            passedOn = known;
        }
        return known;
    }

    private int existing(int owner) {
        return model.exists(owner) ? owner : Grant.NONE;
    }

    private Rights cached(Map<Integer, Rights> known, int key, LongFunction<Rights> build) {
        Rights rights = known.get(key);
        long now = clock.millis();
        if (rights != null && rights.isValid(model.accessVersion(), now)) {
            return rights;
        }
        Rights fresh = build.apply(now);
        known.put(key, fresh);
        return fresh;
    }

    private boolean isAtOrBelow(int upper, int owner) {
        return upper == owner || model.isInChain(upper, owner);
    }
}

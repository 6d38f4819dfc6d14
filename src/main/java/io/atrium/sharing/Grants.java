package io.atrium.sharing;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Administrators;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.GrantStore;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes and ends grants, and checks that nobody gives away more than is the own (access-model 2.5, 3). */
final class Grants {

    /** The kind of a grant's id on the wire. */
    static final String KIND = GrantRow.KIND;

    private static final String SWEEP = "what was passed on and has ended";

    private final Platform platform;
    private final Administrators administrators;

    Grants(Platform platform, Administrators administrators) {
        this.platform = platform;
        this.administrators = administrators;
    }

    /** Who is given what, and for how long. */
    record Terms(Entry subject, Entry role, @Nullable Entry target, long from, long until) {

        /** True for the same role to the same people on the same thing, whenever. */
        boolean isSameShare(Terms other) {
            return subject.id().equals(other.subject.id())
                    && role.id().equals(other.role.id())
                    && Objects.equals(id(target), id(other.target));
        }

        private static @Nullable UUID id(@Nullable Entry entry) {
            return entry == null ? null : entry.id();
        }
    }

    // ---- reading; callers hold the read lock -------------------------------------------------------------------

    /** A grant that the caller may see. */
    static Grant require(Scope scope, UUID id) {
        Grant grant = scope.directory().model().grant(id);
        if (grant == null || !isReadable(scope, grant)) {
            throw Problem.notFound();
        }
        return grant;
    }

    /**
     * True for a grant on a thing of the caller's side that he may read, and for one to people whom he may read as far as he
     * may read, now, what they were given: a share that has not begun or is over tells nothing of what others own.
     */
    static boolean isReadable(Scope scope, Grant grant) {
        if (!scope.mayGenerally(Operation.READ, KIND)) {
            return false;
        }
        Directory directory = scope.directory();
        boolean subject = scope.may(Operation.READ, directory.entry(grant.subject()));
        if (grant.target() == Grant.NONE) {
            return subject;
        }
        return (subject || isMine(scope, grant.target())) && scope.may(Operation.READ, directory.entry(grant.target()));
    }

    /** True if the caller's owner holds a thing, directly or further down. */
    private static boolean isMine(Scope scope, int ordinal) {
        return scope.directory().model().isInChain(scope.owner().ordinal(), ordinal);
    }

    /** True if the caller could end the grant. */
    boolean isChangeable(Scope scope, Grant grant, boolean publicRow) {
        return !publicRow && scope.mayGenerally(Operation.DELETE, KIND) && mayEnd(scope, grant);
    }

    /** True if the caller may end what a grant gives: as one of the side of its target, or of those who have it. */
    static boolean mayEnd(Scope scope, Grant grant) {
        Directory directory = scope.directory();
        if (grant.target() != Grant.NONE
                && isMine(scope, grant.target())
                && scope.may(Operation.WRITE, directory.entry(grant.target()))) {
            return true;
        }
        return scope.may(Operation.WRITE, directory.entry(grant.subject())) && holdsAll(scope, grant);
    }

    /** Whoever has less than a grant gives does not take it from those who have it. */
    private static boolean holdsAll(Scope scope, Grant grant) {
        RoleDefinition role = scope.directory().model().role(grant.role());
        return role == null || scope.directory().access().covers(scope.subject(), role, grant.target());
    }

    /**
     * True if the caller may give a grant other terms: what the owner's side of its target gave, only who gives for that side
     * himself; what was passed on, also the people of those who passed it on.
     */
    static boolean mayRewrite(Scope scope, Grant grant) {
        Directory directory = scope.directory();
        if (grant.target() == Grant.NONE || directory.access().givesAsOwner(scope.subject(), grant.target())) {
            return true;
        }
        boolean own = grant.under() == scope.owner().ordinal();
        return directory.access().isPassedOn(grant) && (own || grant.under() >= 0 && isMine(scope, grant.under()));
    }

    /** True if the caller may have a grant give more: he may share its target with those who have it, for whom it was given. */
    static boolean mayGiveMore(Scope scope, Grant grant) {
        Directory directory = scope.directory();
        return grant.target() == Grant.NONE
                || isWithinOwn(scope, directory.entry(grant.subject()))
                        && directory.access().mayShare(scope.subject(), grant.target())
                        && mayRewrite(scope, grant);
    }

    boolean isPublic(Grant grant) {
        return platform.database()
                .read(sql -> GrantStore.origin(sql, grant))
                .map(GrantStore.Origin::publicLink)
                .orElse(false);
    }

    // ---- changes -----------------------------------------------------------------------------------------------

    /** Saves a row that a caller posted: new without id, changed with one. */
    GrantRow save(Actor actor, GroupPermission sent) {
        Scope scope = platform.scopes().of(actor);
        return platform.gate().change(actor, actor.tenantId(), change -> {
            Ref id = sent.id();
            Grant before = id == null ? null : require(scope, id.id());
            if (before != null
                    && !(isChangeable(scope, before, isPublicIn(change, before)) && mayRewrite(scope, before))) {
                throw Problem.forbidden("You don't have permission to change this grant");
            }
            if (before != null) {
                administrators.requireOthersThanBy(change, before);
            }
            scope.requireGenerally(before == null ? Operation.CREATE : Operation.WRITE, KIND);
            Terms terms = terms(scope, sent);
            Entry under = requireGrantable(scope, terms);
            scope.require(Operation.WRITE, terms.subject());
            if (terms.target() != null) {
                scope.require(Operation.WRITE, terms.target());
            }
            refuseDuplicate(scope.directory(), terms, before);
            Row row = new Row(before == null ? change.newId() : before.id(), terms, under, false, before != null);
            return put(change, row);
        });
    }

    private static Terms terms(Scope scope, GroupPermission sent) {
        Entry subject = scope.require(Operation.READ, required(sent.userGroupId(), "userGroupId", TypeTable.GROUP));
        if (!scope.directory().memberKind(subject).equals(TypeTable.USER)) {
            throw Problem.badRequest("Field 'userGroupId' must name a group of users");
        }
        Entry role = scope.require(Operation.READ, required(sent.roleId(), "roleId", TypeTable.ROLE));
        Ref target = sent.entityGroupId();
        boolean generic = scope.directory().model().role(role.ordinal()) instanceof RoleDefinition.Generic;
        if (generic != Ref.isNone(target)) {
            throw Problem.badRequest(
                    generic
                            ? "A GENERIC role takes no field 'entityGroupId'"
                            : "A GROUP role needs the field 'entityGroupId'");
        }
        Entry group = target == null || generic
                ? null
                : scope.require(Operation.READ, required(target, "entityGroupId", TypeTable.GROUP));
        return new Terms(subject, role, group, 0, Long.MAX_VALUE);
    }

    private static Ref required(@Nullable Ref ref, String field, String kind) {
        if (ref == null || ref.id() == null) {
            throw Problem.badRequest("Field '" + field + "' should be specified!");
        }
        return new Ref(kind, ref.id());
    }

    /**
     * The receiver is at or below the caller's owner, the caller may share the target, and the role gives nothing that he lacks.
     *
     * @return on whose behalf the caller gives; null for the tenant
     */
    static @Nullable Entry requireGrantable(Scope scope, Terms terms) {
        RoleDefinition role = scope.directory().model().role(terms.role().ordinal());
        return requireGrantable(scope, terms, role);
    }

    /** As {@link #requireGrantable(Scope, Terms)}, for a role that may be made in this very change. */
    static @Nullable Entry requireGrantable(Scope scope, Terms terms, @Nullable RoleDefinition role) {
        Directory directory = scope.directory();
        Entry subject = terms.subject();
        if (!isWithinOwn(scope, subject)) {
            throw Problem.forbidden("You don't have permission to grant anything to '" + subject.name() + "'");
        }
        Entry on = terms.target();
        int target = on == null ? Grant.NONE : on.ordinal();
        if (role == null || !directory.access().covers(scope.subject(), role, target)) {
            throw Problem.forbidden("You don't have permission to grant role '"
                    + terms.role().name() + "': it gives more than you have");
        }
        if (on == null || !(role instanceof RoleDefinition.Group operations)) {
            return null;
        }
        requireMayShare(scope, on);
        if (!(scope.subject() instanceof Subject.User user)) {
            throw Problem.forbidden("Only users of the tenant share what it holds");
        }
        int under = directory.access().behalf(user, operations, target);
        return under == AccessModel.TENANT ? null : directory.entry(under);
    }

    /** Refuses unless the caller may share a thing that he may read. */
    static void requireMayShare(Scope scope, Entry target) {
        if (!scope.directory().access().mayShare(scope.subject(), target.ordinal())) {
            throw Problem.forbidden("You don't have permission to share '" + target.name() + "': that takes "
                    + (scope.directory().model().group(target.ordinal()) == null ? "WRITE" : "WRITE or SHARE_GROUP")
                    + " by a role of its owner, or a share whose role has SHARE_GROUP");
        }
    }

    /** True for who belongs to the caller's owner or below; the users of a customer made just now always do. */
    static boolean isWithinOwn(Scope scope, Entry subject) {
        return subject.ordinal() == Grant.NONE
                || scope.isAtOrBelowOwn(scope.directory().entry(subject.owner()));
    }

    private static void refuseDuplicate(Directory directory, Terms terms, @Nullable Grant before) {
        find(directory, terms).filter(grant -> !grant.equals(before)).ifPresent(grant -> {
            throw Problem.badRequest("The user group has this role already");
        });
    }

    /** The grant of the same role to the same subject on the same target. */
    static Optional<Grant> find(Directory directory, Terms terms) {
        int target = terms.target() == null ? Grant.NONE : terms.target().ordinal();
        return directory.model().grantsOfSubject(terms.subject().ordinal()).stream()
                .filter(grant -> grant.role() == terms.role().ordinal() && grant.target() == target)
                .findFirst();
    }

    /** A grant to write: {@code under} says on whose behalf it is made, null for the tenant. */
    record Row(UUID id, Terms terms, @Nullable Entry under, boolean publicRow, boolean isUpdate) {}

    /**
     * Writes a grant with its audit entry; the permission is checked already. What had been passed on and ended before does not
     * begin again with it.
     */
    static GrantRow put(Change change, Row wanted) {
        Terms terms = wanted.terms();
        if (change.notes().isFirst(SWEEP)) {
            endLapsing(change, Set.of());
        }
        GrantRow row = new GrantRow(
                wanted.id(),
                terms.subject(),
                terms.role(),
                terms.target(),
                terms.from(),
                terms.until(),
                wanted.publicRow(),
                change.actor().userId(),
                wanted.under());
        change.putGrant(row);
        change.audit(
                wanted.isUpdate() ? AuditAction.UPDATED : AuditAction.ADDED,
                subject(change, row),
                Json.object()
                        .put("userGroupId", terms.subject().id().toString())
                        .put("userGroupName", terms.subject().name())
                        .put("roleId", terms.role().id().toString())
                        .put("roleName", terms.role().name())
                        .put(
                                "targetId",
                                terms.target() == null
                                        ? null
                                        : terms.target().id().toString())
                        .put(
                                "targetName",
                                terms.target() == null ? null : terms.target().name())
                        .put("from", terms.from())
                        .put("until", terms.until()));
        return row;
    }

    /** The audit entry is about the grant, and belongs to the customer who gains by it. */
    private static AuditTrail.Subject subject(Change change, GrantRow row) {
        return new AuditTrail.Subject(
                new Ref(KIND, row.id()),
                row.role().name(),
                change.subject(row.subject()).customer());
    }

    void delete(Actor actor, UUID id) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            revoke(change, scope, id);
            return id;
        });
    }

    /** Ends a grant that the caller may see and end. */
    void revoke(Change change, Scope scope, UUID id) {
        Grant grant = require(scope, id);
        if (!isChangeable(scope, grant, isPublicIn(change, grant))) {
            throw Problem.forbidden("You don't have permission to perform 'DELETE' operation with " + KIND + "!");
        }
        administrators.requireOthersThanBy(change, grant);
        end(change, grant);
    }

    private static boolean isPublicIn(Change change, Grant grant) {
        return GrantStore.origin(change.sql(), grant)
                .map(GrantStore.Origin::publicLink)
                .orElse(false);
    }

    /** Ends a grant with its audit entry, and what was passed on under it; the permission is checked already. */
    static void end(Change change, Grant grant) {
        if (change.directory().model().grant(grant.id()) != null) {
            change.endGrant(grant);
            endLapsing(change, Set.of(grant.id()));
        }
    }

    /** Ends the passed-on grants that nothing holds any more once others have ended. */
    private static void endLapsing(Change change, Set<UUID> ended) {
        for (Grant lapsing : change.directory().access().lapsing(ended)) {
            if (change.notes().isFirst(lapsing.id())) {
                change.endGrant(lapsing);
            }
        }
    }
}

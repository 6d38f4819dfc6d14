package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.base.Problem;
import io.atrium.entity.Administrators;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Mark;
import io.atrium.entity.Marks;
import io.atrium.entity.RoleBody;
import io.atrium.entity.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a role may be, and when it may change or go (access-model 2.2). */
final class Roles implements KindHooks {

    private final Administrators administrators;

    Roles(Administrators administrators) {
        this.administrators = administrators;
    }

    private static final int MAX_LISTED = 10;
    private static final Set<Mark> FIXED = EnumSet.of(Mark.READ_SHARE_ROLE, Mark.WRITE_SHARE_ROLE, Mark.PUBLIC_ROLE);
    private static final Set<Mark> HANDED_OUT = EnumSet.of(
            Mark.TENANT_ADMINISTRATOR_ROLE,
            Mark.TENANT_USER_ROLE,
            Mark.CUSTOMER_ADMINISTRATOR_ROLE,
            Mark.CUSTOMER_USER_ROLE);

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        if (!document.hasNonNull("additionalInfo")) {
            document.putObject("additionalInfo");
        }
        if (!document.hasNonNull("permissions")) {
            throw Problem.badRequest("Role field 'permissions' should be specified!");
        }
        RoleDefinition definition = RoleBody.definition(
                document.path("type").asText(""), document.get("permissions"), document.get("excludedPermissions"));
        if (before == null) {
            return;
        }
        guardOwn(scope, before, definition);
        List<Grant> grants = scope.directory().model().grantsOfRole(before.ordinal());
        if (!grants.isEmpty() && !document.path("type").asText("").equals(before.subtype())) {
            throw Problem.badRequest("Field 'type' of a role in use cannot be changed");
        }
        RoleDefinition present = scope.directory().model().role(before.ordinal());
        for (Grant grant : present(scope, before)) {
            if (!scope.directory().access().covers(scope.subject(), definition, grant.target())) {
                throw Problem.forbidden("You don't have permission to give this role more than you have yourself");
            }
            if (present != null
                    && !present.equals(definition)
                    && !scope.directory().access().covers(scope.subject(), present, grant.target())) {
                throw Problem.forbidden("People have this role, and it gives more than you have: only who has all of it"
                        + " changes it");
            }
        }
        if (!definition.equals(present)) {
            requireOwnPeople(scope, present(scope, before));
            if (definition instanceof RoleDefinition.Group wanted && present instanceof RoleDefinition.Group had) {
                requireOwnShares(scope, present(scope, before), wanted, had);
            }
            administrators.requireOthersThanAs(change, before);
        }
    }

    /** What is given by a role, or will be; what is over binds nobody any more. */
    private static List<Grant> present(Scope scope, Entry role) {
        return scope.directory().model().grantsOfRole(role.ordinal()).stream()
                .filter(grant -> !scope.directory().access().isOver(grant))
                .toList();
    }

    /**
     * A generic role gives its rights where its holders belong. Who does not administer all of them, for instance because a
     * customer was moved away with its copy in use, neither widens nor narrows it.
     */
    private static void requireOwnPeople(Scope scope, List<Grant> grants) {
        Directory directory = scope.directory();
        for (Grant grant : grants) {
            Entry owner = directory.entry(directory.entry(grant.subject()).owner());
            if (grant.target() == Grant.NONE && !scope.isAtOrBelowOwn(owner)) {
                throw Problem.forbidden(
                        "People have this role who are not yours: only who is above all of them changes it");
            }
        }
    }

    /**
     * A role of shares gives or takes wherever it was used, also by others: a change of it asks of every such share what giving
     * it, or ending it, would ask. The refusal tells nothing of the shares, for the caller may not see them.
     */
    private static void requireOwnShares(
            Scope scope, List<Grant> grants, RoleDefinition.Group wanted, RoleDefinition.Group had) {
        boolean more = wanted.givesMoreThan(had);
        boolean less = had.givesMoreThan(wanted);
        for (Grant grant : grants) {
            if (more && !Grants.mayGiveMore(scope, grant) || less && !Grants.mayEnd(scope, grant)) {
                throw Problem.forbidden(
                        "Others share by this role what is not yours to give or to take: make a role of your"
                                + " own, and share by that");
            }
        }
    }

    /**
     * The platform hands these roles out for whoever shares, publishes or makes a customer, so nobody changes them to give
     * more than the own rights. Those behind shares and public groups say what people rely on, and never change.
     */
    private static void guardOwn(Scope scope, Entry before, RoleDefinition definition) {
        Marks marks = scope.directory().marks();
        boolean isFixed = FIXED.stream().anyMatch(mark -> marks.has(mark, before.ordinal()));
        RoleDefinition present = scope.directory().model().role(before.ordinal());
        if (isFixed && !definition.equals(present)) {
            throw Problem.badRequest("The permissions of role '" + before.name()
                    + "' are the platform's and cannot be changed; make a role of your own and share with it");
        }
        boolean isHandedOut = HANDED_OUT.stream().anyMatch(mark -> marks.has(mark, before.ordinal()));
        if (isHandedOut && !scope.directory().access().covers(scope.subject(), definition, Grant.NONE)) {
            throw Problem.forbidden("You don't have permission to give this role more than you have yourself");
        }
    }

    /** What the platform hands out for one owner is not handed out for another. */
    @Override
    public void changingOwner(Change change, Scope scope, Entry entry, Entry newOwner) {
        for (Mark mark : Mark.values()) {
            if (change.directory().marks().has(mark, entry.ordinal())) {
                change.facts().unmark(entry, mark);
            }
        }
    }

    /** A role in use stays, for its grants would go with it unseen. */
    @Override
    public void deleting(Change change, Scope scope, Entry entry) {
        List<Grant> grants = present(scope, entry);
        if (!grants.isEmpty()) {
            String holders = grants.stream()
                    .map(grant -> scope.directory().entry(grant.subject()))
                    .filter(subject -> scope.may(Operation.READ, subject))
                    .limit(MAX_LISTED)
                    .map(subject -> "'" + subject.name() + "' of '"
                            + scope.directory().entry(subject.owner()).name() + "'")
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw Problem.badRequest("The role is in use by " + grants.size() + " grants"
                    + (holders.isEmpty() ? "" : ", among them for " + holders));
        }
    }
}

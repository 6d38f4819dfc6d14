package io.atrium.access;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.Explanation.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the grant behind a yes, or the reason of a no that came nearest to a yes. */
final class Explainer {

    private final AccessModel model;
    private final TypeTable types;
    private final PassedOn passedOn;
    private final long now;

    Explainer(AccessModel model, PassedOn passedOn, long now) {
        this.model = model;
        this.passedOn = passedOn;
        this.types = model.types();
        this.now = now;
    }

    Explanation yes(Rights rights, Operation operation, int ordinal) {
        if (rights.system()) {
            return Explanation.yes(Reason.SYSTEM, null, Grant.NONE);
        }
        if (ordinal == rights.self() && (operation == Operation.READ || operation == Operation.WRITE)) {
            return Explanation.yes(Reason.OWN_ACCOUNT, genericGrant(rights, "PROFILE", operation), Grant.NONE);
        }
        if (model.isInChain(rights.owner(), ordinal)) {
            Grant grant = genericGrant(rights, resource(ordinal), operation);
            if (grant != null) {
                return Explanation.yes(Reason.GENERIC_ROLE, grant, Grant.NONE);
            }
        }
        List<Integer> targets = targets(ordinal);
        for (Grant grant : rights.grants()) {
            if (targets.contains(grant.target()) && groupAllows(grant, operation)) {
                boolean single = grant.target() == ordinal && model.group(ordinal) == null;
                return Explanation.yes(
                        single ? Reason.ENTITY_GRANT : Reason.GROUP_ROLE, grant, single ? Grant.NONE : grant.target());
            }
        }
        int type = model.typeOf(ordinal);
        if (type == types.customer) {
            return Explanation.yes(Reason.OWN_CUSTOMER, null, Grant.NONE);
        }
        return Explanation.yes(type == types.role ? Reason.ROLE_IN_USE : Reason.USED_BY_VISIBLE, null, Grant.NONE);
    }

    Explanation no(Rights rights, Subject subject, Operation operation, int ordinal) {
        String resource = resource(ordinal);
        if (rights.system()
                || rights.customerCap() && !Vocabulary.isAllowed(io.atrium.base.Authority.CUSTOMER_USER, resource)) {
            return Explanation.no(Reason.AUTHORITY);
        }
        List<Integer> targets = targets(ordinal);
        for (Grant grant : allGrants(rights, subject)) {
            boolean meant = targets.contains(grant.target()) && operation.in(ofRole(grant))
                    || model.isInChain(rights.owner(), ordinal) && genericAllows(grant, resource, operation);
            if (meant) {
                return new Explanation(false, reasonOfNo(grant, operation), grant, grant.target());
            }
        }
        for (Grant grant : rights.grants()) {
            if (targets.contains(grant.target())) {
                return new Explanation(false, Reason.GROUP_ROLE_LACKS_OPERATION, grant, grant.target());
            }
        }
        boolean inChain = model.isInChain(rights.owner(), ordinal);
        return Explanation.no(inChain ? Reason.GENERIC_ROLE_LACKS_OPERATION : Reason.NOT_SHARED);
    }

    private Reason reasonOfNo(Grant grant, Operation operation) {
        if (!grant.isActive(now)) {
            return Reason.GRANT_NOT_ACTIVE;
        }
        boolean lost = operation.in(ofRole(grant)) && !groupAllows(grant, operation);
        return lost ? Reason.NOT_HELD_ANY_MORE : Reason.OWNER_ONLY;
    }

    private List<Grant> allGrants(Rights rights, Subject subject) {
        if (subject instanceof Subject.SystemAdministrator) {
            return List.of();
        }
        return RightsBuilder.grants(model, rights.self(), rights.owner());
    }

    private List<Integer> targets(int ordinal) {
        List<Integer> targets = new ArrayList<>(List.of(ordinal));
        for (int group : model.groupsOf(ordinal)) {
            targets.add(group);
        }
        int owner = model.ownerOf(ordinal);
        if (owner != Grant.NONE && model.allGroup(owner, model.typeOf(ordinal)) != Grant.NONE) {
            targets.add(model.allGroup(owner, model.typeOf(ordinal)));
        }
        return targets;
    }

    private String resource(int ordinal) {
        AccessModel.Group group = model.group(ordinal);
        return group == null
                ? types.name(model.typeOf(ordinal))
                : Vocabulary.groupResource(types.name(group.memberType()));
    }

    private @Nullable Grant genericGrant(Rights rights, String resource, Operation operation) {
        return rights.grants().stream()
                .filter(grant -> genericAllows(grant, resource, operation))
                .findFirst()
                .orElse(null);
    }

    private boolean genericAllows(Grant grant, String resource, Operation operation) {
        return model.role(grant.role()) instanceof RoleDefinition.Generic role
                && grant.fits(role)
                && operation.in(role.mask(resource));
    }

    private boolean groupAllows(Grant grant, Operation operation) {
        int ofRole = ofRole(grant);
        return ofRole != 0 && operation.in(passedOn.mask(grant, ofRole, now));
    }

    private int ofRole(Grant grant) {
        return model.role(grant.role()) instanceof RoleDefinition.Group role ? role.mask() : 0;
    }
}

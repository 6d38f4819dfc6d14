package io.atrium.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds up the active grants of one user's groups into {@link Rights}. */
final class RightsBuilder {

    static final RoleDefinition.Generic EVERYTHING =
            new RoleDefinition.Generic(Map.of("ALL", Set.of(Operation.ALL)), Map.of());

    private final AccessModel model;
    private final PassedOn passedOn;
    private final int self;
    private final int owner;
    private final long now;
    private final int[] generic;
    private final int[] genericGroup;
    private final Map<String, Set<Operation>> genericPermissions = new HashMap<>();
    private final Map<Integer, Integer> groups = Rights.masks();
    private final Map<Integer, Integer> entities = Rights.masks();
    private final List<Grant> active = new ArrayList<>();
    private long validUntil = Long.MAX_VALUE;

    RightsBuilder(AccessModel model, PassedOn passedOn, int self, int owner, long now) {
        this.model = model;
        this.passedOn = passedOn;
        this.self = self;
        this.owner = owner;
        this.now = now;
        generic = new int[model.types().size()];
        genericGroup = new int[model.types().size()];
    }

    Rights build() {
        return build(grants(model, self, owner));
    }

    /** The rights of the owner as a party; of somebody who is gone there are none. */
    Rights buildParty() {
        List<Grant> shared = new ArrayList<>();
        if (owner != Grant.NONE) {
            addGeneric(EVERYTHING);
            model.ownedBy(owner, model.types().group).forEach((int group) -> model.grantsOfSubject(group).stream()
                    .filter(grant -> grant.target() != Grant.NONE)
                    .forEach(shared::add));
        }
        return build(shared);
    }

    /** The rights by just these grants. */
    Rights build(List<Grant> grants) {
        grants.forEach(this::add);
        boolean customerCap = owner != AccessModel.TENANT;
        return new Rights(
                owner,
                self,
                customerCap,
                false,
                generic,
                genericGroup,
                genericPermissions,
                groups,
                entities,
                active,
                model.accessVersion(),
                validUntil,
                Rights.cache());
    }

    /** The grants of a user and of the user's groups; for a visitor, the public grants to the public customer's groups. */
    static List<Grant> grants(AccessModel model, int self, int owner) {
        List<Grant> grants = new ArrayList<>();
        for (int subject : subjects(model, self, owner)) {
            for (Grant grant : model.grantsOfSubject(subject)) {
                if (self != Grant.NONE || grant.publicLink() && grant.target() != Grant.NONE) {
                    grants.add(grant);
                }
            }
        }
        return grants;
    }

    private static List<Integer> subjects(AccessModel model, int self, int owner) {
        List<Integer> subjects = new ArrayList<>();
        int userType = model.types().user;
        if (self == Grant.NONE) {
            model.groups().stream()
                    .filter(group -> group.owner() == owner && group.memberType() == userType)
                    .forEach(group -> subjects.add(group.ordinal()));
            return subjects;
        }
        subjects.add(self);
        for (int group : model.groupsOf(self)) {
            subjects.add(group);
        }
        int all = model.allGroup(owner, userType);
        if (all != Grant.NONE) {
            subjects.add(all);
        }
        return subjects;
    }

    private void add(Grant grant) {
        validUntil = Math.min(validUntil, grant.nextChange(now));
        RoleDefinition role = model.role(grant.role());
        if (role == null || !grant.isActive(now) || !grant.fits(role)) {
            return;
        }
        if (grant.publicLink() && !isPublishedStill(grant)) {
            return;
        }
        switch (role) {
            case RoleDefinition.Generic definition -> {
                active.add(grant);
                addGeneric(definition);
            }
            case RoleDefinition.Group definition -> addGroup(grant, definition.mask());
        }
    }

    /** Of what was passed on, as much as those who did it still hold. */
    private void addGroup(Grant grant, int ofRole) {
        int mask = ofRole;
        if (grant.isBound()) {
            mask = passedOn.mask(grant, ofRole, now);
            validUntil = Math.min(validUntil, passedOn.validUntil(grant.target(), now));
        }
        if (mask != 0 || ofRole == 0) {
            active.add(grant);
            Map<Integer, Integer> table = model.group(grant.target()) != null ? groups : entities;
            table.put(grant.target(), table.getOrDefault(grant.target(), 0) | mask);
        }
    }

    /** A public group is public for as long as whoever made it so may do that. */
    private boolean isPublishedStill(Grant grant) {
        int publisher = grant.publisher();
        if (publisher == AccessModel.TENANT) {
            return true;
        }
        if (publisher < 0 || !model.exists(publisher) || model.isAway(publisher)) {
            return false;
        }
        int above = model.ownerOf(publisher);
        List<Grant> own = grants(model, publisher, above).stream()
                .filter(other -> !other.publicLink())
                .toList();
        Rights rights = new RightsBuilder(model, passedOn, publisher, above, now).build(own);
        validUntil = Math.min(validUntil, rights.validUntil());
        return new Decisions(model).mayPublish(rights, grant.target());
    }

    private void addGeneric(RoleDefinition.Generic role) {
        TypeTable types = model.types();
        for (int type = 0; type < types.size(); type++) {
            generic[type] |= role.mask(types.name(type));
            genericGroup[type] |= role.mask(Vocabulary.groupResource(types.name(type)));
        }
        role.effective().forEach((resource, operations) -> genericPermissions
                .computeIfAbsent(resource, r -> EnumSet.noneOf(Operation.class))
                .addAll(operations));
    }
}

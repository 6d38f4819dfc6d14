package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.RoleDefinition;
import io.atrium.base.Problem;

/**
 * Who may put things where others get rights to them by it. Letting a user into a user group must not give more than the
 * caller has, and what joins a public group is published, so it is for those who could publish the group.
 */
public final class Joining {

    private Joining() {}

    /** Refuses unless the caller may add a member to a group; the permission on the group itself is checked already. */
    public static void require(Scope scope, Entry group) {
        AccessModel model = scope.directory().model();
        for (Grant grant : model.grantsOfSubject(group.ordinal())) {
            var role = model.role(grant.role());
            if (role != null
                    && !scope.directory().access().isOver(grant)
                    && !scope.directory().access().covers(scope.subject(), role, grant.target())) {
                throw Problem.forbidden("You don't have permission to let somebody into '" + group.name()
                        + "': it gives more than you have");
            }
        }
        requirePublishing(scope, group);
    }

    /** As {@link #require(Scope, Entry)}, for a thing that is there already: no group gives more on it than the caller has. */
    public static void require(Scope scope, Entry group, Entry member) {
        require(scope, group);
        AccessModel model = scope.directory().model();
        if (scope.directory().find(member.id()).isEmpty()) {
            // Made in the same change: nobody had anything on it.
            return;
        }
        for (Grant grant : model.grantsOnTarget(group.ordinal())) {
            if (model.role(grant.role()) instanceof RoleDefinition.Group role
                    && !scope.directory().access().isOver(grant)
                    && !scope.directory().access().coversOn(scope.subject(), role, member.ordinal())) {
                throw Problem.forbidden(
                        "You don't have permission to put '" + member.name() + "' into group '" + group.name()
                                + "': whoever has the group may do more to its members than you may do to this one");
            }
        }
    }

    /** The same for the group All of an owner, which whatever the owner gets is in. */
    static void requirePublishingAll(Scope scope, Entry owner, int type) {
        int all = scope.directory().model().allGroup(owner.ordinal(), type);
        if (all != Grant.NONE) {
            requirePublishing(scope, scope.directory().entry(all));
        }
    }

    private static void requirePublishing(Scope scope, Entry group) {
        boolean isPublic = scope.directory().model().grantsOnTarget(group.ordinal()).stream()
                .anyMatch(Grant::publicLink);
        if (isPublic && !scope.directory().access().mayPublish(scope.subject(), group.ordinal())) {
            throw Problem.forbidden(
                    "You don't have permission to publish, and group '" + group.name() + "' of the owner is public");
        }
    }
}

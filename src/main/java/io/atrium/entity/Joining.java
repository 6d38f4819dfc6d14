package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
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

package io.atrium.access;

import io.atrium.access.AccessEngine.Subject;

/** Whom the owner of a view may show what it shows, as far as that is not his own side. */
record Showing(AccessModel model, PassedOn passedOn, long now) {

    /** True for people of the owner, and of those above it. */
    boolean isOfSide(Subject viewer, int owner) {
        return switch (viewer) {
            case Subject.User(int user) -> isAtOrAbove(model.ownerOf(user), owner);
            case Subject.Party(int party) -> isAtOrAbove(party, owner);
            case Subject.Visitor visitor -> false;
            case Subject.SystemAdministrator nobody -> false;
        };
    }

    private boolean isAtOrAbove(int party, int owner) {
        return party == owner
                || party == AccessModel.TENANT
                || party > AccessModel.TENANT && model.isInChain(party, owner);
    }

    /** True if the target is the owner's, or was given so that it may be passed on. */
    boolean mayPassOn(int owner, int target) {
        return owner == AccessModel.TENANT
                || model.isInChain(owner, target)
                || Operation.SHARE_GROUP.in(passedOn.held(owner, target, now));
    }
}

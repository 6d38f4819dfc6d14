package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import io.atrium.entity.WaysIn;
import io.atrium.http.Call;
import java.util.UUID;

/** Lets administrators look on or act as their users, with no more rights than they have themselves. */
final class Impersonation {

    private final Parts parts;
    private final Logins logins;
    private final UserViews views;
    private final RightsComparison rights;

    Impersonation(Parts parts, Logins logins, UserViews views, RightsComparison rights) {
        this.parts = parts;
        this.logins = logins;
        this.views = views;
        this.rights = rights;
    }

    /** Tokens of the user for the asker; needs IMPERSONATE on the user and at least the user's rights. */
    LoginResponse start(Actor asker, UUID userId, boolean readOnly, Call.Client client) {
        WaysIn.requireLogIn(asker);
        Scope scope = views.scope(asker, userId);
        Entry user = scope.read(() -> scope.require(Operation.IMPERSONATE, PeopleKinds.USER, userId));
        if (!parts.config().impersonation()) {
            throw Problem.forbidden("Acting as another user is switched off (ATRIUM_IMPERSONATION)");
        }
        if (user.id().equals(asker.userId())) {
            throw Problem.badRequest("You are this user already");
        }
        rights.require(scope, user);
        boolean enabled = parts.accountStore()
                .byId(user.id())
                .orElseThrow(() -> Problem.badRequest("User '" + user.name() + "' has no account"))
                .enabled();
        if (!enabled) {
            throw Problem.forbidden("User account is not active");
        }
        Actor target = parts.accounts()
                .actor(scope.directory().tenantId(), user.id(), null)
                .orElseThrow(Problem::notFound);
        return logins.impersonate(asker, target, readOnly, client);
    }
}

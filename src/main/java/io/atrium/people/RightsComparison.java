package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;

/**
 * Whether somebody has at least the rights of somebody else. Whoever can hand out the way into an account can use it, so
 * links, keys and e-mail addresses of a mightier user are out of reach even with WRITE on that user.
 */
final class RightsComparison {

    private final Platform platform;

    RightsComparison(Platform platform) {
        this.platform = platform;
    }

    /** Refuses unless the caller may do everything that the user may do. */
    void require(Scope own, Entry user) {
        if (!covers(own, user)) {
            throw Problem.forbidden("User '" + user.name() + "' has rights that you do not have");
        }
    }

    /**
     * Refuses unless the caller may take the user's rights away: whoever administers people switches off, moves and deletes
     * also those who were given single things that he was not; anybody else only those whose rights he has.
     */
    void requireToEnd(Scope own, Entry user) {
        if (own.actor().isSystem() || user.id().equals(own.actor().userId())) {
            return;
        }
        Scope other = platform.scopes().ofUser(own, user);
        boolean may = own.read(() -> coversGenerally(own, other)
                && (own.directory().access().administers(own.subject(), user.type(), user.owner())
                        || coversEverything(own, other)));
        if (!may) {
            throw Problem.forbidden("User '" + user.name() + "' has rights that you do not have");
        }
    }

    boolean covers(Scope own, Entry user) {
        if (own.actor().isSystem() || user.id().equals(own.actor().userId())) {
            return true;
        }
        Scope other = platform.scopes().ofUser(own, user);
        return own.read(() -> coversGenerally(own, other) && coversEverything(own, other));
    }

    private static boolean coversGenerally(Scope own, Scope other) {
        return own.directory().access().coversGenerally(own.subject(), other.subject());
    }

    /** Compares thing by thing what roles on groups and shares give. */
    private static boolean coversEverything(Scope own, Scope other) {
        for (Kind<?> kind : own.directory().kinds().all()) {
            for (Operation operation : Operation.values()) {
                if (operation != Operation.ALL
                        && !own.visible(operation, kind).contains(other.visible(operation, kind))) {
                    return false;
                }
            }
        }
        return true;
    }
}

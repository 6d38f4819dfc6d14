package io.atrium.people;

import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Problem;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a new way into an account rests on: a password that was checked a moment ago, or a log-in. It is looked at once more
 * in the transaction that stores the way in, under a lock that every end of ways in takes, too. So nothing is stored after
 * an end that was begun before it.
 */
final class GroundStore {

    private GroundStore() {}

    /**
     * Refuses unless all that was checked of an account still stands: a new password, the switch, a move and the end of all
     * log-ins raise the moment from which its tokens count.
     */
    static void hold(Handle sql, Account checked) {
        Optional<Long> tokensFrom = sql.createQuery(
                        "select tokens_from from user_account where user_id = :user for update")
                .bind("user", checked.userId())
                .mapTo(Long.class)
                .findOne();
        if (tokensFrom.filter(moment -> moment == checked.tokensFrom()).isEmpty()) {
            throw changed();
        }
    }

    /**
     * Refuses somebody whose log-in has ended since he was let in, and whoever came in without one, by a key or a link: only
     * work of the platform's own rests on none.
     */
    static void hold(Handle sql, Actor asker) {
        if (asker.entrance() == Entrance.API_KEY || asker.entrance() == Entrance.PUBLIC_LINK) {
            throw Problem.forbidden("A way into an account takes a log-in");
        }
        UUID session = asker.sessionId();
        if (session == null) {
            return;
        }
        boolean open = sql.createQuery("select true from user_session where id = :id for share")
                .bind("id", session)
                .mapTo(Boolean.class)
                .findOne()
                .isPresent();
        if (!open) {
            throw TokenAuthenticator.expired();
        }
    }

    static Problem changed() {
        return Problem.authentication("The account was changed meanwhile; log in again");
    }
}

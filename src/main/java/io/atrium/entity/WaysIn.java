package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Problem;

/**
 * Who may make a way into an account that outlasts the call: users, links, keys, passwords, addresses, other people's
 * tokens, the server that mails links.
 */
public final class WaysIn {

    private WaysIn() {}

    /**
     * Refuses somebody who acts as another user, for what he makes would be there when he may not act any more; and a key,
     * for what it makes would be there after the key.
     */
    public static void requireLogIn(Actor actor) {
        if (actor.actsAs()) {
            throw Problem.forbidden(
                    "You are acting as another user and cannot make a way into an account; do that as yourself");
        }
        if (actor.entrance() == Entrance.API_KEY) {
            throw Problem.forbidden("An API key cannot make a way into an account; log in");
        }
    }

    /** Refuses everybody but who logged in as himself: who has found a key of a user does not keep him out of his account. */
    public static void requireOwnLogIn(Actor actor) {
        if (actor.entrance() != Entrance.LOG_IN) {
            throw Problem.forbidden("Only who logged in as himself ends all his log-ins");
        }
    }
}

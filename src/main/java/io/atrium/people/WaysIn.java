package io.atrium.people;

import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Problem;

/** Who may make a way into an account that outlasts the call: links, keys, passwords, addresses, other people's tokens. */
final class WaysIn {

    private WaysIn() {}

    /** Refuses somebody who acts as another user: what he makes would be there when he may not act any more. */
    static void requireNotActing(Actor actor) {
        if (actor.actsAs()) {
            throw Problem.forbidden(
                    "You are acting as another user and cannot make a way into an account; do that as yourself");
        }
    }

    /** As {@link #requireNotActing}; and no key makes what would be there after the key. */
    static void requireLogIn(Actor actor) {
        requireNotActing(actor);
        if (actor.entrance() == Entrance.API_KEY) {
            throw Problem.forbidden("An API key cannot do this; log in");
        }
    }
}

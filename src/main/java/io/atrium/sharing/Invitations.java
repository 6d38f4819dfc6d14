package io.atrium.sharing;

import io.atrium.base.Actor;
import java.util.UUID;

/** Gives the link with which a new user chooses a password. */
@FunctionalInterface
public interface Invitations {

    /** A link and how long it is good. */
    record Invitation(String value, long ttlMs) {}

    Invitation of(Actor asker, UUID user);
}

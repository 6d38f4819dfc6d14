package io.atrium.base;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people of this installation as they are now, for what was asked for before and is done later. */
@FunctionalInterface
public interface Presence {

    /**
     * Somebody as he is now; nobody if he is gone or switched off, if the key that he used is gone, off or over, or if who
     * acted in his place may not do that any more.
     *
     * @param way how he had come in
     * @param ground the key, or who acted as him; null if he did it himself
     */
    Optional<Actor> of(UUID tenant, UUID user, Actor.Entrance way, @Nullable UUID ground);
}

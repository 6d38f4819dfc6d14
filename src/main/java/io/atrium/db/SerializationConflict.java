package io.atrium.db;

/**
 * A transaction that the database ended because it collided with another one (serialization failure or deadlock).
 * Nothing of it happened; the caller decides whether to run it again.
 */
public final class SerializationConflict extends RuntimeException {

    SerializationConflict(Throwable cause) {
        super("The transaction collided with another one", cause);
    }
}

package io.atrium.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a feature does around the changes of its kind. All methods run inside the change. */
public interface KindHooks {

    /** Leaves everything as it is. */
    KindHooks NONE = new KindHooks() {};

    /** Checks a document that is about to be saved and fills in what the caller left out. */
    default void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {}

    /** Adds what belongs to a new entity, such as credentials. */
    default void inserted(Change change, Scope scope, Entry entry, ObjectNode document) {}

    /** Reacts to a saved entity. */
    default void updated(Change change, Scope scope, Entry before, Entry after, ObjectNode document) {}

    /** Refuses a delete, or removes what hangs on the entity. */
    default void deleting(Change change, Scope scope, Entry entry) {}

    /** Reacts to a change of owner that is about to be made. */
    default void changingOwner(Change change, Scope scope, Entry entry, Entry newOwner) {}

    /** Gives an entity new secrets, so that those who know the former ones are left out; false for a kind without any. */
    default boolean renewSecrets(Change change, Entry entry) {
        return false;
    }
}

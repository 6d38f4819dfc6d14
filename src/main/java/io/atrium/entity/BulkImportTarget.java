package io.atrium.entity;

import java.util.Set;

/** What an import knows of the kind that it creates. */
public interface BulkImportTarget {

    Kind<?> kind();

    /** The column types that things of this kind can have. */
    Set<BulkImportColumnType> columns();

    /** Saves the entity of a line as a caller's call would. */
    EntityChanges changes();

    /** Adds what only this kind has, inside the line's change. */
    default void saved(Change change, Scope scope, Entry entry, BulkImportLine line, boolean isNew) {}
}

package io.atrium.query;

import org.jspecify.annotations.Nullable;

/**
 * A condition on one key of each entity.
 *
 * @param valueType how an editor shows it; the predicate itself decides what is compared
 */
public record KeyFilter(
        @Nullable EntityKey key,
        @Nullable EntityKeyValueType valueType,
        @Nullable KeyFilterPredicate predicate) {

    /** What kind of editor a filter has. */
    public enum EntityKeyValueType {
        STRING,
        NUMERIC,
        BOOLEAN,
        DATE_TIME
    }
}

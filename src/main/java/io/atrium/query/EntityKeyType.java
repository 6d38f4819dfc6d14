package io.atrium.query;

/** Where the value of an {@link EntityKey} comes from (device-data-api 5.2). */
public enum EntityKeyType {
    /** An attribute of any scope; of several, the one that was set last. */
    ATTRIBUTE,
    CLIENT_ATTRIBUTE,
    SHARED_ATTRIBUTE,
    SERVER_ATTRIBUTE,
    TIME_SERIES,
    ENTITY_FIELD,
    /** A field of an alarm; has no meaning in a query for entities. */
    ALARM_FIELD
}

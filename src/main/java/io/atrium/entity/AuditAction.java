package io.atrium.entity;

/** What an audit entry is about (access-model 5.3). */
public enum AuditAction {
    ADDED,
    DELETED,
    UPDATED,
    ATTRIBUTES_UPDATED,
    ATTRIBUTES_DELETED,
    TIMESERIES_UPDATED,
    TIMESERIES_DELETED,
    RPC_CALL,
    CREDENTIALS_UPDATED,
    CHANGE_OWNER,
    ACTIVATED,
    SUSPENDED,
    CREDENTIALS_READ,
    RELATION_ADD_OR_UPDATE,
    RELATION_DELETED,
    RELATIONS_DELETED,
    ADDED_TO_ENTITY_GROUP,
    REMOVED_FROM_ENTITY_GROUP,
    MADE_PUBLIC,
    MADE_PRIVATE,
    LOGIN,
    LOGOUT,
    LOCKOUT,
    PROVISION_SUCCESS,
    PROVISION_FAILURE,
    /** A caller was refused something; not part of the wire's list. */
    REFUSED
}

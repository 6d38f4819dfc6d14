package io.atrium.entity;

/**
 * What the server itself knows of an entity and decides about rights by. No document, name, attribute or relation that a
 * caller writes sets a mark; each is set by the one place that checks the right to it.
 */
public enum Mark {
    /** A device that other devices may speak through. */
    GATEWAY,
    /** A gateway that speaks only for devices that were attached to it. */
    ONLY_ATTACHED,
    /** Somebody switched the account of a user off; one that was locked after wrong passwords has no mark. */
    ACCOUNT_OFF,
    /** Somebody of a customer read or set the credentials of a device since the tenant's side set them. */
    CREDENTIALS_KNOWN,
    /** The credentials of a device are those of before its last change of owner. */
    CREDENTIALS_OF_FORMER_OWNER,
    /** The role of an owner behind its read-only shares. */
    READ_SHARE_ROLE,
    /** The role of an owner behind its write shares. */
    WRITE_SHARE_ROLE,
    /** The role of an owner behind its public groups. */
    PUBLIC_ROLE,
    /** The customer whose visitors see the public groups of a tenant. */
    PUBLIC_CUSTOMER,
    /** The user group that public groups are granted to. */
    PUBLIC_USERS,
    /** The user group that the first administrator of a tenant joins. */
    TENANT_ADMINISTRATORS,
    /** The role of {@link #TENANT_ADMINISTRATORS}. */
    TENANT_ADMINISTRATOR_ROLE,
    /** The role of the plain users of a tenant. */
    TENANT_USER_ROLE,
    /** The role that administrators of an owner's new customers get. */
    CUSTOMER_ADMINISTRATOR_ROLE,
    /** The role that plain users of an owner's new customers get. */
    CUSTOMER_USER_ROLE
}

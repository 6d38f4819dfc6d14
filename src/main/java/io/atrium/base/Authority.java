package io.atrium.base;

/** The hard cap on what a caller may reach at all, above every role (access-model 2.1). */
public enum Authority {
    SYS_ADMIN,
    TENANT_ADMIN,
    CUSTOMER_USER
}

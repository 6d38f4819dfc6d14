package io.atrium.audit;

/** How an audited action ended. */
public enum ActionStatus {
    SUCCESS,
    FAILURE
}

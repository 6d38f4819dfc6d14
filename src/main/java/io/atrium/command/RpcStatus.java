package io.atrium.command;

/** Where a persistent command is (device-data-api 7.4). */
enum RpcStatus {
    /** It waits for the device to listen. */
    QUEUED,
    /** It was sent and is not acknowledged yet. */
    SENT,
    /** The device has it and owes an answer. */
    DELIVERED,
    /** The device has a one-way command, or answered a two-way one. */
    SUCCESSFUL,
    /** It was sent as often as was asked for and never acknowledged. */
    TIMEOUT,
    /** Its time was over before the device had it or answered it. */
    EXPIRED,
    /** The device could not be given it as often as was asked for. */
    FAILED,
    /** Somebody deleted it; nobody gets to see this one. */
    DELETED
}

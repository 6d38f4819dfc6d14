package io.atrium.removal;

import io.atrium.base.Ref;
import io.atrium.http.SchemaName;
import java.util.List;
import java.util.UUID;

/**
 * A deletion that waits.
 *
 * @param entityIds what is deleted, in this order
 * @param dueTs when, in milliseconds; until then it can be called off
 * @param leftMs how long that still is, for clients whose clocks are wrong
 * @param refused what of the request is not deleted, and why; empty but in the answer to the request
 */
public record Removal(UUID id, List<Ref> entityIds, long dueTs, long leftMs, List<Refused> refused) {

    /** Something that stays. */
    @SchemaName("RefusedRemoval")
    public record Refused(Ref entityId, String message) {}
}

package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.base.Problem;
import java.util.function.UnaryOperator;

/** The owners of a thing, one above the other, up to the tenant. */
public final class OwnerChain {

    private OwnerChain() {}

    /** As things are now. */
    public static void requireNoLoop(Directory directory, Entry moved, Entry newOwner) {
        requireNoLoop(moved, newOwner, above -> directory.entry(above.owner()));
    }

    /**
     * Refuses an owner that stands below the thing: owners end at the tenant, or every question of who is above whom would go
     * round for ever.
     *
     * @param ownerOf the owner of a customer, as the steps of the change before have left it
     */
    static void requireNoLoop(Entry moved, Entry newOwner, UnaryOperator<Entry> ownerOf) {
        for (Entry above = newOwner; above.ordinal() != AccessModel.TENANT; above = ownerOf.apply(above)) {
            if (above.id().equals(moved.id())) {
                throw Problem.badRequest("A customer cannot be owned by itself or by a customer below it");
            }
        }
    }
}

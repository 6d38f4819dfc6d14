package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.access.Vocabulary;
import io.atrium.base.Problem;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/** A customer that gets another owner takes along all that it owns, so moving it asks what moving each of these asks. */
public final class Handover {

    private Handover() {}

    /** Refuses unless generic roles of the caller hand over every kind of thing that is at or below a customer. */
    public static void requireAllBelow(Scope scope, Entry customer) {
        Directory directory = scope.directory();
        AccessModel model = directory.model();
        RoaringBitmap owners = model.subtree(customer.ordinal());
        for (Kind<?> kind : directory.kinds().all()) {
            int type = directory.kinds().number(kind);
            boolean owned = isHandedOver(kind)
                    && owners.stream()
                            .anyMatch(owner -> !model.ownedBy(owner, type).isEmpty());
            if (owned
                    && !directory
                            .access()
                            .checkOwner(scope.subject(), Operation.CHANGE_OWNER, type, customer.owner())) {
                throw Problem.forbidden("Moving customer '" + customer.name()
                        + "' hands over all that is below it, and your roles do not let you hand over all of that");
            }
        }
    }

    private static boolean isHandedOver(Kind<?> kind) {
        Set<Operation> operations = Vocabulary.operationsByResource().getOrDefault(kind.name(), Set.of());
        return !kind.traits().ownerField().isEmpty()
                && !kind.name().equals(TypeTable.GROUP)
                && operations.contains(Operation.CHANGE_OWNER);
    }
}

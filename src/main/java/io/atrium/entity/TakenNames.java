package io.atrium.entity;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names that are unique in a tenant, tried by people who do not see everything that has one. */
final class TakenNames {

    private TakenNames() {}

    /** Refuses a name that is taken; the answer is the same whether the caller sees by what. */
    static void requireFree(Change change, Scope scope, Kind<?> kind, String name, @Nullable Entry before) {
        if (isUnique(kind) && (before == null || !before.name().equals(name)) && isTaken(change, scope, kind, name)) {
            throw taken(kind);
        }
    }

    /** True if a name is taken; counted if the caller may not see by what. */
    static boolean isTaken(Change change, Scope scope, Kind<?> kind, String name) {
        change.requireFewProbes();
        Optional<UUID> holder =
                EntityStore.byName(change.sql(), change.directory().tenantId(), kind, name);
        if (holder.isPresent() && !sees(change, scope, holder.get())) {
            change.toldOfHidden();
        }
        return holder.isPresent();
    }

    static Problem taken(Kind<?> kind) {
        return Problem.badRequest(
                EntityStore.words(kind) + " with such " + kind.traits().nameField() + " already exists!");
    }

    private static boolean isUnique(Kind<?> kind) {
        return kind.traits().unique() == Kind.Unique.TENANT;
    }

    /** What this very change made, the caller has seen. */
    private static boolean sees(Change change, Scope scope, UUID holder) {
        return change.directory()
                .find(holder)
                .map(entry -> scope.may(Operation.READ, entry))
                .orElse(true);
    }
}

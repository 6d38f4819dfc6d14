package io.atrium.entity;

import io.atrium.base.Authority;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose past a caller is told: people of a customer what happened while a thing was their customer's or one's below it,
 * people of a tenant everything.
 */
public final class Side {

    private Side() {}

    /** The caller's customer and all below it; null for people of the tenant or the system. */
    public static @Nullable List<UUID> customers(Scope scope) {
        if (scope.actor().authority() != Authority.CUSTOMER_USER) {
            return null;
        }
        return scope.read(() -> {
            Directory directory = scope.directory();
            List<UUID> customers = new ArrayList<>();
            directory
                    .model()
                    .subtree(scope.owner().ordinal())
                    .forEach((int ordinal) ->
                            customers.add(directory.entry(ordinal).id()));
            return customers;
        });
    }
}

package io.atrium.access;

import io.atrium.access.NaiveFacts.RoleFact;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Roles at random, as the naive evaluator and as the engine know them. */
final class RandomRole {

    /** Resources that roles name: those of the things in this world, and two that have no things. */
    private static final List<String> RESOURCES = List.of(
            "ALL",
            "PROFILE",
            "DEVICE",
            "ASSET",
            "ENTITY_VIEW",
            "DASHBOARD",
            "USER",
            "CUSTOMER",
            "ROLE",
            "RULE_CHAIN",
            "DEVICE_PROFILE",
            "ASSET_PROFILE",
            "DEVICE_GROUP",
            "ASSET_GROUP",
            "USER_GROUP",
            "DASHBOARD_GROUP",
            "CUSTOMER_GROUP",
            "TENANT",
            "ALARM");

    private RandomRole() {}

    static RoleFact any(Random random, boolean generic) {
        if (!generic) {
            return new RoleFact(false, Map.of(), Map.of(), operations(random));
        }
        Map<String, Set<String>> permissions = table(random, 1 + random.nextInt(4));
        return new RoleFact(true, permissions, random.nextBoolean() ? Map.of() : table(random, 2), Set.of());
    }

    static RoleDefinition definition(RoleFact role) {
        return role.generic()
                ? new RoleDefinition.Generic(of(role.permissions()), of(role.excluded()))
                : new RoleDefinition.Group(of(role.operations()));
    }

    private static Map<String, Set<String>> table(Random random, int size) {
        Map<String, Set<String>> table = new HashMap<>();
        for (int i = 0; i < size; i++) {
            table.put(
                    random.nextInt(4) == 0 ? "ALL" : RESOURCES.get(random.nextInt(RESOURCES.size())),
                    operations(random));
        }
        return table;
    }

    private static Set<String> operations(Random random) {
        if (random.nextInt(6) == 0) {
            return Set.of("ALL");
        }
        Set<String> operations = new HashSet<>(random.nextBoolean() ? Set.of("READ") : Set.of());
        if (random.nextInt(3) == 0) {
            operations.add("SHARE_GROUP");
        }
        for (int i = random.nextInt(10); i >= 0; i--) {
            operations.add(Operation.values()[random.nextInt(Operation.values().length)].name());
        }
        return operations;
    }

    private static Map<String, Set<Operation>> of(Map<String, Set<String>> table) {
        return table.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> of(e.getValue())));
    }

    private static Set<Operation> of(Set<String> names) {
        return names.stream().map(Operation::valueOf).collect(Collectors.toSet());
    }
}

package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.Vocabulary;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a role allows from its JSON form (access-model 2.2). */
public final class RoleBody {

    public static final String GENERIC = "GENERIC";
    public static final String GROUP = "GROUP";

    private RoleBody() {}

    static RoleDefinition definition(@Nullable String type, @Nullable String body) {
        JsonNode document = Json.read("{" + (body == null ? "" : body) + "}", JsonNode.class);
        return definition(type, document.get("permissions"), document.get("excludedPermissions"));
    }

    /** Checks and reads the permissions of a role that a caller sent. */
    public static RoleDefinition definition(
            @Nullable String type, @Nullable JsonNode permissions, @Nullable JsonNode excluded) {
        if (GENERIC.equals(type)) {
            return new RoleDefinition.Generic(
                    table("permissions", permissions), table("excludedPermissions", excluded));
        }
        if (GROUP.equals(type)) {
            return new RoleDefinition.Group(operations("permissions", permissions));
        }
        throw Problem.badRequest("Role field 'type' must be GENERIC or GROUP");
    }

    private static Map<String, Set<Operation>> table(String field, @Nullable JsonNode node) {
        Map<String, Set<Operation>> table = new HashMap<>();
        if (node == null || node.isNull()) {
            return table;
        }
        if (!node.isObject()) {
            throw Problem.badRequest("Role field '" + field + "' of a GENERIC role must be an object of arrays");
        }
        node.properties().forEach(entry -> {
            if (!Vocabulary.operationsByResource().containsKey(entry.getKey())) {
                throw Problem.badRequest("Role field '" + field + "' names an unknown resource");
            }
            table.put(entry.getKey(), operations(field, entry.getValue()));
        });
        return table;
    }

    private static Set<Operation> operations(String field, @Nullable JsonNode node) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        if (node == null || node.isNull()) {
            return operations;
        }
        if (!node.isArray()) {
            throw Problem.badRequest("Role field '" + field + "' must be an array of operations");
        }
        for (JsonNode item : node) {
            operations.add(operation(field, item.asText()));
        }
        return operations;
    }

    private static Operation operation(String field, String name) {
        for (Operation operation : Operation.values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        throw Problem.badRequest("Role field '" + field + "' names an unknown operation");
    }
}

package io.atrium.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a role allows, ready for the engine (access-model 2.2).
 *
 * <p>A generic role maps resources to operations and acts on everything at or below the owner of the user group that
 * holds it. A group role is one set of operations that acts on one entity group, or on one entity. Exclusions are
 * subtracted inside the role and never reach another one.
 */
public sealed interface RoleDefinition {

    /** Operations per resource; {@code ALL} as a resource stands for every resource. */
    record Generic(Map<String, Set<Operation>> permissions, Map<String, Set<Operation>> excluded)
            implements RoleDefinition {

        int mask(String resource) {
            int allowed = mask(permissions, resource) | mask(permissions, "ALL");
            int refused = mask(excluded, resource) | mask(excluded, "ALL");
            return refused == 0 ? allowed : allowed & ~(refused | Operation.ALL_ITSELF);
        }

        private static int mask(Map<String, Set<Operation>> table, String resource) {
            return Operation.mask(table.getOrDefault(resource, Set.of()));
        }

        /** The permissions as clients show them, after the exclusions. */
        public Map<String, Set<Operation>> effective() {
            if (excluded.isEmpty()) {
                return permissions;
            }
            Map<String, Set<Operation>> effective = new HashMap<>();
            for (String resource : Vocabulary.operationsByResource().keySet()) {
                int mask = resource.equals("ALL") ? 0 : mask(resource);
                if (mask != 0) {
                    effective.put(resource, Operation.of(mask));
                }
            }
            return effective;
        }
    }

    /** Operations on the members of a group, on the group itself as far as the vocabulary allows, or on one entity. */
    record Group(Set<Operation> operations) implements RoleDefinition {

        /** What a group role may carry; ALL stands for all of it, and is not carried itself. */
        private static final int CARRIED = carried();

        int mask() {
            return Operation.mask(operations) & CARRIED;
        }

        /** True if it gives something that another does not. */
        public boolean givesMoreThan(Group other) {
            return (mask() & ~other.mask()) != 0;
        }

        private static int carried() {
            int mask = 0;
            for (Operation operation : Vocabulary.GROUP_ROLE_OPERATIONS) {
                mask |= operation == Operation.ALL ? 0 : operation.bit();
            }
            return mask;
        }
    }
}

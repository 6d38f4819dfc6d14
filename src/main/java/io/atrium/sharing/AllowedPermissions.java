package io.atrium.sharing;

import io.atrium.access.AccessEngine;
import io.atrium.access.Operation;
import io.atrium.access.Vocabulary;
import io.atrium.base.Actor;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import io.atrium.http.SchemaName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients fetch after log-in to know which buttons to show (access-model 2.7). Every field is always there, for
 * clients read them without a check.
 */
@SchemaName("AllowedPermissionsInfo")
record AllowedPermissions(
        Map<String, Set<Operation>> operationsByResource,
        Set<Operation> allowedForGroupRoleOperations,
        Set<Operation> allowedForGroupOwnerOnlyOperations,
        Set<Operation> allowedForGroupOwnerOnlyGroupOperations,
        List<String> allowedResources,
        Merged userPermissions,
        Ref userOwnerId) {

    /** All permissions of a user, added up. */
    @SchemaName("MergedUserPermissions")
    record Merged(
            Map<String, Set<Operation>> genericPermissions,
            Map<String, OnGroup> groupPermissions,
            Map<String, Reading> readGroupPermissions,
            Map<String, Reading> readEntityPermissions,
            Map<String, Reading> readAttrPermissions,
            Map<String, Reading> readTsPermissions) {}

    /** What a user may do on one group. */
    @SchemaName("MergedGroupPermissionInfo")
    record OnGroup(String entityType, Set<Operation> operations) {}

    /** Whether a user reads a type in general, and through which groups. */
    @SchemaName("MergedGroupTypePermissionInfo")
    record Reading(List<Ref> entityGroupIds, boolean hasGenericRead) {}

    /** A system administrator has no roles; the hard cap alone decides. */
    static AllowedPermissions ofSystem(Actor actor) {
        Merged nothing = new Merged(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
        return with(actor, nothing, Ref.tenant(Ref.NULL_ID));
    }

    static AllowedPermissions of(Scope scope) {
        Directory directory = scope.directory();
        AccessEngine access = directory.access();
        Map<Integer, Set<Operation>> groups = access.groupPermissions(scope.subject());
        Map<String, OnGroup> onGroups = new LinkedHashMap<>();
        groups.forEach((ordinal, operations) -> {
            Entry group = directory.entry(ordinal);
            onGroups.put(group.id().toString(), new OnGroup(directory.memberKind(group), operations));
        });
        Map<String, Reading> readGroups = new TreeMap<>();
        Map<String, Reading> readEntities = new TreeMap<>();
        Map<String, Reading> readAttributes = new TreeMap<>();
        Map<String, Reading> readSeries = new TreeMap<>();
        for (Kind<?> kind : directory.kinds().all()) {
            if (kind.traits().groupable()) {
                String name = kind.name();
                readGroups.put(name, reading(scope, groups, name, Vocabulary.groupResource(name), Operation.READ));
                readEntities.put(name, reading(scope, groups, name, name, Operation.READ));
                readAttributes.put(name, reading(scope, groups, name, name, Operation.READ_ATTRIBUTES));
                readSeries.put(name, reading(scope, groups, name, name, Operation.READ_TELEMETRY));
            }
        }
        Merged merged = new Merged(
                new TreeMap<>(access.genericPermissions(scope.subject())),
                onGroups,
                readGroups,
                readEntities,
                readAttributes,
                readSeries);
        return with(scope.actor(), merged, directory.ref(scope.owner()));
    }

    private static AllowedPermissions with(Actor actor, Merged merged, Ref owner) {
        return new AllowedPermissions(
                Vocabulary.operationsByResource(),
                Vocabulary.GROUP_ROLE_OPERATIONS,
                Vocabulary.OWNER_ONLY_OPERATIONS,
                Vocabulary.OWNER_ONLY_GROUP_OPERATIONS,
                Vocabulary.allowedResources(actor.authority()),
                merged,
                owner);
    }

    private static Reading reading(
            Scope scope, Map<Integer, Set<Operation>> groups, String kind, String resource, Operation operation) {
        List<Ref> ids = new ArrayList<>();
        groups.forEach((ordinal, operations) -> {
            Entry group = scope.directory().entry(ordinal);
            boolean reads = operations.contains(operation) || operations.contains(Operation.ALL);
            if (reads && scope.directory().memberKind(group).equals(kind)) {
                ids.add(scope.directory().ref(group));
            }
        });
        return new Reading(ids, scope.mayGenerally(operation, resource));
    }
}

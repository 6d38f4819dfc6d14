package io.atrium.access;

import io.atrium.access.NaiveFacts.GrantFact;
import io.atrium.access.NaiveFacts.RoleFact;
import io.atrium.access.NaiveFacts.Thing;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a server's directory holds, told to the naive evaluator. */
final class DirectoryFacts {

    private DirectoryFacts() {}

    static NaiveRights of(Directory directory, long now) {
        NaiveRights world = new NaiveRights();
        world.now = now;
        AccessModel model = directory.model();
        for (int ordinal = 0; ordinal < directory.ordinals(); ordinal++) {
            Entry entry = directory.entryIfThere(ordinal);
            if (entry != null) {
                add(world, directory, entry);
            }
        }
        for (Grant grant : model.grants()) {
            world.grants.put(
                    grant.id(),
                    new GrantFact(
                            grant.subject(),
                            grant.role(),
                            grant.target() == Grant.NONE ? null : grant.target(),
                            grant.from(),
                            grant.until(),
                            grant.publicLink() ? grant.publisher() : null,
                            grant.under()));
        }
        return world;
    }

    private static void add(NaiveRights world, Directory directory, Entry entry) {
        AccessModel.Group group = directory.model().group(entry.ordinal());
        String members = group == null ? null : directory.kinds().types().name(group.memberType());
        Thing thing = new Thing(
                directory.kindName(entry), Math.max(entry.owner(), 0), members, group != null && group.computed());
        if (group != null && !group.computed()) {
            group.members().forEach((int member) -> thing.members.add(member));
        }
        thing.off = directory.marks().has(Mark.ACCOUNT_OFF, entry.ordinal());
        thing.profile = entry.profile() == Grant.NONE ? null : entry.profile();
        world.things.put(entry.ordinal(), thing);
        RoleDefinition role = directory.model().role(entry.ordinal());
        if (role != null) {
            world.roles.put(
                    entry.ordinal(),
                    switch (role) {
                        case RoleDefinition.Generic generic ->
                            new RoleFact(true, table(generic.permissions()), table(generic.excluded()), Set.of());
                        case RoleDefinition.Group operations ->
                            new RoleFact(false, Map.of(), Map.of(), names(operations.operations()));
                    });
        }
    }

    private static Map<String, Set<String>> table(Map<String, Set<Operation>> operations) {
        Map<String, Set<String>> table = new HashMap<>();
        operations.forEach((resource, allowed) -> table.put(resource, names(allowed)));
        return table;
    }

    private static Set<String> names(Set<Operation> operations) {
        return operations.stream().map(Operation::name).collect(Collectors.toSet());
    }
}

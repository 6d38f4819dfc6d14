package io.atrium.sharing;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Explanation;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.base.Ids;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantStore;
import io.atrium.entity.Platform;
import io.atrium.sharing.AccessExplanation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts the engine's explanations into names, dates and a sentence. Callers hold the read lock. */
final class Explanations {

    private final Platform platform;

    Explanations(Platform platform) {
        this.platform = platform;
    }

    AccessExplanation explain(Directory directory, Entry user, Operation operation, Entry entity) {
        Explanation found = directory.access().explain(new Subject.User(user.ordinal()), operation, entity.ordinal());
        return new AccessExplanation(
                found.allowed(), found.reason(), text(found, operation, entity), path(directory, user, entity, found));
    }

    private List<Step> path(Directory directory, Entry user, Entry entity, Explanation found) {
        List<Step> path = new ArrayList<>();
        path.add(step(directory, "USER", user));
        Grant grant = found.grant();
        if (grant != null) {
            Entry subject = directory.entry(grant.subject());
            if (subject.ordinal() != user.ordinal()) {
                path.add(step(directory, "USER_GROUP", subject));
            }
            path.add(step(directory, "ROLE", directory.entry(grant.role())));
            path.add(grantStep(directory, grant));
            if (found.group() != Grant.NONE) {
                path.add(step(directory, "ENTITY_GROUP", directory.entry(found.group())));
            }
        }
        if (found.reason() == Explanation.Reason.GENERIC_ROLE) {
            owners(directory, user, entity, path);
        }
        path.add(step(directory, "ENTITY", entity));
        return path;
    }

    /** The owners from the user's own down to the thing's. */
    private static void owners(Directory directory, Entry user, Entry entity, List<Step> path) {
        List<Entry> chain = new ArrayList<>();
        int at = entity.ordinal() == AccessModel.TENANT ? AccessModel.TENANT : entity.owner();
        while (at != user.owner() && at > AccessModel.TENANT) {
            chain.addFirst(directory.entry(at));
            at = directory.entry(at).owner();
        }
        chain.addFirst(directory.entry(user.owner()));
        chain.forEach(owner -> path.add(step(directory, "OWNER", owner)));
    }

    private static Step step(Directory directory, String what, Entry entry) {
        return new Step(what, directory.ref(entry), entry.name(), null, null, null);
    }

    private Step grantStep(Directory directory, Grant grant) {
        String by = platform.database()
                .read(sql -> GrantStore.origin(sql, grant))
                .flatMap(GrantStore.Origin::createdBy)
                .flatMap(id -> userName(directory, id))
                .orElse(null);
        return new Step("GRANT", new Ref(Grants.KIND, grant.id()), "", since(grant), until(grant), by);
    }

    private static Optional<String> userName(Directory directory, UUID id) {
        return directory.find(new Ref("USER", id)).map(Entry::name);
    }

    static Long since(Grant grant) {
        return Math.max(grant.from(), Ids.millisOf(grant.id()));
    }

    static @Nullable Long until(Grant grant) {
        return grant.until() == Long.MAX_VALUE ? null : grant.until();
    }

    private static String text(Explanation found, Operation operation, Entry entity) {
        String what = operation + " on '" + entity.name() + "'";
        return switch (found.reason()) {
            case GENERIC_ROLE ->
                "A role of a user group allows " + what + ", which the user's owner or an owner below holds";
            case GROUP_ROLE -> "A role on a group that holds '" + entity.name() + "' allows " + operation;
            case ENTITY_GRANT -> "'" + entity.name() + "' itself is shared, with a role that allows " + operation;
            case OWN_ACCOUNT -> "It is the user's own account";
            case OWN_CUSTOMER -> "It is the customer that the user belongs to";
            case USED_BY_VISIBLE -> "Something that the user can read uses '" + entity.name() + "'";
            case ROLE_IN_USE -> "The role is attached to a user group at or below the user's owner";
            case SYSTEM -> "System administrators may do this";
            case AUTHORITY -> "Users of this authority can never reach this type";
            case OWNER_ONLY -> operation + " is kept for users of an owner above '" + entity.name() + "'";
            case GROUP_ROLE_LACKS_OPERATION ->
                "'" + entity.name() + "' is shared with the user, but with a role that lacks " + operation;
            case GENERIC_ROLE_LACKS_OPERATION ->
                "The user's owner holds '" + entity.name() + "', but no role of the user's groups has " + operation;
            case GRANT_NOT_ACTIVE -> "A grant would allow it, but it has not started or is over";
            case NOT_SHARED -> "Nothing connects the user with '" + entity.name() + "': share it, or change its owner";
        };
    }
}

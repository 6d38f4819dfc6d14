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
import io.atrium.entity.Scope;
import io.atrium.entity.Shown;
import io.atrium.sharing.AccessExplanation.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the engine's explanations into names, dates and a sentence. Callers hold the read lock. */
final class Explanations {

    private final Platform platform;

    Explanations(Platform platform) {
        this.platform = platform;
    }

    /** As the reader of a scope may know it. */
    AccessExplanation explain(Scope scope, Entry user, Operation operation, Entry entity) {
        Explanation found =
                scope.directory().access().explain(new Subject.User(user.ordinal()), operation, entity.ordinal());
        return new AccessExplanation(
                found.allowed(), found.reason(), text(found, operation, entity), path(scope, user, entity, found));
    }

    private List<Step> path(Scope scope, Entry user, Entry entity, Explanation found) {
        Directory directory = scope.directory();
        List<Step> path = new ArrayList<>();
        path.add(step(scope, "USER", user));
        Grant grant = found.grant();
        if (grant != null) {
            Entry subject = directory.entry(grant.subject());
            if (subject.ordinal() != user.ordinal()) {
                path.add(step(scope, "USER_GROUP", subject));
            }
            path.add(step(scope, "ROLE", directory.entry(grant.role())));
            path.add(grantStep(scope, grant));
            passedOn(scope, grant, path);
            if (found.group() != Grant.NONE) {
                path.add(step(scope, "ENTITY_GROUP", directory.entry(found.group())));
            }
        }
        if (found.reason() == Explanation.Reason.GENERIC_ROLE) {
            owners(scope, user, entity, path);
        }
        path.add(step(scope, "ENTITY", entity));
        return path;
    }

    /** The owners from the user's own down to the thing's. */
    private static void owners(Scope scope, Entry user, Entry entity, List<Step> path) {
        Directory directory = scope.directory();
        List<Entry> chain = new ArrayList<>();
        int at = entity.ordinal() == AccessModel.TENANT ? AccessModel.TENANT : entity.owner();
        while (at != user.owner() && at > AccessModel.TENANT) {
            chain.addFirst(directory.entry(at));
            at = directory.entry(at).owner();
        }
        chain.addFirst(directory.entry(user.owner()));
        chain.forEach(owner -> path.add(step(scope, "OWNER", owner)));
    }

    private static Step step(Scope scope, String what, Entry entry) {
        return new Step(what, Shown.ref(scope, entry), Shown.name(scope, entry), null, null, null);
    }

    private Step grantStep(Scope scope, Grant grant) {
        return grantStep("GRANT", "", scope, grant);
    }

    private Step grantStep(String what, String name, Scope scope, Grant grant) {
        Long until = until(scope.directory(), grant);
        return new Step(what, new Ref(Grants.KIND, grant.id()), name, since(grant), until, by(scope, grant));
    }

    /** The grants that a passed-on one rests on, the nearest first, each with who passed on what it gave. */
    private void passedOn(Scope scope, Grant grant, List<Step> path) {
        Directory directory = scope.directory();
        Set<Grant> seen = new HashSet<>();
        Grant at = grant;
        for (Grant parent = directory.access().parent(at);
                parent != null && seen.add(parent);
                parent = directory.access().parent(at)) {
            path.add(grantStep("PASSED_ON", Shown.name(scope, directory.entry(at.under())), scope, parent));
            at = parent;
        }
    }

    /** Who made a grant, as far as the reader may know; null for the platform, and for somebody who is gone. */
    @Nullable
    String by(Scope scope, Grant grant) {
        return platform.database()
                .read(sql -> GrantStore.origin(sql, grant))
                .flatMap(GrantStore.Origin::createdBy)
                .flatMap(id -> scope.directory().find(new Ref("USER", id)))
                .map(user -> Shown.doer(scope, user))
                .orElse(null);
    }

    static Long since(Grant grant) {
        return Math.max(grant.from(), Ids.millisOf(grant.id()));
    }

    /** When a grant ends, null for never; what was passed on ends with what it rests on. */
    static @Nullable Long until(Directory directory, Grant grant) {
        long until = directory.access().until(grant);
        return until == Long.MAX_VALUE ? null : until;
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
            case NOT_HELD_ANY_MORE ->
                "It was passed on to the user by somebody who does not hold it any more, or may not share it";
            case NOT_SHARED -> "Nothing connects the user with '" + entity.name() + "': share it, or change its owner";
        };
    }
}

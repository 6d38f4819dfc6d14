package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.base.Problem;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Keeps a tenant from being left without an administrator: somebody of the tenant with an open account, whose roles give
 * everything. Without one nobody could ever give the others a right.
 */
public final class Administrators {

    private final Accounts accounts;

    /** Tells which users have an account that is switched on. */
    @FunctionalInterface
    public interface Accounts {
        boolean anyOpen(Change change, Collection<UUID> users);
    }

    public Administrators(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Refuses if the last one would be one no more without a user. */
    public void requireOthersThan(Change change, Entry user) {
        if (user.owner() == AccessModel.TENANT) {
            require(change, (ordinal, grant) -> ordinal == user.ordinal());
        }
    }

    /** Refuses if the last one would be one no more without a grant. */
    public void requireOthersThanBy(Change change, Grant ended) {
        if (ended.target() == Grant.NONE) {
            require(change, (user, grant) -> grant.id().equals(ended.id()));
        }
    }

    /** Refuses if the last one would be one no more without the group, or without one user's place in it. */
    public void requireOthersThanIn(Change change, Entry group, Predicate<Integer> leaving) {
        if (group.owner() == AccessModel.TENANT) {
            require(change, (user, grant) -> leaving.test(user) && grant.subject() == group.ordinal());
        }
    }

    /** Refuses if the last one would be one no more without a role. */
    public void requireOthersThanAs(Change change, Entry role) {
        require(change, (user, grant) -> grant.role() == role.ordinal());
    }

    /** What one step of a change takes from users. */
    private record Loss(BiPredicate<Integer, Grant> isLost) {}

    /** The directory shows the state before the change, so what its steps take counts together. */
    private void require(Change change, BiPredicate<Integer, Grant> lost) {
        List<Loss> losses = change.notes().of(Loss.class);
        Loss last = new Loss(lost);
        losses.add(last);
        List<UUID> before = ids(change, (user, grant) -> false);
        List<UUID> after = ids(change, (user, grant) -> losses.stream()
                .anyMatch(loss -> loss.isLost().test(user, grant)));
        boolean touched = before.size() != after.size() && accounts.anyOpen(change, before);
        if (touched && !accounts.anyOpen(change, after)) {
            losses.remove(last);
            throw Problem.badRequest("The tenant would be left without an administrator whose account is on: make"
                    + " somebody else one first");
        }
    }

    private static List<UUID> ids(Change change, BiPredicate<Integer, Grant> lost) {
        Directory directory = change.directory();
        return directory.access().administrators(lost).stream()
                .mapToObj(user -> directory.entry(user).id())
                .toList();
    }
}

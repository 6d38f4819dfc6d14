package io.atrium.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Scope;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody still has the right over a user that a session, a key or a link of his came from. Judged at every use:
 * it ends when he is switched off, moved, or loses the right, and when the user gets rights that he does not have.
 */
final class Standing {

    private static final int CACHED = 10_000;

    /** Grants start and end by time, too. */
    private static final long GOOD_FOR_MILLIS = 250;

    private final Parts parts;
    private final RightsComparison rights;
    private final Cache<Question, Answer> answers =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    Standing(Parts parts, RightsComparison rights) {
        this.parts = parts;
        this.rights = rights;
    }

    private record Question(UUID by, Operation operation, UUID user) {}

    /** An answer for one state of the tenant. */
    private record Answer(boolean yes, Directory directory, long access, long structure, long at) {

        boolean isGood(Directory now, long millis) {
            AccessModel model = now.model();
            return directory == now
                    && access == model.accessVersion()
                    && structure == model.structureVersion()
                    && Math.abs(millis - at) < GOOD_FOR_MILLIS;
        }
    }

    /**
     * True if somebody may do the operation to a user now, and has at least the user's rights.
     *
     * @param by nobody, the platform, and the user itself need no right
     */
    boolean holds(@Nullable UUID by, Operation operation, Actor user) {
        if (by == null || by.equals(Ref.NULL_ID) || by.equals(user.userId())) {
            return true;
        }
        Actor asker = asker(by).orElse(null);
        if (asker == null || !asker.isSystem() && !asker.tenantId().equals(user.tenantId())) {
            return false;
        }
        Scope scope = parts.platform().scopes().of(asker, user.tenantId());
        Question question = new Question(by, operation, user.userId());
        long now = parts.platform().clock().millis();
        return scope.read(() -> {
            Answer known = answers.getIfPresent(question);
            if (known != null && known.isGood(scope.directory(), now)) {
                return known.yes();
            }
            boolean yes = scope.directory()
                    .find(new Ref(TypeTable.USER, user.userId()))
                    .filter(entry -> holds(scope, operation, entry))
                    .isPresent();
            AccessModel model = scope.directory().model();
            answers.put(
                    question, new Answer(yes, scope.directory(), model.accessVersion(), model.structureVersion(), now));
            return yes;
        });
    }

    private boolean holds(Scope scope, Operation operation, Entry user) {
        return scope.may(operation, user) && rights.covers(scope, user);
    }

    /** Somebody as he is now; nobody if he is gone or switched off. */
    private Optional<Actor> asker(UUID by) {
        Optional<Accounts.State> state = parts.accounts().state(by);
        if (state.isPresent() && !state.get().enabled()) {
            return Optional.empty();
        }
        return state.map(Accounts.State::tenantId)
                .or(() -> parts.accountStore().tenantOf(by))
                .flatMap(tenant -> parts.accounts().actor(tenant, by, null));
    }
}

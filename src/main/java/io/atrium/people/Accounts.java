package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.access.AccessModel;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Ref;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known about a user for every call, in memory: whether the account is on, since when its tokens count,
 * which log-ins are open. Forgotten the moment it changes.
 */
final class Accounts {

    private static final int CACHED = 100_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(30);

    private final Platform platform;
    private final AccountStore store;
    private final SessionStore sessions;
    private final Cache<UUID, Optional<State>> states = cache();
    private final Cache<UUID, Seen> seen = cache();

    /** The part of an account that decides about its tokens. */
    record State(UUID tenantId, boolean enabled, long tokensFrom) {}

    /**
     * A log-in as it was looked up.
     *
     * @param tokensFrom the state of its account then; in another state it may have ended with all the others
     */
    private record Seen(long expires, long tokensFrom) {}

    Accounts(Platform platform, AccountStore store, SessionStore sessions) {
        this.platform = platform;
        this.store = store;
        this.sessions = sessions;
        platform.bus().on(SessionsEnded.class, ended -> {
            states.invalidate(ended.userId());
            UUID session = ended.sessionId();
            if (session != null) {
                seen.invalidate(session);
            }
        });
        platform.bus().on(EntityDeleted.class, deleted -> {
            if (deleted.entity().kind().equals(TypeTable.USER)) {
                states.invalidate(deleted.entity().id());
            }
        });
    }

    private static <K, V> Cache<K, V> cache() {
        return Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterAccess(CACHED_FOR)
                .build();
    }

    Optional<State> state(UUID user) {
        return states.get(user, id -> store.byId(id)
                .map(account -> new State(account.tenantId(), account.enabled(), account.tokensFrom())));
    }

    boolean isOpen(UUID user, UUID session) {
        long from = state(user).map(State::tokensFrom).orElse(0L);
        Seen known = seen.getIfPresent(session);
        if (known == null || known.tokensFrom() != from) {
            // In one step with the look-up, so that an end meanwhile is not overwritten by what was true before it.
            known = Objects.requireNonNull(seen.asMap().compute(session, (id, before) -> look(id, before, from)));
        }
        return known.expires() > platform.clock().millis();
    }

    private Seen look(UUID session, @Nullable Seen before, long from) {
        return before != null && before.tokensFrom() == from ? before : new Seen(sessions.expiry(session), from);
    }

    void forgetSession(UUID session) {
        seen.invalidate(session);
    }

    /** True while a user's tokens of a moment still count. */
    boolean honours(UUID user, long issued) {
        return state(user)
                .filter(state -> state.enabled() && issued >= state.tokensFrom())
                .isPresent();
    }

    /** The moment to put on a new token: never before the one from which tokens count. */
    long issueTime(UUID user) {
        long now = platform.clock().millis();
        return Math.max(now, state(user).map(State::tokensFrom).orElse(now));
    }

    /** The user as a caller, with the owner it has now. */
    Optional<Actor> actor(UUID tenant, UUID user, @Nullable UUID session) {
        Directory directory = platform.directories().find(tenant).orElse(null);
        if (directory == null) {
            return Optional.empty();
        }
        return directory.read(
                () -> directory.find(new Ref(TypeTable.USER, user)).map(entry -> actor(directory, entry, session)));
    }

    private static Actor actor(Directory directory, Entry entry, @Nullable UUID session) {
        UUID tenant = directory.tenantId();
        if (tenant.equals(Ref.NULL_ID)) {
            return new Actor(Authority.SYS_ADMIN, tenant, null, entry.id(), entry.name(), session, false);
        }
        if (entry.owner() == AccessModel.TENANT) {
            return new Actor(Authority.TENANT_ADMIN, tenant, null, entry.id(), entry.name(), session, false);
        }
        UUID customer = directory.entry(entry.owner()).id();
        return new Actor(Authority.CUSTOMER_USER, tenant, customer, entry.id(), entry.name(), session, false);
    }

    /** A field of the user's own document; empty if it has none. */
    String text(UUID tenant, UUID user, String field) {
        return platform.directories()
                .find(tenant)
                .flatMap(directory ->
                        directory.read(() -> directory.find(user).map(entry -> document(directory, entry))))
                .map(document -> document.path(field).asText(""))
                .filter(value -> !value.equals("null"))
                .orElse("");
    }

    /** The visitor of a public customer's link, as long as the customer is public. */
    Optional<Actor> visitor(UUID tenant, UUID customer) {
        return platform.directories()
                .find(tenant)
                .flatMap(directory -> directory.read(() -> directory
                        .find(new Ref(TypeTable.CUSTOMER, customer))
                        .filter(entry -> isPublic(directory, entry))))
                .map(entry ->
                        new Actor(Authority.CUSTOMER_USER, tenant, customer, Ref.NULL_ID, entry.name(), null, true));
    }

    /** True for the customer of public groups; what its document says of it only shows that. */
    static boolean isPublic(Directory directory, Entry customer) {
        return directory.marks().has(Mark.PUBLIC_CUSTOMER, customer.ordinal());
    }

    /** The fields of an entity that its kind adds, without the header. */
    static JsonNode document(Directory directory, Entry entry) {
        return BodyEdit.read(directory.body(entry));
    }
}

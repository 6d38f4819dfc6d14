package io.atrium.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Actor.Entrance;
import io.atrium.base.Problem;
import io.atrium.entity.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Knows API keys: a key is its user, no more and no longer. */
final class ApiKeys {

    static final String PREFIX = "atr_";
    static final int RANDOM_LENGTH = 40;

    private static final int CACHED = 10_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);

    private final Platform platform;
    private final ApiKeyStore store;
    private final Accounts accounts;
    private final Standing standing;
    private final Cache<String, Optional<ApiKeyStore.Row>> byHash = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterAccess(CACHED_FOR)
            .build();

    ApiKeys(Parts parts, ApiKeyStore store, Standing standing) {
        this.platform = parts.platform();
        this.store = store;
        this.accounts = parts.accounts();
        this.standing = standing;
        platform.bus().on(ApiKeysChanged.class, changed -> forget(changed.userId()));
    }

    private void forget(UUID user) {
        byHash.asMap()
                .values()
                .removeIf(row -> row.isPresent() && row.get().userId().equals(user));
    }

    String newValue() {
        return PREFIX + platform.ids().secret(RANDOM_LENGTH);
    }

    /** The user of a key, if both are switched on, and whoever made the key may still do that. */
    Actor caller(String value) {
        if (!value.startsWith(PREFIX) || value.length() != PREFIX.length() + RANDOM_LENGTH) {
            throw refused();
        }
        return byHash.get(Secrets.hash(value), store::byHash)
                .flatMap(this::caller)
                .orElseThrow(ApiKeys::refused);
    }

    /** The caller by a key as it is now; nobody if it is gone, off, over, or its maker has lost the right to it. */
    Optional<Actor> present(UUID key, UUID user) {
        return store.byId(key).filter(row -> row.userId().equals(user)).flatMap(this::caller);
    }

    private Optional<Actor> caller(ApiKeyStore.Row key) {
        if (!key.enabled() || key.isExpired(platform.clock().millis())) {
            return Optional.empty();
        }
        return accounts.state(key.userId())
                .filter(Accounts.State::enabled)
                .flatMap(state -> accounts.actor(state.tenantId(), key.userId(), null))
                .filter(user -> standing.holds(key.madeBy(), Operation.WRITE, user))
                .map(user -> user.as(user.userName(), null, Entrance.API_KEY, key.id()));
    }

    /** When a key ends by itself. */
    long validUntil(String value) {
        return byHash.get(Secrets.hash(value), store::byHash)
                .filter(row -> row.expires() != 0)
                .map(ApiKeyStore.Row::expires)
                .orElse(Long.MAX_VALUE);
    }

    private static Problem refused() {
        return Problem.authentication("Authentication failed");
    }
}

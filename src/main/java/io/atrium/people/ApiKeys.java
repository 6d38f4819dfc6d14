package io.atrium.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Actor;
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
    private final Cache<String, Optional<ApiKeyStore.Row>> byHash = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterAccess(CACHED_FOR)
            .build();

    ApiKeys(Platform platform, ApiKeyStore store, Accounts accounts) {
        this.platform = platform;
        this.store = store;
        this.accounts = accounts;
        platform.bus().on(Changed.class, changed -> forget(changed.key()));
    }

    /** A key was changed or removed. */
    record Changed(UUID key) {}

    private void forget(UUID key) {
        byHash.asMap()
                .values()
                .removeIf(row -> row.isPresent() && row.get().id().equals(key));
    }

    String newValue() {
        return PREFIX + platform.ids().secret(RANDOM_LENGTH);
    }

    /** The user of a key, if both are switched on. */
    Actor caller(String value) {
        if (!value.startsWith(PREFIX) || value.length() != PREFIX.length() + RANDOM_LENGTH) {
            throw refused();
        }
        ApiKeyStore.Row key = byHash.get(Secrets.hash(value), store::byHash)
                .filter(row -> row.enabled() && !row.isExpired(platform.clock().millis()))
                .orElseThrow(ApiKeys::refused);
        return accounts.state(key.userId())
                .filter(Accounts.State::enabled)
                .flatMap(state -> accounts.actor(state.tenantId(), key.userId(), null))
                .orElseThrow(ApiKeys::refused);
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

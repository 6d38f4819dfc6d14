package io.atrium.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.db.Database;
import java.util.UUID;

/** The bodies of entities: from the directory, or for kinds with large ones from the database through a small cache. */
public final class Bodies {

    /** Most characters that the cache holds. */
    static final long CACHE_CHARACTERS = 16L * 1024 * 1024;

    private record Key(UUID id, long version) {}

    private final Database database;
    private final Kinds kinds;
    private final Cache<Key, String> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_CHARACTERS)
            .weigher((Key key, String body) -> body.length())
            .build();

    public Bodies(Database database, Kinds kinds) {
        this.database = database;
        this.kinds = kinds;
    }

    /** The body's members, without braces. */
    public String of(Entry entry) {
        if (kinds.of(entry.type()).traits().bodyInMemory()) {
            return entry.body();
        }
        return cache.get(
                new Key(entry.id(), entry.version()), key -> database.read(sql -> EntityStore.body(sql, entry.id())));
    }
}

package io.atrium.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.db.Database;
import java.util.UUID;

/** The bodies of entities: from the directory, or if they are long from the database through a small cache. */
public final class Bodies {

    /** Most characters that the cache holds: few where the heap is small. */
    static final long CACHE_CHARACTERS =
            Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 64);

    private record Key(UUID id, long version) {}

    private final Database database;
    private final Cache<Key, String> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_CHARACTERS)
            .weigher((Key key, String body) -> body.length())
            .build();

    Bodies(Database database) {
        this.database = database;
    }

    /** The body's members, without braces. */
    public String of(Entry entry) {
        if (entry.whole()) {
            return entry.body();
        }
        return cache.get(
                new Key(entry.id(), entry.version()), key -> database.read(sql -> EntityStore.body(sql, entry.id())));
    }
}

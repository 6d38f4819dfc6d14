package io.atrium.entity;

import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The directories of all tenants that were used since the start; each is loaded on first use and then stays. */
public final class Directories {

    private final Database database;
    private final Kinds kinds;
    private final InstantSource clock;
    private final DirectoryStore store;
    private final Bodies bodies;
    private final Map<UUID, Directory> loaded = new ConcurrentHashMap<>();
    private final List<Consumer<Directory>> loaders = new CopyOnWriteArrayList<>();

    public Directories(Database database, Kinds kinds, Ids ids, InstantSource clock) {
        this.database = database;
        this.kinds = kinds;
        this.clock = clock;
        this.store = new DirectoryStore(kinds, ids);
        this.bodies = new Bodies(database);
    }

    /** Adds a step to loading, for instance the latest values of time series. */
    public void onLoad(Consumer<Directory> loader) {
        loaders.add(loader);
    }

    public Bodies bodies() {
        return bodies;
    }

    public Kinds kinds() {
        return kinds;
    }

    /** The tenant's directory; a tenant that does not exist is not found. */
    public Directory of(UUID tenant) {
        return find(tenant).orElseThrow(Problem::notFound);
    }

    public Optional<Directory> find(UUID tenant) {
        Directory directory = loaded.get(tenant);
        if (directory == null) {
            directory = loaded.computeIfAbsent(tenant, this::load);
        }
        return Optional.ofNullable(directory);
    }

    private @org.jspecify.annotations.Nullable Directory load(UUID tenant) {
        Directory directory = new Directory(tenant, kinds, clock, bodies::of);
        boolean found = database.transaction(sql -> store.load(sql, directory));
        if (!found) {
            return null;
        }
        loaders.forEach(loader -> loader.accept(directory));
        return directory;
    }

    /** Drops a directory that can no longer be trusted; the next use loads it afresh. */
    void drop(UUID tenant) {
        loaded.remove(tenant);
    }
}

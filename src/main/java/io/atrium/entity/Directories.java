package io.atrium.entity;

import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.db.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The directories of all tenants that were used since the start; each is loaded on first use and then stays. */
public final class Directories {

    /** How long a tenant that could not be loaded is not tried again: each try may take much of the memory that is left. */
    private static final Duration REFUSED = Duration.ofSeconds(10);

    private record Refused(Problem problem, long until) {}

    private final Database database;
    private final Kinds kinds;
    private final InstantSource clock;
    private final DirectoryStore store;
    private final Bodies bodies;
    private final HeapBudget budget;
    private final Map<UUID, Refused> refused = new ConcurrentHashMap<>();
    private final Map<UUID, Directory> loaded = new ConcurrentHashMap<>();
    private final List<Consumer<Directory>> loaders = new CopyOnWriteArrayList<>();

    /** With room for everything. */
    public Directories(Database database, Kinds kinds, Ids ids, InstantSource clock) {
        this(database, kinds, ids, clock, HeapBudget.unlimited());
    }

    Directories(Database database, Kinds kinds, Ids ids, InstantSource clock, HeapBudget budget) {
        this.database = database;
        this.kinds = kinds;
        this.clock = clock;
        this.store = new DirectoryStore(kinds, ids, clock);
        this.bodies = new Bodies(database);
        this.budget = budget;
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

    private @Nullable Directory load(UUID tenant) {
        Refused before = refused.get(tenant);
        if (before != null && clock.millis() < before.until()) {
            throw before.problem();
        }
        Directory directory = new Directory(tenant, kinds, clock, new StoredParts(), new HeapAccount(budget));
        boolean done = false;
        try {
            boolean found = database.transaction(sql -> store.load(sql, directory));
            if (!found) {
                return null;
            }
            loaders.forEach(loader -> loader.accept(directory));
            done = true;
            refused.remove(tenant);
            return directory;
        } catch (Problem problem) {
            if (!budget.isLoadable()) {
                refused.put(tenant, new Refused(problem, clock.millis() + REFUSED.toMillis()));
            }
            throw problem;
        } finally {
            if (!done) {
                directory.account().close();
            }
        }
    }

    /** What a directory reads from the database when it is asked for it. */
    private final class StoredParts implements Directory.Stored {

        @Override
        public String body(Entry entry) {
            return bodies.of(entry);
        }

        @Override
        public Latest.@Nullable Stamped attribute(Entry entry, KeyScope scope, String key) {
            return database.read(sql -> AttributeStore.find(sql, entry.id(), scope, key))
                    .orElse(null);
        }
    }

    /** Those that are loaded at the moment. */
    Collection<Directory> loaded() {
        return loaded.values();
    }

    /** Drops a directory that can no longer be trusted; the next use loads it afresh. */
    void drop(UUID tenant) {
        Directory dropped = loaded.remove(tenant);
        if (dropped != null) {
            dropped.account().close();
        }
    }
}

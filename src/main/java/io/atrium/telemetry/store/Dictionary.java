package io.atrium.telemetry.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Which series exist. Gives out ids and never one twice: the counters are stored with each new series.
 *
 * <p>New series are written without a sync. The log is one sequence, so the sync of the first append to a series covers
 * its row as well.
 */
final class Dictionary implements AutoCloseable {

    /** The row of the default family that holds the next tenant number; tenants' rows are longer. */
    private static final byte[] NEXT_TENANT = {'n'};

    /** A tenant's part of the ids. */
    static final class Space {
        final int tenant;
        final LatestTimes latestTimes;
        private long next;

        Space(int tenant, long next, LatestTimes latestTimes) {
            this.tenant = tenant;
            this.next = next;
            this.latestTimes = latestTimes;
        }
    }

    private final Families families;
    private final LatestTimes.Loaded loaded;
    private final WriteOptions unsynced = new WriteOptions();
    private final Map<UUID, Space> byTenant = new ConcurrentHashMap<>();
    private final Map<Integer, Space> byNumber = new ConcurrentHashMap<>();
    private int nextTenant = 1;

    Dictionary(Families families, LatestTimes.Loaded loaded) {
        this.families = families;
        this.loaded = loaded;
        try (RocksIterator rows = families.db.newIterator(families.tenants)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                byte[] value = rows.value();
                if (rows.key().length == NEXT_TENANT.length) {
                    nextTenant = (int) Bytes.longAt(value, 0);
                } else {
                    int number = (int) Bytes.longAt(value, 0);
                    remember(Keys.uuid(rows.key(), 0), number, Bytes.longAt(value, Long.BYTES));
                }
            }
            Rocks.check(rows);
        }
    }

    @Nullable
    Space space(UUID tenant) {
        return byTenant.get(tenant);
    }

    /** The space that a series belongs to, or null when its tenant is gone. */
    @Nullable
    Space spaceOf(long series) {
        return byNumber.get(Keys.tenantOf(series));
    }

    Iterable<Space> spaces() {
        return byTenant.values();
    }

    /** The id of a series, or 0. */
    long find(UUID tenant, UUID entity, String key) {
        Space space = byTenant.get(tenant);
        return space == null ? 0 : find(Keys.ofName(space.tenant, entity, key));
    }

    private long find(byte[] name) {
        try {
            byte[] id = families.db.get(families.dictionary, name);
            return id == null ? 0 : Bytes.longAt(id, 0);
        } catch (RocksDBException e) {
            throw Rocks.failed(e);
        }
    }

    synchronized long create(UUID tenant, UUID entity, String key) {
        long known = find(tenant, entity, key);
        if (known != 0) {
            return known;
        }
        Batch batch = new Batch(256);
        Space space = byTenant.get(tenant);
        if (space == null) {
            batch.put(families.tenants.getID(), NEXT_TENANT, Keys.ofSeries(nextTenant + 1L));
            space = new Space(nextTenant, 1, new LatestTimes(families, loaded, nextTenant));
        }
        long series = Keys.series(space.tenant, space.next);
        byte[] name = Keys.ofName(space.tenant, entity, key);
        byte[] reverse = Arrays.copyOfRange(name, Long.BYTES, name.length);
        byte[] counter = new byte[2 * Long.BYTES];
        Bytes.putLong(counter, 0, space.tenant);
        Bytes.putLong(counter, Long.BYTES, space.next + 1);
        batch.put(families.tenants.getID(), Keys.ofUuid(tenant), counter);
        batch.put(families.dictionary.getID(), name, Keys.ofSeries(series));
        batch.put(families.names.getID(), Keys.ofSeries(series), reverse);
        try (WriteBatch writes = new WriteBatch(batch.toArray())) {
            families.db.write(unsynced, writes);
        } catch (RocksDBException e) {
            throw Rocks.failed(e);
        }
        if (space.tenant == nextTenant) {
            nextTenant++;
            byTenant.put(tenant, space);
            byNumber.put(space.tenant, space);
        }
        space.next++;
        return series;
    }

    private void remember(UUID tenant, int number, long next) {
        Space space = new Space(number, next, new LatestTimes(families, loaded, number));
        byTenant.put(tenant, space);
        byNumber.put(number, space);
    }

    /** Visits the names and ids of an entity in the order of names. */
    void visit(Space space, UUID entity, ObjLongConsumer<String> visitor) {
        byte[] prefix = Keys.ofName(space.tenant, entity, "");
        try (Slice end = new Slice(Keys.after(prefix));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = families.db.newIterator(families.dictionary, options)) {
            for (rows.seek(prefix); rows.isValid(); rows.next()) {
                visitor.accept(Keys.nameOf(rows.key()), Bytes.longAt(rows.value(), 0));
            }
            Rocks.check(rows);
        }
    }

    /** The series of an entity. */
    List<Long> series(Space space, UUID entity) {
        List<Long> ids = new ArrayList<>();
        visit(space, entity, (name, series) -> ids.add(series));
        return ids;
    }

    void forget(UUID tenant) {
        Space space = byTenant.remove(tenant);
        if (space != null) {
            byNumber.remove(space.tenant);
        }
    }

    @Override
    public void close() {
        unsynced.close();
    }
}

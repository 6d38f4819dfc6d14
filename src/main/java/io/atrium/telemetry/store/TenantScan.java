package io.atrium.telemetry.store;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.LatestVisitor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * Reads all series of a tenant with their newest points: two families in the order of series ids, merged, so that it
 * takes no memory however many there are. Names and entities that repeat are handed out as the same object.
 */
final class TenantScan {

    /** Tenants with more names than this gain little from sharing them. */
    private static final int SHARED_NAMES = 10_000;

    private static final long READAHEAD_BYTES = 1 << 20;

    private final Families families;
    private final int tenant;
    private final Map<String, String> shared = new HashMap<>();
    private @Nullable UUID entity;

    TenantScan(Families families, int tenant) {
        this.families = families;
        this.tenant = tenant;
    }

    void run(LatestVisitor visitor) {
        byte[] from = Keys.ofSeries(Keys.series(tenant, 0));
        Snapshot snapshot = families.db.getSnapshot();
        try (Slice end = new Slice(Keys.ofSeries(Keys.series(tenant + 1, 0)));
                ReadOptions options = new ReadOptions()
                        .setIterateUpperBound(end)
                        .setSnapshot(snapshot)
                        // A load of everything must not push out what is in use.
                        .setFillCache(false)
                        .setReadaheadSize(READAHEAD_BYTES);
                RocksIterator names = families.db.newIterator(families.names, options);
                RocksIterator latest = families.db.newIterator(families.latest, options)) {
            names.seek(from);
            latest.seek(from);
            merge(names, latest, visitor);
            Rocks.check(names);
            Rocks.check(latest);
        } finally {
            families.db.releaseSnapshot(snapshot);
            snapshot.close();
        }
    }

    private void merge(RocksIterator names, RocksIterator latest, LatestVisitor visitor) {
        byte[] key = new byte[Long.BYTES];
        long newest = idOf(latest, key);
        for (; names.isValid(); names.next()) {
            long series = idOf(names, key);
            while (newest < series) {
                latest.next();
                newest = idOf(latest, key);
            }
            byte[] name = names.value();
            if (newest == series) {
                byte[] row = latest.value();
                Value value = ValueCodec.read(row, Long.BYTES, row.length);
                visitor.series(entity(name), name(name), series, Bytes.longAt(row, 0), value);
            } else {
                visitor.series(entity(name), name(name), series, 0, null);
            }
        }
    }

    private static long idOf(RocksIterator rows, byte[] buffer) {
        if (!rows.isValid()) {
            return Long.MAX_VALUE;
        }
        rows.key(buffer);
        return Bytes.longAt(buffer, 0);
    }

    private UUID entity(byte[] row) {
        UUID known = entity;
        UUID next = Keys.uuid(row, 0);
        if (known != null && known.equals(next)) {
            return known;
        }
        entity = next;
        return next;
    }

    private String name(byte[] row) {
        String name = new String(row, Keys.ID_BYTES, row.length - Keys.ID_BYTES, StandardCharsets.UTF_8);
        String known = shared.get(name);
        if (known != null) {
            return known;
        }
        if (shared.size() < SHARED_NAMES) {
            shared.put(name, name);
        }
        return name;
    }
}

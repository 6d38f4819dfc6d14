package io.atrium.telemetry.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * The newest time of every series of one tenant, so that an append knows without reading whether a point is late. Pages
 * are loaded when touched, and all are forgotten when there are too many; but not within a group, whose times are not on the
 * disk yet. Confined to the committer's thread.
 */
final class LatestTimes {

    /** What a series without a newest point has: any point replaces it. */
    static final long NONE = Long.MIN_VALUE;

    private static final int PAGE = 1024;

    /** How many pages all tenants have loaded. */
    static final class Loaded {
        private final long most;
        private long pages;

        Loaded(long bytes) {
            this.most = bytes / (PAGE * Long.BYTES);
        }

        boolean isTooMuch() {
            return pages > most;
        }

        void forgotten() {
            pages = 0;
        }

        long pages() {
            return pages;
        }
    }

    private final Families families;
    private final Loaded loaded;
    private final int tenant;
    private long[] @Nullable [] pages = new long[4][];

    LatestTimes(Families families, Loaded loaded, int tenant) {
        this.families = families;
        this.loaded = loaded;
        this.tenant = tenant;
    }

    long get(long series) {
        return page(series)[slot(series)];
    }

    void set(long series, long ts) {
        page(series)[slot(series)] = ts;
    }

    /** Reads all again when it is needed: after a failed write memory is ahead of the disk. */
    void forget() {
        pages = new long[4][];
    }

    private static int slot(long series) {
        return (int) (Keys.countOf(series) % PAGE);
    }

    private long[] page(long series) {
        int number = Math.toIntExact(Keys.countOf(series) / PAGE);
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(number + 1, pages.length * 2));
        }
        long[] page = pages[number];
        if (page == null) {
            page = load(Keys.series(tenant, (long) number * PAGE));
            pages[number] = page;
            loaded.pages++;
        }
        return page;
    }

    private long[] load(long first) {
        long[] page = new long[PAGE];
        Arrays.fill(page, NONE);
        byte[] key = new byte[Long.BYTES];
        byte[] value = new byte[Long.BYTES];
        try (Slice end = new Slice(Keys.ofSeries(first + PAGE));
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator rows = families.db.newIterator(families.latest, options)) {
            for (rows.seek(Keys.ofSeries(first)); rows.isValid(); rows.next()) {
                rows.key(key);
                rows.value(value);
                page[slot(Bytes.longAt(key, 0))] = Bytes.longAt(value, 0);
            }
            Rocks.check(rows);
        }
        return page;
    }
}

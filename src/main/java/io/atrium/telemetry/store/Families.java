package io.atrium.telemetry.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBufferManager;

/** The open database: its column families and every option of theirs, with the reason. */
final class Families implements AutoCloseable {

    private static final long MIB = 1 << 20;
    private static final int BLOOM_BITS = 10;
    private static final int KEPT_LOGS = 3;

    private final List<RocksObject> resources = new ArrayList<>();
    final RocksDB db;
    final ColumnFamilyHandle tenants;
    final ColumnFamilyHandle dictionary;
    final ColumnFamilyHandle names;
    final ColumnFamilyHandle data;
    final ColumnFamilyHandle latest;
    final ColumnFamilyHandle expiry;

    Families(Path folder, StoreLimits limits) throws RocksDBException {
        RocksDB.loadLibrary();
        // Memtables are charged to the block cache, so that one number bounds both.
        Cache cache = keep(new LRUCache(limits.cacheBytes()));
        WriteBufferManager buffers = keep(new WriteBufferManager(limits.writeBufferBytes(), cache));
        List<ColumnFamilyDescriptor> descriptors = List.of(
                family("default", small(cache)),
                family("dictionary", small(cache)),
                family("names", small(cache)),
                family("data", data(cache, limits)),
                family("latest", latest(cache)),
                family("expiry", small(cache)));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = RocksDB.open(database(buffers), folder.toString(), descriptors, handles);
        tenants = handles.get(0);
        dictionary = handles.get(1);
        names = handles.get(2);
        data = handles.get(3);
        latest = handles.get(4);
        expiry = handles.get(5);
    }

    List<ColumnFamilyHandle> all() {
        return List.of(tenants, dictionary, names, data, latest, expiry);
    }

    private DBOptions database(WriteBufferManager buffers) {
        return keep(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                // A flush and a compaction at a time: the cores are for the work of the server.
                .setMaxBackgroundJobs(2)
                // Rarely written families would otherwise keep old logs alive for ever, and start-up replays them.
                .setMaxTotalWalSize(128 * MIB)
                // A reused log file has its blocks already: the sync of each group writes no metadata.
                .setRecycleLogFileNum(2)
                // Spreads the writing of large files, so that a group's sync does not wait behind them.
                .setBytesPerSync(MIB)
                .setMaxOpenFiles(512)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(4 * MIB)
                .setKeepLogFileNum(KEPT_LOGS)
                .setStatsDumpPeriodSec(0);
    }

    /** Small rows, read by exact key. */
    private ColumnFamilyOptions small(Cache cache) {
        return options(new ColumnFamilyOptions(), cache, 4 * MIB, 8 << 10, true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** One row per series, written over and over: what the memtable does not absorb, small levels do. */
    private ColumnFamilyOptions latest(Cache cache) {
        return options(bySeries(), cache, 16 * MIB, 8 << 10, true).setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /**
     * Nearly all bytes are here. Read as ranges only, so no filters; neighbours share most of the key and much of the
     * value, so large blocks and ZSTD at the bottom pay, while the short-lived upper levels stay cheap to write.
     */
    private ColumnFamilyOptions data(Cache cache, StoreLimits limits) {
        CompressionOptions zstd = keep(new CompressionOptions()).setLevel(3).setEnabled(true);
        return options(bySeries(), cache, limits.writeBufferBytes() / 2, 32 << 10, false)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setBottommostCompressionOptions(zstd)
                .setTargetFileSizeBase(32 * MIB)
                .setMaxBytesForLevelBase(128 * MIB);
    }

    /**
     * Rows that begin with the number of a series and come in the order of their keys: the memtable remembers where the
     * last row of each series went, instead of looking for the place of each from the top. The Java interface has no
     * method for this, only the name.
     */
    private static ColumnFamilyOptions bySeries() {
        Properties hint = new Properties();
        hint.setProperty("memtable_insert_with_hint_prefix_extractor", "fixed:" + Long.BYTES);
        ColumnFamilyOptions options = ColumnFamilyOptions.getColumnFamilyOptionsFromProps(hint);
        if (options == null) {
            throw new IllegalStateException("This RocksDB does not take " + hint);
        }
        return options;
    }

    private ColumnFamilyOptions options(
            ColumnFamilyOptions begun, Cache cache, long memtableBytes, int blockBytes, boolean filtered) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(blockBytes)
                .setFormatVersion(6)
                // Index and filter blocks live in the cache as well, split so that only the used parts do.
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(filtered)
                .setCacheIndexAndFilterBlocks(true)
                .setPinTopLevelIndexAndFilter(true);
        if (filtered) {
            table.setFilterPolicy(keep(new BloomFilter(BLOOM_BITS)));
        }
        return keep(begun)
                .setTableFormatConfig(table)
                .setWriteBufferSize(memtableBytes)
                .setMaxWriteBufferNumber(3)
                // Deleted data leaves the disk within this time even where nothing new is written.
                .setPeriodicCompactionSeconds(7L * 24 * 3600)
                .setLevelCompactionDynamicLevelBytes(true);
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    private <T extends RocksObject> T keep(T resource) {
        resources.add(resource);
        return resource;
    }

    /** Only when nothing reads or writes any more: the native side does not check. */
    @Override
    public void close() {
        all().forEach(ColumnFamilyHandle::close);
        db.close();
        resources.reversed().forEach(RocksObject::close);
    }
}

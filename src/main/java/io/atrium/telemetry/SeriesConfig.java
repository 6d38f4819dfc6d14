package io.atrium.telemetry;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;

/** Where series are kept, and what the store may take of the machine. */
public record SeriesConfig(
        @Setting(env = "ATRIUM_SERIES", fallback = "rocksdb", doc = "Store of the series: a folder or the database")
        Store store,

        @Setting(
                env = "ATRIUM_SERIES_QUEUE",
                fallback = "200000",
                min = 1_000,
                max = 10_000_000,
                doc = "Most points that wait to be written; writers beyond it are told to come again")
        int maxQueuedPoints,

        @Setting(
                env = "ATRIUM_SERIES_CACHE",
                fallback = "64MB",
                min = 8L << 20,
                doc = "Memory of the store for blocks and unwritten points together")
        Bytes cache,

        @Setting(
                env = "ATRIUM_SERIES_WRITE_BUFFER",
                fallback = "32MB",
                min = 4L << 20,
                doc = "The part of the store's memory that unwritten points may take, at most all of it")
        Bytes writeBuffer) {

    /** The stores to choose from. */
    public enum Store {
        ROCKSDB,
        POSTGRESQL
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Turns the faults of RocksDB into ours. */
final class Rocks {

    private Rocks() {}

    static Problem failed(Throwable cause) {
        return new Problem(Problem.Kind.UNAVAILABLE, "The series store could not read or write its folder", cause);
    }

    /** An iterator that met a fault looks as if it had reached the end. */
    static void check(RocksIterator rows) {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;

/** Turns the faults of RocksDB into ours. */
final class Rocks {

    private Rocks() {}

    static Problem failed(Throwable cause) {
        String message = isFull(cause)
                ? "The disk of the series store is full"
                : "The series store could not read or write its folder";
        return new Problem(Problem.Kind.UNAVAILABLE, message, cause);
    }

    private static boolean isFull(Throwable cause) {
        return cause instanceof RocksDBException fault
                && fault.getStatus() != null
                && fault.getStatus().getSubCode() == Status.SubCode.NoSpace;
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

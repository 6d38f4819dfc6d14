package io.atrium.telemetry.store;

import io.atrium.base.Problem;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import org.rocksdb.RocksIterator;

/**
 * A walk over rows through RocksDB's C interface, which the library of its Java interface brings along: keys and values are
 * read where they are instead of being copied, and a call costs a third. That matters for aggregation, which visits every
 * row. {@link PointCursor} does the same where a platform's library lacks the functions, and for few rows.
 */
final class NativeRows implements AutoCloseable {

    /** Rows that are read before a visitor gets them. */
    private static final int TOGETHER = 512;

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;
    private static final FunctionDescriptor STEP = FunctionDescriptor.ofVoid(POINTER);
    private static final FunctionDescriptor LOOK = FunctionDescriptor.of(ValueLayout.JAVA_LONG, POINTER, POINTER);
    /** For calls that only look and never wait, so that the thread need not leave the world of Java for them. */
    private static final Linker.Option QUICK = Linker.Option.critical(false);

    private static final MethodHandle VALID =
            function("valid", FunctionDescriptor.of(ValueLayout.JAVA_BYTE, POINTER), QUICK);
    private static final MethodHandle NEXT = function("next", STEP);
    private static final MethodHandle PREV = function("prev", STEP);
    private static final MethodHandle KEY = function("key", LOOK, QUICK);
    private static final MethodHandle VALUE = function("value", LOOK, QUICK);

    private static final ValueLayout.OfLong BIG_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    /** All memory: the library hands out addresses, valid until the next step. */
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment iterator = arena.allocate(ValueLayout.JAVA_LONG);
    private final MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
    private final boolean ascending;
    private long visited;

    /** Walks from where an iterator stands, on the thread that makes it. */
    NativeRows(RocksIterator rows, boolean ascending) {
        // The C interface's iterator is a struct that holds nothing but the pointer to the real one.
        iterator.set(ValueLayout.JAVA_LONG, 0, rows.getNativeHandle());
        this.ascending = ascending;
    }

    private static MethodHandle function(String name, FunctionDescriptor form, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(SymbolLookup.loaderLookup().findOrThrow("rocksdb_iter_" + name), form, options);
    }

    /**
     * Visits rows until there are enough of them, at a time, at the end, or when the visitor wants no more.
     *
     * @param until exclusive, none if it is the end of time; only for ascending walks
     * @return false if the visitor wants no more
     */
    boolean visit(int limit, long until, PointVisitor visitor) {
        Numbers numbers = new Numbers(Math.min(limit, TOGETHER));
        int left = limit;
        while (left > 0) {
            fill(numbers, Math.min(left, TOGETHER), until);
            int count = numbers.size();
            boolean isFull = count == numbers.capacity();
            left -= count;
            visited += count;
            numbers.clear();
            if (!numbers.visit(count, visitor)) {
                return false;
            }
            if (!isFull && left > 0) {
                // What stopped the walk is another kind of value, or there is no more.
                if (!isThereBefore(until)) {
                    return true;
                }
                left--;
                visited++;
                if (!visitOne(visitor)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isThereBefore(long until) {
        return isThere() && (until == Long.MAX_VALUE || time() < until);
    }

    /** Rows that a visitor was given. */
    long visited() {
        return visited;
    }

    boolean isThere() {
        try {
            return (byte) VALID.invokeExact(iterator) != 0;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** The time of the row at hand. */
    long time() {
        try {
            long key = (long) KEY.invokeExact(iterator, length);
            return Keys.orderedTime(MEMORY.get(BIG_ENDIAN, key + Long.BYTES));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Visits the row at hand, whatever its value, and steps on. */
    private boolean visitOne(PointVisitor visitor) {
        try {
            long ts = time();
            long value = (long) VALUE.invokeExact(iterator, length);
            boolean wanted = ValueCodec.visit(ts, MEMORY, value, (int) length.get(ValueLayout.JAVA_LONG, 0), visitor);
            step();
            return wanted;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /**
     * Takes numbers until there are enough of them, at a time, before another kind of value, or at the end.
     *
     * @param until exclusive; only for ascending walks
     */
    void fill(Numbers numbers, int enough, long until) {
        try {
            while (numbers.size() < enough && (byte) VALID.invokeExact(iterator) != 0) {
                long key = (long) KEY.invokeExact(iterator, length);
                long ts = Keys.orderedTime(MEMORY.get(BIG_ENDIAN, key + Long.BYTES));
                long value = (long) VALUE.invokeExact(iterator, length);
                if (ts >= until && until != Long.MAX_VALUE || !ValueCodec.isNumberTaken(ts, MEMORY, value, numbers)) {
                    return;
                }
                step();
            }
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private void step() throws Throwable {
        if (ascending) {
            NEXT.invokeExact(iterator);
        } else {
            PREV.invokeExact(iterator);
        }
    }

    private static RuntimeException failed(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        return fault instanceof RuntimeException known ? known : Problem.internal("A walk over rows failed", fault);
    }

    @Override
    public void close() {
        arena.close();
    }
}

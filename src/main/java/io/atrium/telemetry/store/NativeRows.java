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
final class NativeRows {

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

    private NativeRows() {}

    private static MethodHandle function(String name, FunctionDescriptor form, Linker.Option... options) {
        return Linker.nativeLinker()
                .downcallHandle(SymbolLookup.loaderLookup().findOrThrow("rocksdb_iter_" + name), form, options);
    }

    /** Visits rows from where an iterator stands. */
    static void visit(RocksIterator rows, boolean ascending, int limit, PointVisitor visitor) {
        try (Arena arena = Arena.ofConfined()) {
            // The C interface's iterator is a struct that holds nothing but the pointer to the real one.
            MemorySegment iterator = arena.allocate(ValueLayout.JAVA_LONG);
            iterator.set(ValueLayout.JAVA_LONG, 0, rows.getNativeHandle());
            MemorySegment length = arena.allocate(ValueLayout.JAVA_LONG);
            for (int left = limit; left > 0 && (byte) VALID.invokeExact(iterator) != 0; left--) {
                long key = (long) KEY.invokeExact(iterator, length);
                long ts = Keys.orderedTime(MEMORY.get(BIG_ENDIAN, key + Long.BYTES));
                long value = (long) VALUE.invokeExact(iterator, length);
                int size = (int) length.get(ValueLayout.JAVA_LONG, 0);
                if (!ValueCodec.visit(ts, MEMORY, value, size, visitor)) {
                    return;
                }
                if (ascending) {
                    NEXT.invokeExact(iterator);
                } else {
                    PREV.invokeExact(iterator);
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Problem.internal("A walk over rows failed", e);
        }
    }
}

package io.atrium.telemetry.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes; fixed-width numbers are big-endian, so that their order is the order of bytes. */
final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int CONTINUED = 0x80;
    private static final int LARGEST_VARINT = 10;

    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    static long longAt(byte[] array, int at) {
        return (long) LONGS.get(array, at);
    }

    static void putLong(byte[] array, int at, long value) {
        LONGS.set(array, at, value);
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(array, size);
    }

    void add(int value) {
        room(1);
        array[size++] = (byte) value;
    }

    void addLong(long value) {
        room(Long.BYTES);
        LONGS.set(array, size, value);
        size += Long.BYTES;
    }

    /** Seven bits a byte, lowest first. */
    void addVarint(long value) {
        room(LARGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | CONTINUED);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    void addAll(byte[] bytes) {
        addAll(bytes, bytes.length);
    }

    void addAll(Bytes other) {
        addAll(other.array, other.size);
    }

    private void addAll(byte[] bytes, int length) {
        room(length);
        System.arraycopy(bytes, 0, array, size, length);
        size += length;
    }

    /** Overwrites a little-endian number of 32 bits. */
    void setLittleInt(int at, int value) {
        array[at] = (byte) value;
        array[at + 1] = (byte) (value >>> 8);
        array[at + 2] = (byte) (value >>> 16);
        array[at + 3] = (byte) (value >>> 24);
    }

    private void room(int more) {
        if (size + more > array.length) {
            array = Arrays.copyOf(array, Math.max(size + more, array.length * 2));
        }
    }
}

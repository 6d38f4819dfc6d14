package io.atrium.telemetry.store;

import io.atrium.telemetry.SeriesStore.PointVisitor;

/**
 * Points with numbers, in columns. A walk fills them and a visitor gets them, each in a loop of its own, so that the JVM
 * compiles the walk once and for all visitors.
 */
final class Numbers {

    private final long[] times;
    /** An integer itself, or the bits of a double. */
    private final long[] values;

    private final boolean[] integers;
    private int size;

    Numbers(int capacity) {
        times = new long[capacity];
        values = new long[capacity];
        integers = new boolean[capacity];
    }

    int capacity() {
        return times.length;
    }

    int size() {
        return size;
    }

    long time(int place) {
        return times[place];
    }

    void addInteger(long ts, long value) {
        add(ts, value, true);
    }

    void addNumber(long ts, double value) {
        add(ts, Double.doubleToRawLongBits(value), false);
    }

    private void add(long ts, long value, boolean isInteger) {
        times[size] = ts;
        values[size] = value;
        integers[size++] = isInteger;
    }

    void clear() {
        size = 0;
    }

    /** Hands the first of them to a visitor; false if it wants no more. */
    boolean visit(int count, PointVisitor visitor) {
        for (int i = 0; i < count; i++) {
            boolean wanted = integers[i]
                    ? visitor.integer(times[i], values[i])
                    : visitor.number(times[i], Double.longBitsToDouble(values[i]));
            if (!wanted) {
                return false;
            }
        }
        return true;
    }
}

package io.atrium.telemetry.store;

import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a value: one that tells the form, then the content. A DOUBLE that is a short decimal, as readings of
 * sensors are, is stored as that decimal when this gives back the very same bits.
 */
final class ValueCodec {

    private static final int FALSE = 0;
    private static final int TRUE = 1;
    private static final int LONG = 2;
    private static final int DOUBLE = 3;
    private static final int STRING = 4;
    private static final int JSON = 5;
    /** The moment at which the point ends follows, then the value in one of the other forms. */
    static final int EXPIRING = 8;

    static final int EXPIRY_BYTES = 1 + Long.BYTES;
    /** Plus the number of decimals. */
    private static final int DECIMAL = 16;

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    /** A mantissa above this takes as many bytes as the bits themselves. */
    private static final double LARGEST_MANTISSA = 1L << 47;

    private static final ValueLayout.OfLong BIG_ENDIAN =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    private ValueCodec() {}

    static void write(Value value, Bytes out) {
        switch (value.kind()) {
            case BOOLEAN -> out.add(value.bool() ? TRUE : FALSE);
            case LONG -> {
                out.add(LONG);
                out.addVarint(zigzag(value.integer()));
            }
            case DOUBLE -> writeDouble(value.number(), out);
            case STRING -> writeText(STRING, value.text(), out);
            case JSON -> writeText(JSON, value.text(), out);
        }
    }

    static Value read(byte[] bytes, int offset, int end) {
        int form = bytes[offset];
        return switch (form) {
            case FALSE -> Value.FALSE;
            case TRUE -> Value.TRUE;
            case LONG -> Value.of(unzigzag(varint(bytes, offset + 1)));
            case DOUBLE -> Value.of(Double.longBitsToDouble(Bytes.longAt(bytes, offset + 1)));
            case STRING -> Value.of(text(bytes, offset + 1, end));
            case JSON -> Value.json(text(bytes, offset + 1, end));
            case EXPIRING -> read(bytes, offset + EXPIRY_BYTES, end);
            default -> Value.of(unzigzag(varint(bytes, offset + 1)) / POWERS[form - DECIMAL]);
        };
    }

    /** When a stored point ends; {@link SeriesStore#NEVER} for one that does not. */
    static long expiresAt(byte[] row) {
        return row[0] == EXPIRING ? Bytes.longAt(row, 1) : SeriesStore.NEVER;
    }

    /** Hands a value to a visitor, numbers without an object. */
    static boolean visit(long ts, byte[] bytes, int end, PointVisitor visitor) {
        int form = bytes[0];
        if (form >= DECIMAL) {
            return visitor.number(ts, unzigzag(varint(bytes, 1)) / POWERS[form - DECIMAL]);
        }
        return switch (form) {
            case LONG -> visitor.integer(ts, unzigzag(varint(bytes, 1)));
            case DOUBLE -> visitor.number(ts, Double.longBitsToDouble(Bytes.longAt(bytes, 1)));
            default -> visitor.point(ts, read(bytes, 0, end));
        };
    }

    /** As the other, for a value that lies in native memory. */
    static boolean visit(long ts, MemorySegment memory, long at, int length, PointVisitor visitor) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
        return visit(ts, bytes, length, visitor);
    }

    /** Adds a value that lies in native memory, if it is a number and does not end. */
    static boolean isNumberTaken(long ts, MemorySegment memory, long at, Numbers numbers) {
        int form = memory.get(ValueLayout.JAVA_BYTE, at);
        if (form >= DECIMAL) {
            numbers.addNumber(ts, unzigzag(varint(memory, at + 1)) / POWERS[form - DECIMAL]);
            return true;
        }
        if (form == LONG) {
            numbers.addInteger(ts, unzigzag(varint(memory, at + 1)));
            return true;
        }
        if (form == DOUBLE) {
            numbers.addNumber(ts, Double.longBitsToDouble(memory.get(BIG_ENDIAN, at + 1)));
            return true;
        }
        return false;
    }

    private static void writeDouble(double value, Bytes out) {
        for (int decimals = 0; decimals < POWERS.length; decimals++) {
            double mantissa = Math.rint(value * POWERS[decimals]);
            if (Math.abs(mantissa) > LARGEST_MANTISSA) {
                break;
            }
            if (mantissa / POWERS[decimals] == value && Double.doubleToRawLongBits(value) != NEGATIVE_ZERO) {
                out.add(DECIMAL + decimals);
                out.addVarint(zigzag((long) mantissa));
                return;
            }
        }
        out.add(DOUBLE);
        out.addLong(Double.doubleToRawLongBits(value));
    }

    private static void writeText(int form, String text, Bytes out) {
        out.add(form);
        out.addAll(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static long varint(byte[] bytes, int offset) {
        long value = 0;
        int at = offset;
        int shift = 0;
        while (bytes[at] < 0) {
            value |= (bytes[at++] & 0x7FL) << shift;
            shift += 7;
        }
        return value | (long) bytes[at] << shift;
    }

    private static long varint(MemorySegment memory, long from) {
        long value = 0;
        long at = from;
        int shift = 0;
        byte next = memory.get(ValueLayout.JAVA_BYTE, at);
        while (next < 0) {
            value |= (next & 0x7FL) << shift;
            shift += 7;
            next = memory.get(ValueLayout.JAVA_BYTE, ++at);
        }
        return value | (long) next << shift;
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private static long unzigzag(long value) {
        return value >>> 1 ^ -(value & 1);
    }
}

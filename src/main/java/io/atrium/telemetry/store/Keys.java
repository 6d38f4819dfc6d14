package io.atrium.telemetry.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** The layout of keys in all families. */
final class Keys {

    /** The low bits of a series id count within the tenant, the high ones are the tenant's number. */
    static final int COUNT_BITS = 40;

    static final int ID_BYTES = 16;

    private Keys() {}

    static long series(int tenant, long count) {
        return (long) tenant << COUNT_BITS | count;
    }

    static int tenantOf(long series) {
        return (int) (series >>> COUNT_BITS);
    }

    static long countOf(long series) {
        return series & (1L << COUNT_BITS) - 1;
    }

    static byte[] ofSeries(long series) {
        byte[] key = new byte[Long.BYTES];
        Bytes.putLong(key, 0, series);
        return key;
    }

    static byte[] ofPoint(long series, long ts) {
        byte[] key = new byte[2 * Long.BYTES];
        Bytes.putLong(key, 0, series);
        Bytes.putLong(key, Long.BYTES, orderedTime(ts));
        return key;
    }

    /** The key behind the last point of a range. */
    static byte[] endOf(long series, long toExclusive) {
        return toExclusive == Long.MAX_VALUE ? ofSeries(series + 1) : ofPoint(series, toExclusive);
    }

    /** Flips the sign, so that negative times come first in the order of bytes; its own inverse. */
    static long orderedTime(long ts) {
        return ts ^ Long.MIN_VALUE;
    }

    static long timeOf(byte[] pointKey) {
        return Bytes.longAt(pointKey, Long.BYTES) ^ Long.MIN_VALUE;
    }

    /** When a point ends, and which point it is. */
    static byte[] ofExpiry(long expiresAt, long series, long ts) {
        byte[] key = new byte[3 * Long.BYTES];
        Bytes.putLong(key, 0, orderedTime(expiresAt));
        Bytes.putLong(key, Long.BYTES, series);
        Bytes.putLong(key, 2 * Long.BYTES, orderedTime(ts));
        return key;
    }

    static long timeOfExpiry(byte[] expiryKey) {
        return orderedTime(Bytes.longAt(expiryKey, 0));
    }

    static byte[] pointOfExpiry(byte[] expiryKey) {
        return Arrays.copyOfRange(expiryKey, Long.BYTES, expiryKey.length);
    }

    static byte[] ofUuid(UUID id) {
        byte[] bytes = new byte[ID_BYTES];
        Bytes.putLong(bytes, 0, id.getMostSignificantBits());
        Bytes.putLong(bytes, Long.BYTES, id.getLeastSignificantBits());
        return bytes;
    }

    static UUID uuid(byte[] bytes, int at) {
        return new UUID(Bytes.longAt(bytes, at), Bytes.longAt(bytes, at + Long.BYTES));
    }

    /** The dictionary's key: the tenant's number as first series id, the entity, the name. */
    static byte[] ofName(int tenant, UUID entity, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(ofSeries(series(tenant, 0)), Long.BYTES + ID_BYTES + text.length);
        Bytes.putLong(key, Long.BYTES, entity.getMostSignificantBits());
        Bytes.putLong(key, 2 * Long.BYTES, entity.getLeastSignificantBits());
        System.arraycopy(text, 0, key, Long.BYTES + ID_BYTES, text.length);
        return key;
    }

    static String nameOf(byte[] dictionaryKey) {
        int from = Long.BYTES + ID_BYTES;
        return new String(dictionaryKey, from, dictionaryKey.length - from, StandardCharsets.UTF_8);
    }

    /** The smallest key that is greater than every key with this prefix. */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            next[i]++;
            if (next[i] != 0) {
                return Arrays.copyOf(next, i + 1);
            }
        }
        byte[] end = new byte[prefix.length + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }
}

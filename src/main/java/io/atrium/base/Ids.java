package io.atrium.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Makes ids and secrets. Entity ids are UUIDs of version 7 (RFC 9562) that only ever grow, so that the order of ids is
 * the order of creation.
 */
public final class Ids {

    private static final char[] ALPHANUMERIC =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();
    /** Room for this many ids in one millisecond before the counter borrows from the next one. */
    private static final int IDS_PER_MILLISECOND = 4096;

    private final InstantSource clock;
    private final SecureRandom random;
    private long lastTick;

    public Ids(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids by the system clock and the system's random source. */
    public static Ids system() {
        return new Ids(InstantSource.system(), new SecureRandom());
    }

    /** The next id: greater than every id that this source gave or {@link #startAfter saw} before. */
    public UUID next() {
        long tick;
        synchronized (this) {
            lastTick = Math.max(lastTick + 1, clock.millis() * IDS_PER_MILLISECOND);
            tick = lastTick;
        }
        long millis = tick / IDS_PER_MILLISECOND;
        long counter = tick % IDS_PER_MILLISECOND;
        long high = millis << 16 | 0x7000L | counter;
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Makes every further id greater than the given one, whatever the clock says. */
    public synchronized void startAfter(UUID id) {
        if (id.version() == 7) {
            long millis = id.getMostSignificantBits() >>> 16;
            long counter = id.getMostSignificantBits() & 0xFFF;
            lastTick = Math.max(lastTick, millis * IDS_PER_MILLISECOND + counter);
        }
    }

    /** The millisecond in which an id of {@link #next} was made. */
    public static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }

    /** A secret of letters and digits, for instance 20 for a device's access token. */
    public String secret(int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = ALPHANUMERIC[random.nextInt(ALPHANUMERIC.length)];
        }
        return new String(text);
    }

    public byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}

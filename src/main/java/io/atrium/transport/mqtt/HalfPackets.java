package io.atrium.transport.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of packets that have not arrived as a whole, of all connections; those before a CONNECT have an eighth. */
final class HalfPackets {

    private static final int PART_OF_STRANGERS = 8;

    private final long most;
    private final AtomicLong known = new AtomicLong();
    private final AtomicLong strangers = new AtomicLong();

    HalfPackets(long most) {
        this.most = most;
    }

    /** Counts more bytes, or fewer if negative; false if there are too many. */
    boolean add(int bytes, boolean isKnown) {
        return isKnown ? known.addAndGet(bytes) <= most : strangers.addAndGet(bytes) <= most / PART_OF_STRANGERS;
    }

    long count() {
        return known.get() + strangers.get();
    }
}

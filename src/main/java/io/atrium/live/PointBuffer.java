package io.atrium.live;

import io.atrium.base.Value;
import io.atrium.telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Points of one entity that wait for the next frame. All buffers of a client share one limit. */
final class PointBuffer {

    /** About what a point takes in memory beside its text. */
    private static final int POINT_BYTES = 64;

    private final AtomicLong used;
    private final long limit;
    private List<Reading> points = new ArrayList<>();
    private long bytes;
    private boolean lost;

    /**
     * @param used bytes in all buffers of the client
     */
    PointBuffer(AtomicLong used, long limit) {
        this.used = used;
        this.limit = limit;
    }

    /**
     * What waited.
     *
     * @param lost true if there was no room; then there are no points, and the client needs its data afresh
     */
    record Taken(List<Reading> points, boolean lost) {}

    synchronized void add(Reading point) {
        if (lost) {
            return;
        }
        long size = size(point);
        if (used.addAndGet(size) > limit) {
            used.addAndGet(-size);
            clear();
            lost = true;
            return;
        }
        bytes += size;
        points.add(point);
    }

    synchronized Taken take() {
        Taken taken = new Taken(points, lost);
        lost = false;
        clear();
        return taken;
    }

    private void clear() {
        used.addAndGet(-bytes);
        bytes = 0;
        points = new ArrayList<>(2);
    }

    private static long size(Reading point) {
        Value value = point.value();
        boolean text = value.kind() == Value.Kind.STRING || value.kind() == Value.Kind.JSON;
        return POINT_BYTES + (text ? value.text().length() : 0);
    }
}

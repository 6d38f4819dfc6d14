package io.atrium.live;

import io.atrium.telemetry.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The points that a client has from its first answer. A point is visible to readers before its event is told, so for a
 * moment after the answer events of such points still come, and are dropped here. They are kept for that moment only, and
 * count in what live views remember. Its own lock: the clock lets it forget.
 */
final class Seen {

    /** Longer than any event lags behind its point. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Bytes of one point without its text, as objects in two maps. */
    private static final long POINT = 200;

    /** Room is taken in steps of so many bytes, not point by point. */
    private static final long STEP = 1_024;

    private final LiveSession session;
    private final Map<String, Map<Long, Sample>> points = new HashMap<>();
    private long until;
    private long used;
    private long paid;

    Seen(LiveSession session) {
        this.session = session;
    }

    /**
     * Remembers a point.
     *
     * @throws io.atrium.base.Problem 400 if there is no room
     */
    synchronized void add(String key, Sample point) {
        Sample kept = point.remembered();
        long after = used + POINT + kept.text().length();
        if (after > paid) {
            pay(after - paid + STEP);
        }
        used = after;
        points.computeIfAbsent(key, k -> new HashMap<>()).put(point.ts(), kept);
        until = System.nanoTime() + KEPT_NANOS;
    }

    private void pay(long bytes) {
        session.live().followed().take(session.holder(), bytes);
        if (paid == 0) {
            session.live().later(this::forgetInTime, KEPT_NANOS);
        }
        paid += bytes;
    }

    /** Looks whether the time is over; a newer answer has made it longer. */
    private synchronized void forgetInTime() {
        long left = until - System.nanoTime();
        if (left <= 0) {
            forget();
        } else if (paid > 0) {
            session.live().later(this::forgetInTime, left);
        }
    }

    /** Forgets all points, and gives their memory back. */
    synchronized void forget() {
        points.clear();
        used = 0;
        session.live().followed().give(session.holder(), paid);
        paid = 0;
    }

    /** The points by key in the order they came; of one time the last, and none that the client has. */
    synchronized Map<String, List<Sample>> fresh(List<Reading> readings) {
        Map<String, Map<Long, Sample>> byKey = new LinkedHashMap<>();
        for (Reading reading : readings) {
            byKey.computeIfAbsent(reading.key(), k -> new LinkedHashMap<>())
                    .put(reading.ts(), new Sample(reading.ts(), reading.value()));
        }
        if (!points.isEmpty() && System.nanoTime() - until > 0) {
            forget();
        }
        Map<String, List<Sample>> fresh = new LinkedHashMap<>();
        byKey.forEach((key, samples) -> {
            Map<Long, Sample> known = points.getOrDefault(key, Map.of());
            List<Sample> left = new ArrayList<>(samples.size());
            for (Sample sample : samples.values()) {
                if (!sample.remembered().equals(known.get(sample.ts()))) {
                    left.add(sample);
                }
            }
            if (!left.isEmpty()) {
                fresh.put(key, left);
            }
        });
        return fresh;
    }
}

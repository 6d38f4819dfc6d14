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
 * moment after the answer events of such points still come, and are dropped here.
 */
final class Seen {

    /** Longer than any event lags behind its point. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, Map<Long, Sample>> points = new HashMap<>();
    private long until;

    void add(String key, Sample point) {
        points.computeIfAbsent(key, k -> new HashMap<>()).put(point.ts(), point.remembered());
        until = System.nanoTime() + KEPT_NANOS;
    }

    /** The points by key in the order they came; of one time the last, and none that the client has. */
    Map<String, List<Sample>> fresh(List<Reading> readings) {
        Map<String, Map<Long, Sample>> byKey = new LinkedHashMap<>();
        for (Reading reading : readings) {
            byKey.computeIfAbsent(reading.key(), k -> new LinkedHashMap<>())
                    .put(reading.ts(), new Sample(reading.ts(), reading.value()));
        }
        if (!points.isEmpty() && System.nanoTime() - until > 0) {
            points.clear();
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

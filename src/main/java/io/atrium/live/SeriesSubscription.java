package io.atrium.live;

import io.atrium.access.Operation;
import io.atrium.base.Ref;
import io.atrium.entity.Effort;
import io.atrium.entity.KeyScope;
import io.atrium.telemetry.DataWindow;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.SeriesReads.Range;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Follows the time series of one entity: a range or the latest values first, then every point. The watch stands before
 * the first answer is read, and points of that answer are not sent twice.
 */
final class SeriesSubscription extends OneEntitySubscription {

    /** Asks for points that are newer than the latest one only. */
    private static final String LATEST_ONLY = "LATEST_TELEMETRY";

    private final Command.OfEntity command;
    private final PointBuffer points;
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> newest = new HashMap<>();
    private final Seen seen;
    private boolean started;
    private volatile long from = Long.MIN_VALUE;

    SeriesSubscription(LiveSession session, Command.OfEntity command, Ref ref) {
        super(session, command, ref, Operation.READ_TELEMETRY);
        this.command = command;
        this.points = session.newBuffer();
        this.seen = new Seen(session);
    }

    @Override
    void start() {
        close();
        moved = false;
        session.scope().read(this::watch);
        // What was told before now is in the store, and so in the answer.
        points.take();
        deleted.clear();
        session.reading(effort -> {
            Map<String, List<Sample>> data = snapshot(effort);
            newest.clear();
            data.forEach(this::noteNewest);
            session.send(Frames.entity(cmdId(), data, types));
            return true;
        });
    }

    private Map<String, List<Sample>> snapshot(Effort effort) {
        SeriesReader reader = session.reader(effort);
        Long timeWindow = command.times().timeWindow();
        Map<String, List<Sample>> data;
        if (!keys.isEmpty() && timeWindow != null && timeWindow > 0) {
            Range range = SeriesRequest.window(
                    command.times(),
                    session.live().now(),
                    started,
                    session.live().maxPoints());
            from = range.startTs();
            started = true;
            data = reader.read(ref, new SeriesRequest(command.keyList(), range, false), seen);
        } else {
            from = Long.MIN_VALUE;
            data = latest(reader, effort);
        }
        data.values().removeIf(List::isEmpty);
        return data;
    }

    private Map<String, List<Sample>> latest(SeriesReader reader, Effort effort) {
        Map<String, List<Sample>> data = new LinkedHashMap<>();
        session.live().reads().latest(effort, session.scope(), ref, keys).forEach((key, stamped) -> {
            if (asksFor(key)) {
                Sample sample = Sample.of(stamped);
                data.put(key, List.of(sample));
                seen.add(key, sample);
            }
        });
        data.forEach(
                (key, samples) -> reader.recent(ref, key, samples.getFirst().ts(), seen));
        return data;
    }

    private void noteNewest(String key, List<Sample> samples) {
        for (Sample sample : samples) {
            newest.merge(key, sample.ts(), Math::max);
        }
    }

    @Override
    public void stored(List<Reading> readings) {
        DataWindow shown = window;
        if (shown == null) {
            return;
        }
        boolean any = false;
        for (Reading reading : readings) {
            if (wants(shown, reading.key()) && reading.ts() >= from && shown.covers(reading.ts())) {
                points.add(reading);
                any = true;
            }
        }
        if (any) {
            session.due(this);
        }
    }

    private boolean wants(DataWindow shown, String key) {
        return asksFor(key) && shown.shows(KeyScope.TIME_SERIES, key);
    }

    @Override
    public void deleted(List<String> names) {
        DataWindow shown = window;
        for (String key : names) {
            if (shown != null && wants(shown, key)) {
                deleted.add(key);
                session.due(this);
            }
        }
    }

    @Override
    public void flush() {
        if (moved) {
            start();
            return;
        }
        PointBuffer.Taken taken = points.take();
        Map<String, List<Sample>> data = seen.fresh(taken.points());
        boolean allowed = session.scope().read(() -> mayRead() && addDeleted(data));
        if (!allowed) {
            session.lost(this);
            return;
        }
        if (taken.lost()) {
            fault(Frames.TOO_MANY_UPDATES, LiveSession.TOO_MANY_UPDATES);
            start();
            return;
        }
        if (LATEST_ONLY.equals(command.scope())) {
            keepNewer(data);
        }
        data.forEach(this::noteNewest);
        if (!data.isEmpty()) {
            session.send(Frames.entity(cmdId(), data, types));
        }
    }

    private boolean addDeleted(Map<String, List<Sample>> data) {
        DataWindow shown = window;
        for (String key : List.copyOf(deleted)) {
            deleted.remove(key);
            if (shown != null && !shown.has(KeyScope.TIME_SERIES, key)) {
                data.put(key, List.of(Sample.NONE));
                newest.remove(key);
            }
        }
        return shown != null;
    }

    private void keepNewer(Map<String, List<Sample>> data) {
        data.replaceAll((key, samples) -> {
            long known = newest.getOrDefault(key, Long.MIN_VALUE);
            return samples.stream()
                    .filter(sample -> sample.ts() > known || sample == Sample.NONE)
                    .toList();
        });
        data.values().removeIf(List::isEmpty);
    }

    @Override
    public void close() {
        super.close();
        points.take();
        seen.forget();
    }
}

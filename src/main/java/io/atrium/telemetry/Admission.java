package io.atrium.telemetry;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.entity.Latest;
import io.atrium.telemetry.SeriesStore.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readings of a message on their way to their series; those whose key is one too many stay outside. */
final class Admission {

    private final Decoded message;
    private final List<Point> points;
    private long longTexts;
    private @Nullable List<Reading> taken;
    private @Nullable LeftOut refused;

    Admission(Decoded message) {
        this.message = message;
        this.points = new ArrayList<>(message.readings().size());
    }

    /** Lets a reading in; a series of 0 means that it was refused. */
    void take(Reading reading, long series) {
        if (series == 0) {
            return;
        }
        points.add(new Point(series, reading.ts(), reading.value()));
        int length = reading.value().textLength();
        longTexts += length > Latest.MAX_TEXT ? length : 0;
        if (taken != null) {
            taken.add(reading);
        }
    }

    void refuse(String key, Problem problem) {
        LeftOut known = refused;
        if (known == null) {
            known = new LeftOut();
            refused = known;
            // All before this one were let in.
            taken = new ArrayList<>(message.readings().subList(0, points.size()));
        }
        known.refused(key, LeftOut.Reason.KEYS, problem);
    }

    /** Characters of the long texts that were let in. */
    long longTexts() {
        return longTexts;
    }

    List<Point> points() {
        return points;
    }

    /**
     * The message without what was refused.
     *
     * @throws Problem if all of it was
     */
    Decoded taken() {
        if (taken == null || refused == null) {
            return message;
        }
        if (taken.isEmpty()) {
            throw refused.refusal().orElseThrow();
        }
        return new Decoded(taken, message.leftOut().and(refused));
    }
}

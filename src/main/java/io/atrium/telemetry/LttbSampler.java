package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Thins ascending points out so that their line on a chart of some width looks as the line through all of them: of each
 * pixel column it keeps the point that spans the largest triangle with the point kept before and the middle of the next
 * column (Steinarsson's largest triangle, three buckets). The first and the last point stay; text and JSON are passed
 * over. Holds two columns in memory, not the range.
 */
final class LttbSampler implements PointVisitor {

    static final int LEAST_PIXELS = 3;
    static final int MOST_PIXELS = 10_000;

    /** About what a candidate takes, in bytes. */
    private static final int CANDIDATE_BYTES = 72;

    private record Candidate(long ts, double y, Value value) {}

    /**
     * Where points wait for their turn.
     *
     * @param most most points that may lie in two neighbouring columns
     * @param hold counts the bytes that they take
     */
    record Room(int most, LongConsumer hold) {}

    private final long startTs;
    private final double columnWidth;
    private final int pixels;
    private final Room room;
    private final PointVisitor kept;
    /** Until there are more points than pixels, for then all of them are kept. */
    private @Nullable List<Candidate> all = new ArrayList<>();

    private List<Candidate> current = new ArrayList<>();
    private List<Candidate> next = new ArrayList<>();
    private long nextColumn = Long.MIN_VALUE;
    private @Nullable Candidate anchor;
    private int mostWaiting;

    /**
     * @param pixels most points to keep
     */
    LttbSampler(SeriesReads.Range range, int pixels, Room room, PointVisitor kept) {
        long endTs = range.endTs();
        this.startTs = range.startTs();
        // The first and the last point stand beside the columns.
        this.columnWidth = Math.max(1.0, ((double) endTs - startTs) / (pixels - 2));
        this.pixels = pixels;
        this.room = room;
        this.kept = kept;
    }

    @Override
    public boolean point(long ts, Value value) {
        double y;
        switch (value.kind()) {
            case LONG, DOUBLE -> y = value.number();
            case BOOLEAN -> y = value.bool() ? 1 : 0;
            case STRING, JSON -> {
                return true;
            }
            default -> throw new IllegalStateException("Unknown kind " + value.kind());
        }
        take(new Candidate(ts, y, value));
        return true;
    }

    private void take(Candidate candidate) {
        List<Candidate> few = all;
        if (few == null) {
            sample(candidate);
            return;
        }
        few.add(candidate);
        if (few.size() > pixels) {
            all = null;
            few.forEach(this::sample);
        }
    }

    private void sample(Candidate candidate) {
        if (anchor == null) {
            keep(candidate);
            return;
        }
        long column = (long) (((double) candidate.ts - startTs) / columnWidth);
        if (column != nextColumn) {
            advance(column);
        }
        next.add(candidate);
        int waiting = current.size() + next.size();
        if (waiting > mostWaiting) {
            mostWaiting = waiting;
            room.hold().accept(CANDIDATE_BYTES);
        }
        if (waiting > room.most()) {
            throw Problem.badRequest("More than " + room.most() + " points in two pixels; the limit"
                    + " ATRIUM_TELEMETRY_MAX_RESULT holds for them: ask for more 'pixels' or a shorter range");
        }
    }

    private void advance(long column) {
        if (!current.isEmpty()) {
            keep(best(current, middle(next)));
        }
        List<Candidate> emptied = current;
        emptied.clear();
        current = next;
        next = emptied;
        nextColumn = column;
    }

    /** Hands out what is still held. */
    void finish() {
        if (all != null) {
            all.forEach(this::keep);
            return;
        }
        if (next.isEmpty()) {
            return;
        }
        Candidate last = next.removeLast();
        if (!current.isEmpty()) {
            keep(best(current, next.isEmpty() ? last : middle(next)));
        }
        if (!next.isEmpty()) {
            keep(best(next, last));
        }
        keep(last);
    }

    private void keep(Candidate candidate) {
        anchor = candidate;
        kept.point(candidate.ts, candidate.value);
    }

    private static Candidate middle(List<Candidate> column) {
        double ts = 0;
        double y = 0;
        for (Candidate candidate : column) {
            ts += candidate.ts;
            y += candidate.y;
        }
        return new Candidate((long) (ts / column.size()), y / column.size(), Value.FALSE);
    }

    private Candidate best(List<Candidate> column, Candidate towards) {
        Candidate from = anchor == null ? column.getFirst() : anchor;
        double dx = (double) towards.ts - from.ts;
        double dy = towards.y - from.y;
        Candidate best = column.getFirst();
        double largest = -1;
        for (Candidate candidate : column) {
            // Twice the area; the sign tells the side only.
            double area = Math.abs(dx * (candidate.y - from.y) - ((double) candidate.ts - from.ts) * dy);
            if (area > largest) {
                largest = area;
                best = candidate;
            }
        }
        return best;
    }
}

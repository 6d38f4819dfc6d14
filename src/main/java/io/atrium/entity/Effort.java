package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one read has spent so far. The read says what it does step by step; after each slice of steps the time is looked
 * at, and others get to run. Serves one thread.
 */
public final class Effort implements AutoCloseable {

    /** Steps for looking at one entity or one value of it. */
    public static final int LOOK = 16;

    /** Steps between two looks at the clock: a millisecond or so, for a step is about the comparison of a character. */
    static final int SLICE = 1_000_000;

    private final HeavyReads reads;
    private final Directory directory;
    private final long startNanos;
    private long left = SLICE;
    private int locks;
    private boolean overdue;
    private boolean hasPlace;

    Effort(HeavyReads reads, Directory directory) {
        this.reads = reads;
        this.directory = directory;
        this.startNanos = reads.nanos();
    }

    /** Counts steps; a read whose time is over ends here. */
    public void spend(long steps) {
        left -= steps;
        if (left < 0) {
            endSlice();
        }
    }

    /** Runs a part of the read while no change is applied. It should be short, for changes wait meanwhile. */
    public <R> R locked(Supplier<R> part) {
        locks++;
        R result;
        try {
            result = directory.read(part);
        } finally {
            locks--;
        }
        if (overdue && locks == 0) {
            makeRoom();
        }
        return result;
    }

    /**
     * Runs a step again and again while there is more to do, under the lock; after each slice the lock is free for a
     * moment, and what was found before may have changed.
     *
     * @param step false if it was the last one
     */
    public void eachLocked(BooleanSupplier step) {
        boolean[] more = {true};
        while (more[0]) {
            locked(() -> {
                while (more[0] && !overdue) {
                    more[0] = step.getAsBoolean();
                }
                return true;
            });
        }
    }

    /** Visits entities under the lock, as many at a time as fit into a slice; those that are gone by then are left out. */
    public void eachLocked(RoaringBitmap entities, Consumer<Entry> visitor) {
        IntIterator all = entities.getIntIterator();
        if (!all.hasNext()) {
            return;
        }
        eachLocked(() -> {
            Entry entry = directory.entryIfThere(all.next());
            spend(LOOK);
            if (entry != null) {
                visitor.accept(entry);
            }
            return all.hasNext();
        });
    }

    private void endSlice() {
        left = SLICE;
        if (leftNanos() < 0) {
            throw Problem.badRequest("The query took longer than "
                    + reads.maxTime().toMillis() + " ms; narrow it down, or ask for less at a time");
        }
        if (locks > 0) {
            overdue = true;
        } else {
            makeRoom();
        }
    }

    private void makeRoom() {
        overdue = false;
        if (!hasPlace) {
            reads.enter(directory.tenantId(), leftNanos());
            hasPlace = true;
        }
        reads.pause();
    }

    private long leftNanos() {
        return reads.maxTime().toNanos() - (reads.nanos() - startNanos);
    }

    @Override
    public void close() {
        if (hasPlace) {
            reads.leave(directory.tenantId());
        }
    }
}

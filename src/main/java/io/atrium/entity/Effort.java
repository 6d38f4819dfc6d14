package io.atrium.entity;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    /** About what a row or point of an answer takes beside its texts, in bytes. */
    public static final int ROW_BYTES = 40;

    /** Answers up to here are not worth counting in the memory of all. */
    private static final long FREE_BYTES = 64 << 10;

    /** The memory of all is taken in pieces of this size. */
    private static final long PIECE_BYTES = 256 << 10;

    /** Answers from here on are made by a few at once. */
    private static final long BIG_BYTES = 1 << 20;

    /** What is read stands in memory once as such and once as it is written. */
    private static final int COPIES = 2;

    private final @Nullable HeavyReads reads;
    private final Directory directory;
    private final @Nullable Scope scope;
    private final long startNanos;
    private long left = SLICE;
    private long slices;
    private int locks;
    private boolean overdue;
    private boolean hasPlace;
    private boolean ownsPlace;
    private boolean hasTurn;
    private long held;
    private long paidFor = FREE_BYTES;
    private long paid;
    private @Nullable Claimant who;

    /** Most slices of a walk inside a change. */
    private static final int MAX_IN_CHANGE = 100;

    private Effort(@Nullable HeavyReads reads, Directory directory, @Nullable Scope scope) {
        this.reads = reads;
        this.directory = directory;
        this.scope = scope;
        this.startNanos = reads == null ? 0 : reads.nanos();
    }

    static Effort of(HeavyReads reads, Scope scope) {
        return new Effort(reads, scope.directory(), scope);
    }

    /** For work inside a change, which nobody else disturbs: it never pauses, and has an allowance of steps in all. */
    public static Effort inChange(Directory directory) {
        return new Effort(null, directory, null);
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
        if (overdue && locks == 0 && reads != null) {
            takeTurn(reads);
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

    /** Says beforehand that the read is going to be a long one, so that it begins when there is a place for it. */
    public void expectLong() {
        if (reads != null) {
            makeRoom(reads);
        }
    }

    // ---- memory ------------------------------------------------------------------------------------------------

    /**
     * Counts bytes of the answer, before they are taken if that is possible; a big answer begins when there is a place for it.
     *
     * @throws Problem 400 if the answer is longer than any may be, 429 or 503 if too many big ones are being made
     */
    public void hold(long bytes) {
        held += bytes;
        if (held > paidFor && reads != null) {
            pay(reads);
        }
    }

    /** Counts a value that is going to be answered. */
    public void hold(Value value) {
        hold(ROW_BYTES + value.textLength());
    }

    private void pay(HeavyReads shared) {
        long most = Math.min(shared.maxAnswer(), shared.memory().mostOf(who()) / COPIES);
        if (held > most) {
            throw tooLarge(most);
        }
        if (held > BIG_BYTES && !hasPlace) {
            if (locks > 0) {
                overdue = true;
            } else {
                makeRoom(shared);
            }
        }
        long more = Math.max(held - paidFor, PIECE_BYTES);
        shared.memory().take(directory.tenantId(), who(), COPIES * more);
        paid += COPIES * more;
        paidFor += more;
    }

    /** Whose read it is; asked by long ones only. */
    private Claimant who() {
        if (who == null) {
            who = scope == null ? Claimant.OWN : Claimant.of(scope);
        }
        return who;
    }

    private static Problem tooLarge(long most) {
        return Problem.badRequest("The answer would have more than " + most
                + " bytes; the limit is ATRIUM_READ_MAX_ANSWER, or a customer's part of ATRIUM_READ_BUDGET: ask for less at a time, with a smaller 'pageSize' or"
                + " 'limit', fewer keys or a shorter range");
    }

    private void endSlice() {
        left = SLICE;
        if (reads == null) {
            if (++slices > MAX_IN_CHANGE) {
                throw Problem.badRequest("The change walks over too many relations; change fewer things at a time");
            }
        } else if (leftNanos(reads) < 0) {
            throw Problem.badRequest("The query took longer than "
                    + reads.maxTime().toMillis() + " ms; narrow it down, or ask for less at a time");
        } else if (locks > 0) {
            overdue = true;
        } else {
            takeTurn(reads);
        }
    }

    private void makeRoom(HeavyReads shared) {
        if (!hasPlace) {
            ownsPlace = shared.enter(directory.tenantId(), who(), leftNanos(shared));
            hasPlace = true;
        }
    }

    /** Lets others run, and goes on when it is this tenant's turn. */
    private void takeTurn(HeavyReads shared) {
        overdue = false;
        giveTurn(shared);
        makeRoom(shared);
        shared.pause();
        hasTurn = shared.takeTurn(directory.tenantId(), leftNanos(shared));
    }

    private void giveTurn(HeavyReads shared) {
        if (hasTurn) {
            hasTurn = false;
            shared.giveTurn();
        }
    }

    private long leftNanos(HeavyReads shared) {
        return shared.maxTime().toNanos() - (shared.nanos() - startNanos);
    }

    @Override
    public void close() {
        if (reads == null) {
            return;
        }
        giveTurn(reads);
        if (paid > 0) {
            reads.memory().give(directory.tenantId(), who(), paid);
            paid = 0;
        }
        if (ownsPlace) {
            reads.leave(directory.tenantId());
        }
    }
}

package io.atrium.live;

import io.atrium.entity.Entry;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which entity of one tenant, by ordinal: an event looks at the watches of its entity and at nothing else.
 * Readers never wait; writers take turns. A watch costs the same to add and to remove however many others there are.
 */
final class Watchers {

    private static final int FIRST_SIZE = 1024;

    /** Rows that are less than a quarter full become half as long, if they are longer than this. */
    private static final int SHORT = 4;

    /** One watch in the table. */
    private static final class Seat {
        /** Guards against an ordinal of a directory that was loaded again. */
        private final UUID entity;

        private final Watch watch;

        /** Its place in the row; for writers only. */
        private int at;

        Seat(UUID entity, Watch watch) {
            this.entity = entity;
            this.watch = watch;
        }
    }

    /**
     * The watches of one entity. A seat never moves within its array, so that a reader on its way meets each once; it is taken
     * at the end, and stays empty until the row is copied. After each change the row is set in the table, which shows it to
     * readers.
     */
    private static final class Row {
        private final @Nullable Seat[] seats;
        private int end;
        private int taken;

        Row(int size) {
            this.seats = new Seat[size];
        }

        void take(Seat seat) {
            seat.at = end++;
            seats[seat.at] = seat;
            taken++;
        }

        boolean give(Seat seat) {
            if (seat.at >= seats.length || seats[seat.at] != seat) {
                return false;
            }
            seats[seat.at] = null;
            taken--;
            return true;
        }
    }

    private volatile AtomicReferenceArray<@Nullable Row> table = new AtomicReferenceArray<>(FIRST_SIZE);
    private long copied;

    /** Ends a watch. */
    @FunctionalInterface
    interface Registration {
        void remove();
    }

    /** Adds a watch; events that are published from now on reach it. */
    Registration add(Entry entity, Watch watch) {
        Seat seat = new Seat(entity.id(), watch);
        synchronized (this) {
            AtomicReferenceArray<@Nullable Row> all = grown(entity.ordinal());
            Row row = all.get(entity.ordinal());
            if (row == null) {
                row = new Row(1);
            } else if (row.end == row.seats.length) {
                row = copy(row, row.taken > row.seats.length / 2 ? row.seats.length * 2 : row.seats.length);
            }
            row.take(seat);
            all.set(entity.ordinal(), row);
        }
        return () -> remove(entity.ordinal(), seat);
    }

    private AtomicReferenceArray<@Nullable Row> grown(int ordinal) {
        AtomicReferenceArray<@Nullable Row> all = table;
        if (ordinal < all.length()) {
            return all;
        }
        AtomicReferenceArray<@Nullable Row> larger =
                new AtomicReferenceArray<>(Math.max(ordinal + 1, all.length() + all.length() / 2));
        for (int i = 0; i < all.length(); i++) {
            larger.setPlain(i, all.get(i));
        }
        table = larger;
        return larger;
    }

    /** Copies what is taken. Each copy is paid for by the many steps since the one before. */
    private Row copy(Row row, int size) {
        Row copy = new Row(size);
        for (Seat seat : row.seats) {
            if (seat != null) {
                copy.take(seat);
                copied++;
            }
        }
        return copy;
    }

    private synchronized void remove(int ordinal, Seat seat) {
        Row row = table.get(ordinal);
        if (row == null || !row.give(seat)) {
            return;
        }
        int size = row.seats.length;
        if (row.taken == 0) {
            row = null;
        } else if (size > SHORT && row.taken < size / SHORT) {
            row = copy(row, size / 2);
        }
        table.set(ordinal, row);
    }

    /** Tells the watches of an entity. */
    void tell(Entry entity, Consumer<Watch> news) {
        AtomicReferenceArray<@Nullable Row> all = table;
        if (entity.ordinal() >= all.length()) {
            return;
        }
        Row row = all.get(entity.ordinal());
        if (row == null) {
            return;
        }
        for (Seat seat : row.seats) {
            if (seat != null && seat.entity.equals(entity.id())) {
                news.accept(seat.watch);
            }
        }
    }

    /** How many watches there are. */
    synchronized int size() {
        AtomicReferenceArray<@Nullable Row> all = table;
        int size = 0;
        for (int i = 0; i < all.length(); i++) {
            Row row = all.get(i);
            size += row == null ? 0 : row.taken;
        }
        return size;
    }

    /** How many watches were copied until now, to make room for others. */
    synchronized long copied() {
        return copied;
    }
}

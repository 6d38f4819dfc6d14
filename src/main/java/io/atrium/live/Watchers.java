package io.atrium.live;

import io.atrium.entity.Entry;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who follows which entity of one tenant, by ordinal: an event looks at the watches of its entity and at nothing else.
 * Readers never wait; writers take turns.
 */
final class Watchers {

    private static final int FIRST_SIZE = 1024;

    /**
     * One watch in the table.
     *
     * @param entity guards against an ordinal of a directory that was loaded again
     */
    private record Seat(UUID entity, Watch watch) {}

    private volatile AtomicReferenceArray<Seat @Nullable []> table = new AtomicReferenceArray<>(FIRST_SIZE);

    /** Ends a watch. */
    @FunctionalInterface
    interface Registration {
        void remove();
    }

    /** Adds a watch; events that are published from now on reach it. */
    Registration add(Entry entity, Watch watch) {
        Seat seat = new Seat(entity.id(), watch);
        synchronized (this) {
            AtomicReferenceArray<Seat @Nullable []> all = grown(entity.ordinal());
            Seat[] seats = all.get(entity.ordinal());
            Seat[] more = seats == null ? new Seat[1] : Arrays.copyOf(seats, seats.length + 1);
            more[more.length - 1] = seat;
            all.set(entity.ordinal(), more);
        }
        return () -> remove(entity.ordinal(), seat);
    }

    private AtomicReferenceArray<Seat @Nullable []> grown(int ordinal) {
        AtomicReferenceArray<Seat @Nullable []> all = table;
        if (ordinal < all.length()) {
            return all;
        }
        AtomicReferenceArray<Seat @Nullable []> larger =
                new AtomicReferenceArray<>(Math.max(ordinal + 1, all.length() + all.length() / 2));
        for (int i = 0; i < all.length(); i++) {
            larger.setPlain(i, all.get(i));
        }
        table = larger;
        return larger;
    }

    private synchronized void remove(int ordinal, Seat seat) {
        Seat[] seats = table.get(ordinal);
        if (seats == null) {
            return;
        }
        int at = Arrays.asList(seats).indexOf(seat);
        if (at < 0) {
            return;
        }
        if (seats.length == 1) {
            table.set(ordinal, null);
            return;
        }
        Seat[] fewer = Arrays.copyOf(seats, seats.length - 1);
        if (at < fewer.length) {
            fewer[at] = seats[seats.length - 1];
        }
        table.set(ordinal, fewer);
    }

    /** Tells the watches of an entity. */
    void tell(Entry entity, Consumer<Watch> news) {
        AtomicReferenceArray<Seat @Nullable []> all = table;
        if (entity.ordinal() >= all.length()) {
            return;
        }
        Seat[] seats = all.get(entity.ordinal());
        if (seats == null) {
            return;
        }
        for (Seat seat : seats) {
            if (seat.entity().equals(entity.id())) {
                news.accept(seat.watch());
            }
        }
    }

    /** How many watches there are. */
    int size() {
        AtomicReferenceArray<Seat @Nullable []> all = table;
        int size = 0;
        for (int i = 0; i < all.length(); i++) {
            Seat[] seats = all.get(i);
            size += seats == null ? 0 : seats.length;
        }
        return size;
    }
}

package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CommitterTest {

    private static final int MANY = 100;

    private record Point() implements Committer.Change {}

    /** A disk that takes nothing until it has room, or refuses at once while it is broken. */
    private static final class FullDisk implements Committer.Sink<Point> {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch room = new CountDownLatch(1);
        private volatile boolean broken;
        private volatile boolean badChange;

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void add(Point change) {
            if (badChange) {
                throw new IllegalStateException("not to be written");
            }
        }

        @Override
        public void write() throws InterruptedException {
            reached.countDown();
            room.await();
            if (broken) {
                throw new IllegalStateException("no room");
            }
        }

        @Override
        public Problem discard(Exception fault) {
            return new Problem(Problem.Kind.UNAVAILABLE, "discarded", fault);
        }

        @Override
        public Point probe() {
            return new Point();
        }
    }

    /** Time that goes on when a test says so. */
    private final AtomicLong nanos = new AtomicLong();

    private final FullDisk disk = new FullDisk();
    private final Committer<Point> committer = new Committer<>(disk, MANY, nanos::get);

    @AfterEach
    void close() {
        disk.room.countDown();
        committer.close();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
        committer.look();
    }

    /** One append on its way to the disk. */
    private CompletableFuture<Void> begun() throws InterruptedException {
        CompletableFuture<Void> append = committer.submit(new Point());
        disk.reached.await();
        return append;
    }

    @Test
    void answersEverybodyWhoWaitsForADiskThatTakesNothing() throws Exception {
        committer.ready();
        CompletableFuture<Void> first = begun();
        CompletableFuture<Void> second = committer.submit(new Point());
        passes(Committer.PATIENCE.minusNanos(1));
        assertThat(first).isNotDone();
        passes(Duration.ofNanos(1));
        assertRefused(first);
        assertRefused(second);
        assertRefused(committer.submit(new Point()));
        disk.room.countDown();
        awaitRoom(committer);
        committer.submit(new Point()).get(1, TimeUnit.MINUTES);
    }

    @Test
    void waitsForABusyDiskLongerWhileTheServerStarts() throws Exception {
        CompletableFuture<Void> first = begun();
        passes(Committer.PATIENCE_AT_START.minusNanos(1));
        CompletableFuture<Void> second = committer.submit(new Point());
        assertThat(first).isNotDone();
        disk.room.countDown();
        first.get(1, TimeUnit.MINUTES);
        second.get(1, TimeUnit.MINUTES);
    }

    @Test
    void tellsThatADiskStandsStillEvenWhileTheServerStarts() throws Exception {
        CompletableFuture<Void> first = begun();
        passes(Committer.PATIENCE_AT_START);
        assertRefused(first);
    }

    @Test
    void saysThatADiskStandsStillUntilItMoves() throws Exception {
        committer.ready();
        CompletableFuture<Void> first = begun();
        assertThat(committer.trouble()).isEmpty();
        passes(Committer.PATIENCE);
        assertRefused(first);
        assertThat(committer.trouble())
                .hasValueSatisfying(words -> assertThat(words).contains("takes no points"));
        disk.room.countDown();
        awaitRoom(committer);
        assertThat(committer.trouble()).isEmpty();
    }

    @Test
    void triesADiskThatRefusedUntilItTakesSomethingAgain() {
        disk.room.countDown();
        disk.broken = true;
        assertRefused(committer.submit(new Point()));
        assertThat(committer.trouble()).contains("discarded");
        disk.broken = false;
        while (committer.trouble().isPresent()) {
            committer.look();
            Thread.onSpinWait();
        }
        assertThat(committer.submit(new Point())).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void doesNotTakeABadChangeForABadDisk() {
        disk.room.countDown();
        disk.badChange = true;
        assertRefused(committer.submit(new Point()));
        assertThat(committer.trouble()).isEmpty();
    }

    private static void assertRefused(CompletableFuture<Void> append) {
        assertThatThrownBy(() -> append.get(1, TimeUnit.MINUTES))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    }

    /** Returns when an append is stored again; those before are refused at once. */
    private static void awaitRoom(Committer<Point> committer) throws InterruptedException {
        boolean stored = false;
        while (!stored) {
            try {
                committer.submit(new Point()).get();
                stored = true;
            } catch (ExecutionException stillStuck) {
                assertThat(stillStuck).hasCauseInstanceOf(Problem.class);
            }
        }
    }
}

package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CommitterTest {

    private static final int MANY = 100;
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private record Point() implements Committer.Change {}

    /** A disk that takes nothing until it has room. */
    private static final class FullDisk implements Committer.Sink<Point> {

        private final CountDownLatch room = new CountDownLatch(1);

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void add(Point change) {}

        @Override
        public void write() throws InterruptedException {
            room.await();
        }

        @Override
        public Problem discard(Exception fault) {
            return new Problem(Problem.Kind.UNAVAILABLE, "discarded", fault);
        }
    }

    @Test
    void answersEverybodyWhoWaitsForADiskThatTakesNothing() throws Exception {
        FullDisk disk = new FullDisk();
        Committer<Point> committer = new Committer<>(disk, MANY, PATIENCE);
        CompletableFuture<Void> first = committer.submit(new Point());
        assertRefused(first);
        assertRefused(committer.submit(new Point()));
        disk.room.countDown();
        awaitRoom(committer);
        committer.submit(new Point()).get(1, TimeUnit.MINUTES);
        committer.close();
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

package io.atrium.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.atrium.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Passwords are hashed aside from all other calls, and no address takes the turns of the others. */
final class HashingQueueTest {

    /** Threads that do nothing until the test says so. */
    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();

    private final HashingQueue queue = new HashingQueue(turns::add, 4, 2);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    /** Asks, and gives back the turn that this makes. */
    private Runnable ask(String address, String name) throws InterruptedException {
        Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, gaveUp) -> done.add(name + " gave up"))
                .start(() -> queue.run(address, () -> done.add(name)));
        return turns.take();
    }

    private void refused(String address, Problem.Kind kind) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> queue.run(address, () -> done.add("too much")))
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(kind))
                .withMessageContaining("Too many log-ins at once");
    }

    @Test
    void addressesTakeTurns() throws InterruptedException {
        List<Runnable> all = new ArrayList<>();
        all.add(ask("10.0.0.1", "first of one"));
        all.add(ask("10.0.0.1", "second of one"));
        all.add(ask("10.0.0.2", "only of two"));
        all.forEach(Runnable::run);
        assertThat(done).containsExactly("first of one", "only of two", "second of one");
    }

    @Test
    void oneAddressHasFewPlacesUntilItsWorkIsDone() throws InterruptedException {
        Runnable first = ask("10.0.0.1", "a");
        ask("10.0.0.1", "b");
        refused("10.0.0.1", Problem.Kind.TOO_MANY_REQUESTS);
        first.run();
        ask("10.0.0.1", "c");
        refused("10.0.0.1", Problem.Kind.TOO_MANY_REQUESTS);
    }

    @Test
    void aNetworkOfSixIsOneAddress() throws InterruptedException {
        ask("2001:db8::1", "a");
        ask("2001:db8::2", "b");
        refused("2001:db8::3", Problem.Kind.TOO_MANY_REQUESTS);
    }

    @Test
    void allTogetherHaveSoManyPlaces() throws InterruptedException {
        ask("10.0.0.1", "a");
        ask("10.0.0.2", "b");
        ask("10.0.0.3", "c");
        ask("10.0.0.4", "d");
        refused("10.0.0.5", Problem.Kind.UNAVAILABLE);
        refused("10.0.0.1", Problem.Kind.UNAVAILABLE);
    }

    @Test
    void whoHasFewerPlacesTakesOneOfWhoHasMost() throws InterruptedException {
        List<Runnable> all = new ArrayList<>();
        all.add(ask("10.0.0.1", "first of one"));
        all.add(ask("10.0.0.1", "second of one"));
        all.add(ask("10.0.0.2", "first of two"));
        all.add(ask("10.0.0.2", "second of two"));
        all.add(ask("10.0.0.3", "first of three"));
        assertThat(done.take()).isEqualTo("second of one gave up");
        refused("10.0.0.3", Problem.Kind.UNAVAILABLE);
        all.forEach(Runnable::run);
        assertThat(done).containsExactly("first of one", "first of two", "first of three", "second of two");
    }

    @Test
    void worksOnThreadsThatCarryNoCalls() throws InterruptedException {
        HashingQueue real = new HashingQueue(0, 4, 4);
        CountDownLatch hashed = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            done.add(real.run(
                    "10.0.0.1",
                    () -> Thread.currentThread().getName() + " "
                            + Thread.currentThread().isVirtual()));
            hashed.countDown();
        });
        hashed.await();
        assertThat(done).containsExactly("passwords-0 false");
    }
}

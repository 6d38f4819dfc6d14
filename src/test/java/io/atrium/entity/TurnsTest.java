package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slices of long reads take turns. */
@Timeout(60)
final class TurnsTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final UUID busy = new UUID(0, 1);
    private final UUID other = new UUID(0, 2);
    private final Turns turns = new Turns(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    /** A read of one slice, which waits for its turn. */
    private Thread waiting(UUID tenant, String name) {
        int before = turns.waiting();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                assertThat(turns.take(tenant, LONG)).isEqualTo(Turns.Answer.TAKEN);
                order.add(name);
                turns.give();
            } catch (InterruptedException e) {
                order.add("interrupted");
            }
        });
        while (turns.waiting() == before) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void tenantsAreServedOneAfterTheOtherWhoeverHasMoreReadsWaiting() throws InterruptedException {
        assertThat(turns.take(busy, LONG)).isEqualTo(Turns.Answer.TAKEN);
        List<Thread> all = List.of(
                waiting(busy, "busy 1"), waiting(busy, "busy 2"), waiting(busy, "busy 3"), waiting(other, "other"));
        turns.give();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(order).containsExactly("busy 1", "other", "busy 2", "busy 3");
        assertThat(turns.take(other, 0)).as("free again").isEqualTo(Turns.Answer.TAKEN);
    }

    @Test
    void aReadWithinAReadHasItsTurn() throws InterruptedException {
        assertThat(turns.take(busy, 0)).isEqualTo(Turns.Answer.TAKEN);
        assertThat(turns.take(busy, 0)).isEqualTo(Turns.Answer.HELD);
    }

    @Test
    void whoIsRefusedOrInterruptedLeavesNoTurnBehind() throws InterruptedException {
        assertThat(turns.take(busy, 0)).isEqualTo(Turns.Answer.TAKEN);
        Thread interrupted = waiting(other, "never");
        interrupted.interrupt();
        interrupted.join();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        order.add(turns.take(other, TimeUnit.MILLISECONDS.toNanos(1))
                                .name());
                    } catch (InterruptedException e) {
                        order.add("unexpected");
                    }
                })
                .join();
        assertThat(order).containsExactly("interrupted", "REFUSED");
        assertThat(turns.waiting()).isZero();
        turns.give();
        assertThat(turns.take(other, 0)).isEqualTo(Turns.Answer.TAKEN);
    }
}

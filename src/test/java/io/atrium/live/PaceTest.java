package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reckons with a clock of its own when updates leave. */
final class PaceTest {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Pace pace = new Pace();

    /** Some time after the pace began, so that it has been idle. */
    private final long start = System.nanoTime() + 10 * SECOND;

    /** When something that is noted at the given moments leaves, in nanoseconds after the start. */
    private List<Long> sent(long... noted) {
        List<Long> sent = new ArrayList<>();
        long now = start;
        for (long moment : noted) {
            now = Math.max(now, start + moment);
            now += Math.max(0, pace.untilNext(now, INTERVAL));
            pace.begin(now, INTERVAL);
            sent.add(now - start);
        }
        return sent;
    }

    @Test
    void whatComesSeldomLeavesAtOnce() {
        assertThat(sent(0, 2 * INTERVAL, 12 * INTERVAL, 13 * INTERVAL))
                .containsExactly(0L, 2 * INTERVAL, 12 * INTERVAL, 13 * INTERVAL);
    }

    @Test
    void stepsOfTheIntervalThatAreALittleShortLeaveAtOnce() {
        long[] noted = new long[200];
        Long[] expected = new Long[200];
        for (int i = 0; i < noted.length; i++) {
            // Every third one comes 20 ms early.
            noted[i] = i * INTERVAL - (i % 3 == 2 ? TimeUnit.MILLISECONDS.toNanos(20) : 0);
            expected[i] = noted[i];
        }
        assertThat(sent(noted)).containsExactly(expected);
    }

    @Test
    void whatComesTooFastLeavesOnceAnInterval() {
        List<Long> sent = sent(new long[100]);
        assertThat(sent.subList(0, 2)).containsExactly(0L, 0L);
        for (int i = 2; i < sent.size(); i++) {
            assertThat(sent.get(i)).isEqualTo((i - 1) * INTERVAL);
        }
    }

    @Test
    void whoWasSilentForLongEarnsNoMoreThanOneEarlyUpdate() {
        sent(new long[10]);
        long later = 1_000 * SECOND;
        assertThat(sent(later, later, later)).containsExactly(later, later, later + INTERVAL);
    }
}

package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** How many lines of one kind reach the log. */
final class LogRateTest {

    private static final String OURS = "io.atrium.transport.mqtt.Connection";
    private static final String LIBRARY = "org.eclipse.californium.core.network.CoapEndpoint";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<LogRate.Summary> told = new ArrayList<>();
    private final LogRate rate = new LogRate(now::get, told::add);

    private int written(String logger, String message, int lines) {
        int written = 0;
        for (int i = 0; i < lines; i++) {
            LogRecord line = new LogRecord(Level.WARNING, message.replace("#", Integer.toString(i)));
            line.setLoggerName(logger);
            written += rate.isLoggable(line) ? 1 : 0;
        }
        return written;
    }

    @Test
    void writesSoManyOfAKindAndCountsTheRest() {
        assertThat(written(OURS, "A connection failed", 1_000)).isEqualTo(LogRate.MOST_PER_MINUTE);
        assertThat(written(OURS, "Another fault", 5)).isEqualTo(5);
        rate.summarize();
        assertThat(told).isEmpty();
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        rate.summarize();
        assertThat(told)
                .containsExactly(
                        new LogRate.Summary(OURS, "980 more lines of this kind within a minute: A connection failed"));
        assertThat(written(OURS, "A connection failed", 3)).isEqualTo(3);
    }

    @Test
    void linesOfALibraryAreOneKindWhateverTheySay() {
        assertThat(written(LIBRARY, "Datagram # is malformed", 1_000)).isEqualTo(LogRate.MOST_PER_MINUTE);
    }

    @Test
    void tellsAtTheEndWhatWasLeftOut() {
        written(OURS, "A connection failed", LogRate.MOST_PER_MINUTE + 1);
        rate.close();
        assertThat(told).hasSize(1);
    }
}

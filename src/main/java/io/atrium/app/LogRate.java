package io.atrium.app;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps the log short, whatever strangers send over whichever channel: of each kind of line so many are written in a minute,
 * then one that says how many more there were. A kind is one place in our own code, or one class of a library.
 */
final class LogRate implements Filter, AutoCloseable {

    static final int MOST_PER_MINUTE = 20;

    private static final String OURS = "io.atrium.";
    private static final String MORE = "%d more lines of this kind within a minute: %s";
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Consumer<Summary> out;
    private final Map<Kind, Count> counts = new HashMap<>();

    private record Kind(String logger, String message) {}

    /** What was not written of a kind. */
    record Summary(String logger, String text) {}

    private static final class Count {
        final long since;
        final String example;
        int lines;

        Count(long since, String example) {
            this.since = since;
            this.example = example;
        }
    }

    LogRate(LongSupplier nanos, Consumer<Summary> out) {
        this.nanos = nanos;
        this.out = out;
    }

    /** Stands before all that is written from now on. */
    static AutoCloseable install() {
        LogRate rate = new LogRate(System::nanoTime, summary -> org.jboss.logging.Logger.getLogger(summary.logger())
                .warn(summary.text()));
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(rate);
        }
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("log-rate").daemon().factory());
        var unused = clock.scheduleWithFixedDelay(rate::summarize, 1, 1, TimeUnit.SECONDS);
        return () -> {
            clock.shutdownNow();
            rate.close();
        };
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        String logger = String.valueOf(record.getLoggerName());
        String message = String.valueOf(record.getMessage());
        long now = nanos.getAsLong();
        synchronized (counts) {
            Kind kind = new Kind(logger, logger.startsWith(OURS) ? message : "");
            Count count = counts.get(kind);
            if (count == null || now - count.since >= MINUTE_NANOS && count.lines <= MOST_PER_MINUTE) {
                count = new Count(now, message);
                counts.put(kind, count);
            }
            return ++count.lines <= MOST_PER_MINUTE;
        }
    }

    /** Tells of the minutes that are over. */
    void summarize() {
        tell(nanos.getAsLong() - MINUTE_NANOS);
    }

    private void tell(long begunBefore) {
        Map<Kind, Count> done = new HashMap<>();
        synchronized (counts) {
            counts.forEach((kind, count) -> {
                if (count.since - begunBefore <= 0) {
                    done.put(kind, count);
                }
            });
            counts.keySet().removeAll(done.keySet());
        }
        done.forEach((kind, count) -> {
            int more = count.lines - MOST_PER_MINUTE;
            if (more > 0) {
                out.accept(new Summary(kind.logger(), String.format(MORE, more, count.example)));
            }
        });
    }

    /** Tells of what is left. */
    @Override
    public void close() {
        tell(nanos.getAsLong());
    }
}

package io.atrium.audit;

import io.atrium.db.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes entries of the audit log that are older than the limit, a bounded number at a time. */
public final class AuditRetention implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AuditRetention.class);

    /** Rows that one statement deletes, so that no lock lasts long. */
    static final int BATCH = 5_000;

    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration FIRST_AFTER = Duration.ofMinutes(1);

    private final AuditStore store;
    private final AuditConfig config;
    private final InstantSource clock;
    private final ScheduledExecutorService runner = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("audit-retention").factory());
    private volatile boolean closed;

    public AuditRetention(Database database, AuditConfig config, InstantSource clock) {
        this.store = new AuditStore(database);
        this.config = config;
        this.clock = clock;
    }

    /** Begins to sweep every hour. */
    public AuditRetention start() {
        runner.scheduleWithFixedDelay(
                this::sweepQuietly, FIRST_AFTER.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Deletes everything that is too old by now; the number of entries. */
    public long sweep() {
        return sweep(BATCH);
    }

    long sweep(int batch) {
        long before = clock.instant().minus(config.retention()).toEpochMilli();
        long deleted = 0;
        int last = batch;
        while (last == batch && !closed) {
            last = store.deleteBefore(before, batch);
            deleted += last;
        }
        return deleted;
    }

    /** A sweep that fails must not end the schedule. */
    private void sweepQuietly() {
        try {
            long deleted = sweep();
            if (deleted > 0) {
                LOG.infof("%d entries of the audit log passed the age limit and are deleted", deleted);
            }
        } catch (RuntimeException e) {
            LOG.warn("Old entries of the audit log could not be deleted; the next sweep tries again", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        runner.shutdownNow();
    }
}

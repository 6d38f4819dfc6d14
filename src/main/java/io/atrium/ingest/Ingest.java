package io.atrium.ingest;

import io.atrium.entity.Platform;
import io.atrium.telemetry.Telemetry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Wires this package: the gateway, its workers and the clockwork that looks for silent devices. */
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final long CLOSE_SECONDS = 30;

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ingest-", 0).factory());
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ingest-clockwork").daemon().factory());
    private final DeviceGateway gateway;
    private final long checkMillis;

    public Ingest(Platform platform, Telemetry telemetry, DeviceLogins logins, IngestConfig config) {
        this.gateway = new DeviceGateway(platform, telemetry, logins, config, workers);
        this.checkMillis = config.inactivityCheck().toMillis();
    }

    public DeviceGateway gateway() {
        return gateway;
    }

    /** Starts to look for silent devices. */
    public void start() {
        var unused = clockwork.scheduleWithFixedDelay(this::check, checkMillis, checkMillis, TimeUnit.MILLISECONDS);
    }

    private void check() {
        try {
            gateway.checkActivity();
        } catch (RuntimeException e) {
            LOG.error("Looking for silent devices failed", e);
        }
    }

    /** Stops the clockwork and finishes the work at hand. */
    @Override
    public void close() {
        clockwork.shutdown();
        workers.shutdown();
        try {
            if (!clockwork.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("Some messages of devices are still on their way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

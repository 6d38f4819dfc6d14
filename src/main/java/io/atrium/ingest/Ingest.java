package io.atrium.ingest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Wires this package: the gateway, its workers and the clockwork that looks for silent devices. */
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final long CLOSE_SECONDS = 30;
    private static final long LINK_CHECK_MILLIS = 3_000;
    /** Access that ends is to be over within a second. */
    private static final long ACCESS_CHECK_MILLIS = 300;

    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ingest-", 0).factory());
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ingest-clockwork").daemon().factory());
    private final DeviceGateway gateway;
    private final long checkMillis;

    public Ingest(DeviceGateway.Parts parts, IngestConfig config) {
        this.gateway = new DeviceGateway(parts, config, workers);
        this.checkMillis = config.inactivityCheck().toMillis();
    }

    public DeviceGateway gateway() {
        return gateway;
    }

    /** Starts to look for silent devices and connections. */
    public void start() {
        every(checkMillis, gateway::checkActivity);
        every(LINK_CHECK_MILLIS, gateway::endSilentLinks);
        every(ACCESS_CHECK_MILLIS, gateway.links()::endForeign);
    }

    private void every(long millis, Runnable check) {
        var unused = clockwork.scheduleWithFixedDelay(
                () -> {
                    try {
                        check.run();
                    } catch (RuntimeException e) {
                        LOG.error("Looking for silent devices failed", e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Stops the clockwork and finishes the work at hand. */
    @Override
    public void close() {
        gateway.links().stop();
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

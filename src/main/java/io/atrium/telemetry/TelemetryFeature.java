package io.atrium.telemetry;

import io.atrium.base.Problem;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import io.atrium.telemetry.SeriesStore.PointVisitor;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Wires this package. */
public final class TelemetryFeature implements Feature, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TelemetryFeature.class);
    private static final long HOUR = 3_600_000;

    private final Platform platform;
    private final Telemetry telemetry;
    private final SeriesReads reads;
    private volatile boolean closing;
    private @Nullable Thread warmUp;

    public TelemetryFeature(Platform platform, SeriesStore store, TelemetryConfig config, StorageDays days) {
        this.platform = platform;
        this.telemetry = new Telemetry(platform, store, config, days);
        this.reads = new SeriesReads(platform, telemetry);
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public SeriesReads reads() {
        return reads;
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        new AttributeApi(platform, telemetry).add(routes.area("Telemetry"));
        new TelemetryApi(platform, telemetry, reads).add(routes.area("Telemetry"));
        new SeriesQueryApi(platform, telemetry, reads).add(routes.area("Telemetry"));
        new RetentionApi(platform, telemetry.retention()).add(routes.area("Telemetry"));
        new ExportApi(platform, telemetry, reads).add(routes.area("Telemetry"));
    }

    /** Starts what runs by the clock, and warms up long reads while the server is idle anyway. */
    public void start() {
        telemetry.start();
        warmUp = Thread.ofPlatform().daemon().name("series-warm-up").start(this::warmUp);
    }

    /** The server's start is over. */
    public void ready() {
        telemetry.store().ready();
    }

    /** Why no readings can be stored at the moment; empty if they can. */
    public Optional<String> trouble() {
        return telemetry.store().trouble();
    }

    private void warmUp() {
        long start = System.nanoTime();
        Aggregation hourly = new Aggregation(Aggregation.Function.AVG, IntervalType.MILLISECONDS, HOUR, ZoneOffset.UTC);
        // Code that met one listener only is compiled for that one, and thrown away when a real read brings another.
        List<LongConsumer> listeners = List.of(steps -> {}, bytes -> {}, points -> {});
        int[] turn = {0};
        try {
            telemetry.store().warmUp(() -> {
                LongConsumer listener = listeners.get(turn[0]++ % listeners.size());
                TsJson json = new TsJson(false, Integer.MAX_VALUE, listener);
                return new Buckets(hourly, 0, Long.MAX_VALUE, results(turn[0], json), listener);
            });
            LOG.debugf("Long reads were warmed up within %d ms", (System.nanoTime() - start) / 1_000_000);
        } catch (Problem problem) {
            LOG.warn("Long reads could not be warmed up; the first ones take longer", problem);
        }
    }

    /** The same in three classes, for the same reason. */
    private PointVisitor results(int turn, TsJson json) {
        return switch (turn % 3) {
            case 0 -> (ts, value) -> !closing && json.point("warm", ts, value);
            case 1 -> (ts, value) -> json.point("up", ts, value) && !closing;
            default -> (ts, value) -> !closing && json.point("warmer", ts, value);
        };
    }

    @Override
    public void close() {
        closing = true;
        Thread running = warmUp;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        telemetry.close();
    }
}

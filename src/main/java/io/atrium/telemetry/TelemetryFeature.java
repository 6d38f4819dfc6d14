package io.atrium.telemetry;

import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;

/** Wires this package. */
public final class TelemetryFeature implements Feature, AutoCloseable {

    private final Platform platform;
    private final Telemetry telemetry;
    private final SeriesReads reads;

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
        new RetentionApi(platform, telemetry.retention(), new RetentionStore(platform.database()))
                .add(routes.area("Telemetry"));
        new ExportApi(platform, telemetry, reads).add(routes.area("Telemetry"));
    }

    /** Starts what runs by the clock. */
    public void start() {
        telemetry.start();
    }

    @Override
    public void close() {
        telemetry.close();
    }
}
